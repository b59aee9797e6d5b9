"""Sentences of situations that no dossier has shown yet: never treated, closed tubes, pain under control."""

from tests.unit.facts_of_women import DIENOGEST, HISTOLOGY, IMAGING, LABORATORY, SPERM, Said, read

ARTHRITIS, COUPLE, ENDOMETRIOSIS, FIBROIDS = (
    "polyarthrite-rhumatoide",
    "infertilite-couple",
    "endometriose",
    "fibromes-uterins",
)
NEVER = read("traitement_de_fond_anterieur", "Aucun traitement de fond antérieur", "aucun")
DAS = read("das28", "DAS28 4,9", 4.9)
CCP = read("ccp", "Anti-CCP 180 U/mL", 180, LABORATORY, unit="U/mL", low=None, high=7)
ALAT = read("alat", "ALAT 22 UI/L", 22, LABORATORY, unit="UI/L", low=None, high=35)
HIGH_ALAT = read("alat", "ALAT 88 UI/L", 88, LABORATORY, unit="UI/L", low=None, high=35)
KIDNEY = read("dfg", "DFG 96 mL/min", 96, LABORATORY, unit="mL/min", low=60, high=None)
PREDNISONE = read("cortico_dose", "Prednisone 10 mg par jour depuis deux ans", 10)
PLAQUENIL = read("traitement_en_cours", "Hydroxychloroquine 400 mg par jour", "hydroxychloroquine 400 mg")
WEEKLY = read("mtx_dose", "Méthotrexate 15 mg par semaine", 15)
SINCE = read("mtx_deja_pris", "Méthotrexate depuis huit mois", "oui")
CHOICE = {"question_type": frozenset({"choix_traitement"})}
BREATHES = {**CHOICE, "respiratory_symptoms": False}
SICK_TUBE = read("trompes", "Hydrosalpinx gauche", "hydrosalpinx", IMAGING, side="gauche")
CLOSED = read("trompes", "Obstruction proximale droite", "obstruée proximale", IMAGING, side="droite")
OPEN = read("trompes", "Trompes perméables des deux côtés", "perméable", IMAGING)
OPEN_TOLD = read("trompes", "les trompes sont perméables", "perméable")
CLOSED_TOLD = read("trompes", "la trompe gauche est bouchée", "obstruée")
EIGHT_MONTHS = read("duree_infertilite", "depuis 8 mois", "8 mois")
VASECTOMY = read("vasectomie", "vasectomie en 2016", "oui")
QUIET_PAIN = read("eva_douleur", "EVA 1/10", 1)
CALM = {"fertility_wish": False, "surgery_proposed": True, "rectosigmoid_lesion_suspected": True, "eva_douleur": 1}
SORE = {**CALM, "eva_douleur": 8}
HORMONES = read("ths", "sous traitement hormonal de la ménopause")
AFTER = read("menopause_acquise", "ménopausée depuis 2021", "oui")
ADENOMYOSIS = read("diagnostic", "Adénomyose diffuse", "adénomyose", IMAGING)
MAYBE = read("diagnostic", "une adénomyose n'est pas exclue", "adénomyose", IMAGING, polarity="hypothetical")
POLYP = read("polype", "Polype endométrial de 11 mm", kind=IMAGING)
BENIGN = read("endometre_sans_lesion", "Endomètre sécrétoire sans hyperplasie", "oui", HISTOLOGY)
HYPERPLASIA = read("hyperplasie", "Hyperplasie glandulaire sans atypie", "oui", HISTOLOGY)
SWOLLEN = read("hydronephrose", "Hydronéphrose droite", "oui", IMAGING)

NAPROXEN = read("medicament", "naproxène 550 mg matin et soir", "naproxène 550 mg")
COPPER = read("contraception", "DIU au cuivre")
SMOOTH = read("erosions", "Pas d'érosion des mains", "absentes", "compte_rendu_imagerie", polarity="negated")
CLEARED = read("contre_indication_biologique", "Absence de contre-indication", kind="biologie", polarity="negated")

