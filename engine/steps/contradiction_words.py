"""How the draft tells a contradiction: each side with the paper that says it, in one line."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from engine.domain.document import Document
from engine.domain.fact import Conflict
from engine.domain.greetings import without_greeting
from engine.domain.wording import french_date
from engine.steps.places import ReadPageText

LONGEST_CONFLICT, LONGEST_QUOTE = 290, (120, 90, 60, 40)
"""Characters of a contradiction, and of the quotes of a longer one: the first that suffice."""
OUTSIDE = re.compile(r"(«[^«»]*»)")
CUT = " […]"
QUOTED = re.compile(r"« ([^«»]+) »")
IN_FILE = re.compile(
    r"(?P<said>« (?P<quote>[^«»]+) » )?dans « (?P<file>[^«»]+) »(?P<when> \((?P<day>\d\d/\d\d/\d{4})\))?"
)
"""A side of a contradiction: what is said, in which file, of which day."""
ALIKE = re.compile(r"\b(?P<side>droite|gauche|bilatéral) \((?P<first>[^()]+)\), (?P=side) \((?P<second>[^()]+)\)")
"""The same side of the body, said by two papers."""


def told_by_paper(
    conflict: Conflict,
    documents: Sequence[Document],
    names: Mapping[str, str],
    places: Sequence[ReadPageText],
    matters: Mapping[str, str],
) -> Conflict:
    """A contradiction that also tells itself by paper and day, what stands in a stranger's stead so, and what hangs on
    it (`matters`, by key)."""
    return conflict.model_copy(
        update={
            "by_paper_fr": told_apart(conflict.what_fr, documents, names, places),
            "matters_fr": matters.get(conflict.key, ""),
            "in_its_stead": tuple(
                i.model_copy(update={"told_fr": told_apart(i.told_fr, documents, names, places)})
                for i in conflict.in_its_stead
            ),
        }
    )


def told_apart(
    what_fr: str, documents: Sequence[Document], names: Mapping[str, str], places: Sequence[ReadPageText]
) -> str:
    """A contradiction in one line: each value or quote with its paper and day, as short as a statement may be.

    Of a file that holds several papers the one is named whose page prints the quote, or whose day the value has.
    """
    told = " ".join(what_fr.split())
    told = IN_FILE.sub(lambda found: _of_which(found, documents, names, places), told)
    for document in documents:
        if sum(o.filename == document.filename for o in documents) == 1:
            told = _with_paper(told, document, _paper(document, documents, names))
    # Several contradictions are listed with semicolons: one of them has none outside its quotes.
    parts = OUTSIDE.split(told)
    told = "".join(p if p.startswith("«") else p.replace(" ; ", ", ") for p in parts)
    while (alike := ALIKE.sub(r"\g<side> (\g<first>, \g<second>)", told)) != told:
        told = alike
    for most in LONGEST_QUOTE:
        if len(told) > LONGEST_CONFLICT:
            told = QUOTED.sub(partial(_shortened, most), told)
    return told


def _with_paper(told: str, document: Document, paper: str) -> str:
    """A contradiction that names a paper in place of its file; a day stands once, unless the value has its own."""
    file = f"« {document.filename} »"
    if document.dated:
        told = told.replace(f"dans {file} ({french_date(document.dated)})", f"({paper})")
    told = re.sub(rf"dans {re.escape(file)} \((\d\d/\d\d/\d{{4}})\)", rf"({paper}, valeur du \1)", told)
    told = told.replace(f"dans {file}", f"({paper})").replace(f" ; {file} :", f", mais {paper} :")
    return told.replace(file, f"{file} ({paper.removesuffix(f', {document.filename}')})")


def _of_which(
    found: re.Match[str], documents: Sequence[Document], names: Mapping[str, str], places: Sequence[ReadPageText]
) -> str:
    within = [d for d in documents if d.filename == found["file"]]
    quote = " ".join((found["quote"] or "").split())
    printing = {p.document.id for p in places if quote and quote in " ".join(p.page.text.split())}
    of_day = [d for d in within if d.dated and french_date(d.dated) == found["day"]]
    meant = [d for d in within if d.id in printing] or of_day
    if len(within) < 2 or len(meant) != 1:
        return found[0]
    day = found["when"] if meant[0] not in of_day and found["when"] else ""
    return f"{found['said'] or ''}({_paper(meant[0], documents, names)}{day.replace(' (', ', valeur du ').rstrip(')')})"


def _paper(document: Document, documents: Sequence[Document], names: Mapping[str, str]) -> str:
    """A paper's name and day; where another one has the same or no day is known, its file too."""
    name = names[document.id]
    name = name if name[:2].isupper() else name[:1].lower() + name[1:]
    twins = [d for d in documents if (names[d.id], d.dated) == (names[document.id], document.dated)]
    dated = f"{name} du {french_date(document.dated)}" if document.dated else name
    return dated if document.dated and len(twins) == 1 else f"{dated}, {document.filename}"


def _shortened(most: int, quote: re.Match[str]) -> str:
    """The beginning of a long quote behind its greeting, by whole words."""
    if len(quote[1]) <= most + len(CUT):
        return quote[0]
    told = without_greeting(quote[1])
    return f"« {told[:most].rpartition(' ')[0]}{CUT} »" if len(told) > most + len(CUT) else f"« {told} »"
