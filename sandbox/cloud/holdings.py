"""What the accounts hold, so that somebody can tell what is left behind.

Read from the state of MiniStack's services and of moto's SageMaker rather than by asking each service, so that nothing
is overlooked because nobody thought of asking for it.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict
from moto.sagemaker.models import sagemaker_backends

# What comes of using an account and costs nobody a thing: measurements, histories, caches, and parts of what is listed.
_TRACES = re.compile(
    r"(cloudtrail|config|sts|organizations|tagging|account)\..*"
    r"|.*\.(metrics|\w*history|events_log|sent_emails|log_records|queries|\w*tags|\w*cache|\w*changes|\w*refs|\w*dates)"
    r"|.*\.(\w*positions|\w*backoff_until|\w*sessions|\w*jobs|\w*uploads|\w*counts|\w*reports|\w*alias_to_\w*"
    r"|\w*name_mapping)"
)
_OF_AWS = re.compile(r"kms\.aliases .*alias/aws/.*|eventbridge\.event_buses default|scheduler\.schedule_groups default")


def page() -> str:
    """By account, what it holds as `region service.kind name`, in order; `-` is the region of what has none."""
    found: dict[str, set[str]] = {}
    for account, region, kind, name in (*_in_ministack(), *_in_sagemaker()):
        if not _TRACES.fullmatch(kind) and not _OF_AWS.fullmatch(f"{kind} {name}"):
            found.setdefault(account, set()).add(f"{region} {kind} {name}")
    return json.dumps({account: sorted(things) for account, things in sorted(found.items())})


def _in_ministack() -> Iterator[tuple[str, str, str, str]]:
    for module in [name for name in sys.modules if name.startswith("ministack.services.")]:
        for store, things in list(vars(sys.modules[module]).items()):
            if isinstance(things, AccountScopedDict | AccountRegionScopedDict):
                kind = f"{module.rpartition('.')[2]}.{store.strip('_')}"
                for key, thing in list(things._data.items()):
                    if thing and not _is_gone(thing):
                        yield key[0], key[1] if len(key) == 3 else "-", kind, str(key[-1])


def _is_gone(thing: Any) -> bool:
    """A key of KMS stays for days after its deletion, and the number of a layer's last version for ever."""
    return isinstance(thing, dict) and (thing.get("KeyState") == "PendingDeletion" or thing.get("versions") == [])


def _in_sagemaker() -> Iterator[tuple[str, str, str, str]]:
    for account, regions in list(sagemaker_backends.items()):
        for region, backend in list(regions.items()):
            for store, things in vars(backend).items():
                if isinstance(things, dict):
                    for name in list(things):
                        if not str(name).endswith("#deleted"):  # whose number is never given again
                            yield account, region, f"sagemaker.{store.strip('_')}", str(name)
