"""`make demo`: the sandbox up, the story told, what each account's Parameter Store holds, and nothing left running."""

import time
from typing import Any

from botocore.exceptions import ClientError

from .environments import ENVIRONMENTS, PARAMETER_PREFIX
from .errors import StoryError
from .ledger import Records, records
from .story import Story
from .world import run_folder, sandbox


def main() -> None:
    """Tell the story. Raises SandboxError with a sentence if a step does not hold."""
    started = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {line}", flush=True)

    print("An AWS of our own, with the module applied to four accounts")
    with run_folder() as folder, sandbox(folder, progress=tell) as world:
        story = Story(world, tell)
        try:
            print("\nVersion 1: from its registration to production")
            story.good_model()
            print("\nVersion 2: registered, blocked by a gate, and rejected")
            story.bad_model()
            print("\nVersion 3: tampered with, put back, approved for dev, and taken back")
            story.second_thoughts()
            print("\nVersion 4: blocked by a gate, approved all the same, and taken back")
            story.broken_glass()
            story.nothing_was_put_aside()
        except (ClientError, LookupError, OSError) as error:
            raise StoryError(f"The step after “{story.last}” did not hold: {error}") from error
        print("\nWhat Parameter Store holds")
        held = {environment: records(world.aws, environment) for environment in ENVIRONMENTS}
        for environment, found in held.items():
            print(f"\n  {environment.name} (account {environment.account_id})")
            print(_table(found))
        print("\nWhere the complete evidence is")
        for found in held.values():
            for name, value in found.items():
                if name.endswith("/request") and value["stored"]:
                    print(f"    {name.removeprefix(f'{PARAMETER_PREFIX}/'):44}  {value['stored']['uri']}")
    print(f"\nEverything held, in {time.monotonic() - started:.0f} seconds. Nothing is left running.")


def _table(found: Records) -> str:
    names = [name.removeprefix(f"{PARAMETER_PREFIX}/") for name in found]
    width = max(map(len, names), default=0)
    lines = (f"    {name:{width}}  {_summary(value)}" for name, value in zip(names, found.values(), strict=True))
    return "\n".join(lines)


def _summary(value: dict[str, Any]) -> str:
    """One line about a record, by what kind it is."""
    if "approved_by" in value:
        return f"version {value['version']}, by {value['approved_by']}, AUC {value['metrics']['auc']:.4f}"
    if "revoked_by" in value:
        return f"Revoked by {value['revoked_by']['name']}: {value['reason']}"
    if "voted_by" in value:
        return f"{value['status']} by {value['voted_by']['name']}: {value['comment']}"
    if "decided_by" in value:
        overridden = f", overriding {', '.join(value['overridden'])}" if value["overridden"] else ""
        return f"{value['status']} by {value['decided_by']['name']}{overridden}: {value['comment']}"
    if "requested_by" in value:
        return f"asked after {value['requested_by'].rsplit(':', 1)[-1]}"
    if "requested_at" in value:
        return f"waits since {value['requested_at']}"
    return f"pages at {value['api_url']}"
