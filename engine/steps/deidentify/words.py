"""The words of a text as names are looked for: their shape, and what the word lists know of them."""

import re
from functools import cached_property
from typing import Literal, NamedTuple

from engine.domain.identifying import IdentifyingTables
from engine.domain.wording import fold, pattern

Shape = Literal["lower", "title", "caps", "initial"]
TOKEN = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ]\.-?){1,3}|(?:Ph|Ch|Th|Fr|Cl|Gr)\.(?:-?[A-Z]\.)?|[A-ZÀ-ÖØ-Þ]-[A-ZÀ-ÖØ-Þ]\b\.?"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?(?:[-‑][^\W\d_]+(?:['’][^\W\d_]+)?)*"
)
ELISION = re.compile(r"(?:[dlnsjmct]|qu)['’](?=[^\W\d_]{2})", re.IGNORECASE)
GLUED = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ]{3})")


class Token(NamedTuple):
    """A word: `text[start:end] == said`; `plain` is folded, without accents."""

    start: int
    end: int
    said: str
    plain: str
    shape: Shape


def tokens_of(text: str) -> list[Token]:
    """The words of a text, "l'" and "d'" apart from what they lean on."""
    found = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        said = match[0].rstrip()
        end = start + len(said)
        elided = ELISION.match(said)
        # "D'Almeida" and "N'Guessan" are names of one piece; "d'Emilien" and "l'Hôpital" are not.
        if elided and (said[0].islower() or said[0] in "DLQ") and not (said[0].isupper() and said[2:].islower()):
            found.append(Token(start, start + elided.end(), elided[0], fold(elided[0]), "lower"))
            start, said = start + elided.end(), said[elided.end() :]
        if said:
            found.append(Token(start, end, said, fold(said), _shape(said)))
    return found


def _shape(said: str) -> Shape:
    letters = [c for c in said if c.isalpha()]
    if "." in said or len(letters) == 1 or (len(letters) == 2 and "-" in said):
        return "initial" if said[0].isupper() else "lower"
    if not said[0].isupper():
        return "lower"
    if all(c.isupper() for c in letters):
        return "caps"
    return "title"


class Lexicon:
    """What the word lists say of a word; the tables' small lists go before the great ones."""

    def __init__(self, tables: IdentifyingTables) -> None:
        self._tables = tables
        names = tables.names
        self.roles, self.kept = frozenset(names.roles), frozenset(names.kept)
        self.bare_eponyms = frozenset(names.bare_eponyms)
        self.eponyms, self.particles = frozenset(names.eponyms), frozenset(fold(p) for p in names.particles)
        self._shapes = [pattern(shape) for shape in names.clinical_shapes]
        self.not_before = pattern(r"[ \t]?(?:" + "|".join((*names.not_before, *names.drug_follows)) + ")")
        self.drug_cue = pattern(r"\b(?:" + "|".join(names.drug_cues) + r")[ :]*$")

    @cached_property
    def eponym_cue(self) -> re.Pattern[str]:
        """What stands right before an eponym: "signe de", "maladie d'Osgood-"."""
        nouns = "|".join(self._tables.names.eponym_cues)
        between = r"(?: (?:positif|negatif|clinique|droit|gauche|de la|modifie|dit|selon))?"
        return pattern(rf"\b(?:{nouns}){between} ?(?:de |d'|du |des |selon |a la |: )?(?:la |l')?$")

    def common(self, token: Token) -> bool:
        """Whether every part is an everyday French word."""
        parts = _parts(token.plain)
        return all(p in self._tables.common or len(p) < 2 for p in parts)

    def proper(self, token: Token) -> bool:
        """Whether a part is a first name, a family name or a place that the list knows."""
        parts = _parts(token.plain)
        return token.plain in self._tables.proper or any(p in self._tables.proper for p in parts if len(p) > 2)

    def clinical(self, token: Token) -> bool:
        """Whether this is a drug, a term, an abbreviation, a firm or a country, and no person's name."""
        parts = _parts(token.plain)
        if token.plain in self.kept or all(p in self.kept for p in parts):
            return True
        if any(p in self._tables.proper for p in parts):
            return False
        if all(p in self._tables.medical or p in self._tables.common or len(p) < 2 for p in parts):
            return not all(p in self._tables.common for p in parts)
        return any(shape.search(token.plain) for shape in self._shapes)

    def listed_clinical(self, token: Token) -> bool:
        """Whether the lists hold the word, and not its ending alone."""
        return self.clinical(token) and any(p in self.kept or p in self._tables.medical for p in _parts(token.plain))

    def unknown(self, token: Token) -> bool:
        """Whether nothing is known of the word: of those with capitals, most are names."""
        return not (self.common(token) or self.proper(token) or self.clinical(token))

    def eponym(self, token: Token, before: str) -> bool:
        """Whether the word names a sign, a score or a disease here: one of the table, or one that such a word leads.

        Where a word of the table is also a first name or a town (Louis, Boston), only what leads it tells.
        """
        if self.eponym_cue.search(before[-60:]):
            return True
        bare = self.bare_eponyms
        return any(p in bare or (p in self.eponyms and p not in self._tables.proper) for p in _parts(token.plain))

    def listed_eponym(self, token: Token) -> bool:
        """Whether the table of eponyms holds the word, first names and towns included."""
        return any(p in self.eponyms for p in _parts(token.plain))


def _parts(plain: str) -> list[str]:
    return [p for p in re.split(r"[^a-z]+", plain.replace("œ", "oe").replace("æ", "ae")) if p]
