"""A person at a browser: looks, decides, and looks again when the answer was an error, as long as the page asks."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from tests.crashes.failures import Died
from tests.crashes.functions import PATH
from tests.crashes.world import World
from tests.unit.handlers.stack import BASE, event
from tests.unit.pages.markup import Page

LOOKS = 6
"""So often a person looks before they call somebody."""
CHANGED = "what would run has changed"
"""The one refusal that anybody gets here: it may be over the next time, if it was for want of access."""


@dataclass(frozen=True)
class Answer:
    """What the browser got. 502 stands for a function that died as well: API Gateway says so.

    ``seconds`` are those in which the function waited for others.
    """

    method: str
    status: int
    page: Page | None = field(repr=False)
    seconds: float


class Approver:
    """Of ``environment``, whose requests are decided in the stack of the environment before."""

    def __init__(self, world: World, person: Any, environment: str) -> None:
        self._world, self._person, self._environment = world, person, environment
        self._function = f"{PATH.asking(environment)}/approval"
        self.answers: list[Answer] = []

    def decide(self, version: int, decision: str, looks: int = LOOKS, *, gives_in: bool = False) -> None:
        """``gives_in`` is for who is content with a refusal."""
        self._submit(self._path(version), looks, gives_in, decision=decision, comment="good")

    def revoke(self, version: int) -> None:
        self._submit(f"{self._path(version)}/revocation", LOOKS, reason="drifts")

    def _path(self, version: int) -> str:
        return f"/requests/{self._environment}/abalone/{version}"

    def _submit(self, path: str, looks: int, gives_in: bool = False, **fields: str) -> None:
        """Fills in the form at ``path``, if the page has it, and presses the button that names the environment."""
        session = self._world.functions.inside(self._function, self._sign_in)
        for look in range(looks):
            if look > 1:
                # The first time they try again at once, later they wait a minute.
                self._world.queues.work_off(until=self._world.clock.seconds + 60)
            page = self._send("GET", path, session).page
            if page is None:
                continue
            if not any(form.get("action") == path for form in page.all("form")):
                return
            hidden = {field["name"]: field["value"] for field in page.all("input")}
            filled_in = urlencode(hidden | fields | {"confirmed": self._environment})
            status = self._send("POST", path, session, filled_in).status
            if status < 400 or (gives_in and status < 500):
                return

    def _sign_in(self) -> str:
        from model_approval.handlers import wiring

        identity = Identity(self._person, frozenset({f"{self._environment}-approvers"}))
        return f"{SESSION}={wiring.sessions().start(identity).value}"

    def _send(self, method: str, path: str, session: str, body: str = "") -> Answer:
        try:
            sent = event(method, path, [session], body=body, origin=BASE)
            got = self._world.functions.invoke(self._function, sent)
        except Died:
            answer = Answer(method, 502, None, 0)
        else:
            page = Page(got["body"]) if got["statusCode"] < 500 and got["body"] else None
            answer = Answer(method, got["statusCode"], page, self._world.clock.waited)
        fine = (200,) if method == "GET" else (202, 303)
        refused = answer.status == 409 and CHANGED in got["body"]
        assert answer.status in fine or refused or answer.status >= 500, answer
        self.answers.append(answer)
        return answer
