"""Sentences of the cancer pathways for situations that papers tell shortly, late or in a long order."""

import pytest

from engine.domain.pathway import Pathway
from tests.unit.sentences import (
    COLON,
    IMAGING,
    LAB,
    LETTER,
    NEGATED,
    PATHOLOGY,
    PROSTATE,
    THYROID,
    Answers,
    Told,
    lab,
    sentences,
    tell_apart,
    told,
)
from tests.unit.test_interpretations_cancers_more import BREAST, INVASIVE, LARGER, SMALL, asks

URACIL = told("uracile", 171.0, LAB, "Uracile plasmatique 171 ng/mL", unit="ng/mL")
PT3N1 = told("tnm", "pT3 N1a R0", PATHOLOGY)
OPERATED: Answers = {"surgery_done": True}
IN_PLACE: Answers = {"surgery_done": False}
RECURRENCE: Answers = {**OPERATED, **asks("recidive"), "psa": 0.4}
RISING = told("psa", 0.4, LAB, "PSA 0,40 ng/mL")
SAVED = told("marges", "saines", PATHOLOGY, "marges saines")
LUMPECTOMY = told("tumorectomie", None, PATHOLOGY, "tumorectomie du sein gauche")
PT1A = told("pt", "pT1a", PATHOLOGY, "pT1a")
TOTAL = told("thyroidectomie", None, PATHOLOGY, "thyroïdectomie totale")
LOW_TSH = lab("tsh_val", 0.2, 0.4, 4.0)
HORMONE = told("traitement_en_cours", "lévothyroxine 100 µg", "ordonnance", "Lévothyroxine 100 µg")
LIMITED = told("pt", "pT1b N0", PATHOLOGY)
NODES: Answers = {**LARGER, **OPERATED, "node_positive": True, "grade": 3, "age": 50}
THREE = told("ganglions", "3/12", PATHOLOGY, "3 ganglions envahis sur 12")
SPREAD = told("metastases", None, IMAGING, "métastases osseuses multiples")

Row = tuple[str, str, list[Told], Answers, list[Told], Answers]

ROWS: list[Row] = [
    (COLON, "uracilemie_haute_prevenir", [URACIL], {"uracile": 171}, [], {"uracile": 40}),
    (COLON, "uracilemie_et_rein_normal", [URACIL, told("dfg", 95, LAB, "DFG 95")], {"uracile": 171}, [], {"dfg": None}),
    (
        COLON,
        "adjuvante_sans_fluoropyrimidine",
        [URACIL, PT3N1],
        {**OPERATED, "uracile": 171, "node_positive": True},
        [],
        {"metastatic": True},
    ),
    (COLON, "ace_eleve_metastatique", [lab("ace_val", 40, None, 5)], {"metastatic": True}, [], {"metastatic": False}),
    (
        COLON,
        "colon_resection_etendue",
        [told("diagnostic", "adénocarcinome", PATHOLOGY), told("tnm", "cT4b N1", IMAGING)],
        {**IN_PLACE, "localisation": "sigmoide", "metastatic": False, "dmmr": False},
        [],
        {"tnm": None},
    ),
    (
        PROSTATE,
        "symptomes_urinaires_et_rayons",
        [told("ipss", 21, LETTER, "IPSS 21")],
        {**IN_PLACE, "radiotherapy_proposed": True},
        [told("residu_post_mictionnel", None, IMAGING, "résidu de 200 mL")],
        {},
    ),
    (PROSTATE, "hormonotherapie_seule_et_recidive", [RISING], RECURRENCE, [SPREAD], {}),
    (
        PROSTATE,
        "loge_et_marges",
        [told("marges_positives", 3, PATHOLOGY, "marges positives à la base sur 3 mm")],
        RECURRENCE,
        [told("lesion_tep_psma", None, IMAGING, "fixation iliaque")],
        {},
    ),
    (
        PROSTATE,
        "continence_recuperee",
        [told("protections", 0, LETTER, "continence : 0 protection")],
        RECURRENCE,
        [told("protections", 2, LETTER, "2 protections par jour")],
        {},
    ),
    (
        PROSTATE,
        "recidive_biologique_en_serie",
        [RISING, told("tdpsa", 7, LAB, "temps de doublement 7 mois")],
        RECURRENCE,
        [],
        {"tdpsa": None},
    ),
    (
        THYROID,
        "tsh_indosable",
        [told("tsh_val", "< 0,01", LAB, "TSH < 0,01 mUI/L", **NEGATED)],
        IN_PLACE,
        [told("traitement_en_cours", "lévothyroxine 100 µg", "ordonnance", "Lévothyroxine 100 µg")],
        {},
    ),
    (
        BREAST,
        "neuropathie_et_taxane",
        [told("neuropathie", None, LETTER, "neuropathie des pieds")],
        {"adjuvant_chemo_debated": True},
        [],
        {"neuropathie": None},
    ),
    (
        BREAST,
        "diabete_et_corticoides",
        [told("diabete", None, LETTER, "diabète de type 2")],
        {"adjuvant_chemo_debated": True},
        [],
        {"adjuvant_chemo_debated": False},
    ),
    (BREAST, "radiotherapie_sans_retard", [LUMPECTOMY, SAVED], SMALL, [], {"taille": 34}),
    (BREAST, "luminal_haut_risque_opere", [INVASIVE, THREE], NODES, [], {"grade": 2}),
    (THYROID, "iode_et_microcarcinome", [PT1A], OPERATED, [told("pt", "pT2 N1", PATHOLOGY)], {}),
    (
        THYROID,
        "iode_microcarcinome",
        [PT1A],
        OPERATED,
        [told("thyroidectomie", None, PATHOLOGY, "thyroïdectomie totale")],
        {},
    ),
    (
        THYROID,
        "tsh_et_grossesse",
        [told("projet_grossesse", None, LETTER, "projet de grossesse"), lab("tsh_val", 2.2, 0.4, 4.0)],
        OPERATED,
        [],
        {"projet_grossesse": None},
    ),
    (
        THYROID,
        "freination_a_justifier",
        [LOW_TSH, HORMONE, LIMITED, TOTAL],
        OPERATED,
        [told("extension_extrathyroidienne", None, PATHOLOGY, "extension extrathyroïdienne")],
        {},
    ),
]


