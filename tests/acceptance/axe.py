"""What axe-core has against a page as it is shown."""

from typing import Any, cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Another theme changes colours and nothing else.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, *, of_colour: bool = False) -> str:
    """The report of what is violated, empty when nothing is; `of_colour` asks for the rules of colours alone."""
    # Without `resultTypes` each rule that holds is told too, place by place: most of the time and of the answer.
    options = {"runOnly": OF_COLOUR if of_colour else RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=cast("Any", options))
    return str(found.generate_report()) if found.violations_count else ""
