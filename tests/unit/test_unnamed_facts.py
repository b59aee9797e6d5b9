"""What no table names is told as printed, apart from the facts on which a draft rests; but for a laboratory's result
that lies outside the range printed beside it."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_brief, a_document, a_dossier, a_page, facts_in

LETTER = "Cher confrère,\nConsultation du 12/01/2026.\nPas de trémulation vespérale. IMC 31,6 kg/m2."


def test_a_denial_of_what_no_table_names_is_kept_apart(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    page = a_page(LETTER)
    document = a_document("d1", kind="courrier", filename=page.filename)
    facts = extract([read_page(page, document, vocabulary, clinical_reader)], pathways["gonarthrose"], vocabulary)
    named = {f.key: f.polarity for f in facts if f.named}
    open_ones = {f.key: f.polarity for f in facts if not f.named}
    assert named["imc"] == "affirmed"
    assert open_ones == {"tremulation_vesperale": "negated"}


def test_an_author_is_not_given_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    brief, _ = a_brief(a_dossier(), {"lettre.pdf": LETTER}, pathways["gonarthrose"], vocabulary, clinical_reader)
    told = str(brief.inputs)
    assert "31,6" in told
    assert "trémulation" not in told


SHEET = "LABORATOIRE FABLE\nAnalyse Résultat Unité Référence Antérieur 05/2026\n"
SAMPLED = date(2026, 7, 4)


@pytest.mark.parametrize(
    ("row", "value", "unit", "kept"),
    [
        ("Tacrolimus résiduel 14,2 ng/mL 5 - 12", 14.2, "ng/mL", True),
        ("Céruléoplasmine : 0,12 g/L (0,20 - 0,60)", 0.12, "g/L", True),
        ("Plomb ........ 312 µg/L ........ < 100", 312, "µg/L", True),
        ("Myoglobine 412+ µg/L 25 - 72", 412, "µg/L", True),
        ("Aldolase 12,4* UI/L", 12.4, "UI/L", True),
        ("Anticorps anti-MPO (ELISA) 45 UA/mL (H) < 20", 45, "UA/mL", True),
        ("| Sélénium | 0,6 | µmol/L | 0,9 - 1,7 | L |", 0.6, "µmol/L", True),
        ("Fructosamine 312 µmol/L jusqu'à 285", 312, "µmol/L", True),
        ("Rénine active 92 mUI/L\n(N : 5 - 45)", 92, "mUI/L", True),
        ("Rapport LDL/HDL 3,8 < 3,5", 3.8, None, True),
        ("PSA libre / total 19 % > 25", 19, "%", True),
        ("Examen Normes Résultat\nCystatine C (0,50 - 1,00) 1,84 mg/L", 1.84, "mg/L", True),
        ("Cystatine C.......1,84 mg/L......0,50 - 1,00", 1.84, "mg/L", True),
        ("Examen 04/07/2026 03/01/2026 Normes\nIndice Z 1,84 mg/L * 0,50 - 1,00", 1.84, "mg/L", True),
        # Within its range it stays apart.
        ("Vitamine A 1,8 µmol/L 1,05 - 2,80", 1.8, "µmol/L", False),
        ("Index HOMA 1,4 < 2,4", 1.4, None, False),
    ],
)
def test_a_result_outside_its_range_is_told_whatever_its_name(
    row: str,
    value: float,
    unit: str | None,
    kept: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(SHEET + row, "biologie", pathways["gonarthrose"], vocabulary, clinical_reader, dated=SAMPLED)
    assert [(f.value, f.unit, f.named, f.dated) for f in facts] == [(value, unit, kept, SAMPLED)]


@pytest.mark.parametrize(
    "row",
    [
        "Prélevé le 04/07/2026 à 8 h 05",
        "Tél. 00 45 67 - 89",
        "12 rue des Fables 75012 PARIS",
        "Dossier 2610 114 12 - 14",
        "Dr FABLE 12 U/L 5 - 10",
        "Lévothyroxine 75 µg/j (50 - 100)",
        "Lithium LP 400 mg 2 - 3 comprimés",
        "Femme ménopausée 42 UI/L 25,8 - 134,8",
        "Phase lutéale : 12,9 UI/L (1,7 - 12,0)",
        "Accréditation n° 8-1234 ISO 15189 2012 - 2022",
        "Commentaire : au-dessus de 45 U/L (N < 20)",
        "Valeur cible 0,55 g/L (0,4 - 0,7)",
        "Ouvert de 7 - 19 h",
    ],
)
def test_no_other_line_of_a_sheet_is_a_result(
    row: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(SHEET + row, "biologie", pathways["gonarthrose"], vocabulary, clinical_reader, dated=SAMPLED)
    assert [f for f in facts if f.named and f.kind == "measurement"] == []


def test_an_author_is_told_of_it_with_its_range_and_its_course(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = SHEET.replace("05/2026", "11/2025") + "Prélevé le 04/02/2026\nTacrolimus résiduel 14,2 ng/mL H 5 - 12 9,8\n"
    brief, _ = a_brief(a_dossier(), {"labo.pdf": text}, pathways["gonarthrose"], vocabulary, clinical_reader)
    told = [(e.said_fr, e.beside) for e in brief.inputs.evidence if e.range_level == "high"]
    assert told == [("14,2 ng/mL", "réf. 5 - 12 ; noté « H »")]
    assert any("9,8 ng/mL en 11/2025, puis 14,2" in e.text for e in brief.inputs.evidence if e.about == "trend")
