"""In the situations that patients ask about, what comes first is acceptable and what is wrong never stands."""

from collections.abc import Collection, Mapping

import pytest

from engine.domain.conditions import Value, judge
from engine.domain.pathway import Pathway
from engine.domain.wording import fold, pattern
from engine.steps.known import Known, known_values
from engine.steps.options import preferred, weigh
from tests.builders import a_fact
from tests.unit.situations_arthritis import ARTHRITIS_SITUATIONS
from tests.unit.situations_bones import DISC_SITUATIONS, HIP_SITUATIONS, KNEE_SITUATIONS
from tests.unit.situations_breast_prostate import BREAST_SITUATIONS, PROSTATE_IN_PLACE, PROSTATE_SITUATIONS
from tests.unit.situations_colon_thyroid import COLON_SITUATIONS, THYROID_SITUATIONS
from tests.unit.situations_gynaecology import ENDOMETRIOSIS_SITUATIONS, FIBROID_SITUATIONS, INFERTILITY_SITUATIONS

BREAST, PROSTATE, COLON = "cancer-sein", "cancer-prostate", "cancer-colon-rectum"
THYROID, ARTHRITIS = "cancer-thyroide-nodule", "polyarthrite-rhumatoide"

SITUATIONS = [
    pytest.param(pathway, asked, values, first, wrong, id=f"{pathway}: {told}")
    for pathway, situations in (
        (BREAST, BREAST_SITUATIONS),
        (PROSTATE, PROSTATE_SITUATIONS),
        (COLON, COLON_SITUATIONS),
        (THYROID, THYROID_SITUATIONS),
        (ARTHRITIS, ARTHRITIS_SITUATIONS),
        ("endometriose", ENDOMETRIOSIS_SITUATIONS),
        ("fibromes-uterins", FIBROID_SITUATIONS),
        ("infertilite-couple", INFERTILITY_SITUATIONS),
        ("gonarthrose", KNEE_SITUATIONS),
        ("coxarthrose", HIP_SITUATIONS),
        ("hernie-discale-lombaire", DISC_SITUATIONS),
    )
    for told, asked, values, first, wrong in situations
]


def asked_of(pathway: Pathway, values: Mapping[str, Value], asked: str) -> dict[str, Value | None]:
    """The values as a dossier gives them: with the question's id and type."""
    types = {q.type for q in pathway.patient_questions if q.id == asked}
    assert types, f"{pathway.id} has no question {asked}"
    return {**values, "question_type": frozenset({asked, *types})}


@pytest.mark.parametrize(("name", "asked", "values", "first", "wrong"), SITUATIONS)
def test_what_comes_first_is_acceptable_and_what_is_wrong_does_not_stand(
    name: str,
    asked: str,
    values: dict[str, Value],
    first: Collection[str | None],
    wrong: set[str],
    pathways: dict[str, Pathway],
) -> None:
    pathway = pathways[name]
    assert wrong | {f for f in first if f} <= {o.id for o in pathway.options}
    weighed = weigh(pathway, known_values(asked_of(pathway, values, asked), (), pathway, {}))
    best = preferred(weighed)
    assert (best.option.id if best else None) in first
    assert {w.option.id for w in weighed if w.supported and not w.discouraged} & wrong == set()


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({"risk_group": "intermediaire_favorable", "isup": 2}, {"surveillance_active", "prostatectomie"}),
        ({"risk_group": "intermediaire_defavorable", "isup": 3}, {"prostatectomie", "radiotherapie"}),
        ({"risk_group": "haut", "isup": 4}, {"prostatectomie", "radiotherapie"}),
    ],
)
def test_options_that_stand_equal_are_both_kept(
    values: dict[str, Value], standing: set[str], pathways: dict[str, Pathway]
) -> None:
    given = asked_of(pathways[PROSTATE], {**PROSTATE_IN_PLACE, **values}, "operer_ou_non")
    weighed = weigh(pathways[PROSTATE], Known(values=given, facts={}))
    assert {w.option.id for w in weighed if w.supported and not w.discouraged} == standing


@pytest.mark.parametrize("name", [BREAST, PROSTATE, COLON, THYROID, ARTHRITIS])
def test_what_the_first_opinion_proposes_makes_no_operation_preferred(name: str, pathways: dict[str, Pathway]) -> None:
    for option in (o for o in pathways[name].options if o.surgical):
        for rule in option.supports_if:
            assert judge(rule.expr, {"surgery_proposed": True}) is None, (option.id, rule.expr)


