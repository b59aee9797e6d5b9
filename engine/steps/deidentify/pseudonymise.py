"""A dossier's texts without what tells whom they speak of: surrogates for names and numbers, shifted dates."""

import hmac
from collections.abc import Iterable, Sequence
from typing import Final

from engine.domain.dossier import Dossier
from engine.domain.identifying import Identifying, IdentifyingTables, Identity, Pseudonymised, Replaced
from engine.steps.deidentify.date_forms import moved_dates
from engine.steps.deidentify.names_of_page import Hit
from engine.steps.deidentify.numbers import Numbers
from engine.steps.deidentify.people import People
from engine.steps.deidentify.places import Places
from engine.steps.deidentify.registry import PEOPLE, Registry
from engine.steps.deidentify.shift_dates import Shift
from engine.steps.deidentify.words import Lexicon, tokens_of

FEWEST_WEEKS, MOST_WEEKS = 27, 130
"""More than half a year, so that a year that stands alone moves too; little enough for what was known then."""
EDGES: Final = ' \t\n\u00a0,;:.|/()[]«»"<>-–—'
FIRST: tuple[frozenset[Identifying], ...] = (
    frozenset(("mail", "link")),
    frozenset(("nir",)),
    frozenset(("date",)),
    frozenset(("phone", "rpps", "finess")),
    frozenset(("address",)),
    frozenset(("record",)),
    frozenset(("facility",)),
    PEOPLE,
    frozenset(("place",)),
)
DIGITS: frozenset[Identifying] = frozenset(("phone", "nir", "rpps", "finess", "record"))
"""Where stretches overlap, what stands further up takes the letters."""


def identity_of(dossier: Dossier) -> Identity:
    """Whom the intake of a dossier names."""
    doctors = (dossier.first_opinion.by, dossier.treating_doctor.name if dossier.treating_doctor else None)
    return Identity(
        patient=(dossier.patient.family_name, dossier.patient.given_name),
        birth_date=dossier.patient.birth_date,
        doctors=tuple(d for d in doctors if d),
    )


def shift_of(dossier_id: str, key: bytes) -> Shift:
    """How far the dates of one dossier move back: whole weeks, always the same under one secret key (HMAC-SHA256)."""
    drawn = int.from_bytes(hmac.digest(key, f"dates:{dossier_id}".encode(), "sha256")[:8])
    return Shift(-7 * (FEWEST_WEEKS + drawn % (MOST_WEEKS - FEWEST_WEEKS + 1)))


class Pseudonymiser:
    """Knows what a dossier names once its texts were read through by `learn`."""

    def __init__(self, identity: Identity, shift: Shift, tables: IdentifyingTables) -> None:
        lexicon = Lexicon(tables)
        self.shift = shift
        self._people, self._places, self._numbers = People(tables, lexicon), Places(tables, lexicon), Numbers(tables)
        self._found: dict[str, list[Hit]] = {}
        self.registry = Registry(lexicon)
        self.registry.introduce(identity)

    def learn(self, texts: Iterable[str]) -> "Pseudonymiser":
        """Read everything that will be pseudonymised, so that a name introduced once is found everywhere."""
        kept = list(texts)
        for text in kept:
            for hit in self._patterns(text):
                if hit.sure and (hit.kind in PEOPLE or hit.kind in ("place", "facility")):
                    self.registry.note(hit.kind, text[hit.start : hit.end], sure=True)
        for text in kept:
            for start, end, kind in self._stretches(text):
                self.registry.note(kind, text[start:end], sure=False)
        return self

    def apply(self, text: str) -> Pseudonymised:
        """The text with surrogates and shifted dates, and the way back to each place."""
        new_dates = {(m.start, m.end): m.new for m in moved_dates(text, self.shift)}
        out: list[str] = []
        replaced: list[Replaced] = []
        at = length = 0
        for start, end, kind in self._stretches(text):
            old = text[start:end]
            new = new_dates[start, end] if kind == "date" else self.registry.surrogate(kind, old)
            out += [text[at:start], new]
            length += start - at + len(new)
            replaced.append(
                Replaced(start=start, end=end, new_start=length - len(new), new_end=length, kind=kind, old=old, new=new)
            )
            at = end
        return Pseudonymised(text="".join([*out, text[at:]]), replaced=tuple(replaced))

    def _patterns(self, text: str) -> list[Hit]:
        """What the tables find, kept: a text is read when it is learnt, counted and rewritten."""
        if text not in self._found:
            self._found[text] = [*self._numbers.find(text), *self._places.find(text), *self._people.find(text)]
        return self._found[text]

    def _stretches(self, text: str) -> list[tuple[int, int, Identifying]]:
        """What goes, in order and apart from each other."""
        hits = list(self._patterns(text))
        hits += [Hit(m.start, m.end, "date", sure=True) for m in moved_dates(text, self.shift)]
        hits += [Hit(a, b, k, sure=True) for a, b, k in self.registry.known_words(tokens_of(text), text)]
        return _apart(_joined(hits, text), text)


def _joined(hits: Sequence[Hit], text: str) -> list[Hit]:
    """Names that overlap or follow each other are one; a doctor's title counts for the whole."""
    people = sorted(h for h in hits if h.kind in PEOPLE)
    joined: list[Hit] = []
    for hit in people:
        last = joined[-1] if joined else None
        if last and (hit.start < last.end or text[last.end : hit.start] in ("", " ", "\u00a0", "-")):
            kinds = {last.kind, hit.kind}
            kind: Identifying = "patient" if "patient" in kinds else "doctor" if "doctor" in kinds else "person"
            joined[-1] = Hit(last.start, max(last.end, hit.end), kind, sure=last.sure or hit.sure)
        else:
            joined.append(hit)
    return [*joined, *(h for h in hits if h.kind not in PEOPLE)]


def _apart(hits: Sequence[Hit], text: str) -> list[tuple[int, int, Identifying]]:
    owner: list[int] = [-1] * len(text)
    rank = {kind: number for number, kinds in enumerate(FIRST) for kind in kinds}
    ordered = sorted(hits, key=lambda h: (rank[h.kind], h.start - h.end))
    for number, hit in enumerate(ordered):
        free = [i for i in range(hit.start, hit.end) if owner[i] < 0]
        # A date is whole or none: half of it would not be shifted.
        if hit.kind != "date" or len(free) == hit.end - hit.start:
            for i in free:
                owner[i] = number
    found: list[tuple[int, int, Identifying]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and owner[end] == owner[start]:
            end += 1
        if owner[start] >= 0:
            hit = ordered[owner[start]]
            # What another kind left of a number tells nothing.
            whole = hit.kind not in DIGITS or sum(map(str.isdigit, text[start:end])) >= min(4, hit.end - hit.start)
            found += _trimmed(start, end, hit.kind, text) if whole else []
        start = end
    return found


def _trimmed(start: int, end: int, kind: Identifying, text: str) -> list[tuple[int, int, Identifying]]:
    """Without the blanks and signs around it; what is left of a stretch and holds no letter or figure stays."""
    if kind == "date":
        return [(start, end, kind)]
    while start < end and text[start] in EDGES and not (kind in ("phone", "nir") and text[start] in "+("):
        start += 1
    while end > start and text[end - 1] in EDGES and not (kind in PEOPLE and text[end - 1] == "." and end - start < 6):
        end -= 1
    told = str.isdigit if kind in DIGITS else str.isalnum
    return [(start, end, kind)] if any(told(c) for c in text[start:end]) else []
