"""`make pictures`: the pictures of docs/approver.md, made of what an approver really sees."""

from pathlib import Path

from playwright.sync_api import FloatRect, Page

from .approver import Approver
from .chromium import chromium, sign_in
from .environments import DEV, MODEL_PACKAGE_GROUP
from .people import DANA
from .story import Story
from .world import World, run_folder, sandbox

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
_WIDTH, _HIGHEST = 960, 1150
_COMMENT = "A little less accurate, but it copes with missing measurements."


def main() -> None:
    """Tell the story of three versions, register a fourth one, and look at everything as Dana does."""
    FOLDER.mkdir(exist_ok=True)
    with run_folder() as folder, sandbox(folder, progress=print) as world, chromium() as browser:
        story = Story(world, print)
        story.good_model()
        story.bad_model()
        story.second_thoughts()
        _, version = story.register("random forest")
        options = {"viewport": {"width": _WIDTH, "height": 600}, "timezone_id": "Europe/Berlin", "locale": "en-GB"}
        context = browser.new_context(**options)  # type: ignore[arg-type]
        _approver(context.new_page(), world, version)
        context.close()


def _approver(page: Page, world: World, version: str) -> None:
    mail, board = Approver(world.aws, DANA).mail(version, DEV.name), world.stacks[DEV.name]["api_url"] + "/"
    page.set_content(mail.html)
    _take(page, "mail")
    sign_in(page, mail.link, DANA)
    page.goto(board)
    _take(page, "board")
    page.goto(mail.link)
    _take(page, "request")
    page.get_by_label("Comment").fill(_COMMENT)
    page.get_by_role("button", name="Approve").click()
    _take(page, "confirmation")
    page.get_by_role("button", name="Approve for dev").click()
    page.get_by_text("Approved").first.wait_for()
    _take(page, "decided")
    page.goto(f"{mail.link}/revocation")
    _take(page, "revocation")
    page.goto(f"{board}groups/{MODEL_PACKAGE_GROUP}")
    _take(page, "group")
    page.goto(f"{board}groups/{MODEL_PACKAGE_GROUP}/compare?a=4&b=1")
    _take(page, "compare")


def _take(page: Page, name: str) -> None:
    """The page from its top, not longer than a reader wants to scroll."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), _HIGHEST)
    whole: FloatRect = {"x": 0, "y": 0, "width": _WIDTH, "height": height}
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True, clip=whole)
    print(f"docs/pictures/{name}.png")
