"""How documents are judged against the truth: pages, kind, date, owner, copies, author, establishment."""

from datetime import date
from typing import Any

import pytest

from engine.domain.document import Document
from evaluation.case import ExpectedDocument
from evaluation.measure_documents import judged, same_person, same_place
from tests.builders import a_document


def truth(**over: Any) -> ExpectedDocument:
    given = {"file": "irm.pdf", "pages": (1, 2), "type": "compte_rendu_imagerie", "date": date(2026, 1, 12)}
    return ExpectedDocument(**{**given, "right_patient": True, **over})


def seen(**over: Any) -> Document:
    given = {"filename": "irm.pdf", "pages": (1, 2), "kind": "compte_rendu_imagerie", "dated": date(2026, 1, 12)}
    return a_document("d1", **{**given, **over})


def hits(expected: ExpectedDocument, *found: Document) -> dict[str, bool | None]:
    return {score.figure.removeprefix("documents."): score.hit for score in judged([expected], found)}


@pytest.mark.parametrize(
    ("expected", "found", "figure", "hit"),
    [
        (truth(), seen(), "pages", True),
        (truth(), seen(pages=(1,)), "pages", False),
        (truth(pages=None), seen(), "kind", True),
        (truth(), seen(kind="courrier"), "kind", False),
        (truth(), seen(dated=date(2026, 1, 14)), "date", False),
        (truth(date=None), seen(), "undated", False),
        (truth(date=None), seen(dated=None), "undated", True),
        (truth(), seen(owner="other_person"), "wrong_patient_false_alarm", True),
        (truth(), seen(owner="unknown"), "wrong_patient_false_alarm", False),
        (truth(right_patient=False), seen(owner="unknown"), "wrong_patient_recall", False),
        (truth(right_patient=False), seen(owner="other_person"), "wrong_patient_recall", True),
        (truth(duplicate_of="a.pdf"), seen(), "duplicate_recall", False),
        (truth(), seen(duplicate_of="d0"), "duplicate_false_alarm", True),
        (truth(owner="partner"), seen(), "owner", False),
        (truth(author="Dr Lise FABLE"), seen(author="L. Fable"), "author", True),
        (truth(establishment="Clinique des Pins"), seen(establishment=None), "establishment", False),
    ],
)
def test_what_counts_as_right(expected: ExpectedDocument, found: Document, figure: str, hit: bool) -> None:
    assert hits(expected, found)[figure] is hit


def test_a_document_that_was_not_found_is_missed_on_every_count() -> None:
    assert hits(truth(duplicate_of="a.pdf"), seen(filename="b.pdf")) == {
        "pages": False,
        "kind": False,
        "date": False,
        "wrong_patient_false_alarm": False,
        "alarm_told": True,
        "duplicate_recall": False,
    }


def test_the_counterpart_shares_most_pages() -> None:
    assert hits(truth(), seen(pages=(3,), kind="courrier"), seen(pages=(1, 2)))["kind"] is True


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("Dr Lise FABLE", "Docteur Lise Fable", True),
        ("Dr Lise FABLE", "L. FABLE", True),
        ("Dr Lise FABLE", "Dr FABLE", True),
        ("Dr Lise FABLE", "Dr Marc FABLE", False),
        ("Dr Lise FABLE", "Dr Lise CONTE", False),
        ("Dr Lise FABLE", "", False),
    ],
)
def test_names_of_one_person(wanted: str, found: str, same: bool) -> None:
    assert same_person(wanted, found) is same


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("Clinique des Trois Pins", "CLINIQUE DES TROIS PINS", True),
        ("Clinique des Trois Pins", "Clinique des Trois Pins Chirurgie", True),
        ("Clinique des Trois Pins", "Clinique du Lac", False),
        (
            "Clinique des Trois Pins",
            "Le patient a été vu à la clinique des trois pins par son médecin traitant hier",
            False,
        ),
        ("Clinique des Trois Pins", "", False),
    ],
)
def test_names_of_one_place(wanted: str, found: str, same: bool) -> None:
    assert same_place(wanted, found) is same
