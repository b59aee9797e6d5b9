"""Sentences of infertility: what came after the tubes' examination, few sperm after preparation, a drug of the man with
the semen, and a fibroid that leaves the cavity alone."""

from collections.abc import Mapping
from datetime import date

from engine.domain.completeness import Status
from tests.unit.facts_of_women import IMAGING, LABORATORY, LETTER, MOVING, SPERM, Said, read

COUPLE, OPERATION, PRESCRIPTION = "infertilite-couple", "compte_rendu_operatoire", "ordonnance"
TUBES_DAY, BEFORE, AFTER, TODAY = date(2026, 3, 4), date(2025, 2, 10), date(2026, 6, 9), date(2026, 9, 15)
TUBES = read("trompes", "trompes perméables des deux côtés", "perméable", IMAGING, dated=TUBES_DAY)
PUS = read("peritonite", "péritonite appendiculaire", kind=OPERATION, dated=AFTER)
PUS_BEFORE = read("peritonite", "péritonite appendiculaire", kind=OPERATION, dated=BEFORE)
PUS_TOLD = read("peritonite", "péritonite appendiculaire en juin 2026", kind=LETTER, dated=TODAY)
PUS_TOLD_BEFORE = read("peritonite", "péritonite appendiculaire en 2019", kind=LETTER, dated=TODAY)
PUS_OF_OLD = read("peritonite", "antécédent de péritonite", kind=LETTER, dated=TODAY)
PUS_SAME_MONTH = read("peritonite", "péritonite en mars 2026", kind=LETTER, dated=TODAY)
NO_PUS = read("salpingite", "pas de salpingite en juin 2026", kind=LETTER, dated=TODAY, polarity="negated")
HER_SISTERS = read("salpingite", "sa soeur, salpingite en juin 2026", kind=LETTER, dated=TODAY)
CYST_OUT = read("kystectomie", "kystectomie ovarienne gauche", kind=OPERATION, dated=AFTER)
CYST_PLANNED = read("kystectomie", "kystectomie prévue le 9 juin 2026", kind=LETTER, dated=AFTER)
STUCK = read("adherences", "aspect d'adhérences annexielles", kind=IMAGING, dated=date(2026, 8, 3))
TUBES_SAID = read("trompes", "hystérographie de mars 2024 : trompes perméables", "perméable", LETTER, dated=TODAY)
NO_TUBES: Mapping[str, Status] = {"permeabilite_tubaire": "missing"}
OLD_TUBES: Mapping[str, Status] = {"permeabilite_tubaire": "outdated"}

FEW = read("sperm_conc", "Concentration 5,8 M/mL", 5.8, LABORATORY, unit="M/mL")
FEW_BEFORE = read("sperm_conc_rappele", "Concentration 6,9 M/mL", 6.9, LABORATORY, unit="M/mL", dated=BEFORE)
NORMAL_BEFORE = read("sperm_conc_rappele", "Concentration 22 M/mL", 22, LABORATORY, unit="M/mL", dated=BEFORE)
LEFT = read("sperm_mobiles_prepares", "0,3 million de mobiles récupérés", 0.3, LABORATORY, unit="million")
ENOUGH = read("sperm_mobiles_prepares", "4 millions de mobiles récupérés", 4, LABORATORY, unit="millions")
BOWEL = read(
    "traitement_en_cours",
    "Salazopyrine 500 mg : 2 matin et soir",
    "sulfasalazine 500 mg",
    PRESCRIPTION,
    bearer="family",
)
BOWEL_STOPPED = read(
    "traitement_en_cours", "Salazopyrine arrêtée en 2024", "sulfasalazine", PRESCRIPTION, bearer="family"
)
AWAITED = read("genetique_masculine", "caryotype prélevé, en attente", "oui", LETTER)
KARYOTYPE = read("caryotype_masculin", "Caryotype : 46,XY, normal", "46,XY", LABORATORY, bearer="family")

FIGO5 = read("figo", "myome FIGO 5 de 26 mm, à distance de la cavité", "5", IMAGING)
FIGO2 = read("figo", "myome FIGO 2 de 26 mm", "2", IMAGING)
FIGO1_SAID = read("figo", "fibrome FIGO 1", "1", LETTER)
FIBROID = read("myome", "fibrome de 26 mm", "oui", IMAGING)
DEPOT = read("traitement_en_cours", "Triptoréline LP 3,75 mg : 1 injection", "triptoréline 3,75 mg", PRESCRIPTION)
DAILY = read("traitement_en_cours", "Triptoréline 0,1 mg par jour", "triptoréline 0,1 mg", PRESCRIPTION)

