"""What thyroid, arthritis and scoliosis say of drugs, wishes, scans and operated patients, and where they must not."""

import pytest

from engine.domain.conditions import Value
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.known import known_values
from engine.steps.options import preferred, weigh
from tests.unit.test_interpretations_b import BEFORE, LABORATORY, LETTER, SPINE, Case, read, said

THYROID, ARTHRITIS, PATHOLOGY = "cancer-thyroide-nodule", "polyarthrite-rhumatoide", "anatomopathologie"
IN_PLACE, OPERATED = {"surgery_done": False}, {"surgery_done": True}
BETHESDA2, BETHESDA4 = (read("bethesda", f"Bethesda {n}", n, PATHOLOGY) for n in (2, 4))
BETHESDA3 = read("bethesda", "Bethesda III", 3, PATHOLOGY)
AGAIN = read("bethesda", "Bethesda III à deux reprises", 3, PATHOLOGY)
NO_TROUBLE = read("gene", "pas de gêne à avaler", "absente", LETTER, polarity="negated")
TROUBLE = read("gene", "gêne à avaler", "présente", LETTER)
HOT, COLD = read("nodule_autonome", "nodule hyperfixant"), read("nodule_froid", "nodule droit hypofixant")
TSH_LOW = read("tsh_val", "TSH 0,25", 0.25, LABORATORY, flag="B")
CHILD = read("projet_grossesse", "projet de grossesse", kind=LETTER)
LOBE = read("thyroidectomie", "lobectomie gauche", kind=LETTER)
WHOLE = read("thyroidectomie", "thyroïdectomie totale", kind=LETTER)
PT1B, PT1BN1 = read("pt", "pT1b N0", "pT1b N0", PATHOLOGY), read("pt", "pT1b N1a", "pT1b N1a", PATHOLOGY)
EMBOLI = read("histologie_agressive", "emboles vasculaires", kind=PATHOLOGY)
NO_ANTIBODY = read("anti_tg", "anticorps anti-thyroglobuline négatifs", kind=LABORATORY).model_copy(
    update={"polarity": "negated"}
)
TG_NIL, TG = read("tg_val", "Tg < 0,1", "< 0,1", LABORATORY), read("tg_val", "Tg 4,2 ng/mL", 4.2, LABORATORY)
MTC, SLIGHT = (read("ct_val", f"calcitonine {n}", n, LABORATORY, high=10, unit="pg/mL") for n in (186, 14))

MTX20 = read("mtx_dose", "méthotrexate 20 mg par semaine", 20, LETTER, unit="mg")
ACTIVE, LOW, QUIET = (read("das28", f"DAS28 {n}", n, LETTER) for n in (4.4, 2.9, 2.1))
CRP_LOW = read("crp", "CRP 3 mg/L", 3, LABORATORY, high=5)
CRP_HIGH = read("crp", "CRP 19 mg/L", 19, LABORATORY, high=5)
CCP = read("ccp", "anti-CCP 156", 156, LABORATORY, high=7)
NO_CCP = read("ccp", "anti-CCP négatifs", "négatif", LABORATORY, polarity="negated")
ERODED, WHOLE_BONE = (
    read("erosions", quote, value, polarity=polarity)
    for quote, value, polarity in (("érosion", "présentes", "affirmed"), ("pas d'érosion", "absentes", "negated"))
)
SYNOVITIS = read("synovite", "synovite Doppler")
NO_SYNOVITIS = read("synovite", "pas de synovite", polarity="negated")
ADALIMUMAB, ETANERCEPT = (read("medicament", f"{n} arrêté", n, LETTER) for n in ("adalimumab", "étanercept"))
PREDNISONE6, PREDNISONE3 = (read("cortico_dose", f"prednisone {n} mg", n, LETTER, unit="mg/j") for n in (6, 3))
LEUCOCYTES = read("leucocytes", "Leucocytes 2,1", 2.1, LABORATORY, flag="B")
CHOICE: dict[str, Value] = {"question_type": frozenset({"choix_traitement"}), "respiratory_symptoms": False}
PLANNED = {"biologic_or_jak_proposed": True}

COBB = {n: read("cobb_principal", f"angle de Cobb {n}°", n, unit="°") for n in (12, 22, 27, 34, 46, 62)}
COBB_BEFORE = read("cobb_serie", "20°", "20", unit="°", dated=BEFORE)
COBB_SAME = read("cobb_serie", "33°", "33", unit="°", dated=BEFORE)
RISSER = {n: read("risser", f"Risser {n}", n) for n in (1, 2, 4, 5)}
WORN = read("corset_heures", "capteur : 8 heures par jour", 8, LETTER, unit="heures par jour")
WELL_WORN = read("corset_heures", "capteur : 18 heures par jour", 18, LETTER, unit="heures par jour")
CVF48, CVF88 = (read("cvf", f"CVF {n} %", n, unit="%") for n in (48, 88))
SYRINX = read("cause_possible", "syringomyélie C5-T2", "évoquée")
NO_SYRINX = read("cause_possible", "pas de syringomyélie", "non retrouvée", polarity="negated")

