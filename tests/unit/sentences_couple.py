"""Sentences of infertility: the sperm of two days, a partner's drugs, and what is to be had before a technique."""

from collections.abc import Mapping

from engine.domain.completeness import Status
from tests.unit.facts_of_women import IMAGING, LABORATORY, MOVING, SPERM, Said, read

COUPLE, PRESCRIPTION = "infertilite-couple", "ordonnance"
OLIGO = read("sperm_conc", "Concentration 9 M/mL", 9, LABORATORY, unit="M/mL")
OPEN = read("trompes", "Trompes perméables des deux côtés", "perméable", IMAGING)
HIGH_FSH = read("fsh", "FSH 62 UI/L", 62, LABORATORY, unit="UI/L", low=3, high=12)
LOW_FSH = read("fsh", "FSH 0,9 UI/L", 0.9, LABORATORY, unit="UI/L", low=3, high=12)
LOW_LH = read("lh", "LH 0,4 UI/L", 0.4, LABORATORY, unit="UI/L", low=2, high=12)
FEW = read("sperm_conc", "Concentration 3 M/mL", 3, LABORATORY, unit="M/mL")
FEW_BEFORE = read("sperm_conc_rappele", "Concentration 2,4 M/mL", 2.4, LABORATORY, unit="M/mL")
TOLD_TWICE = read("diagnostic", "oligospermie confirmée sur deux prélèvements", "infertilité masculine")
KARYOTYPE = read("caryotype_masculin", "Caryotype : 46,XY, normal", "46,XY", LABORATORY, bearer="family")
LOSS = read("microdeletion_y", "microdélétion AZFc présente", "oui", LABORATORY, bearer="family")
WITHOUT_LOSS = read(
    "microdeletion_y", "absence de microdélétion", "non", LABORATORY, bearer="family", polarity="negated"
)
NO_MALE_WORKUP: Mapping[str, Status] = {"bilan_masculin_complementaire": "missing"}
MALE_WORKUP: Mapping[str, Status] = {"bilan_masculin_complementaire": "met"}

