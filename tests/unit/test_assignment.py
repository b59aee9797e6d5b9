"""Which experts are proposed for a dossier, in what order and why."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.domain.account import Account
from engine.domain.expert import Absence, Decline, Expert, ExpertProfile, Interest, Stance
from engine.steps.assignment import Case, propose
from engine.steps.ties import Circle

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, DUE = date(2026, 3, 3), date(2026, 3, 9)
CASE = Case(
    pathway="gonarthrose",
    pathway_fr="Arthrose du genou",
    specialty="orthopedie",
    circle=Circle(patient="PERLEVENT Sidonie", first_doctor="Dr Gontran ESPALIER"),
    due=DUE,
)


def an_expert(
    name: str, *, specialty: str = "Orthopédie", opened: int = 0, active: bool = True, **given: Any
) -> Expert:
    account = Account(id=name, login="dr", name=name, role="doctor", specialty=specialty, active=active)
    profile = {key: given[key] for key in ("pathways", "weekly", "establishments") if key in given}
    made = ExpertProfile(doctor=name, by=name, at=AT, **profile) if profile else None
    away = tuple(
        Absence(id=f"{n}", doctor=name, first=first, last=last, by=name, at=AT)
        for n, (first, last) in enumerate(given.get("away", ()))
    )
    interests = given.get("interests", ())
    return Expert(account=account, profile=made, absences=away, interests=interests, open=opened)


def order(*experts: Expert, case: Case = CASE) -> list[str]:
    return [p.expert.account.name for p in propose(experts, case, TODAY)]


def told(expert: Expert, case: Case = CASE) -> Any:
    (proposal,) = propose([expert], case, TODAY)
    return proposal


def test_who_takes_the_pathology_comes_before_who_has_the_specialty_and_who_says_nothing():
    takes = an_expert("Zoe", specialty="Rhumatologie", pathways=("gonarthrose",))
    fits, silent = an_expert("Yves", specialty="chirurgie orthopédique"), an_expert("Xena", specialty="Rhumatologie")
    other = an_expert("Abel", specialty="Urologie", pathways=("cancer-prostate",))
    assert order(other, silent, fits, takes) == ["Zoe", "Yves", "Xena", "Abel"]
    assert told(takes).for_fr[0] == "prend cette pathologie (Arthrose du genou)"
    assert "sa spécialité y répond (chirurgie orthopédique)" in told(fits).for_fr[0]
    assert told(silent).proposed
    assert told(silent).notes_fr == ("pathologies non indiquées, spécialité : Rhumatologie",)
    assert told(other).against_fr == ("ne prend pas cette pathologie (Arthrose du genou)",)


def test_among_equals_the_load_decides_as_a_share_of_the_capacity():
    small, large = an_expert("Abel", weekly=2, opened=1), an_expert("Zoe", weekly=10, opened=4)
    assert order(small, large) == ["Zoe", "Abel"]
    assert "4 dossiers ouverts pour 10 par semaine" in told(large).for_fr


@pytest.mark.parametrize(
    ("expert", "against"),
    [
        (an_expert("Abel", weekly=2, opened=2), "2 dossiers ouverts pour 2 par semaine"),
        (an_expert("Abel", weekly=0), "ne prend pas de nouveau dossier en ce moment"),
        (
            an_expert("Abel", away=[(TODAY, DUE)]),
            "absence du 03/03/2026 au 09/03/2026 : aucun jour de présence d'ici la date promise",
        ),
        (
            an_expert("Abel", away=[(date(2026, 3, 5), date(2026, 3, 5))]),
            "absence le 05/03/2026 : 6 jours de présence d'ici la date promise",
        ),
        (
            an_expert("Dr Aline ESPALIER"),
            "conflit possible : porte le nom de : le premier médecin (Dr Gontran ESPALIER)",
        ),
    ],
)
def test_what_speaks_against_is_told_and_lets_another_pass(expert: Expert, against: str):
    assert told(expert).against_fr == (against,)
    assert not told(expert).excluded_fr
    assert order(expert, an_expert("Zoe", specialty="Rhumatologie")) == ["Zoe", expert.account.name]


@pytest.mark.parametrize("first", [date(2026, 3, 10), date(2026, 2, 1)])
def test_an_absence_outside_the_time_until_the_promised_day_is_none(first: date):
    expert = an_expert("Abel", away=[(first, first)])
    assert told(expert).proposed
    assert "présence prévue jusqu'à la date promise (09/03/2026)" in told(expert).for_fr


def test_after_the_promised_day_only_today_counts():
    late = CASE.model_copy(update={"due": date(2026, 3, 1)})
    away = an_expert("Abel", away=[(date(2026, 3, 1), date(2026, 3, 8))])
    soon = an_expert("Zoe", away=[(date(2026, 3, 4), date(2026, 3, 8))])
    assert order(away, soon, case=late) == ["Zoe", "Abel"]
    assert told(away, late).against_fr == ("absence du 01/03/2026 au 08/03/2026, et la date promise est passée",)


def test_a_declared_conflict_excludes():
    tie = Interest(id="i", doctor="Abel", kind="person", name="Gontran Espalier", by="Abel", at=AT)
    declared = an_expert("Abel", interests=(tie,))
    said = CASE.model_copy(update={"stances": (Stance(tie="first_doctor", by="Bea", at=AT),)})
    assert told(declared).excluded_fr[0].startswith("conflit déclaré : lien déclaré avec « Gontran Espalier »")
    assert told(an_expert("Bea"), said).excluded_fr == ("a déclaré un conflit d'intérêts sur ce dossier",)
    full = an_expert("Zoe", weekly=1, opened=3)
    assert order(declared, full) == ["Zoe", "Abel"]


def test_who_gave_the_dossier_back_is_not_proposed_again():
    back = CASE.model_copy(update={"declines": (Decline(reason="competence", by="Abel", at=AT),)})
    assert told(an_expert("Abel"), back).against_fr == ("a rendu ce dossier le 02/03/2026 (hors compétence)",)


def test_general_ties_are_told_and_closed_accounts_left_out():
    tie = Interest(id="i", doctor="Abel", kind="general", what_fr="Conseil d'un fabricant.", by="Abel", at=AT)
    assert told(an_expert("Abel", interests=(tie,))).notes_fr == ("intérêt général déclaré : Conseil d'un fabricant.",)
    assert order(an_expert("Abel", active=False)) == []
