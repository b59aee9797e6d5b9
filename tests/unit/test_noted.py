"""What people said wins over what the machine found, and says so."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.domain.completeness import Completeness
from engine.domain.desk import Clearance, Correction, Override
from engine.domain.document import Document
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.ports import ClinicalReader
from engine.steps.assess import assess
from engine.steps.contradict import contradictions
from engine.steps.extract import extract
from engine.steps.noted import OWNER_FR, correct, overrule, standing_flags
from engine.steps.places import read_places
from engine.steps.split import split
from tests.builders import a_completeness, a_document, a_dossier, a_page, a_red_flag, an_item, an_upload

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
DAY = date(2026, 1, 12)


def said(document: Document, **over: Any) -> Correction:
    """A correction that changes nothing but what is given."""
    given: dict[str, Any] = {"kind": document.kind, "dated": document.dated, "owner": document.owner, **over}
    return Correction(upload=document.upload, first_page=document.pages[0], by="Aude Fictive", at=NOON, **given)


@pytest.mark.parametrize(
    ("found", "change", "becomes"),
    [
        ({}, {}, {}),
        ({}, {"kind": "courrier"}, {"kind": "courrier"}),
        ({}, {"dated": date(2025, 2, 3)}, {"dated": date(2025, 2, 3)}),
        ({}, {"dated": None}, {"dated": None}),
        ({}, {"owner": "other_person"}, {"owner": "other_person", "owner_reason_fr": OWNER_FR}),
        ({"owner": "unknown"}, {"owner": "this_patient"}, {"owner": "this_patient", "owner_reason_fr": OWNER_FR}),
        ({"duplicate_of": "d0"}, {"dated": None}, {"dated": None}),
    ],
)
def test_a_correction_wins_and_touches_nothing_else(
    found: dict[str, Any], change: dict[str, Any], becomes: dict[str, Any]
) -> None:
    document = a_document(**found)
    (done,) = correct([document], [said(document, **change)])
    assert done == document.model_copy(update={"corrected": True, **becomes})


def test_a_correction_is_of_the_document_that_begins_on_its_page() -> None:
    one, two = a_document("d1", pages=(1, 2)), a_document("d2", pages=(3,))
    other = a_document("d3", pages=(3,), upload="e" * 64)
    done = correct([one, two, other], [said(two, kind="courrier")])
    assert done == (one, two.model_copy(update={"kind": "courrier", "corrected": True}), other)


def test_a_correction_of_what_is_there_no_longer_changes_nothing() -> None:
    document = a_document()
    elsewhere = said(document).model_copy(update={"first_page": 7})
    assert correct([document], [elsewhere]) == (document,)
    assert correct([], [elsewhere]) == ()


IRM = "\n".join(
    (
        "IRM pelvienne du 12/01/2026",
        "Mme Océane FICTIVE-LORRAIN, née le 17/05/1991",
        "Résultats : endométriome ovarien gauche de 32 mm.",
    )
)


def test_what_belongs_to_another_person_yields_no_fact(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: ClinicalReader
) -> None:
    pathway, dossier = pathways["endometriose"], a_dossier()
    pages = [a_page(IRM)]
    found = split(pages, dossier.patient, dossier.received_on, vocabulary)
    assert [d.owner for d in found] == ["this_patient"]
    assert extract(read_places(found, pages, vocabulary, clinical_reader, pathway), pathway, vocabulary)

    done = correct(found, [said(found[0], owner="other_person")])
    assert extract(read_places(done, pages, vocabulary, clinical_reader, pathway), pathway, vocabulary) == ()
    assert contradictions(done, (), pathway, {}, vocabulary, (), pages) == ()  # set apart, and nobody leans upon it
    met = [
        {e.document for i in assess(ds, pages, pathway, dossier, vocabulary).items for e in i.documents}
        for ds in (found, done)
    ]
    assert met == [{found[0].id}, set()]


def test_a_corrected_kind_and_date_meet_a_requirement(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    pathway, dossier, pages = pathways["endometriose"], a_dossier(), [a_page(IRM)]

    def status(*documents: Document) -> str:
        items = assess(documents, pages, pathway, dossier, vocabulary).items
        return next(i.status for i in items if i.requirement == "irm_pelvienne_cr")

    as_read = a_document(kind="autre", upload=an_upload().sha256)
    assert status(as_read) == "missing"
    assert status(*correct([as_read], [said(as_read, kind="compte_rendu_imagerie")])) == "met"
    assert status(*correct([as_read], [said(as_read, kind="compte_rendu_imagerie", dated=date(2019, 1, 1))])) != "met"


def override(requirement: str, status: Any, reason: str = "Vu au téléphone.") -> Override:
    return Override(requirement=requirement, status=status, reason_fr=reason, by="Aude Fictive", at=NOON)


def completeness(**statuses: Any) -> Completeness:
    """Items by name; a name that ends in an underscore is of a recommended one."""
    items = [
        an_item(
            name.rstrip("_"),
            status=status,
            level="recommended" if name.endswith("_") else "required",
            request_fr=None if status == "met" else f"Envoyez {name}.",
        )
        for name, status in statuses.items()
    ]
    lacks = any(s not in ("met", "not_applicable") and not n.endswith("_") for n, s in statuses.items())
    return a_completeness(*items, provisional=lacks)


@pytest.mark.parametrize(
    ("found", "overrides", "statuses", "provisional"),
    [
        ({"irm": "missing"}, [], ["missing"], True),
        ({"irm": "missing"}, [("irm", "met")], ["met"], False),
        ({"irm": "missing"}, [("irm", "not_applicable")], ["not_applicable"], False),
        ({"irm": "met"}, [("irm", "missing")], ["missing"], True),
        ({"irm": "outdated"}, [("irm", "met")], ["met"], False),
        ({"irm": "unreadable", "echo": "ask"}, [("irm", "met")], ["met", "ask"], True),
        ({"irm": "unreadable", "echo": "ask"}, [("irm", "met"), ("echo", "met")], ["met", "met"], False),
        ({"irm": "met", "echo_": "met"}, [("echo", "missing")], ["met", "missing"], False),
        ({"irm": "missing"}, [("irm", None)], ["missing"], True),
        ({"irm": "missing"}, [("inconnue", "met")], ["missing"], True),
    ],
)
def test_an_override_wins_and_what_is_provisional_follows(
    found: dict[str, Any], overrides: list[tuple[str, Any]], statuses: list[str], provisional: bool
) -> None:
    before = completeness(**found)
    after = overrule(before, [override(*o) for o in overrides])
    assert [i.status for i in after.items] == statuses
    assert after.provisional is provisional
    for old, new in zip(before.items, after.items, strict=True):
        if old.status == new.status:
            assert new == old


def test_an_override_says_who_why_and_what_was_found() -> None:
    (item,) = overrule(completeness(irm="outdated"), [override("irm", "met", "IRM de mars vue sur CD.")]).items
    assert item.overruled is not None
    assert (item.overruled.found, item.overruled.by, item.overruled.at) == ("outdated", "Aude Fictive", NOON)
    assert item.overruled.reason_fr == "IRM de mars vue sur CD."
    assert item.reason_fr == "IRM du 12/01/2026."  # the machine's own reason stays beside it


@pytest.mark.parametrize(
    ("found", "status", "asks"),
    [("missing", "missing", "Envoyez irm."), ("missing", "met", None), ("outdated", "not_applicable", None)],
)
def test_what_is_overruled_is_asked_for_only_while_it_is_missing(found: str, status: str, asks: str | None) -> None:
    (item,) = overrule(completeness(irm=found), [override("irm", status)]).items
    assert item.request_fr == asks


def test_as_the_machine_finds_it_nothing_is_provisional_but_for_what_it_says(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    for pathway in pathways.values():
        question = a_dossier().question.model_copy(update={"type": pathway.patient_questions[0].id})
        dossier = a_dossier(pathway=pathway.id, questionnaire={}, question=question)
        found = assess((), (), pathway, dossier, vocabulary)
        assert overrule(found, []) == found
        lifted = overrule(found, [override(i.requirement, "met") for i in found.items])
        assert (found.provisional, lifted.provisional) == (True, False)


def clearance(flag: str, quote: str) -> Clearance:
    return Clearance(flag=flag, quote=quote, done_fr="Patiente appelée.", by="Dr Fictif", at=NOON)


FEVER, ARREST = a_red_flag(id="fievre", quote="fièvre à 39 °C"), a_red_flag()


@pytest.mark.parametrize(
    ("cleared", "stand"),
    [
        ([], [FEVER, ARREST]),
        ([("fievre", "fièvre à 39 °C")], [ARREST]),
        ([("fievre", "fièvre à 39 °C"), ("occlusion", ARREST.quote)], []),
        # The same sign in other words was never seen by the doctor who cleared the first.
        ([("fievre", "fièvre à 40 °C")], [FEVER, ARREST]),
        ([("occlusion", "fièvre à 39 °C")], [FEVER, ARREST]),
    ],
)
def test_a_flag_stands_until_it_is_cleared_as_quoted(cleared: list[tuple[str, str]], stand: list[Any]) -> None:
    assert standing_flags([FEVER, ARREST], [clearance(*c) for c in cleared]) == tuple(stand)


def test_a_new_quote_of_a_cleared_flag_stands_again() -> None:
    again = FEVER.model_copy(update={"quote": "fièvre persistante"})
    assert standing_flags([FEVER, again], [clearance("fievre", FEVER.quote)]) == (again,)
