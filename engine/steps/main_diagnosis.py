"""Which disease a dossier is about, and how it is told with its side."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.fact import Fact
from engine.domain.framing import UNCERTAIN
from engine.domain.pathway import Pathway
from engine.domain.wording import fold
from engine.steps.known import REPORTS, main_side
from engine.steps.mentions import DIAGNOSIS_KEY

SIDES_FR = {
    "droite": (" droite", " droit"),
    "gauche": (" gauche", " gauche"),
    "bilatéral": (" bilatérale", " bilatéral"),
}
"""How a diagnosis goes on with its side: feminine, masculine."""

BARELY = re.compile(
    r"\b(?:debutant|focal|discret|minim)[a-z]*\b[^.;\n]{0,40}\b(?:pas|etre)(?: [a-z]+)? exclue?s?\b"
    r"|\bne (?:peut|peuvent|permet|permettent)(?: pas)?(?: de| etre)? (?:distingu|differenci)"
)
"""How a report leaves a slight form of a disease open without evoking it, or says that it cannot tell two apart."""


def main_diagnosis(facts: Sequence[Fact], pathway: Pathway, kinds: Mapping[str, str]) -> Fact | None:
    """The first disease of the pathway's table that documents state of the patient, certain or not.

    A slight form of a disease that a report merely does not exclude is none. Within one disease a certain mention goes
    before an uncertain one, however precise. What a report denies is none of the patient's on the word of a letter.
    `kinds` gives the kind of each document.
    """
    denied = {
        f.value
        for f in facts
        if (f.key, f.polarity, f.bearer) == (DIAGNOSIS_KEY, "negated", "patient")
        and kinds.get(f.source.document) in REPORTS
    }
    facts = [f for f in facts if f.polarity != "hypothetical" or not BARELY.search(fold(f.source.quote))]
    facts = [f for f in facts if f.value not in denied or kinds.get(f.source.document) in REPORTS]
    groups = list(dict.fromkeys(d.group for d in pathway.diagnoses))
    for group in groups:
        for polarity in ("affirmed", "hypothetical"):
            for diagnosis in (d for d in pathway.diagnoses if d.group == group):
                told = [
                    f
                    for f in facts
                    if f.key == DIAGNOSIS_KEY
                    and (f.value, f.bearer, f.polarity) == (diagnosis.label_fr, "patient", polarity)
                ]
                if told:
                    return max(told, key=lambda f: f.dated or date.min)
    return None


def told_diagnosis(fact: Fact | None, facts: Sequence[Fact], pathway: Pathway) -> str | None:
    """The diagnosis with its side; where papers name two, the side that the dossier is about, or none."""
    if fact is None:
        return None
    told = {f.side for f in facts if (f.key, f.value, f.bearer) == (DIAGNOSIS_KEY, fact.value, "patient")}
    about = fact.side
    if {"droite", "gauche"} <= told:
        about = main_side(facts) if any(k.one_side for k in pathway.key_facts) else None
    masculine = any(d.label_fr == fact.value and d.masculine for d in pathway.diagnoses)
    side = SIDES_FR.get(about or "", ("", ""))[masculine]
    return f"{fact.value}{side}" + (UNCERTAIN if fact.polarity == "hypothetical" else "")
