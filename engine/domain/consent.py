"""Who speaks for a patient, and what was agreed to: by whom, when, how, on which form."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

About = Literal["processing", "ai_assistance", "share_with_treating_doctor", "research"]
ABOUT: tuple[About, ...] = ("processing", "ai_assistance", "share_with_treating_doctor", "research")
ABOUT_FR: Mapping[About, str] = {
    "processing": "Traitement du dossier (soins)",
    "ai_assistance": "Aide de l'intelligence artificielle",
    "share_with_treating_doctor": "Envoi au médecin traitant",
    "research": "Recherche",
}
Manner = Literal["written", "phone", "online"]
MANNERS_FR: Mapping[Manner, str] = {"written": "par écrit", "phone": "oralement, au téléphone", "online": "en ligne"}
Giver = Literal["patient", "parent_1", "parent_2", "guardian"]
GIVERS_FR: Mapping[Giver, str] = {
    "patient": "le patient",
    "parent_1": "le premier parent",
    "parent_2": "le second parent",
    "guardian": "le représentant légal",
}
Speaks = Literal["self", "parents", "guardian", "helper"]
SPEAKS_FR: Mapping[Speaks, str] = {
    "self": "Le patient lui-même",
    "parents": "Ses parents (autorité parentale)",
    "guardian": "Son représentant légal ou son tuteur",
    "helper": "Le patient, aidé par une personne de confiance ou un proche",
}
MAJORITY = 18


class Person(Record):
    """Somebody of the patient's side. `tie_fr` says what they are to the patient, `reach_fr` how to reach them."""

    name_fr: str = Field(min_length=1, max_length=100)
    tie_fr: str = Field(default="", max_length=60)
    reach_fr: str = Field(default="", max_length=100)


class Voices(Record):
    """Who speaks for the patient. `people` are the one or two holders of parental authority, the legal representative
    or the helper; with `alone_fr`, one holder decides alone, and why. The latest row of a dossier counts."""

    speaks: Speaks
    people: tuple[Person, ...] = Field(default=(), max_length=2)
    alone_fr: str = ""
    by: str
    at: datetime

    def givers(self) -> tuple[Giver, ...]:
        """Whose agreement counts, in order."""
        if self.speaks == "parents":
            return ("parent_1",) if self.alone_fr else ("parent_1", "parent_2")
        return ("guardian",) if self.speaks == "guardian" else ("patient",)

    def name(self, giver: Giver) -> str:
        """The name of who gives it, or what they are where no name is known."""
        place = {"parent_1": 0, "parent_2": 1, "guardian": 0}.get(giver)
        if place is not None and place < len(self.people):
            return self.people[place].name_fr
        return GIVERS_FR[giver]


class ConsentSaid(Record):
    """A yes or no to one purpose. Rows are only added: a withdrawal is a later no.

    `giver`, `manner`, `form` (version of the text that was shown) and `on` (the day it was given) are None where
    nobody noted them. `by` is the account that wrote it down, None when it was given online.
    """

    about: About
    given: bool
    giver: Giver | None = None
    giver_name_fr: str | None = None
    manner: Manner | None = None
    form: str | None = Field(default=None, max_length=60)
    on: date | None = None
    note_fr: str = ""
    by: str | None = None
    at: datetime


class ConsentForm(Record):
    """The text to which people agree, in one version; a change of its words is a new version."""

    version: str
    covers_fr: Mapping[About, str]
    refusing_fr: Mapping[About, str]


FORM = ConsentForm(
    version="2026-11",
    covers_fr={
        "processing": "Nous gardons et nous lisons vos documents pour préparer l'avis. Ils restent dans ce service.",
        "ai_assistance": "Un programme prépare une première version de l'avis. Vos données ne sortent pas d'ici. "
        "Un médecin relit tout et signe.",
        "share_with_treating_doctor": "L'avis signé peut être envoyé à votre médecin traitant.",
        "research": "Vos données, sans votre nom, servent à mesurer la qualité des avis.",
    },
    refusing_fr={
        "processing": "Si vous dites non : nous arrêtons de lire votre dossier. Nous ne pouvons pas rendre d'avis.",
        "ai_assistance": "Si vous dites non : le médecin écrit l'avis sans ce programme. Vous recevez quand même "
        "votre avis.",
        "share_with_treating_doctor": "Si vous dites non : vous seul recevez l'avis.",
        "research": "Si vous dites non : votre avis et vos soins restent les mêmes.",
    },
)