HIS_FSH = read("fsh_val", "FSH 6 UI/L, testostérone 4,1 ng/mL", 6, LETTER, unit="UI/L", bearer="family")
NO_VEIN = read("varicocele", "Pas de varicocèle", "non", LETTER, polarity="negated")
LOW = read("reserve_diminuee", "réserve ovarienne basse pour l'âge", kind=IMAGING)
LOW_SAID = read("reserve_diminuee", "réserve ovarienne basse", kind=LETTER)
AMH = read("amh_val", "AMH 1,1 ng/mL", 1.1, LABORATORY, unit="ng/mL", low=0.8, high=5.2)
AMH_THEN = read("amh_val", "AMH 1,1 ng/mL", 1.1, LABORATORY, unit="ng/mL", dated=TUBES_DAY)
CYST_OUT_BEFORE = read("kystectomie", "kystectomie ovarienne gauche", kind=OPERATION, dated=BEFORE)
CYST_TOLD = read("kystectomie", "kystectomie le 09/06/2026", kind=LETTER, dated=AFTER)
CYST_OF_OLD = read("kystectomie", "kystectomie dans l'enfance", kind=LETTER, dated=TODAY)
HB_THEN = read("hb", "Hémoglobine 8,1 g/dL", 8.1, LABORATORY, unit="g/dL", dated=TUBES_DAY)
FORBIDDEN = (read("traitement_en_cours", "Méthotrexate 15 mg le lundi", "méthotrexate 15 mg", PRESCRIPTION),)
STATIN = read("traitement_en_cours", "Atorvastatine 20 mg", "atorvastatine 20 mg", PRESCRIPTION)
MET_AMH: Mapping[str, Status] = {"amh": "met"}
REGULAR = {"cycles_irregular": False}


def _after(name: str, text: str, *facts: object, near: tuple[object, ...]) -> Said:
    return Said(COUPLE, name, text, facts, not_facts=near)  # type: ignore[arg-type]


