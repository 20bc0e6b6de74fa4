"""A mail link scanner as they come: a real browser that opens an address, follows what it finds there, fills in every
form and presses every button of it. It asks nobody but this machine."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Response

_FILL = """form => {
  form.noValidate = true;
  for (const one of form.elements) {
    if (one.type === "checkbox" || one.type === "radio") one.checked = true;
    else if (["textarea", "text", "password", "email", "search"].includes(one.type)) one.value = "Fine.";
  }
}"""
_BUTTONS = "form => [...form.elements].filter(one => one.matches('button, [type=submit], [type=image]')).length"
_PRESS = """(form, number) => {
  const buttons = [...form.elements].filter(one => one.matches("button, [type=submit], [type=image]"));
  form.requestSubmit(buttons[number]);
}"""
_DEEP = 3
"""How many forms, each on the page that answers the one before: a decision takes two presses."""


@dataclass
class Scanner:
    """One window. `skips` are paths that it leaves alone."""

    page: Page
    skips: tuple[str, ...] = ()
    opened: list[str] = field(default_factory=list)
    """Addresses that it arrived at."""
    submitted: list[tuple[str, int]] = field(default_factory=list)
    """Where forms led to that were sent with POST, and the status of the answer."""
    _pressed: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("response", self._note)

    def scan(self, addresses: Iterable[str], *, deep: int = _DEEP, follow: str | None = "") -> None:
        """Open all that, and what their pages link to, and so on, if `follow` is somewhere in such a link's address."""
        todo, seen = list(addresses), set[str]()
        while todo:
            address = todo.pop().partition("#")[0]
            if address in seen or not _is_here(address):
                continue
            seen.add(address)
            found = self._explore(lambda address=address: self._open(address), deep)  # type: ignore[misc]
            todo += [] if follow is None else [one for one in found if follow in one]

    def _explore(self, reach: Callable[[], None], deep: int) -> list[str]:
        """Press every button of the page that `reach` leads to. Returns what it and its answers link to."""
        reach()
        links, buttons = self._read()
        self.opened.append(self.page.url)
        for form, number, name in buttons if deep else []:

            def press(form: int = form, number: int = number) -> None:
                reach()
                target = self.page.locator("form").nth(form)
                if target.count():
                    target.evaluate(_FILL)
                    self._submit(lambda: target.evaluate(_PRESS, number))

            if name not in self._pressed:
                self._pressed.add(name)
                links += self._explore(press, deep - 1)
        return links

    def _read(self) -> tuple[list[str], list[tuple[int, int, tuple[str, ...]]]]:
        """What the page links to, and its buttons; once more if the browser was not done with it."""
        try:
            return _links(self.page), self._buttons()
        except Error:
            self.page.wait_for_timeout(1000)
            return _links(self.page), self._buttons()

    def _buttons(self) -> list[tuple[int, int, tuple[str, ...]]]:
        """Each form's number, each of its buttons' number, and what is known of that button again."""
        found = list[tuple[int, int, tuple[str, ...]]]()
        for number, form in enumerate(self.page.locator("form").all()):
            action: str = form.evaluate("form => form.action")
            if urlsplit(action).path not in self.skips:
                buttons: int = form.evaluate(_BUTTONS)
                here = self.page.url.partition("?")[0], self.page.title(), urlsplit(action).path
                found += [(number, n, (*here, str(number), str(n))) for n in range(max(buttons, 1))]
        return found

    def _open(self, address: str) -> None:
        with suppress(Error):  # a download is no page
            self.page.goto(address)

    def _submit(self, press: Callable[[], object]) -> None:
        with suppress(Error), self.page.expect_navigation(timeout=15_000):
            press()

    def _note(self, response: Response) -> None:
        if response.request.method == "POST":
            self.submitted.append((response.url, response.status))


def _links(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href], area[href]')].map(one => one.href)")
    return found


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host in ("127.0.0.1", "localhost") or host.endswith(".localhost")
