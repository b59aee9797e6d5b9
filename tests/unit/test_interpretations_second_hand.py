"""Sentences that a second hand's dossiers showed wrong: said of what they mean, and not of what only looks like it."""

from typing import Any

import pytest

from engine.domain.pathway import Pathway
from engine.domain.wording import any_match, fold
from engine.steps.known import known_values
from engine.steps.options import weigh
from tests.unit.test_interpretations_b import LABORATORY, LETTER, SPINE, Case, read, said

COLON, ENDO = "cancer-colon-rectum", "endometriose"
KNEE, HIP, THYROID, ARTHRITIS = "gonarthrose", "coxarthrose", "cancer-thyroide-nodule", "polyarthrite-rhumatoide"
PLANNED = {"surgery_proposed": True}
COBB = read("cobb_principal", "angle de Cobb 33°", 33, unit="°")
GROWN = read("diagnostic", "scoliose thoracique de 33°, +7° en sept mois", "scoliose idiopathique")
LAX = read("hyperlaxite", "Hyperlaxité diffuse et arachnodactylie", kind=LETTER)
SUPPLE = read("hyperlaxite", "Hyperlaxité : Beighton 3/9", kind=LETTER)
HERS = read("menarche", "Réglée depuis mars 2026 selon la mère", "réglée", LETTER, bearer="family")
MOTHERS = read("menarche", "mère réglée à 12 ans", "réglée", LETTER, bearer="family")
THINNER = read("perte_poids", "perte de 8 kg en trois mois", kind=LETTER)
WANTED = read("perte_poids", "La perte de poids demandée n'est pas obtenue", kind=LETTER)
DIABETES = read("diabete", "diabète de type 2", kind=LETTER)
HBA1C, GOOD = (read("hba1c", f"HbA1c {n} %", n, LABORATORY, unit="%", high=6) for n in (8.4, 5.7))
VOICE = read("metier_de_la_voix", "chanteuse de chœur", kind=LETTER)
KL4 = read("kl", "Kellgren-Lawrence 4", 4)
LAX_LCA = read("croise", "LCA incompétent au tiroir", "rompu", LETTER)
FLEXED = read("flessum", "Flexion 95°, flessum 10°", kind=LETTER)
BETHESDA = read("bethesda", "Bethesda IV", 4, LETTER, side="gauche")
NODULES = tuple(
    read("taille", f"lobe {side} : nodule de {n} mm", n, unit="mm", side=side)
    for side, n in (("droite", 6), ("gauche", 31))
)
ASPIRIN = read("stent", "deux stents", kind=LETTER)
SMOKES = read("tabac", "tabac 20 cigarettes par jour, toujours actif", 20, LETTER)
STOPPED = read("tabac", "Tabac sevré", kind=LETTER)
WISH, NO_WISH = (
    read("projet_grossesse", quote, kind=LETTER)
    for quote in ("Elle souhaite une grossesse d'ici un an", "ne souhaite pas de grossesse")
)
HORMONE = read("traitements_essayes", "prend du diénogest 2 mg en continu", "diénogest", LETTER)
PAINFUL, EASED = (read("eva_douleur", f"EVA à {n}", n, LETTER) for n in (7, 2))
WARFARIN = read("traitement_en_cours", "COUMADINE 5 mg : 1 comprimé par jour", "warfarine 5 mg", "ordonnance")
NONE_SAID, NONE_WRITTEN = (
    read("anticoagulant", "Pas d'anticoagulant", kind=kind, polarity="negated") for kind in ("fiche_rcp", LETTER)
)

CASES = [
    Case(
        COLON,
        "commun_rcp_sans_anticoagulant",
        "note « Pas d'anticoagulant » alors que",
        (WARFARIN, NONE_SAID),
        differs={"facts": (WARFARIN, NONE_WRITTEN)},
    ),
    Case(
        ENDO,
        "projet_a_clarifier",
        "non au questionnaire",
        (WISH,),
        {"fertility_wish": False},
        {},
        {"facts": (NO_WISH,)},
    ),
    Case(
        ENDO,
        "deuxieme_ligne",
        "deuxième intention",
        (HORMONE, PAINFUL),
        {"fertility_wish": False},
        differs={"facts": (HORMONE, EASED)},
    ),
    Case(SPINE, "une_seule_mesure", "un seul angle", (COBB,), differs={"facts": (COBB, GROWN)}),
    Case(SPINE, "marfan_ou_hyperlaxite", "arachnodactylie", (LAX,), differs={"facts": (SUPPLE,)}),
    Case(SPINE, "puberte_familiale", "de la famille", (MOTHERS,), differs={"facts": (HERS,)}),
    Case(HIP, "amaigrissement_a_expliquer", "8 kg", (THINNER,), differs={"facts": (WANTED,)}),
    Case(
        *(HIP, "commun_hba1c_haute", "à équilibrer", (HBA1C, DIABETES), PLANNED),
        differs={"facts": (GOOD, DIABETES)},
    ),
    Case(
        THYROID,
        "metier_de_la_voix_et_laryngoscopie_faite",
        "déjà au dossier",
        (VOICE,),
        PLANNED,
        {"laryngo": "met"},
        {"pieces": {"laryngo": "missing"}},
    ),
    Case(
        KNEE,
        "croise_rompu_contre_puc",
        "(« LCA incompétent au tiroir ») ; « Flexion 95°, flessum 10° » :",
        (KL4, LAX_LCA, FLEXED),
        {"prosthesis_painful": False},
        differs={"facts": (KL4, FLEXED)},
    ),
    Case(
        ARTHRITIS,
        "avis_cardiologue",
        "toujours actif",
        (ASPIRIN, STOPPED, SMOKES),
        {"biologic_or_jak_proposed": True},
        {"facteurs_cv": "missing"},
        differs={"pieces": {"facteurs_cv": "met"}},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_situation_has_its_sentence_and_its_neighbour_has_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


def test_a_finding_of_one_side_is_not_told_with_a_figure_of_the_other(pathways: dict[str, Pathway]) -> None:
    told = said(Case(THYROID, "bethesda_quatre", "", (*NODULES, BETHESDA)), pathways[THYROID])["bethesda_quatre"]
    assert "31 mm" in told
    told = said(Case(THYROID, "bethesda_quatre", "", (NODULES[0], BETHESDA)), pathways[THYROID])["bethesda_quatre"]
    assert "mm" not in told


def test_a_partial_prosthesis_is_refused_for_the_ligament_first(pathways: dict[str, Pathway]) -> None:
    facts = (KL4, LAX_LCA, read("imc", "IMC 30", 30, LETTER))
    kinds = {f.source.document: f.source.document for f in facts}
    answers: dict[str, Any] = {"age": 70}
    weighed = weigh(pathways[KNEE], known_values(answers, facts, pathways[KNEE], kinds))
    partial = next(w for w in weighed if w.option.id == "puc")
    assert partial.discouraged
    assert next(r.statement.id for r in partial.rules if r.truth and not r.supports) == "puc_s2"


@pytest.mark.parametrize(
    ("words", "current"),
    [
        ("Apixaban 5 mg matin et soir", True),
        ("Relais de l'antivitamine K par héparine fait par le cardiologue", False),
        ("Essayé depuis 2023 : paracétamol, naproxène", False),
    ],
)
def test_a_drug_of_the_past_is_not_a_current_one(words: str, current: bool, pathways: dict[str, Pathway]) -> None:
    one = next(s for s in pathways[HIP].sentences if s.id == "commun_ains_et_antithrombotique")
    assert (any_match(one.facts["i"].any_of, fold(words)) is not None) is current