CASES = [
    Case(
        THYROID,
        "benin_sans_gene",
        "ni chirurgie ni thermoablation",
        (BETHESDA2, NO_TROUBLE),
        IN_PLACE,
        differs={"facts": (BETHESDA2, TROUBLE)},
    ),
    Case(THYROID, "bethesda_trois_deux_fois", "chirurgie à discuter", (AGAIN,), differs={"facts": (BETHESDA3,)}),
    Case(
        THYROID,
        "totale_non_imposee",
        "pas d'argument pour une thyroïdectomie totale d'emblée",
        (BETHESDA4,),
        {**IN_PLACE, "surgery_proposed": True},
        differs={"facts": (BETHESDA2,)},
    ),
    Case(THYROID, "nodule_autonome_confirme", "ponction non recommandée", (HOT,), IN_PLACE, differs={"facts": (COLD,)}),
    Case(THYROID, "tsh_basse", "scintigraphie", (TSH_LOW,), differs={"facts": (TSH_LOW, HOT)}),
    Case(
        THYROID,
        "tsh_infraclinique",
        "infraclinique",
        (TSH_LOW,),
        IN_PLACE,
        differs={"facts": (TSH_LOW, read("t3l", "T3 libre 8", 8, LABORATORY, flag="H"))},
    ),
    Case(
        THYROID,
        "grossesse_et_nodule_toxique",
        "iode radioactif contre-indiqué",
        (CHILD, TSH_LOW),
        IN_PLACE,
        differs={"facts": (CHILD,)},
    ),
    Case(THYROID, "grossesse_et_iode", "au moins 6 mois", (CHILD,), OPERATED, differs={"facts": ()}),
    Case(THYROID, "calcitonine_haute", "carcinome médullaire très probable", (MTC,), differs={"facts": (SLIGHT,)}),
    Case(
        THYROID,
        "limitee_apres_lobectomie",
        "ni totalisation ni iode",
        (PT1B, LOBE),
        OPERATED,
        differs={"facts": (PT1BN1, LOBE)},
    ),
    Case(
        THYROID,
        "limitee_apres_lobectomie",
        "si le faible risque",
        (PT1B, LOBE),
        OPERATED,
        differs={"facts": (PT1B, LOBE, EMBOLI)},
    ),
    Case(THYROID, "ganglions_envahis", "pas d'emblée faible", (PT1BN1,), OPERATED, differs={"facts": (PT1B,)}),
    Case(
        THYROID,
        "reponse_excellente",
        "excellente réponse",
        (TG_NIL, WHOLE, NO_ANTIBODY),
        OPERATED,
        differs={"facts": (TG_NIL, WHOLE)},
    ),
    Case(
        THYROID, "tg_apres_totale", "c'est la tendance qui compte", (TG, WHOLE), OPERATED, differs={"facts": (TG, LOBE)}
    ),
    Case(ARTHRITIS, "ccp_sans_synovite", "sans PR établie", (CCP, NO_SYNOVITIS), differs={"facts": (CCP, SYNOVITIS)}),
    Case(ARTHRITIS, "faible_activite", "faible activité", (LOW, CRP_LOW), CHOICE, differs={"facts": (LOW, CRP_HIGH)}),
    Case(ARTHRITIS, "maladie_active", "maladie active", (ACTIVE, CRP_HIGH), CHOICE, differs={"facts": (LOW, CRP_HIGH)}),
    Case(
        ARTHRITIS,
        "autre_conventionnel",
        "avant une biothérapie",
        (ACTIVE, MTX20, NO_CCP, WHOLE_BONE),
        CHOICE,
        differs={"facts": (ACTIVE, MTX20, NO_CCP, ERODED)},
    ),
    Case(ARTHRITIS, "cytopenie_sous_mtx", "Leucocytes 2,1", (LEUCOCYTES, MTX20), differs={"facts": (LEUCOCYTES,)}),
    Case(
        ARTHRITIS,
        "deux_anti_tnf",
        "changer de cible",
        (ADALIMUMAB, ETANERCEPT),
        PLANNED,
        differs={"facts": (ETANERCEPT,)},
    ),
    Case(
        ARTHRITIS,
        "cortico_avant_decroissance",
        "à 5 mg/j ou moins",
        (QUIET, PREDNISONE6),
        CHOICE,
        differs={"facts": (QUIET, PREDNISONE3)},
    ),
    Case(
        ARTHRITIS,
        "depistage_a_jour",
        "pas d'infection latente",
        (read("test_tuberculose_negatif", "IGRA négatif"),),
        PLANNED,
        {"bilan_pre_biotherapie": "met"},
        {"pieces": {"bilan_pre_biotherapie": "outdated"}},
    ),
    Case(ARTHRITIS, "projet_et_mtx", "tératogènes", (CHILD,), CHOICE, differs={"facts": ()}),
    Case(
        SPINE, "entre_25_et_30", "sans attendre un an", (COBB[27], RISSER[1]), differs={"facts": (COBB[34], RISSER[1])}
    ),
    Case(
        SPINE,
        "entre_25_et_30",
        "évolution non démontrée",
        (COBB[27], RISSER[1]),
        differs={"facts": (COBB[27], RISSER[1], COBB_BEFORE)},
    ),
    Case(
        SPINE,
        "port_insuffisant",
        "ne peut pas être affirmé",
        (WORN, RISSER[2]),
        {"brace": True},
        differs={"facts": (WELL_WORN, RISSER[2])},
    ),
    Case(
        SPINE,
        "courbe_contenue",
        "pas d'argument pour une opération",
        (COBB[34], COBB_SAME),
        {"brace": True},
        differs={"facts": (COBB[34], COBB_BEFORE)},
    ),
    Case(SPINE, "tres_petite_courbure", "ni corset ni opération", (COBB[12],), age=13, differs={"age": 9}),
    Case(
        SPINE,
        "chirurgie_justifiee",
        "l'arthrodèse est justifiée",
        (COBB[62], COBB_SAME, RISSER[2]),
        differs={"facts": (COBB[62], RISSER[2])},
    ),
    Case(
        SPINE,
        "mature_grande_courbure",
        "à l'âge adulte",
        (COBB[62], RISSER[5]),
        differs={"facts": (COBB[46], RISSER[5])},
    ),
    Case(SPINE, "croissance_presque_terminee", "Fin de croissance", (RISSER[4],), differs={"facts": (RISSER[2],)}),
    Case(SPINE, "efr_alterees", "avis pneumologique", (CVF48,), differs={"facts": (CVF88,)}),
    Case(SPINE, "syringomyelie", "avis neurochirurgical", (SYRINX,), differs={"facts": (NO_SYRINX,)}),
    Case(SPINE, "irm_medullaire_normale", "Moelle sans anomalie", (NO_SYRINX,), differs={"facts": (SYRINX,)}),
]