@pytest.mark.parametrize(
    ("name", "sentence", "facts", "answers", "more", "otherwise"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS]
)
def test_a_wider_sentence_is_said_where_it_holds(
    name: str,
    sentence: str,
    facts: list[Told],
    answers: Answers,
    more: list[Told],
    otherwise: Answers,
    pathways: dict[str, Pathway],
) -> None:
    tell_apart(pathways[name], sentence, facts, answers, more, otherwise)


@pytest.mark.parametrize(
    ("status", "sentence"), [("unreadable", "scanner_illisible"), ("missing", "scanner_absent"), ("met", "")]
)
def test_no_metastasis_is_told_absent_without_a_scan(status: str, sentence: str, pathways: dict[str, Pathway]) -> None:
    said = sentences(pathways[COLON], [PT3N1], {**OPERATED, "node_positive": True}, {"scanner_tap": status})
    assert {"scanner_illisible", "scanner_absent"} & set(said) == ({sentence} if sentence else set())
    assert ("stade_trois_sous_reserve" in said) is bool(sentence)


LONG = "Metformine 850 mg : 1 matin et soir + Ramipril 5 mg : 1 le matin + Atorvastatine 20 mg : 1 le soir + "


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LONG + "Paroxétine 20 mg : 1 le matin + Zopiclone 7,5 mg : 1 au coucher + Macrogol : 1 sachet", True),
        (LONG + "Paroxétine 20 mg : arrêtée en mars + Zopiclone 7,5 mg : 1 au coucher + Macrogol", False),
        ("allergie à la paroxétine", False),
    ],
)
def test_an_antidepressant_is_found_in_a_long_order(words: str, said: bool, pathways: dict[str, Pathway]) -> None:
    drug = told("traitement_en_cours", "paroxétine 20 mg", "ordonnance", words)
    found = sentences(pathways[BREAST], [drug], {**SMALL})
    assert ("tamoxifene_et_antidepresseur" in found) is said


def test_a_series_of_dosages_is_not_a_single_one(pathways: dict[str, Pathway]) -> None:
    single = sentences(pathways[PROSTATE], [RISING], RECURRENCE)
    assert "psa_redetectable" in single
    again = told("psa_rappele", 0.2, LAB, "PSA 0,20")
    assert "psa_redetectable" not in sentences(pathways[PROSTATE], [RISING, again], RECURRENCE)


def test_an_armpit_in_plain_words_asks_for_a_sample(pathways: dict[str, Pathway]) -> None:
    node = told("adenopathie", None, IMAGING, "Aisselle gauche : adénopathie suspecte de 12 mm")
    assert "adenopathie_a_prouver" in sentences(pathways[BREAST], [INVASIVE, node], IN_PLACE)
    clear = told("adenopathie", None, IMAGING, "pas d'adénopathie axillaire", **NEGATED)
    said = sentences(pathways[BREAST], [INVASIVE, clear], {**IN_PLACE, "inflammatory": False})
    assert "ganglion sentinelle justifié" in said["aisselle_libre"]
