"""Possible ties of an expert with a dossier: tables of names."""

from datetime import UTC, datetime

import pytest

from engine.domain.account import Account
from engine.domain.expert import Expert, ExpertProfile, Interest
from engine.steps.ties import COMMON_PLACE, Circle, alike, alike_people, ties

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("Dr Gontran ESPALIER", "Docteur Gontran Espalier", "same"),
        ("ESPALIER Gontran", "Dr Gontran ESPALIER", "same"),
        ("Dr Gontran ESPALIER", "Pr Gontran Marie Espalier, chirurgien", "same"),
        ("ESPALIER", "Dr Gontran ESPALIER", "near"),
        ("Dr G. ESPALIER", "Dr Gontran ESPALIER", "near"),
        ("Dr Aline ESPALIER", "Dr Gontran ESPALIER", "near"),
        ("Dr Gontran ESPALIER", "Dr Gontran ESPAL1ER", "same"),
        ("Dr Gontran ESPALIER", "Dr Gontran ESPALLER", "near"),
        ("Mme DESTALLE-MORVAN", "Dr Ambroisine DESTALLE", "near"),
        # A given name alone is shared by too many.
        ("Dr Gontran ESPALIER", "Dr Gontran LARGILLE", None),
        ("Dr Martin LARGILLE", "Dr Gontran MARTIN", "near"),
        ("Dr Ambroisine DESTALLE", "Dr Gontran ESPALIER", None),
        ("Dr", "Docteur", None),
    ],
)
def test_names_of_people(one: str, other: str, like: str | None):
    assert alike_people(one, other) == alike_people(other, one) == like


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("Clinique des Alizés", "CLINIQUE DES ALIZES", "same"),
        ("Clinique des Alizés", "Polyclinique Alizés, Brest", "near"),
        ("CHU de Montclair", "Centre hospitalier universitaire de Montclair", "same"),
        ("Institut Rose Pomme", "Institut Rose Pomme de Montclair", "same"),
        ("CHU de Montclair", "Hôpital Ambroise, Montclair", "near"),
        ("Clinique Saint-Elme", "Hôpital Saint-Roch", None),
        ("Centre hospitalier", "Clinique des Alizés", None),
        ("Centre hospitalier", "centre hospitalier", "same"),
    ],
)
def test_names_of_places(one: str, other: str, like: str | None):
    assert alike(one, other, COMMON_PLACE) == alike(other, one, COMMON_PLACE) == like


CIRCLE = Circle(
    patient="PERLEVENT Sidonie",
    first_doctor="Dr Gontran ESPALIER",
    persons=("Dr Gontran ESPALIER", "Dr Aubin LARGILLE"),
    establishments=("Clinique des Alizés",),
    products=("méthotrexate",),
)


def an_expert(name: str = "Dr Ambroisine DESTALLE", *interests: Interest, places: tuple[str, ...] = ()) -> Expert:
    account = Account(id="m1", login="m1", name=name, role="doctor")
    profile = ExpertProfile(doctor="m1", establishments=places, by="m1", at=AT)
    return Expert(account=account, profile=profile, absences=(), interests=interests, open=0)


def an_interest(kind: str, name: str = "", **over: object) -> Interest:
    given = {"id": f"{kind} {name}", "doctor": "m1", "kind": kind, "name": name, "what_fr": "associés", "by": "m1"}
    return Interest.model_validate({**given, "at": AT, **over})


@pytest.mark.parametrize(
    ("expert", "found"),
    [
        (an_expert(), []),
        (an_expert("Dr Gontran ESPALIER"), [(False, "porte le nom de : le premier médecin (Dr Gontran ESPALIER)")]),
        (an_expert("Dr Zoé LARGILLE"), [(False, "porte le nom de : un médecin du dossier (Dr Aubin LARGILLE)")]),
        (an_expert("Dr Noé Perlevent"), [(False, "porte le nom de : le patient (PERLEVENT Sidonie)")]),
        (
            an_expert(places=("Polyclinique des Alizés",)),
            [(False, "exerce à « Polyclinique des Alizés » ; un document vient de Clinique des Alizés")],
        ),
        (
            an_expert("Dr X", an_interest("person", "Gontran Espalier")),
            [(True, "lien déclaré avec « Gontran Espalier » : le premier médecin (Dr Gontran ESPALIER)")],
        ),
        (
            an_expert("Dr X", an_interest("person", "Mme Espalier")),
            [(False, "lien déclaré avec « Mme Espalier » : le premier médecin (Dr Gontran ESPALIER)")],
        ),
        (
            an_expert("Dr X", an_interest("establishment", "clinique des alizés")),
            [(True, "lien déclaré avec « clinique des alizés » : un document vient de Clinique des Alizés")],
        ),
        # That a drug is named says little: staff look.
        (
            an_expert("Dr X", an_interest("product", "Méthotrexate")),
            [(False, "lien déclaré avec « Méthotrexate », dont le dossier parle")],
        ),
        (an_expert("Dr X", an_interest("product", "Tocilizumab")), []),
        (an_expert("Dr X", an_interest("person", "Gontran Espalier", withdrawn=True)), []),
        (an_expert("Dr X", an_interest("general")), []),
    ],
)
def test_ties_of_an_expert(expert: Expert, found: list[tuple[bool, str]]):
    assert [(tie.declared, tie.why_fr) for tie in ties(expert, CIRCLE)] == found
