"""Names of hospitals and towns: after what they are called, a postal code or a word of place."""

import re
from collections.abc import Iterator
from functools import cached_property

from engine.domain.identifying import IdentifyingTables
from engine.domain.wording import fold, pattern
from engine.steps.deidentify.names_of_page import SENTENCE_START, SHORTEST, Hit, could_be_said
from engine.steps.deidentify.words import Lexicon, Token, tokens_of

MOST_PARTS = 7
INSIDE = re.compile(r"[ \u00a0]{0,2}|[ \u00a0]?[-‑'’/][ \u00a0]?|\.[ ]?")
LINK = frozenset(("de", "du", "des", "la", "le", "les", "d'", "l'", "sur", "sous", "en", "et", "aux", "au", "saint"))
CEDEX = re.compile(r"(?:[ ,]*cedex)?(?: ?\d{1,2}(?![\d./]))?", re.IGNORECASE)
SAINT = re.compile(r"\b(?:Saint|Sainte|ST|St|Ste)[ -]([A-ZÀ-Þ][\w’'-]{2,})")
AFTER_FACILITY = re.compile(r" ?(?:\(|, ?)([A-ZÀ-Þ][\w'’]+(?:[ -][\w'’]+){0,4})(?=\)|\n)")
DISTRICTS = frozenset(("paris", "lyon", "marseille"))
TOWN_CEDEX = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+(?:[ -](?:en|sur|sous|les|lès|le|la|de|du|[A-ZÀ-Þ][\w'’-]*)){0,5}?"
    r"[ ,]+(?:CEDEX|Cedex|cedex)(?: \d\d?)?"
)
AFTER_NAME = frozenset(
    ("le", "la", "a", "au", "pour", "par", "et", "en", "est", "avec", "du", "de", "dans", "lors", "ou", "depuis")
)
DATED_AT = re.compile(
    r"(?:^|\n) *(?:fait a )?(?P<town>[^\n,\d]{2,40}), ?(?:le|ce) \d|\b(?:fait )?a (?P<near>[^\n,\d]{2,40}), le \d"
)


class Places:
    """Finds names of establishments and towns in one text."""

    def __init__(self, tables: IdentifyingTables, lexicon: Lexicon) -> None:
        self._tables, self._lexicon = tables, lexicon

    @cached_property
    def _facility(self) -> re.Pattern[str]:
        names = "|".join(self._tables.names.facilities)
        adjectives = "|".join(self._tables.names.facility_adjectives)
        return pattern(
            rf"(?<![a-z0-9-])(?P<noun>{names})(?![a-z0-9:])(?:\s{{1,3}}|[-–/]| ?« ?)(?:(?:europeen|{adjectives}) )*"
            r"(?:d'|(?:des|du|de|a)[ \n]|, )?(?:l'|(?:la|les|le)[ \n])?"
        )

    @cached_property
    def _street(self) -> re.Pattern[str]:
        return pattern(rf"\b(?:{'|'.join(self._tables.names.street_types)}) (?:d'|(?:des|du|de) )?(?:l'|la )?")

    @cached_property
    def _cues(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(cue) for cue in self._tables.names.place_cues)

    @cached_property
    def _zip(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(expression) for expression in self._tables.numbers.zip_town)

    @cached_property
    def _zip_alone(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(expression) for expression in self._tables.numbers.zip_alone)

    def find(self, text: str) -> list[Hit]:
        """All places of `text`; stretches may overlap."""
        folded, tokens = fold(text), tokens_of(text)
        starts = {t.start: i for i, t in enumerate(tokens)}
        return [
            *self._facilities(text, folded, tokens, starts),
            *self._towns(text, folded, tokens, starts),
            *self._dated_at(folded, tokens, starts),
            *self._cued(folded, tokens),
        ]

    def _facilities(self, text: str, folded: str, tokens: list[Token], starts: dict[int, int]) -> Iterator[Hit]:
        for match in self._facility.finditer(folded):
            first = starts.get(match.end())
            led = re.search(r"(?:d[ue]s?[ \n]|d'|l'|la[ \n])$", match[0]) is not None
            heads = (
                led and text[match.start() : match.end()].isupper() and SENTENCE_START.search(text, 0, match.start())
            )
            if first is None or not self._names_facility(tokens, first, text, heads=bool(heads)):
                continue
            last = self._name_end(text, tokens, first, common=True)
            # The noun goes with the name: "CHU Bichat" and "Bichat" are one place.
            yield Hit(match.start("noun"), tokens[last].end, "facility", sure=not self._lexicon.common(tokens[first]))
            if town := AFTER_FACILITY.match(text, tokens[last].end):
                yield Hit(town.start(1), town.end(1), "place", sure=False)
        for match in self._street.finditer(folded):
            first = starts.get(match.end())
            if first is not None and self._town_like(tokens[first]) and tokens[first].plain not in self._lexicon.roles:
                yield Hit(
                    match.start(), tokens[self._name_end(text, tokens, first, common=True)].end, "address", sure=False
                )
        for match in TOWN_CEDEX.finditer(text):
            yield Hit(match.start(), match.end(), "place", sure=False)
        for match in SAINT.finditer(text):
            first = starts.get(match.start()) or starts.get(match.start(1))
            if first is not None and not self._lexicon.eponym(tokens[first], folded[: match.start()]):
                yield Hit(match.start(), match.end(), "place", sure=False)

    def _names_facility(self, tokens: list[Token], first: int, text: str, *, heads: bool) -> bool:
        token, lexicon = tokens[first], self._lexicon
        if token.shape == "initial":
            return True
        refused = (*lexicon.roles, *self._tables.names.facility_adjectives)
        clinical = lexicon.clinical(token) and token.plain not in lexicon.kept
        if token.shape == "lower" or clinical or token.plain in refused:
            return False
        if not lexicon.common(token) or lexicon.proper(token) or token.shape == "caps":
            return heads or not lexicon.common(token) or lexicon.proper(token)
        after = tokens[first + 1] if first + 1 < len(tokens) else None
        if after is None or after.shape != "lower" or text[token.end : after.start] != " ":
            return True
        # "Clinique Médicale spécialisée" goes on as a noun does; "Hôpital Tenon le 3 mars" does not.
        return after.plain in LINK | AFTER_NAME or not lexicon.common(after)

    def _towns(self, text: str, folded: str, tokens: list[Token], starts: dict[int, int]) -> Iterator[Hit]:
        for expression in self._zip:
            for match in expression.finditer(folded):
                first = starts.get(match.end()) or starts.get(match.end() + 1)
                if first is None or not self._town_like(tokens[first]):
                    continue
                town = tokens[first]
                everyday = self._lexicon.common(town) and not self._lexicon.proper(town) and "-" not in town.said
                if (town.plain in self._lexicon.roles and town.plain not in LINK) or ("\n" in match[0] and everyday):
                    continue
                if everyday and (town.shape == "title" or " " in match[1]) and town.plain not in LINK:
                    continue
                last = self._name_end(text, tokens, first, common=True)
                end = tokens[last].end
                cedex = (
                    CEDEX.match(text, end) if town.plain in DISTRICTS or "edex" in fold(text[end : end + 9]) else None
                )
                yield Hit(match.start(1), match.end(1), "place", sure=False)
                yield Hit(
                    tokens[first].start,
                    cedex.end() if cedex else end,
                    "place",
                    sure=not self._lexicon.common(tokens[first]),
                )

        for expression in self._zip_alone:
            for match in expression.finditer(folded):
                yield Hit(match.start(1), match.end(1), "place", sure=False)

    def _town_like(self, token: Token) -> bool:
        return token.shape in ("title", "caps") and len(token.plain) > 1 and not self._lexicon.clinical(token)

    def _dated_at(self, folded: str, tokens: list[Token], starts: dict[int, int]) -> Iterator[Hit]:
        """« Landéda, le 14 mars 2025 »."""
        for match in DATED_AT.finditer(folded):
            span = match.span("town" if match["town"] else "near")
            first = starts.get(span[0])
            if first is None or tokens[first].plain in self._lexicon.roles - LINK or not self._town_like(tokens[first]):
                continue
            if not self._lexicon.common(tokens[first]) or self._lexicon.proper(tokens[first]) or "-" in match[0]:
                yield Hit(span[0], span[1], "place", sure=True)

    def _cued(self, folded: str, tokens: list[Token]) -> Iterator[Hit]:
        for index, token in enumerate(tokens):
            article = token.plain in ("la", "le", "les") and token.shape == "title" and index + 1 < len(tokens)
            if article and (tokens[index + 1].shape == "lower" or self._lexicon.clinical(tokens[index + 1])):
                continue
            if not article and (
                not self._town_like(token) or self._lexicon.common(token) or token.plain in self._lexicon.roles
            ):
                continue
            before = folded[max(0, token.start - 60) : token.start]
            if not any(cue.search(before) for cue in self._cues) or self._lexicon.eponym(token, before):
                continue
            if self._lexicon.not_before.match(folded, token.end) or (len(token.plain) < SHORTEST and not article):
                continue
            if token.shape == "caps" and not self._lexicon.proper(token) and not could_be_said(token.plain):
                continue
            last = self._name_end(folded, tokens, index, common=False)
            yield Hit(token.start, tokens[last].end, "place", sure=self._lexicon.proper(token))

    def _name_end(self, text: str, tokens: list[Token], first: int, *, common: bool) -> int:
        """The last word of a place's name: capitalised words and what links them."""
        last = index = first
        while index + 1 < len(tokens) and index - first < MOST_PARTS:
            token = tokens[index + 1]
            gap = text[tokens[index].end : token.start]
            lines = re.fullmatch(r"-?\n ?", gap) is not None
            broken = lines and ("-" in gap or token.plain in LINK or tokens[index].plain in LINK)
            if not (INSIDE.fullmatch(gap) or broken):
                break
            if token.plain in LINK and index - last < 2:
                index += 1
                continue
            if (
                token.shape == "lower"
                or token.plain in self._lexicon.roles
                or (self._lexicon.clinical(token) and token.plain not in self._lexicon.kept and "-" not in gap)
            ):
                break
            after_link = tokens[index].plain in LINK and index > first
            if self._lexicon.common(token) and token.shape == "title" and not (common or after_link):
                break
            index += 1
            last = index
        return last