IMAGINED = [
    Said(
        ARTHRITIS, "active_jamais_traitee", "à commencer sans attendre", (NEVER, DAS), CHOICE, not_facts=(DAS, WEEKLY)
    ),
    Said(
        *(ARTHRITIS, "activite_forte_jamais_traitee", "Activité forte, maladie jamais traitée", (NEVER, DAS)),
        {**CHOICE, "das28": 5.6},
        not_answers={**CHOICE, "das28": 4.4},
    ),
    Said(
        *(ARTHRITIS, "mtx_association", "association à surveiller", (WEEKLY, NAPROXEN)),
        not_facts=(WEEKLY, NAPROXEN, read("medicament", "Arrêt du naproxène", "naproxène", "ordonnance")),
    ),
    Said(
        *(ARTHRITIS, "mtx_association", "association à surveiller", (WEEKLY, NAPROXEN)),
        not_facts=(WEEKLY, read("medicament", "naproxène 550 mg de juin à août", "naproxène 550 mg")),
    ),
    Said(
        *(ARTHRITIS, "contraception_en_place_et_mtx", "à maintenir sous méthotrexate", (DAS, COPPER)),
        {**CHOICE, "male": False},
        age=48,
        not_facts=(DAS, read("contraception", "DIU au cuivre retiré en 2024")),
    ),
    Said(
        *(ARTHRITIS, "erosions_absentes_sans_cliches", "sur cet examen seul ; les radiographies", (SMOOTH,)),
        pieces={"radios_mains_pieds": "missing"},
        not_pieces={"radios_mains_pieds": "met"},
    ),
    Said(
        *(ARTHRITIS, "bilan_prealable_conclu", "sans contre-indication d'après le laboratoire", (NEVER, CLEARED)),
        BREATHES,
        not_facts=(NEVER,),
    ),
    Said(
        *(ARTHRITIS, "mtx_premiere_ligne_adapte", "une prise quotidienne serait dangereuse", (NEVER, DAS)),
        BREATHES,
        not_facts=(DAS, WEEKLY),
    ),
    Said(
        *(ARTHRITIS, "cible_sans_mtx_essaye", "non justifié par les documents avant l'essai", (NEVER,)),
        {**CHOICE, "biologic_or_jak_proposed": True},
        not_answers={**CHOICE, "biologic_or_jak_proposed": False},
    ),
    Said(
        ARTHRITIS,
        "cortisone_seule",
        "la cortisone seule ne suffit pas",
        (PREDNISONE, DAS),
        CHOICE,
        not_facts=(PREDNISONE, DAS, WEEKLY),
    ),
    Said(
        *(ARTHRITIS, "hydroxychloroquine_seule", "traitement insuffisant", (PLAQUENIL, DAS)),
        BREATHES,
        not_facts=(PLAQUENIL, DAS, WEEKLY),
    ),
    Said(
        *(ARTHRITIS, "bilan_prealable_normal", "sans contre-indication au méthotrexate", (NEVER, ALAT, KIDNEY)),
        BREATHES,
        not_facts=(NEVER, HIGH_ALAT, KIDNEY),
    ),
    Said(ARTHRITIS, "cortisone_relais", "avant trois mois", (NEVER, PREDNISONE), CHOICE, not_facts=(PREDNISONE,)),
    Said(COUPLE, "deux_trompes_malades", "n'ont pas de sens", (SICK_TUBE, CLOSED), not_facts=(SICK_TUBE, OPEN)),
    Said(COUPLE, "permeable_dit_par_la_lettre", "discordance", (OPEN_TOLD, CLOSED), not_facts=(OPEN_TOLD, OPEN)),
    Said(COUPLE, "bouchee_dit_par_la_lettre", "discordance", (CLOSED_TOLD, OPEN), not_facts=(CLOSED_TOLD, CLOSED)),
    Said(
        *(COUPLE, "delai_court", "attendre est légitime", (EIGHT_MONTHS, SPERM)),
        {"cycles_irregular": False, "duree_infertilite": 8},
        age=29,
        not_answers={"cycles_irregular": False, "duree_infertilite": 15},
    ),
    Said(COUPLE, "vasectomie", "un don n'est pas la seule voie", (VASECTOMY,), not_facts=(SPERM,)),
    Said(
        *(COUPLE, "serologie_virale_positive", "centre qui prend en charge le risque viral"),
        (read("hepatite_b_positive", "Ag HBs positif", kind=LABORATORY),),
        not_facts=(read("hepatite_b_positive", "Ag HBs négatif", kind=LABORATORY, polarity="negated"),),
    ),
    Said(
        *(ENDOMETRIOSIS, "resection_et_douleur_controlee", "le traitement médical reste le premier choix"),
        (QUIET_PAIN,),
        CALM,
        not_answers=SORE,
    ),
    Said(
        *(ENDOMETRIOSIS, "suivi_sous_controle", "réévaluer si les douleurs reprennent", (QUIET_PAIN, DIENOGEST), CALM),
        not_answers=SORE,
    ),
    Said(
        *(ENDOMETRIOSIS, "endometriome_apres_50_ans", "avis gynécologique systématique"),
        (read("endometriome_taille", "endométriome de 31 mm", 31, IMAGING, unit="mm"),),
        age=54,
        not_facts=(QUIET_PAIN,),
    ),
    Said(FIBROIDS, "hormones_de_la_menopause", "ne pas l'arrêter seule", (HORMONES,), age=55, not_facts=(AFTER,)),
    Said(
        *(FIBROIDS, "saignement_apres_menopause", "sont à éliminer", (AFTER,), {"abnormal_bleeding": True}),
        age=58,
        not_answers={"abnormal_bleeding": False},
    ),
    Said(FIBROIDS, "adenomyose_associee", "peut expliquer une part des douleurs", (ADENOMYOSIS,), not_facts=(MAYBE,)),
    Said(FIBROIDS, "adenomyose_non_exclue", "ni établie ni exclue", (MAYBE,), not_facts=(ADENOMYOSIS,)),
    Said(FIBROIDS, "endometre_benin", "pas d'argument pour un cancer", (BENIGN,), not_facts=(BENIGN, HYPERPLASIA)),
    Said(FIBROIDS, "hyperplasie_endometre", "se traite pour elle-même", (HYPERPLASIA,), not_facts=(BENIGN,)),
    Said(
        *(FIBROIDS, "polype_associe", "ablation et analyse du polype", (POLYP,), {"heavy_bleeding": True}),
        not_answers={"heavy_bleeding": False, "abnormal_bleeding": False},
    ),
    Said(
        *(FIBROIDS, "hemostase_et_regles", "centre d'hémostase"),
        (read("trouble_hemostase", "maladie de Willebrand"),),
        not_facts=(AFTER,),
    ),
    Said(FIBROIDS, "rein_comprime", "le rein est menacé", (SWOLLEN,), not_facts=(AFTER,)),
]