@pytest.mark.parametrize("case", CASES, ids=[c.sentence for c in CASES])
def test_a_situation_has_its_sentence_and_its_neighbour_has_not(case: Case, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[case.pathway]
    assert case.text in said(case, pathway)[case.sentence]
    assert case.sentence not in said(case._replace(**case.differs), pathway)


@pytest.mark.parametrize(
    ("pathway", "facts", "answers", "first"),
    [
        (
            THYROID,
            (MTC, BETHESDA3, read("taille", "nodule de 22 mm", 22), read("eutirads", "EU-TIRADS 4", 4)),
            IN_PLACE,
            "thyroidectomie_totale",
        ),
        (THYROID, (PT1B,), OPERATED, "suivi_simple"),
        (
            ARTHRITIS,
            (read("mtx_tolerance", "méthotrexate mal toléré", "mauvaise", LETTER), ACTIVE, WHOLE_BONE),
            CHOICE,
            "autre_csdmard",
        ),
        (SPINE, (COBB[62], RISSER[5]), {}, "chirurgie"),
        (SPINE, (COBB[34], RISSER[1], SYRINX), {}, "bilan_etiologique"),
        (SPINE, (COBB[34], RISSER[1], NO_SYRINX), {"pain_major": False}, "corset"),
        (SPINE, (COBB[22], RISSER[1]), {}, "surveillance"),
    ],
)
def test_the_right_option_comes_first(
    pathway: str, facts: tuple[Fact, ...], answers: dict[str, Value], first: str, pathways: dict[str, Pathway]
) -> None:
    kinds = {f.source.document: f.source.document for f in facts}
    best = preferred(weigh(pathways[pathway], known_values({"age": 14, **answers}, facts, pathways[pathway], kinds)))
    assert best is not None
    assert best.option.id == first


@pytest.mark.parametrize(
    ("key", "told", "other"),
    [
        ("projet_grossesse", "souhaite une grossesse en 2027", "grossesse extra-utérine en 2019"),
        ("nodule_autonome", "nodule gauche hyperfixant", "nodule gauche hypofixant"),
        ("ganglion_metastatique", "thyroglobuline in situ à 850 ng/mL", "ganglion d'allure banale"),
        ("test_tuberculose_negatif", "Quantiféron négatif", "Quantiféron positif"),
        ("hepatite_c_positive", "sérologie de l'hépatite C positive", "hépatite C négative"),
        ("anticorps_antinucleaires", "anticorps antinucléaires 1/640", "anticorps antinucléaires 1/80"),
        ("inegalite_de_longueur", "inégalité de longueur de 15 mm", "inégalité de longueur de 4 mm"),
        ("refus_du_corset", "elle refuse de porter le corset", "elle porte le corset la nuit"),
        ("cvf", "CVF à 71 % de la théorique", "VEMS 90 %"),
    ],
)
def test_a_finding_is_told_from_what_looks_like_it(key: str, told: str, other: str, vocabulary: Vocabulary) -> None:
    patterns = next(f for f in vocabulary.findings if f.key == key).any_of
    assert any_match(patterns, fold(told))
    assert not any_match(patterns, fold(other))
