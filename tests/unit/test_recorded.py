"""What a coded file says of itself goes before any guess: kind, day, owner, and its results as facts, told once."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.cda_record import pages
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.document import Document, Page, Word
from engine.domain.dossier import Patient
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_places
from engine.steps.recorded import owner_evidence
from engine.steps.split import split
from tests.builders import a_page
from tests.record_samples import LABORATORY, PATIENT, attached_pages, cda, observation, quantity, section, table

SIDONIE = Patient(family_name="ESTRAGON", given_name="Sidonie", sex="F", birth_date=date(1958, 2, 9))
RECEIVED = date(2026, 6, 1)


def read(content: bytes, upload: str = "a" * 64) -> tuple[Page, ...]:
    return tuple(
        a_page(
            page.text,
            upload=upload,
            number=page.number,
            words=tuple(Word(text=w.text, start=w.start, box=w.box, confidence=1.0) for w in page.words),
            record=record,
        )
        for page, record in pages(content, attached_pages)
    )


def documents(content: bytes, vocabulary: Vocabulary, patient: Patient = SIDONIE) -> tuple[Document, ...]:
    return split(read(content), patient, RECEIVED, vocabulary)


@pytest.fixture
def facts(vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathways: dict[str, Pathway]) -> Any:
    def made(content: bytes, pathway: str = "gonarthrose") -> tuple[Fact, ...]:
        own = read(content)
        used, told = pathways[pathway], split(own, SIDONIE, RECEIVED, vocabulary)
        return extract(read_places(told, own, vocabulary, clinical_reader, used), used, vocabulary)

    return made


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("11502-2", "biologie"),
        ("18748-4", "compte_rendu_imagerie"),
        ("57833-6", "ordonnance"),
        ("34794-8", "fiche_rcp"),
    ],
)
def test_the_senders_code_decides_the_kind(code: str, kind: str, vocabulary: Vocabulary) -> None:
    (document,) = documents(cda(LABORATORY, code=code), vocabulary)
    assert document.kind == kind
    assert (document.dated, document.title) == (date(2026, 4, 28), "Compte rendu de biologie")
    assert (document.author, document.establishment) == ("DR Ambroise TAMARIN", "Laboratoire des Sept Écluses")


def test_a_code_that_is_not_known_leaves_the_kind_to_the_text(vocabulary: Vocabulary) -> None:
    report = section(
        "IRM du genou", "IRM DU GENOU DROIT<br/>Technique : séquences T1 et T2.<br/>Conclusion : méniscopathie."
    )
    (document,) = documents(cda(report, code="00000-0"), vocabulary)
    assert document.kind == "compte_rendu_imagerie"


@pytest.mark.parametrize(
    ("patient", "owner"),
    [
        (SIDONIE, "this_patient"),
        (SIDONIE.model_copy(update={"family_name": "PERLEVENT"}), "this_patient"),
        (SIDONIE.model_copy(update={"birth_date": date(1961, 11, 30)}), "other_person"),
        (Patient(family_name="DUNOYER", given_name="Achille", sex="M", birth_date=date(1970, 1, 1)), "other_person"),
    ],
    ids=["used name", "birth name", "namesake", "stranger"],
)
def test_the_recorded_identity_says_whose_it_is(patient: Patient, owner: str, vocabulary: Vocabulary) -> None:
    (document,) = documents(cda(LABORATORY), vocabulary, patient)
    assert document.owner == owner


def test_a_file_that_names_no_one_is_nobodys(vocabulary: Vocabulary) -> None:
    assert owner_evidence(read(cda(LABORATORY, head=""))[0].record) is None
    assert documents(cda(LABORATORY, head=""), vocabulary)[0].owner == "unknown"


def test_two_files_are_two_documents_and_all_pages_of_one_are_one(vocabulary: Vocabulary) -> None:
    long = cda(section("Examen", "".join(f"<paragraph>ligne {n}</paragraph>" for n in range(120))))
    first, second = read(long), read(cda(LABORATORY), upload="b" * 64)
    assert len(first) > 1
    found = split((*first, *second), SIDONIE, RECEIVED, vocabulary)
    assert [d.pages for d in found] == [tuple(p.number for p in first), (1,)]


def test_coded_results_become_facts_at_their_place_and_only_once(facts: Any) -> None:
    found = facts(cda(LABORATORY))
    told = {f.key: f for f in found if f.kind == "measurement"}
    assert [f.key for f in found if f.kind == "measurement"] == ["crp", "hemoglobine", "inr"]
    assert (told["crp"].value, told["crp"].unit, told["crp"].unit_ucum) == (4.2, "mg/L", "mg/L")
    assert told["crp"].dated == date(2026, 4, 27), "the sampling decides, not the document's day"
    assert told["crp"].source.quote == "CRP 4,2 mg/L"
    assert told["crp"].source.boxes
    assert (told["inr"].value, told["inr"].unit) == (1.04, None)


def test_a_key_fact_of_the_pathway_takes_its_coded_result(facts: Any) -> None:
    lab = section(
        "Hormonologie",
        table(("#amh Hormone anti-müllérienne", "1,8 ng/mL")),
        observation("38476-8", "Mullerian inhibiting substance", quantity("1.8", "ng/mL"), refers="amh"),
    )
    found = [f for f in facts(cda(lab), "endometriose") if f.value == 1.8]
    assert [(f.key, f.source.quote) for f in found] == [("amh_val", "Hormone anti-müllérienne 1,8 ng/mL")]


@pytest.mark.parametrize(
    ("name", "code", "key"),
    [
        ("Leucocytes [Nombre/Volume] Sang ; Numérique", "6690-2", "leucocytes"),
        ("Leucocytes [Nombre/Volume] Urine ; Numérique", "30405-5", "loinc_30405_5"),
        ("Polynucléaires neutrophiles/100 leucocytes [Fraction de nombres] Sang", "26511-6", "loinc_26511_6"),
        ("Créatinine [Moles/Volume] Urine", "14683-7", "loinc_14683_7"),
    ],
)
def test_a_result_of_another_specimen_is_another_quantity(name: str, code: str, key: str, facts: Any) -> None:
    lab = section("Cytologie", table((name, "8,2")), observation(code, name, quantity("8.2")))
    found = [f for f in facts(cda(lab)) if f.value == 8.2]
    assert [f.key for f in found] == [key]


def test_a_bound_keeps_its_sign_and_a_denial_is_negated(facts: Any) -> None:
    low = '<value xsi:type="IVL_PQ"><high value="0.6" unit="mg/L" inclusive="false"/></value>'
    lab = section(
        "Biochimie",
        table(("#crp CRP", "&lt;0,6 mg/L"), ("#chute Chute récente", "Non")),
        observation("1988-5", "CRP", low, refers="crp"),
        observation("X-9", "Chute récente", '<value xsi:type="BL" value="false"/>', refers="chute"),
    )
    told = {f.key: f for f in facts(cda(lab))}
    assert (told["crp"].value, told["crp"].unit_ucum) == ("< 0,6", "mg/L")
    assert (told["loinc_x_9"].polarity, told["loinc_x_9"].source.quote) == ("negated", "Chute récente Non")


def test_a_date_that_cannot_be_is_not_taken(facts: Any) -> None:
    lab = section("Biochimie", "CRP 4,2 mg/L", observation("1988-5", "CRP", quantity("4.2", "mg/L")))
    (fact,) = (f for f in facts(cda(lab.replace("202604270735", "210404270735"))) if f.key == "crp")
    assert fact.dated == date(2026, 4, 28)


def test_what_only_describes_another_entry_is_no_fact(facts: Any) -> None:
    status = observation("33999-4", "Status", '<value xsi:type="CE" code="active" displayName="Actif"/>')
    assert all(f.value != "Actif" for f in facts(cda(section("Problèmes", "Actif", status), head=PATIENT)))


def test_the_range_that_the_page_prints_is_the_range_of_a_coded_result(facts: Any) -> None:
    ranges = {f.key: f.reference.quote if f.reference else None for f in facts(cda(LABORATORY))}
    assert (ranges["crp"], ranges["hemoglobine"], ranges["inr"]) == ("0 à 5", "12 à 16", None)
    # The page prints another one than the file codes.
    changed = facts(cda(LABORATORY.replace("0 à 5", "0 à 10")))
    assert next(f for f in changed if f.key == "crp").reference is None
