"""What the knee, hip, disc and scoliosis pathways say of a dossier, and of the nearest one where they must not."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest

from engine.domain.completeness import Status
from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from engine.domain.pathway import Pathway
from engine.steps.days import Days
from engine.steps.interpret import interpret
from engine.steps.known import known_values
from engine.steps.options import preferred, weigh
from tests.builders import a_completeness, a_fact, a_page, a_source, an_item

IMAGING, LETTER, LABORATORY, PRESCRIPTION = "compte_rendu_imagerie", "courrier", "biologie", "ordonnance"
KNEE, HIP, DISC, SPINE = "gonarthrose", "coxarthrose", "hernie-discale-lombaire", "scoliose-adolescent"
BEFORE = date(2025, 5, 4)
RECEIVED = date(2026, 4, 2)


def read(key: str, quote: str, value: float | str | None = None, kind: str = IMAGING, **over: Any) -> Fact:
    """A fact whose document is called by its kind; `high` is the upper limit that the laboratory printed."""
    high = over.pop("high", None)
    if high is not None:
        over["reference"] = Reference(low=None, high=high, quote="réf.", start=0, end=4)
    source = a_source(a_page(quote, filename=f"{kind}.pdf"), quote, document=kind)
    return a_fact(f"{key}.{quote}", key=key, value=value, source=source, **{"side": None, **over})


class Case(NamedTuple):
    """A sentence with what makes it true, and all that differs where it must not be said."""

    pathway: str
    sentence: str
    text: str
    facts: tuple[Fact, ...] = ()
    answers: Mapping[str, Value] = {}
    pieces: Mapping[str, Status] = {}
    differs: Mapping[str, Any] = {}
    age: int = 58


KL2, KL4 = read("kl", "Kellgren et Lawrence 2", 2), read("kl", "Kellgren et Lawrence 4", 4)
HKA = read("hka", "HKA 178°", 178, unit="°")
NORMAL_AXIS = read("diagnostic", "membres normo-axés (HKA 178°)", "gonarthrose")
BROKEN = read("fracture_sous_chondrale", "Aspect compatible avec une fracture sous-chondrale", polarity="hypothetical")
NOT_RULED_OUT = read(
    "fracture_sous_chondrale", "ne permet pas d'éliminer une fracture sous-chondrale", polarity="hypothetical"
)
ALLERGY = read("allergie", "allergie à l'ibuprofène", "ibuprofène", PRESCRIPTION)
APIXABAN = read("traitement_en_cours", "apixaban 5 mg matin et soir", "apixaban 5 mg", PRESCRIPTION)
CRP_HIGH = read("crp", "CRP 19 mg/L", 19, LABORATORY, unit="mg/L", high=5)
CRP_LOW = read("crp", "CRP 2 mg/L", 2, LABORATORY, unit="mg/L", high=5)
DESTROYED = read(
    "diagnostic", "évocatrice de coxarthrose destructrice", "coxarthrose destructrice rapide", polarity="hypothetical"
)
GAP = read("interligne", "interligne 0,7 mm", 0.7, unit="mm")
GAP_BEFORE = read("interligne_rappele", "interligne 3,0 mm", 3.0, unit="mm", dated=BEFORE)
TONNIS1, TONNIS3 = read("tonnis", "Tönnis 1", 1), read("tonnis", "Tönnis 3", 3)
VCE = read("vce", "VCE 14°", 14, unit="°")
HERNIA = read("niveau", "L4-L5 : hernie discale", "L4-L5")
WEAK = read("force", "releveurs 4/5", 4, LETTER, unit="/5")
WEAKER = read("force", "releveurs 2/5", 2, LETTER, unit="/5")
NO_SPHINCTER = read("sphincters", "pas de trouble sphinctérien", "non", LETTER, polarity="negated")
MODIC = read("modic", "Modic 1", 1)
SLIP = read("spondylolisthesis", "spondylolisthésis L5-S1")
COBB28, COBB54 = (read("cobb_principal", f"angle de Cobb {n}°", n, unit="°") for n in (28, 54))
COBB21 = read("cobb_serie", "21°", "21", unit="°", dated=BEFORE)
COBB26 = read("cobb_serie", "26°", "26", unit="°", dated=BEFORE)
RISSER1, RISSER5 = read("risser", "Risser 1", 1), read("risser", "Risser 5", 5)
NOT_YET = read("menarche", "n'est pas réglée", "non réglée", LETTER, polarity="negated")
QUIET = {"neuro_signs": False, "pain_major": False, "left_thoracic": False}

CASES = [
    Case(
        *(KNEE, "arthrose_minime_normo_axee", "membre normo-axé : Kellgren-Lawrence 2, angle HKA 178°"),
        (KL2, HKA, NORMAL_AXIS),
        differs={"facts": (KL4, HKA, NORMAL_AXIS)},
    ),
    Case(
        *(KNEE, "prothese_discordance", "Prothèse totale de genou déconseillée à ce stade", (KL2,)),
        {"surgery_proposed": True},
        differs={"facts": (KL4,)},
    ),
    Case(
        *(KNEE, "fracture_sous_chondrale_probable", "probable et non certaine", (BROKEN,)),
        differs={"facts": (NOT_RULED_OUT,)},
    ),
    Case(
        *(KNEE, "fracture_sous_chondrale_non_eliminee", "à confronter à l'IRM", (NOT_RULED_OUT,)),
        differs={"facts": (NOT_RULED_OUT, BROKEN)},
    ),
    Case(
        *(KNEE, "fracture_conduite", "antalgiques sans AINS (allergie ou contre-indication notée : ibuprofène)"),
        (BROKEN, ALLERGY),
        differs={"facts": (ALLERGY,)},
    ),
    Case(
        *(KNEE, "commun_allergie_ains", "« allergie à l'ibuprofène »", (ALLERGY,)),
        differs={"facts": (read("allergie", "allergie à la pénicilline", "pénicilline", PRESCRIPTION),)},
    ),
    Case(
        *(KNEE, "echec_medical_non_documente", "n'est pas établi", ()),
        {"surgery_proposed": True, "prosthesis_painful": False},
        {"essais_conservateurs": "missing"},
        differs={"facts": (read("kinesitherapie", "20 séances de kinésithérapie", kind=LETTER),)},
    ),
    Case(
        *(KNEE, "prothese_crp_haute", "sans antibiotique avant les prélèvements", (CRP_HIGH,)),
        {"prosthesis_painful": True},
        differs={"facts": (CRP_LOW,)},
    ),
    Case(
        *(KNEE, "prothese_familiale", "antécédent de la famille, pas du patient"),
        (read("prothese", "mère : prothèses de genou", kind=LETTER, bearer="family"),),
        differs={"facts": (read("prothese", "prothèse de genou en 2019", kind=LETTER),)},
    ),
    Case(
        *(HIP, "destruction_rapide_evoquee", "interligne passé de 3,0 mm, le 04/05/2025, à 0,7 mm"),
        (DESTROYED, GAP, GAP_BEFORE),
        differs={"facts": (GAP, GAP_BEFORE)},
    ),
    Case(
        *(HIP, "destruction_contre_infiltration", "Infiltration de corticoïde déconseillée", (DESTROYED,)),
        differs={"facts": (DESTROYED.model_copy(update={"polarity": "negated"}),)},
    ),
    Case(
        *(HIP, "infection_a_eliminer_crp", "CRP 19 mg/L le 12/01/2026", (CRP_HIGH, DESTROYED)),
        {"prosthesis_painful": False},
        differs={"facts": (CRP_HIGH, DESTROYED, read("ponction", "ponction de hanche stérile", kind=LETTER))},
    ),
    Case(
        *(HIP, "coxarthrose_evoluee_tonnis", "Tönnis 3, interligne 0,7 mm", (TONNIS3, GAP)),
        differs={"facts": (TONNIS1, GAP)},
    ),
    Case(
        *(HIP, "dysplasie_peu_arthrosique", "ostéotomie péri-acétabulaire à discuter", (VCE, TONNIS1)),
        differs={"facts": (VCE, TONNIS3)},
        age=27,
    ),
    Case(
        *(HIP, "grand_age", "À 84 ans"),
        answers={"surgery_proposed": True, "prosthesis_painful": False},
        age=84,
        differs={"age": 79},
    ),
    Case(
        *(HIP, "infiltration_avant_prothese", "risque septique accru avant une prothèse"),
        (read("infiltrations", "infiltration en mars", kind=LETTER),),
        {"surgery_proposed": True, "prosthesis_painful": False},
        differs={"facts": (read("infiltrations", "pas d'infiltration", kind=LETTER, polarity="negated"),)},
    ),
    Case(
        *(DISC, "imagerie_anterieure_trop_ancienne", "lisible, du 12/01/2026, est trop ancienne", (HERNIA,)),
        pieces={"irm_lombaire_cr": "outdated"},
        differs={"pieces": {"irm_lombaire_cr": "met"}},
    ),
    Case(
        *(DISC, "deficit_moteur_modere", "coté 4/5 à l'examen du 12/01/2026, sans trouble sphinctérien"),
        (WEAK, NO_SPHINCTER),
        differs={"facts": (WEAKER, NO_SPHINCTER)},
    ),
    Case(*(DISC, "deficit_moteur_severe", "avis chirurgical en urgence", (WEAKER,)), differs={"facts": (WEAK,)}),
    Case(
        *(DISC, "anticoagulant_et_geste", "ni infiltration épidurale ni opération sans décision écrite", (APIXABAN,)),
        differs={"facts": (APIXABAN.model_copy(update={"bearer": "family"}),)},
    ),
    Case(
        *(DISC, "evolution_spontanee", "l'opération n'est pas urgente", ()),
        {"neuro_deficit": False, "sphincters": False, "prior_spine_surgery": False, "duree": 8},
        differs={"facts": (WEAK,)},
    ),
    Case(
        *(DISC, "arthrodese_non_etayee", "ni glissement vertébral ni instabilité retrouvés", ()),
        {"fusion_proposed": True, "prior_spine_surgery": False},
        differs={"facts": (SLIP,)},
    ),
    Case(
        *(DISC, "modic_ne_suffit_pas", "Une discopathie Modic 1 ne suffit pas", (MODIC,)),
        {"fusion_proposed": True},
        differs={"answers": {"fusion_proposed": False}},
    ),
    Case(
        *(DISC, "biologie_sans_infection", "CRP 2 mg/L le 12/01/2026, dans les normes", (CRP_LOW,)),
        differs={"facts": (CRP_LOW.model_copy(update={"reference": None}),)},
    ),
    Case(
        *(SPINE, "evolution_demontree", "passé de 21° le 04/05/2025 à 28° le 12/01/2026", (COBB28, COBB21)),
        differs={"facts": (COBB28, COBB26)},
    ),
    Case(
        *(SPINE, "evolution_non_demontree", "de 26° le 04/05/2025 à 28°", (COBB28, COBB26)),
        differs={"facts": (COBB28,)},
    ),
    Case(
        *(SPINE, "une_seule_mesure", "un seul angle daté a été relevé", (COBB28,)),
        differs={"facts": (COBB28, read("diagnostic", "scoliose, sans évolution notable", "scoliose idiopathique"))},
    ),
    Case(
        *(SPINE, "fort_potentiel_de_croissance", "Risser 1, non réglée", (RISSER1, NOT_YET)),
        differs={"facts": (RISSER1, NOT_YET.model_copy(update={"bearer": "family"}))},
    ),
    Case(
        *(
            SPINE,
            "corset_indique_evolutif",
            "scoliose évolutive à 28° le 12/01/2026, Risser 1",
            (COBB28, COBB21, RISSER1),
        ),
        differs={"facts": (COBB28, COBB21, RISSER5)},
    ),
    Case(
        *(SPINE, "exercices_en_complement", "ne le remplacent pas à 28°", (COBB28, RISSER1)),
        differs={"facts": (COBB54, RISSER1)},
    ),
    Case(
        *(SPINE, "chirurgie_a_discuter", "Angle de 54°", (COBB54, RISSER1)),
        differs={"facts": (COBB28, RISSER1)},
    ),
    Case(
        *(SPINE, "aucun_signe_non_idiopathique", "ni douleur importante", ()),
        QUIET,
        {"irm_medullaire": "not_applicable"},
        differs={"answers": QUIET | {"left_thoracic": True}},
    ),
]


def said(case: Case, pathway: Pathway) -> dict[str, str]:
    kinds = {f.source.document: f.source.document for f in case.facts}
    answers = {"age": case.age, **case.answers}
    known = known_values(answers, case.facts, pathway, kinds)
    items = (an_item(name, status=status) for name, status in case.pieces.items())
    told = interpret(pathway, case.facts, known, a_completeness(*items), kinds, case.age, Days(received_on=RECEIVED))
    return {one.interpretation.id: one.text for one in told}


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_sentence_is_said_where_it_is_true_and_not_in_the_nearest_dossier(
    case: Case, pathways: dict[str, Pathway]
) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


def test_surgery_goes_before_a_brace_where_a_curve_of_fifty_degrees_progresses(pathways: dict[str, Pathway]) -> None:
    facts = (COBB54, read("cobb_serie", "47°", "47", unit="°", dated=BEFORE), RISSER1)
    known = known_values(QUIET, facts, pathways[SPINE], {IMAGING: IMAGING})
    first = preferred(weigh(pathways[SPINE], known))
    assert first is not None
    assert first.option.id == "chirurgie"
    told = said(Case(SPINE, "", "", facts, QUIET), pathways[SPINE])
    assert not any(name.startswith("corset_indique") for name in told)
