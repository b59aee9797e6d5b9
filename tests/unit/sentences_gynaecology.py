"""Sentences of endometriosis and infertility, each with what makes it true and what must silence it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.domain.completeness import Status
from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from tests.builders import a_fact, a_page, a_source

IMAGING, LETTER, LABORATORY, HISTOLOGY = "compte_rendu_imagerie", "courrier", "biologie", "anatomopathologie"


def read(key: str, quote: str, value: float | str | None = None, kind: str = LETTER, **over: Any) -> tuple[Fact, str]:
    """A fact and the kind of its document; a range in `over` as `low` and `high` is what the laboratory printed."""
    low, high = over.pop("low", None), over.pop("high", None)
    if low is not None or high is not None:
        over["reference"] = Reference(low=low, high=high, quote="réf.", start=0, end=4)
    source = a_source(a_page(quote, filename=f"{kind}.pdf"), quote, document=kind)
    fact = a_fact(f"{key}.{quote}", key=key, value=value, source=source, **{"side": None, **over})
    return fact, kind


class Said(NamedTuple):
    """A sentence with what makes it true, and what changes where it must not be said."""

    pathway: str
    sentence: str
    text: str
    facts: tuple[tuple[Fact, str], ...] = ()
    answers: Mapping[str, Value] = {}
    pieces: Mapping[str, Status] = {}
    age: int = 36
    not_facts: tuple[tuple[Fact, str], ...] | None = None
    not_answers: Mapping[str, Value] | None = None
    not_pieces: Mapping[str, Status] | None = None


CYST = read("endometriome_taille", "Ovaire gauche : endométriome de 28 mm", 28, IMAGING, unit="mm", side="gauche")
AMH = read("amh_val", "AMH 1,12 ng/mL", 1.12, LABORATORY, unit="ng/mL")
DOUBT = "ne permet pas d'éliminer un hydrosalpinx"
SOPK = read("sopk", "profil hormonal de SOPK")
SPERM = read("sperm_conc", "Concentration 48 M/mL", 48, LABORATORY, unit="M/mL")
MOVING = read("sperm_pm", "Mobilité progressive 52 %", 52, LABORATORY, unit="%")
LOW_HB = read("hb", "Hémoglobine 9,8 g/dL", 9.8, LABORATORY, unit="g/dL", low=12, high=16)
GOOD_HB = read("hb", "Hémoglobine 13,6 g/dL", 13.6, LABORATORY, unit="g/dL", low=12, high=16)
LOW_IRON = read("ferritine", "Ferritine 6 µg/L", 6, LABORATORY, unit="µg/L", low=15, high=150)
GOOD_IRON = read("ferritine", "Ferritine 74 µg/L", 74, LABORATORY, unit="µg/L", low=15, high=150)
FIBROID = read("taille_myome", "myome de 71 mm", 71, IMAGING, unit="mm")
FIGO = read("figo", "FIGO 6", "6", IMAGING)
PLAIN_MRI = read("atypie_irm", "Pas de critère d'atypie", "non", IMAGING, polarity="negated")
CARCINOMA = read("histologie", "Carcinome infiltrant NST", "CINS", HISTOLOGY)
HER2_TWO = read("her2", "HER2 2+", "2+", HISTOLOGY)
TEGRETOL = read("traitement_en_cours", "Carbamazépine LP 400 mg matin et soir", "carbamazépine LP 400 mg")
DIENOGEST = read("traitement_en_cours", "diénogest 2 mg par jour", "diénogest 2 mg")
ADENOMYOSIS = read("adenomyose", "aspect d'adénomyose diffuse", "oui", IMAGING)
NO_CYST = read("endometriome", "Pas d'endométriome", kind=IMAGING, polarity="negated")
AURA = read("migraine", "migraine avec aura visuelle")
PILL, STOPPED_PILL = (
    read("traitement_en_cours", quote, "lévonorgestrel - éthinylestradiol", "ordonnance")
    for quote in ("Pilule lévonorgestrel éthinylestradiol : 1 par jour", "STOP pilule lévonorgestrel éthinylestradiol")
)
DIENOGEST_WRITTEN = read("traitement_en_cours", "diénogest 2 mg : 1 par jour", "diénogest 2 mg", "ordonnance")
MAYBE_DEEP = read("atteinte_lus", "suspicion d'atteinte du ligament", kind=IMAGING, polarity="hypothetical")
SURELY_DEEP = read("diagnostic", "Conclusion : endométriose profonde du torus", "endométriose profonde", IMAGING)
FAILED_DRUG = read("traitements_en_echec", "acide tranexamique sans effet")
QUIET = {"heavy_bleeding": False, "abnormal_bleeding": False, "suspicion_sarcoma": False}
LUMINAL = {"rh_positive": True, "her2": "negatif"}
EXPLORED = {"cycles_irregular": False, "trompes": "perméable", "prior_art": False}

ENDOMETRIOSIS_INFERTILITY = [
    Said(
        "endometriose",
        "endometriome_avant_amp",
        "à gauche 28 mm : pas de kystectomie systématique avant une AMP",
        (CYST,),
        {"fertility_wish": True},
        not_answers={"fertility_wish": False},
    ),
    Said(
        "endometriose",
        "reserve_ovarienne",
        "AMH à 1,12 ng/mL le 12/01/2026 à 36 ans",
        (AMH,),
        {"fertility_wish": True},
        not_facts=(read("amh_val", "AMH de sa soeur 1,12 ng/mL", 1.12, bearer="family"),),
    ),
    Said(
        "endometriose",
        "hydrosalpinx_non_elimine",
        "Hydrosalpinx (droite) ni établi ni éliminé",
        (read("hydrosalpinx", DOUBT, kind=IMAGING, polarity="hypothetical", side="droite"),),
        {"fertility_wish": True},
        not_facts=(read("hydrosalpinx", "pas d'hydrosalpinx", kind=IMAGING, polarity="negated"),),
    ),
    Said(
        "endometriose",
        "irm_a_actualiser",
        "IRM du 12/01/2026 trop ancienne",
        (CYST,),
        pieces={"irm_pelvienne_cr": "outdated", "echo_endovaginale_cr": "missing"},
        not_pieces={"irm_pelvienne_cr": "outdated", "echo_endovaginale_cr": "met"},
    ),
    Said(
        "endometriose",
        "imagerie_sans_lesion",
        "elle n'exclut pas l'endométriose",
        (read("diagnostic", "Pas d'endométriose visible", "endométriose", IMAGING, polarity="negated"),),
        not_facts=(read("diagnostic", "Pas d'endométriose visible", "endométriose", IMAGING, polarity="negated"), CYST),
    ),
    Said(
        "endometriose",
        "colorectal_medical",
        "repose avant tout sur le traitement médical",
        answers={"rectosigmoid_lesion_suspected": True, "fertility_wish": False},
        not_facts=(read("hydronephrose", "Urétéro-hydronéphrose gauche", "oui", IMAGING),),
    ),
    Said(
        "endometriose",
        "premiere_ligne_non_retrouvee",
        "vérifier que la première intention",
        answers={"surgery_proposed": True, "fertility_wish": False, "eva_douleur": 7},
        not_facts=(read("traitements_essayes", "diénogest pendant un an", "diénogest"),),
    ),
    Said(
        "infertilite-couple",
        "anovulation_sopk",
        "hyperandrogénie biologique (testostérone 0,58 µg/L)",
        (SOPK, read("testosterone", "Testostérone 0,58 µg/L", 0.58, LABORATORY, unit="µg/L", low=0.08, high=0.48)),
        {"cycles_irregular": True},
        not_facts=(read("sopk", "sa soeur a un SOPK", bearer="family"),),
    ),
    Said(
        "infertilite-couple",
        "sperme_normal_anovulation",
        "48 M/mL, mobilité progressive 52 %",
        (SPERM, MOVING),
        {"cycles_irregular": True},
        not_facts=(SPERM, read("sperm_pm", "Mobilité progressive 22 %", 22, LABORATORY, unit="%")),
    ),
    Said(
        "infertilite-couple",
        "sperme_anormal",
        "un second spermogramme (à trois mois)",
        (SPERM, read("sperm_pm", "Mobilité progressive 22 %", 22, LABORATORY, unit="%")),
        {"azoospermia": False},
        not_facts=(SPERM, MOVING),
    ),
    Said(
        "infertilite-couple",
        "hydrosalpinx_avant_fiv",
        "est à envisager avant la FIV",
        (read("trompes", "Hydrosalpinx droit", "hydrosalpinx", IMAGING, side="droite"),),
        not_facts=(read("trompes", "Trompes perméables, pas d'hydrosalpinx", "perméable", IMAGING),),
    ),
    Said(
        "infertilite-couple",
        "trompes_permeables",
        "pas d'obstacle tubaire",
        (read("trompes", "Trompes perméables", "perméable", IMAGING),),
        not_facts=(read("trompes", "Trompe droite perméable", "perméable", IMAGING, side="droite"),),
    ),
    Said(
        "infertilite-couple",
        "trompes_non_verifiees",
        "n'a pas été vérifiée",
        pieces={"permeabilite_tubaire": "missing"},
        not_pieces={"permeabilite_tubaire": "met"},
    ),
    Said(
        "infertilite-couple",
        "famille",
        "de la famille et non de la patiente",
        (read("diabete", "Sa mère est diabétique", bearer="family"),),
        not_facts=(read("diagnostic", "Azoospermie", "azoospermie", LABORATORY, bearer="family"),),
    ),
    Said(
        "endometriose",
        "amelioree_sous_hormones",
        "passée de 8/10 à 4/10 sous traitement hormonal",
        (
            read("eva_douleur", "cotée à 8/10", 8, unit="/10"),
            read("douleur_actuelle", "aujourd'hui à 4/10", 4, unit="/10"),
            read("traitements_essayes", "Diénogest 2 mg", "diénogest"),
        ),
        {"fertility_wish": False, "surgery_proposed": True},
        not_facts=(
            read("eva_douleur", "cotée à 8/10", 8, unit="/10"),
            read("douleur_actuelle", "aujourd'hui à 8/10", 8, unit="/10"),
            read("traitements_essayes", "Diénogest 2 mg", "diénogest"),
        ),
    ),
    Said(
        "endometriose",
        "colorectal_medical",
        "le risque d'occlusion n'est pas établi",
        (read("stenose_digestive", "Pas de sténose", "non", IMAGING, polarity="negated"),),
        {"rectosigmoid_lesion_suspected": True, "fertility_wish": False},
        not_facts=(read("stenose_digestive", "Nodule sténosant", "oui", IMAGING),),
    ),
    Said(
        "endometriose",
        "endometriome_hormones_en_echec",
        "justifie de discuter la chirurgie",
        (CYST, read("traitements_essayes", "Diénogest arrêté pour inefficacité", "diénogest")),
        {"surgery_proposed": True, "eva_douleur": 7, "fertility_wish": True},
        not_facts=(CYST, read("traitements_essayes", "Diénogest bien toléré", "diénogest")),
    ),
    Said(
        "infertilite-couple",
        "inexpliquee_femme_jeune",
        "n'est pas justifiée par les pièces",
        (SPERM, MOVING),
        {**EXPLORED, "duree_infertilite": 13},
        not_answers={**EXPLORED, "duree_infertilite": 30},
        age=29,
    ),
    Said(
        "infertilite-couple",
        "teratospermie_isolee",
        "tératozoospermie isolée",
        (SPERM, MOVING, read("sperm_morpho", "Formes typiques 3 %", 3, LABORATORY, unit="%")),
        not_facts=(SPERM, MOVING, read("sperm_morpho", "Formes typiques 6 %", 6, LABORATORY, unit="%")),
    ),
    Said(
        "infertilite-couple",
        "oligospermie_marquee",
        "qui n'est pas une azoospermie",
        (read("sperm_conc", "Concentration 1,2 M/mL", 1.2, LABORATORY, unit="M/mL"),),
        pieces={"bilan_masculin_complementaire": "missing"},
        not_facts=(SPERM,),
    ),
    Said(
        "endometriose",
        "hormones_sans_estrogene",
        "pilule œstroprogestative et autres estrogènes contre-indiqués",
        (read("migraine", "Migraines avec aura"),),
        {"fertility_wish": False},
        not_facts=(read("migraine", "Migraines sans aura"),),
    ),
    Said(
        "endometriose",
        "hormones_sans_estrogene",
        "arrêt justifié (lévonorgestrel - éthinylestradiol)",
        (AURA, STOPPED_PILL),
        {"fertility_wish": False},
        not_facts=(AURA, PILL),
    ),
    Said(
        "endometriose",
        "pilule_et_aura",
        "est contre-indiquée (risque d'AVC) : ne pas la débuter",
        (AURA, PILL),
        {"fertility_wish": False},
        not_facts=(AURA, STOPPED_PILL),
    ),
    Said(
        "endometriose",
        "hormones_a_la_place_de_la_pilule",
        "DIU au lévonorgestrel 52 mg, ou progestatif seul",
        (AURA, PILL),
        {"fertility_wish": False, "eva_douleur": 7},
        not_facts=(AURA, PILL, read("hormones_en_echec", "échec du diénogest")),
    ),
    Said(
        "endometriose",
        "suivi_sous_hormones",
        "consultation de contrôle",
        (DIENOGEST_WRITTEN,),
        {"fertility_wish": False, "eva_douleur": 7, "surgery_proposed": False},
        not_facts=(AURA, PILL),
    ),
    Said(
        "endometriose",
        "lesion_profonde_probable",
        "sans certitude",
        (MAYBE_DEEP,),
        not_facts=(MAYBE_DEEP, SURELY_DEEP),
    ),
    Said(
        "endometriose",
        "apres_l_operation",
        "prévient le retour des douleurs",
        (CYST,),
        {"fertility_wish": False, "eva_douleur": 7, "surgery_proposed": True},
        not_answers={"fertility_wish": False, "eva_douleur": 2, "surgery_proposed": True},
    ),
    Said(
        "fibromes-uterins",
        "medical_en_echec",
        "chirurgie ou embolisation peuvent être envisagées",
        (FAILED_DRUG,),
        {"heavy_bleeding": True, "fertility_wish": False, "submucosal_suspected": False},
        not_answers={"heavy_bleeding": True, "fertility_wish": True, "submucosal_suspected": False},
    ),
    Said(
        "fibromes-uterins",
        "medical_en_echec_et_geste",
        "le traitement médical seul ne suffit pas",
        (FAILED_DRUG,),
        {"heavy_bleeding": True, "fertility_wish": True},
        not_answers={"heavy_bleeding": True, "fertility_wish": False, "submucosal_suspected": False},
    ),
    Said(
        "infertilite-couple",
        "polype_suspecte",
        "hystéroscopie à faire avant un transfert",
        (read("polype", "polype possible", kind=IMAGING, polarity="hypothetical"),),
        not_facts=(read("polype", "Pas de polype", kind=IMAGING, polarity="negated"),),
    ),
    Said(
        "endometriose",
        "echec_sous_inducteur",
        "n'est pas établi sous inducteur enzymatique (carbamazépine LP 400 mg)",
        (TEGRETOL, DIENOGEST),
        {"fertility_wish": False},
        not_facts=(DIENOGEST,),
    ),
    Said(
        "endometriose",
        "inducteur_enzymatique",
        "implant (diénogest 2 mg), et peut expliquer un échec apparent",
        (TEGRETOL, DIENOGEST),
        not_answers={"fertility_wish": True},
    ),
    Said(
        "endometriose",
        "adenomyose_et_coelioscopie",
        "n'est pas un passage obligé",
        (ADENOMYOSIS, NO_CYST),
        {"fertility_wish": False, "surgery_proposed": True},
        not_facts=(ADENOMYOSIS, NO_CYST, CYST),
    ),
    Said(
        "endometriose",
        "amh_sans_endometriome",
        "elle ne serait utile que si une opération",
        (NO_CYST,),
        {"fertility_wish": False, "surgery_proposed": True},
        {"amh": "missing"},
        not_facts=(NO_CYST, read("endometriome", "Endométriome gauche", kind=IMAGING)),
    ),
    Said(
        "endometriose",
        "commun_ains_et_ulcere",
        "AINS à éviter",
        (
            read("medicament", "Ibuprofène 400 mg si douleur", "ibuprofène 400 mg"),
            read("ulcere", "ulcère gastrique 2023"),
        ),
        not_facts=(read("medicament", "ibuprofène à éviter", "ibuprofène"), read("ulcere", "ulcère gastrique 2023")),
    ),
    Said(
        "infertilite-couple",
        "trompes_et_sperme_tres_altere",
        "elle ne change pas le choix de la technique",
        (read("sperm_conc", "Concentration 1,2 M/mL", 1.2, LABORATORY, unit="M/mL"),),
        pieces={"permeabilite_tubaire": "missing"},
        not_facts=(SPERM,),
    ),
    Said(
        "infertilite-couple",
        "thrombose_et_stimulation",
        "prévention à écrire avant de commencer",
        (read("embolie", "embolie pulmonaire en 2019"),),
        not_facts=(read("embolie", "Mère : embolie pulmonaire", bearer="family"),),
    ),
]
