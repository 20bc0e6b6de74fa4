"""What comes back to the browser, and what a person finds on the page."""

import re
from dataclasses import dataclass

from tests.unit.pages.markup import Page


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str

    @property
    def page(self) -> Page:
        return Page(self.body)

    @property
    def said(self) -> str:
        """All that can be read on the page, on one line."""
        read = re.sub(r"<(style|script)\b.*?</\1>", "", self.body, flags=re.DOTALL)
        return " ".join(Page(read).all_text.split())


def hidden(answer: Answer) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return {field["name"]: field["value"] for field in answer.page.all("input") if field.get("type") == "hidden"}


def typed(answer: Answer) -> str:
    """What stands in the field that is to be filled in; there must be one. HTML takes the first line break away."""
    assert answer.page.all("textarea")
    return answer.page.text("textarea").removeprefix("\n")


def buttons(answer: Answer, name: str) -> list[str]:
    """The values of the page's buttons with this name."""
    return [button["value"] for button in answer.page.all("button") if button.get("name") == name]


def decides(answer: Answer) -> list[str]:
    """What the buttons of the page can decide."""
    return buttons(answer, "decision")
