"""Who and what a dossier names: one person, place or number is one surrogate from the first page to the last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from engine.domain.identifying import SURROGATES_FR, Identifying, Identity
from engine.domain.wording import fold
from engine.steps.deidentify.names_of_page import SENTENCE_START
from engine.steps.deidentify.words import Lexicon, Token, tokens_of

PEOPLE: frozenset[Identifying] = frozenset(("patient", "doctor", "person"))
SHORTEST_GLUED, SHORTEST_MISREAD = 6, 5
SURROGATE = re.compile(r"\[(?P<kind>" + "|".join(SURROGATES_FR.values()) + r")(?: (?P<number>\d+))?\]", re.IGNORECASE)


@dataclass
class Named:
    """A person: the parts of the name that were met, and its number among those of its kind."""

    kind: Identifying
    number: int
    parts: set[str]
    known: bool = False


@dataclass
class Registry:
    """Fills while a dossier is read through, and is only looked at afterwards."""

    lexicon: Lexicon
    people: list[Named] = field(default_factory=list)
    things: dict[tuple[Identifying, str], int] = field(default_factory=dict)
    counts: dict[Identifying, int] = field(default_factory=dict)
    sure: dict[str, Identifying] = field(default_factory=dict)
    common: dict[str, bool] = field(default_factory=dict, repr=False)
    """Which words are everyday ones: asked of the same names once a text. It goes with the dossier it was made for."""

    def introduce(self, identity: Identity) -> None:
        """The people whom the dossier is known to name, before any page is read."""
        if own := {p for name in identity.patient for p in self.parts(name)}:
            self.people.append(Named("patient", 0, own, known=True))
        self.people += [
            Named("doctor", 0, parts, known=True)
            for doctor in identity.doctors
            if (parts := self.parts(_before_comma(doctor)))
        ]
        for number in identity.numbers:
            self.sure[_plain(number)] = "record"

    def parts(self, name: str) -> set[str]:
        """The words of a name that tell, folded: no title, no particle, no initial."""
        told = set()
        for token in tokens_of(name):
            for part in re.split(r"[^a-zœ]+", token.plain):
                skip = part in self.lexicon.particles or part in self.lexicon.roles
                if len(part) > 1 and not skip:
                    told.add(part)
        return told

    def note(self, kind: Identifying, said: str, *, sure: bool) -> None:
        """A stretch that was found, and whether its words are to be looked for everywhere."""
        if kind in PEOPLE:
            self._note_person("person" if kind == "patient" else kind, self.parts(said), sure=sure)
        elif sure and kind in ("place", "facility"):
            self.sure.update((p, kind) for p in self.parts(said) if len(p) > 3)

    def _note_person(self, kind: Identifying, parts: set[str], *, sure: bool) -> None:
        person = self._person(parts)
        if person is None and parts:
            self.people.append(Named(kind, 0, parts))
        elif person is not None and not person.known:
            person.parts |= parts
        if sure:
            self.sure.update((p, kind) for p in parts if len(p) > 2)

    def surrogate(self, kind: Identifying, said: str) -> str:
        """What is printed instead, numbered in the order in which it is first printed."""
        if kind not in PEOPLE:
            number = self.things.get((kind, _plain(said))) or self._next(kind)
            self.things[kind, _plain(said)] = number
            return _printed(kind, number)
        self.note(kind, said, sure=False)
        person = self._person(self.parts(said))
        if person is None:  # initials alone
            return _printed("person" if kind == "patient" else kind, 0)
        if person.kind != "patient":
            person.number = person.number or self._next(person.kind)
        return _printed(person.kind, person.number)

    def known_words(self, tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int, Identifying]]:
        """Words that were introduced as names elsewhere in the dossier, or nearly so where reading damaged them."""
        folded = fold(text)
        own = {p: person.kind for person in reversed(self.people) if person.known for p in person.parts}
        everyday = {p for p in {**own, **self.sure} if self._is_common(p)}
        for token in tokens:
            if token.shape == "initial":
                continue
            opens = SENTENCE_START.search(text, max(0, token.start - 12), token.start) is not None
            kind = self._kind_of(token, own, everyday, opens=opens)
            if kind and not self._names_a_sign(token, folded):
                yield token.start, token.end, kind
        names = [p for p in own if len(p) >= SHORTEST_MISREAD and p not in everyday]
        if names:
            cut = (m for m in _spaced_out(tuple(sorted(names))).finditer(folded) if not m[0].isalpha())
            for match in cut:
                yield match.start(), match.end(), own[re.sub(r"[^a-zœ]", "", match[0])]

    def _kind_of(
        self, token: Token, own: dict[str, Identifying], everyday: set[str], *, opens: bool
    ) -> Identifying | None:
        parts = [p for p in re.split(r"[^a-zœ]+", token.plain) if p]
        for part in parts:
            kind = own.get(part) or self.sure.get(part)
            if kind is None or (part in everyday and token.shape == "lower"):
                continue
            if part in everyday and token.shape == "title" and part not in own and opens:
                continue
            if token.shape != "lower" or len(part) > 3:
                return kind
        if token.shape == "lower" or self._is_common(token.plain) or self.lexicon.clinical(token):
            return None
        for name, kind in own.items():
            if len(name) >= SHORTEST_MISREAD and name not in everyday and any(_misread(part, name) for part in parts):
                return kind
        glued = {p: k for p, k in {**self.sure, **own}.items() if len(p) >= SHORTEST_GLUED and p not in everyday}
        return next((kind for name, kind in glued.items() if name in token.plain), None)

    def _names_a_sign(self, token: Token, folded: str) -> bool:
        """« Maladie de Basedow » in the dossier of a Mrs Basedow tells nothing of her."""
        before = folded[max(0, token.start - 60) : token.start]
        return token.plain in self.lexicon.eponyms and bool(self.lexicon.eponym_cue.search(before))

    def _is_common(self, part: str) -> bool:
        if part not in self.common:
            self.common[part] = self.lexicon.common(Token(0, len(part), part, part, "title"))
        return self.common[part]

    def _person(self, parts: set[str]) -> Named | None:
        """Who is called so: all parts of one name are in the other, give or take what reading damaged."""
        if not parts:
            return None
        for person in self.people:
            if parts <= person.parts or person.parts <= parts:
                return person
        for person in self.people:
            if person.known and all(any(p == q or _misread(p, q) or q in p for q in person.parts) for p in parts):
                return person
        return None

    def _next(self, kind: Identifying) -> int:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]


def _printed(kind: Identifying, number: int) -> str:
    return f"[{SURROGATES_FR[kind]} {number}]" if number else f"[{SURROGATES_FR[kind]}]"


def _plain(said: str) -> str:
    return re.sub(r"[^a-z0-9@œ]", "", fold(said))


def _before_comma(name: str) -> str:
    """« Dr Hermance VALTOUBLE, gynécologue »: what follows the comma is no name."""
    return re.split(r"[,;(]", name, maxsplit=1)[0]


def _misread(part: str, name: str) -> bool:
    """One wrong character in a short name, two in a long one."""
    allowed = 0 if len(name) < SHORTEST_MISREAD else 1 if len(name) < 8 else 2
    return (
        abs(len(part) - len(name)) <= allowed and part[:1] in (name[:1], part[:1]) and _distance(part, name) <= allowed
    )


@lru_cache(maxsize=65_536)
def _distance(first: str, second: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


@lru_cache(maxsize=64)
def _spaced_out(names: tuple[str, ...]) -> re.Pattern[str]:
    """A name whose letters stand apart, or that a line cuts: « S O L E M B R U N E », « SOLEM-BRUNE »."""
    return re.compile(
        "|".join(rf"(?<![a-z]){'[ -]?'.join(name[:-1])}(?:[ -]|-?\n)?{name[-1]}(?![a-z])" for name in names)
    )