LATER = [
    *(
        _after("trompes_avant_une_infection", text, TUBES, event, near=(TUBES, other))
        for event, other, text in (
            (PUS, PUS_BEFORE, "elle ne dit plus l'état actuel des trompes"),
            (PUS, NO_PUS, "(09/06/2026)"),
            (PUS_TOLD, PUS_TOLD_BEFORE, "antérieure à : « péritonite appendiculaire en juin 2026 » :"),
            (PUS_TOLD, PUS_OF_OLD, "à refaire avant de commencer des inséminations"),
            (PUS_TOLD, PUS_SAME_MONTH, "juin 2026"),
            (PUS_TOLD, HER_SISTERS, "juin 2026"),
        )
    ),
    _after("trompes_avant_une_infection", "imagerie : « aspect d'adhé", TUBES, PUS, STUCK, near=(TUBES, STUCK)),
    _after("trompes_avant_une_operation", "« kystectomie", TUBES, CYST_OUT, near=(TUBES, CYST_PLANNED)),
    # What is out of date opens no way.
    _after("trompes_permeables", "pas d'obstacle tubaire", TUBES, PUS_BEFORE, near=(TUBES, PUS)),
    Said(COUPLE, "trompes_permeables", "pas d'obstacle", (TUBES, ENOUGH), not_facts=(TUBES, LEFT)),
    Said(COUPLE, "trompes_trop_anciennes", "a plus de deux ans", (TUBES,), pieces=OLD_TUBES, not_facts=(TUBES, PUS)),
    Said(COUPLE, "trompes_trop_anciennes", "a plus de deux ans", (TUBES,), pieces=OLD_TUBES, not_facts=(TUBES, LEFT)),
    Said(
        COUPLE,
        "trompes_anciennes_et_sperme_tres_altere",
        "la refaire ne change pas l'indication d'une ICSI",
        (TUBES, LEFT),
        pieces=OLD_TUBES,
        not_facts=(TUBES, ENOUGH),
    ),
    _after("facteur_masculin_confirme_et_icsi", "insémination inadaptée", FEW, FEW_BEFORE, LEFT, near=(FEW, LEFT)),
    _after("facteur_masculin_confirme", "confirmé par deux spermogrammes", FEW, FEW_BEFORE, near=(FEW, NORMAL_BEFORE)),
    _after("facteur_masculin_confirme", "(6,9 M/mL le", FEW, FEW_BEFORE, ENOUGH, near=(FEW, FEW_BEFORE, LEFT)),
    _after("mobiles_apres_preparation", "l'insémination ne se conçoit pas", FEW, LEFT, near=(FEW, FEW_BEFORE, LEFT)),
    _after("genetique_masculine_attendue", "à récupérer avant une ICSI", AWAITED, near=(AWAITED, KARYOTYPE)),
    _after("medicament_et_spermogramme_anormal", "(concentration 5,8 M/mL)", FEW, BOWEL, near=(FEW, BOWEL_STOPPED)),
    _after("medicament_et_spermogramme_anormal", "il ne l'arrête pas seul", FEW, BOWEL, near=(SPERM, MOVING, BOWEL)),
    _after("medicament_et_sperme", "pouvant altérer le sperme", BOWEL, near=(FEW, BOWEL)),
    _after("myome_hors_de_la_cavite", "pas d'indication à l'opérer avant l'AMP", FIGO5, near=(FIGO2,)),
    _after("myome_hors_de_la_cavite", "(FIGO 1 dans une lettre : discordance", FIGO5, FIGO1_SAID, near=(FIGO5, FIGO2)),
    _after("myome_et_fertilite", "s'il ne déforme pas la cavité", FIBROID, near=(FIBROID, FIGO5)),
    Said(
        COUPLE,
        "agoniste_et_delai",
        "retarde l'AMP",
        (DEPOT,),
        {"question_type": frozenset({"operer_avant"}), "art_planned": True},
        not_facts=(DAILY,),
    ),
    Said(
        COUPLE,
        "reserve_dite_diminuee",
        "ne pas laisser passer de temps",
        (AMH, LOW),
        REGULAR,
        not_facts=(AMH, LOW_SAID),
    ),
    Said(
        COUPLE,
        "reserve_dans_les_bornes",
        "n'est pas établie",
        (AMH, LOW_SAID),
        REGULAR,
        MET_AMH,
        not_facts=(AMH, LOW),
    ),
    *(
        Said(pathway, "amh_avant_une_operation", "à redoser", (AMH_THEN, after), not_facts=(AMH_THEN, other))
        for pathway in (COUPLE, "endometriose")
        for after, other in (
            (CYST_OUT, CYST_OUT_BEFORE),
            (CYST_TOLD, CYST_PLANNED),
            (read("annexectomie", "annexectomie gauche", kind=OPERATION, dated=AFTER), CYST_OF_OLD),
        )
    ),
    Said(
        "fibromes-uterins",
        "hemoglobine_avant_un_evenement",
        "NFS et ferritine à refaire",
        (HB_THEN, read("transfusion", "transfusion de deux culots", kind="compte_rendu_hospitalisation", dated=AFTER)),
        not_facts=(
            HB_THEN,
            read("transfusion", "transfusion de deux culots", kind="compte_rendu_hospitalisation", dated=BEFORE),
        ),
    ),
    Said(
        "fibromes-uterins",
        "hemoglobine_avant_un_evenement",
        "« transfusée en juin 2026 »",
        (HB_THEN, read("transfusion", "transfusée en juin 2026", kind=LETTER, dated=TODAY)),
        not_facts=(HB_THEN, read("transfusion", "risque de transfusion en juin 2026", kind=LETTER, dated=TODAY)),
    ),
    Said(
        COUPLE,
        "trompes_dites_sans_compte_rendu",
        "sans compte rendu au dossier",
        (TUBES_SAID,),
        pieces=NO_TUBES,
        not_facts=(TUBES_SAID, PUS),
    ),
    Said(COUPLE, "trompes_non_verifiees", "n'a pas été vérifiée", pieces=NO_TUBES, not_facts=(TUBES_SAID,)),
    Said(
        COUPLE,
        "trompes_avant_une_infection",
        "« péritonite appendiculaire",
        (TUBES_SAID, PUS),
        pieces=NO_TUBES,
        not_facts=(read("trompes", "trompes perméables", "perméable", LETTER, dated=TODAY), PUS),
    ),
    Said(
        COUPLE,
        "bilan_de_l_homme_fait",
        "pas de varicocèle à traiter",
        (HIS_FSH, NO_VEIN),
        not_facts=(read("fsh_val", "FSH 6 UI/L", 6, LETTER, unit="UI/L"), NO_VEIN),
    ),
    _after(
        "medicament_contre_indique_en_grossesse",
        "ni conception sous ce traitement",
        *FORBIDDEN,
        near=(read("traitement_en_cours", "Méthotrexate arrêté en 2024", "méthotrexate", PRESCRIPTION),),
    ),
    _after(
        "medicament_contre_indique_en_grossesse",
        "ALAT 58 UI/L élevée (12/01/2026), à contrôler",
        *FORBIDDEN,
        read("alat", "ALAT 58 UI/L", 58, LABORATORY, unit="UI/L", high=35),
        near=(read("traitement_en_cours", "Méthotrexate reçu pour une GEU", "méthotrexate", PRESCRIPTION),),
    ),
    _after("medicament_et_grossesse", "à faire revoir", STATIN, near=FORBIDDEN),
    Said(
        COUPLE,
        "serologies_du_couple",
        "poursuivre acide folique 0,4 mg",
        (read("traitement_en_cours", "acide folique 0,4 mg par jour", "acide folique 0,4 mg", PRESCRIPTION),),
        pieces={"serologies": "missing"},
        not_pieces={"serologies": "met"},
    ),
]
