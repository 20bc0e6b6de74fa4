"""A person at a browser: looks, decides, and looks again when the answer was an error, as long as the page asks."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from model_approval.auth.cookies import SESSION
from model_approval.auth.identity import Identity
from tests.crashes.failures import Died
from tests.crashes.world import World
from tests.unit.handlers.stack import BASE, event
from tests.unit.pages.markup import Page

LOOKS = 6
"""So often a person looks before they call somebody."""


@dataclass(frozen=True)
class Answer:
    """What the browser got. 502 stands for a function that died as well: API Gateway says so."""

    method: str
    status: int
    page: Page | None


class Approver:
    def __init__(self, world: World, person: Any, *environments: str) -> None:
        self._world, self._person = world, person
        self._groups = frozenset(f"{environment}-approvers" for environment in environments)
        self.answers: list[Answer] = []

    def decide(self, path: str, decision: str, looks: int = LOOKS) -> None:
        self._submit(path, path, looks, decision=decision, comment="good")

    def revoke(self, path: str) -> None:
        self._submit(path, f"{path}/revocation", LOOKS, reason="drifts")

    def _submit(self, path: str, action: str, looks: int, **fields: str) -> None:
        """Fills in the form at ``path`` that goes to ``action``, if the page has it."""
        session = self._world.functions.inside("dev/approval", self._sign_in)
        for look in range(looks):
            if look > 1:
                # The first time they try again at once, later they wait a minute.
                self._world.queues.work_off(until=self._world.clock.seconds + 60)
            page = self._send("GET", path, session).page
            if page is None:
                continue
            if not any(form.get("action") == action for form in page.all("form")):
                return
            hidden = {field["name"]: field["value"] for field in page.all("input")}
            if self._send("POST", action, session, urlencode(hidden | fields)).status < 500:
                return

    def _sign_in(self) -> str:
        from model_approval.handlers import wiring

        return f"{SESSION}={wiring.sessions().start(Identity(self._person, self._groups)).value}"

    def _send(self, method: str, path: str, session: str, body: str = "") -> Answer:
        try:
            sent = event(method, path, [session], body=body, origin=BASE)
            got = self._world.functions.invoke("dev/approval", sent)
        except Died:
            answer = Answer(method, 502, None)
        else:
            page = Page(got["body"]) if got["statusCode"] < 500 and got["body"] else None
            answer = Answer(method, got["statusCode"], page)
        fine = (200,) if method == "GET" else (202, 303)
        assert answer.status in fine or answer.status >= 500, answer
        self.answers.append(answer)
        return answer
