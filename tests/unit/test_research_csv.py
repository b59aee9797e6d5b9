"""The export opens in a spreadsheet and in R, and tells nothing that would find a patient again."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from engine.delivery.research_csv import BOM, csv_of, dictionary, safe
from engine.domain.dossier import Consents, Dossier, FirstOpinion, Patient, Question, TreatingDoctor
from engine.domain.pathway import Pathway
from engine.domain.review import Decision, IndependentRead, Review
from engine.domain.signed import Opinion, Signer
from engine.domain.study import ResearchRow, Studied
from engine.steps.pseudonym import coded, study_of, suppress
from tests.builders import a_convergence, a_dossier, a_draft, a_statement
from tests.unit.study_samples import KEY, KNEE, a_knee, a_studied, an_agreement

FAMILIES = ("Fictive-Lorrain", "Imaginaire", "Conte", "Fabulé", "Mythique", "Légendaire", "Chimère")
SIGNED_AT = datetime(2026, 3, 9, 17, 5, tzinfo=UTC)


def rich(number: int, family: str) -> tuple[Dossier, Opinion, Review]:
    """A dossier that names its patient everywhere that words can stand."""
    patient = Patient(family_name=family, given_name="Océane", sex="F", birth_date=date(1958, 5, 17 + number))
    dossier = a_dossier(
        f"DA-2026-{number:04}",
        pathway=KNEE,
        patient=patient,
        received_on=date(2026, 3, 2) + timedelta(days=number),
        question=Question(type="operer_ou_non", text=f"Faut-il opérer Mme {family} à Vaucresson ?"),
        first_opinion=FirstOpinion(given=True, by="Dr Inventé", on=date(2026, 2, 1), text="Prothèse totale proposée."),
        treating_doctor=TreatingDoctor(name="Dr Sornette", informed=True),
        consents=Consents(processing=True, ai_assistance=True, share_with_treating_doctor=True, research=True),
    )
    signed = a_knee(
        "ptg",
        f"Gonarthrose droite de Mme {family}, née le 17/05/1958",
        exams=("irm_genou", f"Avis du Dr Billevesée sur {family}"),
        alternatives=("puc",),
    )
    opinion = Opinion(
        dossier=dossier.id,
        number=1,
        patient=patient,
        question=dossier.question,
        pathway=KNEE,
        pathway_version="1.1.0",
        pathway_fr="Gonarthrose",
        published=False,
        received_on=dossier.received_on,
        first_opinion_fr="Prothèse totale proposée.",
        position=signed,
        agreement=an_agreement("CPCP"),
        patient_fr=f"Chère Madame {family}",
        signer=Signer(account="compte-17", name="Dr Fabuleuse", rpps="10000000001", specialty="orthopédie"),
        signed_at=SIGNED_AT + timedelta(days=number),
    )
    read = IndependentRead(
        position=a_knee(None, f"Genou de {family}", exams=("scanner privé",)), by="compte-17", at=SIGNED_AT
    )
    removed = Decision(statement="S1", verdict="removed", reason_fr=f"{family} n'a pas été opérée", at=SIGNED_AT)
    return dossier, opinion, Review(dossier=dossier.id, doctor="compte-17", read=read, decisions=(removed,))


def studied_of(dossier: Dossier, opinion: Opinion, review: Review) -> Studied:
    draft = a_draft(position=a_knee("ptg", "gonarthrose droite"), statements=(a_statement("S1"),))
    found = study_of(dossier, opinion, review, draft, a_convergence(), KEY)
    assert found is not None
    return found


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))


def words_in(value: object) -> set[str]:
    """Each word and each date of a record, however it is nested."""
    if isinstance(value, dict):
        return {w for part in value.values() for w in words_in(part)}
    if isinstance(value, list):
        return {w for part in value for w in words_in(part)}
    return set(re.findall(r"[\w-]{3,}", value)) if isinstance(value, str) else set()


def test_the_export_re_identifies_nobody(pathways: dict[str, Pathway]) -> None:
    sources = [rich(number, family) for number, family in enumerate(FAMILIES)]
    text = csv_of(suppress(coded([studied_of(*s) for s in sources], pathways)).rows)
    told = set().union(*(words_in(record.model_dump(mode="json")) for source in sources for record in source))
    # What is exported on purpose: ids of the pathway's own tables and the certainty, none of which names a person.
    knee = pathways[KNEE]
    codes = {o.id for o in knee.options} | {r.id for r in knee.required_documents} | {d.group for d in knee.diagnoses}
    kept = set(re.findall(r"[\w-]{3,}", text)) & (told - codes - {"modérée"})
    assert {"Fictive-Lorrain", "Océane", "Vaucresson", "DA-2026-0003", "1958-05-17", "Sornette"} <= told
    assert kept == set()
    # No day either, in any way of writing it.
    assert not re.search(r"\d{4}-\d\d-\d\d|\d\d/\d\d", text)


def test_one_line_a_dossier_under_one_line_of_names(pathways: dict[str, Pathway]) -> None:
    text = csv_of(coded([studied_of(*rich(1, "Conte")), a_studied(draft=None, independent=None)], pathways))
    assert text.startswith(BOM + "pseudonyme;pathologie;")
    assert text.count("\r\n") == 3
    alone, row = sorted(parsed(text), key=lambda r: r["pre_avis_option"])
    assert row["mois_signature"] == "2026-03"
    assert (row["tranche_age"], row["sexe"], row["generalisation"]) == ("65-69", "F", "aucune")
    assert (row["signe_diagnostic"], row["signe_option"]) == ("gonarthrose", "ptg")
    assert (row["signe_examens"], row["signe_alternatives"], row["lecture_examens"]) == (
        "autre|irm_genou",
        "puc",
        "autre",
    )
    assert (row["lecture_diagnostic"], row["lecture_option"]) == ("autre", "aucune")
    assert [row[f"pre_avis_signe_{axis}"] for axis in ("diagnostic", "traitement", "examens", "ensemble")] == [*"CCPP"]
    assert (row["premier_signe_traitement"], row["premier_pre_avis_examens"]) == ("P", "N")
    assert (row["enonces_retires"], row["enonces_gardes"], row["delai_jours"]) == ("1", "0", "7")
    absent = ("pre_avis_option", "lecture_option", "pre_avis_signe_ensemble", "lecture_pre_avis_ensemble")
    assert {alone[name] for name in absent} == {""}


def test_no_number_needs_a_decimal_mark(pathways: dict[str, Pathway]) -> None:
    cells = {cell for row in parsed(csv_of(coded([a_studied()], pathways))) for cell in row.values()}
    assert not any(re.fullmatch(r"\d+[.,]\d+", cell) for cell in cells)


def test_the_dictionary_tells_every_column(pathways: dict[str, Pathway]) -> None:
    columns = parsed(csv_of(coded([a_studied()], pathways)))[0].keys()
    told = parsed(dictionary())
    assert [line["colonne"] for line in told] == list(columns)
    assert all(line["signification"] and line["valeurs"] for line in told)
    assert len({line["signification"] for line in told}) == len(told)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("plain", ["ptg", "*", "90+", "irm_genou|autre", ""])
def test_codes_stay_as_they_are(plain: str) -> None:
    assert safe(plain) == plain


@pytest.mark.parametrize("words", ["Mme Conte", "=1+1", "né le 3", "Fabulé", "a;b", ""])
def test_a_row_takes_no_words(words: str, pathways: dict[str, Pathway]) -> None:
    row = coded([a_studied()], pathways)[0].model_dump()
    with pytest.raises(ValidationError):
        ResearchRow.model_validate({**row, "signed": {**row["signed"], "diagnosis": words}})