STATED = [
    (BREAST, "tnm", "pT1c N0(sn)", {"surgery_done": True, "node_positive": False, "neoadjuvant": False}),
    (BREAST, "tnm", "pT2 N1a", {"surgery_done": True, "node_positive": True}),
    (BREAST, "tnm", "pT1c N1(mi)", {"surgery_done": True, "node_positive": None}),
    (BREAST, "tnm", "ypT1 N0", {"surgery_done": True, "node_positive": None, "neoadjuvant": True}),
    (BREAST, "tnm", "cT2 N1", {"surgery_done": None, "node_positive": None, "stage_clinical": "T2"}),
    (BREAST, "tnm", "cT4d N1", {"inflammatory": True, "stage_clinical": "T4"}),
    (BREAST, "marges", "saines", {"surgery_done": True}),
    (BREAST, "ganglions", "5/14", {"envahis": 4, "node_positive": True}),
    (BREAST, "ganglions", "12 N+/15", {"envahis": 4, "node_positive": True}),
    (BREAST, "ganglions", "2/3", {"envahis": 2, "node_positive": True}),
    (BREAST, "ganglions", "0/2", {"envahis": 0, "node_positive": False}),
    (BREAST, "re", 95, {"rh_positive": True}),
    (BREAST, "rp", 5, {"rh_positive": None}),
    (BREAST, "re", 0, {"rh_positive": None}),
    (BREAST, "triple_negatif", "oui", {"rh_positive": False}),
    (PROSTATE, "pt", "pT3a N0 R1", {"surgery_done": True}),
    (PROSTATE, "ct", "cT3a N0 M0", {"surgery_done": None, "metastatic": False}),
    (PROSTATE, "ct", "cT3b N1 M1b", {"metastatic": True}),
    (PROSTATE, "ct", "cT1c", {"metastatic": None}),
    (COLON, "tnm", "pT3 N0 M0", {"surgery_done": True, "stade": "II", "T": 3, "N": 0, "metastatic": False}),
    (COLON, "tnm", "pT4a N2b", {"stade": "III", "T": 4, "N": 2, "metastatic": None}),
    (COLON, "tnm", "pT2 N0", {"stade": "I", "T": 2}),
    (COLON, "tnm", "pT1 N0", {"surgery_done": None, "stade": "I"}),
    (COLON, "tnm", "cT3 N1", {"surgery_done": None, "stade": None, "clinical_t": "T3", "T": 3, "N": None}),
    (COLON, "ganglions", "3/18", {"node_positive": True}),
    (COLON, "ganglions", "0/19", {"node_positive": False}),
    (COLON, "tnm", "mrT2 N0", {"clinical_t": "T2", "T": 2}),
    (COLON, "tnm", "ypT2 N0", {"surgery_done": True, "stade": None, "clinical_t": None}),
    (THYROID, "pt", "pT1a N0", {"surgery_done": True, "microcarcinome": True}),
    (THYROID, "pt", "pT1a(m)", {"surgery_done": True, "microcarcinome": None}),
    (THYROID, "pt", "mpT1a", {"surgery_done": True, "microcarcinome": None}),
    (THYROID, "pt", "pT1a N1a", {"microcarcinome": None}),
    (THYROID, "pt", "pT2 N0", {"surgery_done": True, "microcarcinome": False}),
]


@pytest.mark.parametrize(("name", "key", "value", "told"), STATED)
def test_documents_tell_what_the_questionnaire_leaves_open(
    name: str, key: str, value: str | float, told: dict[str, Value | None], pathways: dict[str, Pathway]
) -> None:
    known = known_values({}, (a_fact(key=key, value=value, side=None),), pathways[name], {"d1": "anatomopathologie"})
    assert {variable: known.values.get(variable) for variable in told} == told


NAMED = [
    (PROSTATE, "radio-hormonothérapie de 6 mois", {"radiotherapie"}),
    (PROSTATE, "radiothérapie et hormonothérapie courte", {"radiotherapie"}),
    (PROSTATE, "une hormonothérapie seule", {"hormonotherapie_seule"}),
    (PROSTATE, "une irradiation de la loge", {"rattrapage"}),
    (COLON, "immunothérapie néoadjuvante", {"immunotherapie_neoadjuvante_dmmr"}),
    (COLON, "pembrolizumab en première ligne métastatique", {"traitement_systemique_metastatique"}),
    (COLON, "un traitement néoadjuvant total", {"rectum_neoadjuvant"}),
    (THYROID, "une hémithyroïdectomie droite", {"lobectomie"}),
    (THYROID, "une thyroïdectomie totale", {"thyroidectomie_totale"}),
    (ARTHRITIS, "ajouter un anti-TNF, activité persistante sous méthotrexate", {"biotherapie_ou_jak"}),
    (ARTHRITIS, "méthotrexate 15 mg par semaine, acide folique", {"mtx_premiere_ligne"}),
    (ARTHRITIS, "décroissance de la prednisone", {"corticoides"}),
]


@pytest.mark.parametrize(("name", "said", "options"), NAMED)
def test_the_words_of_an_option_catch_no_other_act(
    name: str, said: str, options: set[str], pathways: dict[str, Pathway]
) -> None:
    folded = fold(said)
    assert {o.id for o in pathways[name].options if any(pattern(e).search(folded) for e in o.named_by)} == options
