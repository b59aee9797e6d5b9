"""Hands on a keyboard alone: every step goes by keys that a person can press, and the mouse is watched."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# Written by the page itself, wherever it goes: whether any pointer was used.
WATCH_POINTER = """
for (const kind of ["pointerdown", "pointermove", "mousedown", "mousemove", "touchstart"])
  addEventListener(kind, () => sessionStorage.setItem("pointer", kind), true);
"""
MOST_TABS = 150


@dataclass
class Keyboard:
    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def tab_to(self, wanted: Locator) -> None:
        """Go on with Tab until the focus is there."""
        expect(wanted).to_be_attached()
        for _ in range(MOST_TABS):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by Tab, but {self.where()}")

    def choose(self, radio: Locator) -> None:
        """Go to a group of radio buttons, and to the one that is wanted with the arrows."""
        name = radio.get_attribute("name")
        group = radio.page.locator(f'form:has([value="{radio.get_attribute("value")}"]) input[name="{name}"]')
        self._tab_to_any(group)
        for _ in range(group.count()):
            if radio.is_checked():
                return
            if radio.evaluate("e => e === document.activeElement"):
                self.press("Space")
            else:
                self.press("ArrowDown")
        assert radio.is_checked()

    def go_to_stop(self, wanted: Locator) -> None:
        """Go on with « j » until that part of the opinion has the focus."""
        for _ in range(60):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.press("j")
        raise AssertionError(f"{wanted} is not reached by « j », but {self.where()}")

    def where(self) -> str:
        """What has the focus."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))

    def no_pointer(self) -> None:
        assert self.page.evaluate("sessionStorage.getItem('pointer')") is None

    def _tab_to_any(self, group: Locator) -> None:
        for _ in range(MOST_TABS):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{group} is not reached by Tab")


def squeezed(text: str) -> str:
    """A text without what a line break or a font may change of it."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text.replace("’", "'"))
