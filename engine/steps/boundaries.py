"""Where one document of an upload ends and the next begins."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.document import Page
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.steps.calendar_dates import dates_in
from engine.steps.headings import head
from engine.steps.kinds import guess_kind

CONTINUES = re.compile(r"\b(?:page|p\.?) ?(\d+) ?(?:/|sur) ?(\d+)|(?:^|\s)(\d) ?/ ?(\d)\s*$", re.MULTILINE)

Group = tuple[Page, ...]
"""The pages of one document, in their order."""


def group_pages(pages: Sequence[Page], vocabulary: Vocabulary) -> tuple[Group, ...]:
    """Group pages into documents, in the order of their uploads.

    A page continues the document before it when it says so ("Page 2/2") or when it opens no document of its own.
    """
    groups: list[list[Page]] = []
    for page in pages:
        if groups and groups[-1][-1].upload == page.upload and _continues(groups[-1][-1], page, vocabulary):
            groups[-1].append(page)
        else:
            groups.append([page])
    return tuple(tuple(group) for group in groups)


def _continues(before: Page, page: Page, vocabulary: Vocabulary) -> bool:
    if page.record or before.record:
        return bool(page.record and before.record and page.record.document == before.record.document)
    if page.origin == "unreadable" or before.origin == "unreadable":
        return False
    mark = CONTINUES.search(fold(page.text)[-200:])
    if mark:
        number = int(mark[1] or mark[3])
        return number > 1
    top = guess_kind(head(page.text), "", vocabulary)
    has_identity = bool(dates_in(head(page.text), date.max))
    return top.kind == "autre" and not has_identity
