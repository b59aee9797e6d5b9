"""Names of people: after a title or in a field, beside an initial or a first name, or by their capitals alone."""

import re
from collections.abc import Iterator
from functools import cached_property

from engine.domain.identifying import Identifying, IdentifyingTables
from engine.domain.wording import fold, pattern
from engine.steps.deidentify.names_of_page import Hit, NamesOfPage
from engine.steps.deidentify.words import Lexicon, tokens_of

LIST = re.compile(r"\s{0,2}(?:,|;|/|–|-|&|\+|•|·|\bet\b|\bpuis\b)\s{0,2}")


class People:
    """Finds names of people in one text."""

    def __init__(self, tables: IdentifyingTables, lexicon: Lexicon) -> None:
        self._names, self._lexicon = tables.names, lexicon

    @cached_property
    def _title(self) -> re.Pattern[str]:
        return pattern(rf"(?<![a-z0-9'-])(?P<title>{'|'.join(self._names.titles)})(?![a-z0-9'])[\s.:,]{{0,4}}")

    @cached_property
    def _relation(self) -> re.Pattern[str]:
        return pattern(rf"(?<![a-z0-9'-])(?P<title>{'|'.join(self._names.relations)})(?![a-z0-9'])[\s.:,]{{1,3}}")

    @cached_property
    def _label(self) -> re.Pattern[str]:
        blank = r"[ \t\u00a0]"
        return pattern(
            rf"(?<![a-z0-9'-])(?P<title>{'|'.join(self._names.labels)})(?![a-z0-9'])"
            rf"(?:{blank}?\([^)\n]{{1,24}}\))?(?P<colon>\s{{0,30}}[:|=]\s{{0,30}}|[\s,.]{{1,8}})"
        )

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        return pattern(
            rf"(?<![a-z0-9'-])(?P<title>{'|'.join(self._names.loose_labels)})(?![a-z0-9'])"
            r"(?: ?\([^)\n]{1,24}\))?(?P<colon>\s{0,30}:\s{0,30})"
        )

    @cached_property
    def _doctor(self) -> re.Pattern[str]:
        return pattern("^(?:" + "|".join((*self._names.doctor_titles, *self._names.doctor_labels)) + ")")

    def find(self, text: str) -> list[Hit]:
        """All names of `text`; stretches may overlap."""
        page = NamesOfPage(text, fold(text), tokens_of(text), self._lexicon)
        hits = [*self._introduced(page), *page.with_initials()]
        hits += page.by_capitals()
        return [*hits, *page.before_comma(hits)]

    def _introduced(self, page: NamesOfPage) -> Iterator[Hit]:
        for expression, trust in ((self._title, 2), (self._label, 2), (self._loose, 1), (self._relation, 0)):
            for match in expression.finditer(page.folded):
                said = page.text[match.start("title") : match.end("title")]
                if len(said) <= 2 and fold(said) != "dr" and not said[0].isupper():
                    continue
                colon = "colon" in match.re.groupindex and ":" in match["colon"]
                kind: Identifying = "doctor" if self._doctor.search(match["title"]) else "person"
                yield from self._names_from(page, match.end(), kind, trust, lower=colon and trust > 0)

    def _names_from(self, page: NamesOfPage, at: int, kind: Identifying, trust: int, *, lower: bool) -> Iterator[Hit]:
        """A name and those that follow it in a list."""
        first = page.token_at(at)
        while first is not None:
            last = page.name_at(first, trust=trust, lower=lower)
            if last is None:
                return
            yield Hit(page.tokens[first].start, page.tokens[last].end, kind, sure=True)
            link = LIST.match(page.text, page.tokens[last].end)
            if link is None:
                return
            title = self._title.match(page.folded, link.end())
            first = page.token_at(title.end() if title else link.end())
            trust, lower = 2 if title else min(trust, 1), lower and not title
