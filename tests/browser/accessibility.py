"""axe-core on a page that is open in a browser, in light and in dark."""

from typing import Any

from playwright.sync_api import Page

from tests.node.tools import node_modules

_RUN = """(only) => axe.run({
    resultTypes: ["violations", "incomplete"],
    rules: {"target-size": {enabled: true}},  // new in WCAG 2.2, and not among axe's defaults
    ...(only ? {runOnly: [only]} : {}),
  }).then(found => [...found.violations, ...found.incomplete])"""


def complaints(page: Page) -> list[str]:
    """What axe finds wrong, and what it cannot judge; the second time, in dark mode, the colours alone."""
    page.evaluate((node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = [_sentence("light", rule) for rule in page.evaluate(_RUN, None)]
    page.emulate_media(color_scheme="dark")
    found += [_sentence("dark", rule) for rule in page.evaluate(_RUN, "color-contrast")]
    page.emulate_media(color_scheme="light")
    return found


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links outside of sentences that are lower or narrower than 24 px (WCAG 2.2, 2.5.8)."""
    found: list[str] = (
        page.evaluate("""() => [...document.querySelectorAll("button, summary, textarea, .crumbs a, .button, .brand")]
      .filter(target => { const box = target.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
      .map(target => target.outerHTML)""")
    )
    return found


def _sentence(scheme: str, rule: dict[str, Any]) -> str:
    return f"{scheme}: {rule['id']}: {rule['help']}: {[node['html'][:200] for node in rule['nodes'][:3]]}"
