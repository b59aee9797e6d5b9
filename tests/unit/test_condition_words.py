"""Conditions as French sentences, as a scientific council reads them."""

import pytest

from engine.domain.condition_words import told
from engine.domain.conditions import BadExpression
from engine.domain.pathway import Pathway
from engine.pathways import expressions_of

SURGERY = "Opération proposée"
SAID = [
    ("endometriose", "always", "Toujours"),
    ("endometriose", "surgery_proposed == true", f"{SURGERY} : oui"),
    ("endometriose", "surgery_proposed", f"{SURGERY} : oui"),
    ("endometriose", "surgery_proposed == false", f"{SURGERY} : non"),
    ("endometriose", "surgery_proposed != true", f"{SURGERY} : autre que oui"),
    ("endometriose", "not surgery_proposed", f"il n'est pas vrai que {SURGERY} : oui"),
    ("endometriose", "age < 43", "Âge : moins de 43 ans"),
    ("endometriose", "43 > age", "Âge : moins de 43 ans"),
    ("endometriose", "18 <= age", "Âge : au moins 18 ans"),
    ("endometriose", "rasrm in ['I', 'II']", "Stade rASRM : « Stade I » ou « Stade II »"),
    ("endometriose", "eva_douleur >= 1", "EVA dysménorrhée / dyspareunie / douleurs chroniques : au moins 1/10"),
    (
        "endometriose",
        "surgery_proposed and (age < 43 or age > 50)",
        f"{SURGERY} : oui et (Âge : moins de 43 ans ou Âge : plus de 50 ans)",
    ),
    (
        "endometriose",
        "question_type == 'confirmation_diagnostic'",
        "Question du patient : « Mon IRM est-elle bien interprétée ? Ai-je vraiment une endométriose ? »",
    ),
    ("gonarthrose", "hka <= 177.5", "Angle HKA : au plus 177,5 degrés"),
    ("cancer-prostate", "isup >= 3", "Grade ISUP : au moins 3"),
    (
        "cancer-prostate",
        "risk_group == 'haut'",
        "Groupe de risque au diagnostic : « Haut (élevé) »",
    ),
    (
        "cancer-prostate",
        "question_type == 'confirmation_diagnostic'",
        "Question du patient : « le diagnostic est-il sûr ? »",
    ),
    ("cancer-sein", "male == true", "« Le patient est-il un homme ? » : oui"),
    ("infertilite-couple", "age_femme >= 43", "Âge de la femme : au moins 43 ans"),
    ("cancer-prostate", "jamais_vu == 2", "jamais_vu : 2"),
]


@pytest.mark.parametrize(("pathway", "expression", "said"), SAID)
def test_a_condition_in_french(pathways: dict[str, Pathway], pathway: str, expression: str, said: str) -> None:
    assert told(expression, pathways[pathway]) == said


@pytest.mark.parametrize("expression", ["age ==", "age + 1", "1 == 2", "age < 1 < 2", "f(age)", "age in kl"])
def test_what_cannot_be_told_is_refused(pathways: dict[str, Pathway], expression: str) -> None:
    with pytest.raises(BadExpression):
        told(expression, pathways["gonarthrose"])


def test_every_condition_that_ships_is_told_without_a_name_of_the_program(pathways: dict[str, Pathway]) -> None:
    for pathway in pathways.values():
        for expression in expressions_of(pathway):
            said = told(expression, pathway)
            assert "_" not in said, (pathway.id, expression, said)
            assert "==" not in said