INFERTILITY = [
    Said(
        COUPLE,
        "sperme_dit_normal",
        "anormal au laboratoire (concentration 9 M/mL)",
        (OLIGO, read("sperme_normal", "Spermogramme normal")),
        not_facts=(SPERM, MOVING, read("sperme_normal", "Spermogramme normal")),
    ),
    Said(
        COUPLE,
        "hydrosalpinx_cote_discordant",
        "côté à vérifier avant toute opération",
        (
            read("trompes", "hydrosalpinx droit visible", "hydrosalpinx", IMAGING),
            read("diagnostic", "un hydrosalpinx gauche", "infertilité tubaire"),
        ),
        not_facts=(
            read("trompes", "hydrosalpinx droit visible", "hydrosalpinx", IMAGING),
            read("diagnostic", "un hydrosalpinx droit", "infertilité tubaire"),
        ),
    ),
    Said(
        COUPLE,
        "insuffisance_ovarienne_a_confirmer",
        "à confirmer par un second dosage",
        (HIGH_FSH,),
        {"cycles_irregular": True},
        not_answers={"cycles_irregular": False},
    ),
    Said(
        COUPLE,
        "origine_centrale",
        "un SOPK n'est pas établi",
        (LOW_FSH, LOW_LH),
        {"cycles_irregular": True},
        not_facts=(HIGH_FSH, LOW_LH),
    ),
    Said(
        COUPLE,
        "nombre_inseminations",
        "rarement plus de quatre",
        (OPEN, SPERM),
        {"cycles_irregular": False, "prior_art": False},
        not_facts=(OPEN, read("sperm_conc", "Concentration 2 M/mL", 2, LABORATORY, unit="M/mL")),
    ),
    Said(
        COUPLE,
        "azoospermie",
        "le don n'est pas à proposer avant ce bilan",
        answers={"azoospermia": True},
        not_answers={"azoospermia": False},
    ),
    Said(
        COUPLE,
        "altere_puis_normal",
        "altération transitoire, elle ne peut pas fonder une ICSI",
        (SPERM, OLIGO, MOVING),
        not_facts=(SPERM, MOVING),
    ),
    Said(
        COUPLE,
        "oligospermie_confirmee",
        "est cohérente et justifiée par le facteur masculin",
        (FEW, FEW_BEFORE),
        pieces=NO_MALE_WORKUP,
        not_facts=(FEW,),
    ),
    Said(
        COUPLE,
        "oligospermie_confirmee",
        "microdélétions du chromosome Y) à vérifier avant",
        (FEW, FEW_BEFORE),
        pieces=NO_MALE_WORKUP,
        not_pieces=MALE_WORKUP,
    ),
    Said(
        COUPLE,
        "oligospermie_confirmee_et_bilan_recu",
        "congélation de sperme de sécurité",
        (FEW, FEW_BEFORE),
        pieces=MALE_WORKUP,
        not_facts=(FEW,),
    ),
    Said(
        COUPLE,
        "oligospermie_marquee",
        "second spermogramme à trois mois avant de conclure",
        (FEW,),
        pieces=NO_MALE_WORKUP,
        not_facts=(FEW, TOLD_TWICE),
    ),
    Said(
        COUPLE,
        "oligospermie_marquee",
        "caryotype et microdélétions du chromosome Y",
        (FEW,),
        pieces=NO_MALE_WORKUP,
        not_pieces=MALE_WORKUP,
    ),
    Said(
        COUPLE,
        "oligospermie_et_bilan_recu",
        "bilan masculin complémentaire reçu",
        (FEW,),
        pieces=MALE_WORKUP,
        not_facts=(FEW, TOLD_TWICE),
    ),
    Said(
        COUPLE,
        "oligospermie_dite_confirmee",
        "dite confirmée sur deux examens",
        (FEW, TOLD_TWICE),
        not_facts=(FEW, read("diagnostic", "oligospermie à confirmer sur un second examen", "infertilité masculine")),
    ),
    Said(
        COUPLE,
        "azoospermie_genetique",
        "peuvent changer la conduite",
        (),
        {"azoospermia": False},
        NO_MALE_WORKUP,
        not_facts=(FEW,),
    ),
    Said(
        COUPLE,
        "genetique_masculine_normale",
        "caryotype 46,XY, « absence de microdélétion »",
        (KARYOTYPE, WITHOUT_LOSS),
        not_facts=(KARYOTYPE, LOSS),
    ),
    Said(
        COUPLE,
        "chlamydia_positive",
        "trompes à explorer ou à contrôler",
        (read("chlamydia_positive", "IgG anti-Chlamydia positives", kind=LABORATORY),),
        pieces={"permeabilite_tubaire": "missing"},
        not_pieces={"permeabilite_tubaire": "met"},
    ),
    Said(
        COUPLE,
        "tabac_du_conjoint",
        "chez Monsieur",
        (read("tabac", "Tabac 12 cigarettes par jour, en cours d'arrêt", 12, bearer="family"),),
        not_facts=(read("tabac", "Tabac 12 cigarettes par jour, arrêté en mai", 12, bearer="family"),),
    ),
    Said(
        COUPLE,
        "testosterone_et_sperme",
        "il freine la spermatogenèse, cause probable et souvent réversible d'une oligospermie (3 M/mL)",
        (FEW, read("sperm_testosterone", "Nebido : 1 injection toutes les 10 semaines", "oui", PRESCRIPTION)),
        not_facts=(FEW,),
    ),
    Said(
        COUPLE,
        "age_et_sperme_altere",
        "préparer l'AMP en parallèle",
        (FEW,),
        {"age_femme": 38},
        age=38,
        not_answers={"age_femme": 29},
    ),
    Said(
        COUPLE,
        "serologies_du_couple",
        "à faire avant une insémination ou une FIV",
        pieces={"serologies": "missing"},
        not_pieces={"serologies": "met"},
    ),
    Said(
        COUPLE,
        "famille_menopause",
        "elle n'est pas celle de la patiente",
        (read("menopause", "Sa tante a été ménopausée à 40 ans", bearer="family"),),
        not_facts=(read("menopause", "ménopausée depuis deux ans"),),
    ),
    Said(
        COUPLE,
        "medicament_et_sperme",
        "Médicament de l'homme pouvant altérer le sperme",
        (read("traitement_en_cours", "Salazopyrine 500 mg", "sulfasalazine 500 mg", PRESCRIPTION, bearer="family"),),
        not_facts=(read("traitement_en_cours", "Salazopyrine 500 mg", "sulfasalazine 500 mg", PRESCRIPTION),),
    ),
    Said(
        COUPLE,
        "rubeole_non_immune",
        "Rubéole non immunisée",
        (read("rubeole", "Sérologie rubéole : IgG négatives", polarity="negated"),),
        not_facts=(read("rubeole", "Rubéole : immunité acquise"),),
    ),
]
