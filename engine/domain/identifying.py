"""What tells who a text speaks of: the dossier's people, tables to find others, and what stands in their place."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.domain.document import Box
from engine.domain.record import Record

Identifying = Literal[
    "patient",
    "doctor",
    "person",
    "facility",
    "place",
    "address",
    "phone",
    "mail",
    "link",
    "nir",
    "rpps",
    "finess",
    "record",
    "date",
]
SURROGATES_FR: dict[Identifying, str] = {
    "patient": "PATIENT",
    "doctor": "MÉDECIN",
    "person": "PERSONNE",
    "facility": "ÉTABLISSEMENT",
    "place": "LIEU",
    "address": "ADRESSE",
    "phone": "TÉLÉPHONE",
    "mail": "COURRIEL",
    "link": "LIEN",
    "nir": "NIR",
    "rpps": "RPPS",
    "finess": "FINESS",
    "record": "NUMÉRO",
}
"""What is printed instead, in brackets and numbered: « [MÉDECIN 2] ». Dates move and are printed in their form."""


class Identity(Record):
    """Whom the dossier is known to name. `patient` holds written names, birth and used ones; so do `doctors`."""

    patient: tuple[str, ...]
    birth_date: date | None = None
    doctors: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class NameTables(Record):
    """How names of people and of places are introduced, and the words that are never names.

    Expressions run on folded text; `eponyms`, `roles`, `kept` and `particles` are folded words.
    """

    titles: tuple[str, ...]
    relations: tuple[str, ...]
    doctor_titles: tuple[str, ...]
    labels: tuple[str, ...]
    loose_labels: tuple[str, ...]
    doctor_labels: tuple[str, ...]
    particles: tuple[str, ...]
    roles: tuple[str, ...]
    kept: tuple[str, ...]
    eponyms: tuple[str, ...]
    bare_eponyms: tuple[str, ...]
    eponym_cues: tuple[str, ...]
    not_before: tuple[str, ...]
    drug_cues: tuple[str, ...]
    drug_follows: tuple[str, ...]
    clinical_shapes: tuple[str, ...]
    facilities: tuple[str, ...]
    facility_adjectives: tuple[str, ...]
    street_types: tuple[str, ...]
    place_cues: tuple[str, ...]


class NumberTables(Record):
    """Numbers and addresses that lead to a person, by kind; group 1 of an expression is what goes, else all of it."""

    mail: tuple[str, ...]
    link: tuple[str, ...]
    nir: tuple[str, ...]
    rpps: tuple[str, ...]
    finess: tuple[str, ...]
    phone: tuple[str, ...]
    record: tuple[str, ...]
    address: tuple[str, ...]
    zip_town: tuple[str, ...]
    zip_alone: tuple[str, ...]


@dataclass(frozen=True)
class IdentifyingTables:
    """All that is needed to find what identifies. Word lists are folded: everyday French, proper nouns, medicine."""

    names: NameTables
    numbers: NumberTables
    common: frozenset[str]
    proper: frozenset[str]
    medical: frozenset[str]


class Replaced(Record):
    """One stretch that was replaced: `start:end` of the original text stands at `new_start:new_end` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int
    kind: Identifying
    old: str
    new: str


class Pseudonymised(Record):
    """A text without what identifies, and the way back to the places of the original."""

    text: str
    replaced: tuple[Replaced, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stood in the original; a stretch that cuts a surrogate takes the whole of it."""
        return self._back(start, first=True), self._back(end, first=False)

    def _back(self, position: int, *, first: bool) -> int:
        moved = 0
        for r in self.replaced:
            if position <= r.new_start if first else position < r.new_start:
                break
            if position < r.new_end or (not first and position == r.new_end):
                return r.start if first else r.end if position > r.new_start else r.start
            moved = r.end - r.new_end
        return position + moved


class PseudonymisedPage(Record):
    """One page without what identifies: its text, and the boxes that hide the same words on its image.

    `kept_back_fr` says why the page must not leave, and is None when it may. A seal, a signature or words inside a
    picture are not read and not covered: an image is to be looked at before it leaves, its text is not concerned.
    """

    number: int
    text: Pseudonymised
    covered: tuple[Box, ...]
    kept_back_fr: str | None
