"""Forms as a browser sends them, without one: what stands in a page's fields, and what is changed of it."""

from html.parser import HTMLParser

import httpx

Given = dict[str, str | list[str]]


class _Reader(HTMLParser):
    """Collects the fields of the form with that action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.fields, self.found = action, list[tuple[str, str]](), False
        self._inside, self._select, self._area = False, "", ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._inside = not self.found and given.get("action", "") == self.action
            self.found |= self._inside
        if not self._inside:
            return
        name = given.get("name", "")
        kind = given.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file"):
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
            self.fields.append((name, ""))
        elif tag == "option" and self._select and "selected" in given:
            self.fields[-1] = (self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields.append((self._area, "".join(self._text).removeprefix("\n")))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


def form_in(page: str, action: str) -> Given:
    """What would be sent if nothing were typed."""
    reader = _Reader(action)
    reader.feed(page)
    assert reader.found, f"no form for {action} in {page[:2000]}"
    given: Given = {}
    for name, value in reader.fields:
        before = given.get(name)
        given[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return given


def send(client: httpx.Client, page: str, action: str, **typed: str | list[str]) -> httpx.Response:
    """Fill in the form of a page and send it."""
    form = form_in(client.get(page).raise_for_status().text, action)
    return client.post(action, data={**form, **typed})
