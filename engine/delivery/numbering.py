"""The numbers that tie the sentences of an opinion to its references."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from engine.domain.opinion import Citation
from engine.domain.wording import french_date

KINDS_FR = {
    "fact": "Pièce du dossier",
    "passage": "Référence",
    "requirement": "Pièce attendue par le référentiel",
    "questionnaire": "Déclaré par le patient",
    "calculation": "Calculé à partir du dossier",
}
_URL_SIGNS = "/:?#[]@!$&'()*+,;=~%-._"


class Reference(NamedTuple):
    """One line of the references: what it is, where it stands, what it says, and its address if it is a public one."""

    number: int
    kind_fr: str
    where_fr: str
    text: str
    url: Markup | None


class References:
    """Numbers citations from 1 in the order in which they are first printed; the same citation keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[Citation, int] = {}

    def marks(self, cites: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of a sentence's citations, in rising order."""
        return tuple(sorted({self._numbers.setdefault(c, len(self._numbers) + 1) for c in cites}))

    def listed(self) -> tuple[Reference, ...]:
        """Every reference that was marked, by number."""
        return tuple(_reference(number, cite) for cite, number in self._numbers.items())


def _reference(number: int, cite: Citation) -> Reference:
    page = f"p. {cite.page}" if cite.page is not None else None
    told = (cite.source, cite.filename, page, _dated(cite.dated))
    # A link must lead to a public page and nowhere else; it is neither typeset nor escaped twice.
    public = cite.url if cite.url and cite.url.startswith(("https://", "http://")) else None
    url = escape(quote(public, safe=_URL_SIGNS)) if public else None
    return Reference(number, KINDS_FR[cite.kind], ", ".join(t for t in told if t), cite.text, url)


def _dated(day: date | None) -> str | None:
    return f"en date du {french_date(day)}" if day else None
