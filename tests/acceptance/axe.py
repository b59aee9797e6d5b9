"""What axe-core has against a page as it is shown."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Another theme changes colours and nothing else.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Without `resultTypes` each rule that holds is told too, place by place: most of the time and of the answer. None of
# these rules needs the text of the style sheets, and there are no frames.
QUICKLY = {"resultTypes": ["violations"], "preload": False, "iframes": False}


def violations(page: Page, *, of_colour: bool = False, but_colour: bool = False) -> str:
    """The report of what is violated, empty when nothing is; asked for the rules of colours alone, or all others."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    spared = {"rules": {rule: {"enabled": False} for rule in OF_COLOUR["values"]}} if but_colour else {}
    options = {"runOnly": OF_COLOUR if of_colour else RULES, **spared, **QUICKLY}
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    return str(found.generate_report()) if found.violations_count else ""
