"""What the browser complains of while a page is looked at."""

from playwright.sync_api import Page


class Watched:
    """What a page complains of: its console is where a broken policy and a script's error show."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def watch(self, page: Page) -> Page:
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page
