"""What every page owes everybody in every state, and a picture of it for whoever wants to see for themselves."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.accessibility import complaints, fits

PICTURES = Path(__file__).parents[2] / ".sandbox" / "screenshots"
_PHONE = 360


def look(page: Page, name: str) -> None:
    """Take the picture `name`; then nothing may stand out of a phone's screen or of this one, and axe must be content
    with the page in light and in dark."""
    shot(page, name)
    assert fits(page)
    assert complaints(page) == []
    size = page.viewport_size
    assert size is not None
    if size["width"] > _PHONE:
        page.set_viewport_size({"width": _PHONE, "height": size["height"]})
        assert fits(page), "on a phone"
        page.set_viewport_size(size)


def shot(page: Page, name: str) -> None:
    """The whole page, in `.sandbox/screenshots`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def press(page: Page, button: str) -> int:
    """Press a button of a form. Returns the status of the answer to it, and leaves the page that follows."""
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    return answered.value.status


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()
