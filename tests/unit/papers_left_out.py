"""Lines of papers and letters, invented: which matter a paper tells that the letter does not, or none.

Each row: pathway, kind of the paper, what it says, what the letter says besides, the matter told.
"""

STAY = "compte_rendu_hospitalisation"
SURGERY = "compte_rendu_operatoire"
LAB = "biologie"
RECIPE = "ordonnance"
OTHER = "courrier"
SCAN = "compte_rendu_imagerie"
EXAM = "compte_rendu_examen"

TOLD: list[tuple[str, str, str, str, str]] = [
    ("cancer-prostate", RECIPE, "COMBODART : 1 gélule le soir", "HTA. TR souple.", "inhibiteur_5_alpha"),
    ("polyarthrite-rhumatoide", STAY, "Diagnostic : insuffisance cardiaque sur cardiopathie dilatée.", "HTA.", "coeur"),
    ("gonarthrose", EXAM, "Échographie : FEVG 38 %, pas de valvulopathie.", "Pas d'allergie. IMC 31.", "coeur"),
    ("cancer-prostate", STAY, "Sortie en stade NYHA III sous diurétiques.", "HTA, cataracte.", "coeur"),
    ("coxarthrose", OTHER, "Suivi pour une cardiopathie ischémique.", "HTA, goutte.", "coeur"),
    ("gonarthrose", STAY, "Syndrome coronarien aigu en mars 2024, deux stents actifs.", "HTA seule.", "coronaires"),
    ("hernie-discale-lombaire", STAY, "Infarctus du myocarde en 2021.", "HTA, tabac sevré.", "coronaires"),
    ("cancer-colon-rectum", RECIPE, "APIXABAN 5 mg matin et soir (FA paroxystique)", "Appendicectomie.", "rythme"),
    ("cancer-thyroide-nodule", EXAM, "ECG : fibrillation atriale rapide.", "Pas de gêne à avaler.", "rythme"),
    ("coxarthrose", OTHER, "Porteur d'un pacemaker depuis 2019.", "Cholécystectomie.", "stimulateur"),
    ("infertilite-couple", STAY, "AIT en mai 2023, bilan sans cause retrouvée.", "Cycles réguliers.", "avc"),
    ("gonarthrose", OTHER, "AVC sylvien gauche en 2018, récupéré.", "HTA, dyslipidémie.", "avc"),
    ("cancer-sein", STAY, "Embolie pulmonaire segmentaire droite.", "HTA, hypothyroïdie.", "thrombose"),
    ("endometriose", OTHER, "Phlébite surale gauche en 2016 sous pilule.", "G2P2, IMC 24.", "thrombose"),
    ("coxarthrose", SCAN, "Thrombose veineuse poplitée droite.", "Marche 300 m.", "thrombose"),
    ("infertilite-couple", LAB, "Facteur V Leiden hétérozygote", "Deux fausses couches.", "thrombophilie"),
    ("gonarthrose", STAY, "Diabète de type 2 déséquilibré.", "HTA. IMC 33.", "diabete"),
    ("coxarthrose", RECIPE, "METFORMINE 1000 mg : 1 matin et soir", "HTA. IMC 33.", "antidiabetique"),
    ("gonarthrose", LAB, "HbA1c 8,4 % (H) 4,0 - 6,0", "HTA. IMC 33.", "hba1c"),
    ("gonarthrose", STAY, "Insuffisance rénale chronique modérée.", "HTA, goutte.", "rein"),
    ("cancer-colon-rectum", OTHER, "Rein unique depuis la néphrectomie de 2009.", "HTA, appendicectomie.", "rein"),
    ("fibromes-uterins", STAY, "Cirrhose compensée d'origine métabolique.", "IMC 36, deux enfants.", "cirrhose"),
    ("polyarthrite-rhumatoide", LAB, "Ac anti-HBc totaux : positif", "HTA, pas de nodule.", "hepatite"),
    ("coxarthrose", OTHER, "Greffe rénale en 2015.", "HTA, goutte.", "immunite"),
    ("polyarthrite-rhumatoide", STAY, "Sepsis à point de départ urinaire, réanimation.", "HTA, thyroïde.", "infection"),
    ("gonarthrose", STAY, "Érysipèle de la jambe droite.", "HTA. IMC 35.", "infection"),
    ("polyarthrite-rhumatoide", OTHER, "Tuberculose pulmonaire traitée en 1998.", "HTA. Tabac : 0.", "tuberculose"),
    ("polyarthrite-rhumatoide", OTHER, "Névrite optique droite en 2014.", "HTA. Tabac : 0.", "demyelinisation"),
    ("polyarthrite-rhumatoide", STAY, "Diverticulite sigmoïdienne compliquée.", "HTA.", "diverticules"),
    ("fibromes-uterins", OTHER, "Syndrome d'apnées du sommeil appareillé.", "Hb 9,8 g/dL.", "apnees"),
    ("cancer-prostate", OTHER, "BPCO stade 3, oxygène à la marche.", "HTA, cataracte.", "poumon"),
    ("cancer-sein", SCAN, "Ostéodensitométrie : ostéoporose lombaire.", "HTA, ménopause à 51 ans.", "osteoporose"),
    ("coxarthrose", OTHER, "Deux fractures vertébrales en 2024.", "HTA, marche 300 m.", "osteoporose"),
    ("scoliose-adolescent", OTHER, "Épilepsie suivie en neuropédiatrie.", "Règles à 12 ans.", "epilepsie"),
    ("hernie-discale-lombaire", OTHER, "Mélanome du dos opéré en 2022.", "HTA, tabac.", "cancer"),
    ("endometriose", OTHER, "Cancer du sein droit traité en 2017.", "G0. IMC 22.", "cancer"),
    ("cancer-prostate", OTHER, "Lymphome en rémission depuis 2015.", "HTA, cataracte.", "hemopathie"),
    ("cancer-thyroide-nodule", OTHER, "Radiothérapie cervicale en 1989.", "HTA, ne fume pas.", "irradiation"),
    ("polyarthrite-rhumatoide", OTHER, "Désir de grossesse dans l'année.", "Tabac : 0.", "grossesse"),
    ("coxarthrose", OTHER, "Allergie au nickel (eczéma du poignet).", "HTA, goutte.", "allergie"),
    ("fibromes-uterins", RECIPE, "Allergie : latex", "Hb 9,8 g/dL.", "allergie"),
    ("cancer-colon-rectum", STAY, "Choc anaphylactique à l'induction en 2012.", "Appendicectomie.", "allergie"),
    ("gonarthrose", STAY, "Hémorragie digestive sur ulcère gastrique.", "HTA. IMC 30.", "saignement"),
    ("fibromes-uterins", LAB, "Conclusion : maladie de Willebrand de type 1", "Hb 9,8, deux enfants.", "saignement"),
    ("gonarthrose", SURGERY, "Intubation difficile, Cormack 4.", "HTA. IMC 30.", "anesthesie"),
    ("fibromes-uterins", OTHER, "Méningiome frontal découvert en 2023.", "Hb 9,8 g/dL.", "meningiome"),
    ("endometriose", OTHER, "Migraines avec aura visuelle.", "G0. IMC 22.", "aura"),
    (
        "infertilite-couple",
        STAY,
        "Appendicite perforée avec péritonite.",
        "Aucun antécédent chirurgical.",
        "infection_pelvienne",
    ),
    (
        "infertilite-couple",
        STAY,
        "Grossesse extra-utérine droite opérée le 03/02/2024.",
        "Trompes perméables.",
        "grossesse_extra_uterine",
    ),
    ("fibromes-uterins", SURGERY, "Myomectomie de quatre myomes.", "Hb 9,8, deux enfants.", "uterus_opere"),
    ("gonarthrose", OTHER, "Ostéotomie tibiale de valgisation en 2009.", "HTA. IMC 30.", "genou_opere"),
    ("hernie-discale-lombaire", OTHER, "Discectomie L4-L5 en 2019.", "HTA, tabac.", "rachis_opere"),
    ("cancer-prostate", OTHER, "Résection transurétrale de prostate en 2016.", "HTA.", "prostate_operee"),
    ("coxarthrose", OTHER, "Maladie de Crohn iléale depuis 2011.", "HTA.", "intestin"),
    ("scoliose-adolescent", OTHER, "Neurofibromatose de type 1.", "Règles à 12 ans.", "cause_de_courbure"),
    (
        "gonarthrose",
        OTHER,
        "Infiltration réalisée le 12/12/2025, soulagement de trois semaines.",
        "IMC 30.",
        "infiltration",
    ),
    ("scoliose-adolescent", OTHER, "Corset porté 18 heures par jour depuis 2024.", "Risser 3.", "corset"),
]

NOT_TOLD: list[tuple[str, str, str, str]] = [
    ("endometriose", OTHER, "Gynécologie\nConclusion : migraine avec aura visuelle.", "G2P2, tabac."),
    ("cancer-prostate", RECIPE, "DUTASTÉRIDE : 1 le soir", "PSA sous inhibiteur de la 5-alpha-réductase."),
    # The letter names it under another word, its drug, an abbreviation, or denies it.
    ("polyarthrite-rhumatoide", STAY, "Insuffisance cardiaque.", "Suivie par un cardiologue."),
    ("polyarthrite-rhumatoide", STAY, "Insuffisance cardiaque.", "Sous Entresto."),
    ("gonarthrose", STAY, "Syndrome coronarien aigu, stent actif.", "Sous aspirine."),
    ("gonarthrose", STAY, "Infarctus du myocarde en 2021.", "IDM ancien."),
    ("cancer-colon-rectum", OTHER, "Fibrillation atriale.", "ACFA."),
    ("cancer-colon-rectum", OTHER, "Fibrillation atriale.", "Prend de l'Eliquis."),
    ("cancer-sein", STAY, "Embolie pulmonaire bilatérale.", "Antécédents : EP en 2019."),
    ("cancer-sein", STAY, "Embolie pulmonaire bilatérale.", "Maladie veineuse thrombo-embolique."),
    ("gonarthrose", STAY, "Diabète de type 2.", "DNID équilibré."),
    ("gonarthrose", STAY, "Diabète de type 2.", "Pas de diabète."),
    ("gonarthrose", RECIPE, "METFORMINE 1000 mg : 1 matin", "Antidiabétiques oraux."),
    ("gonarthrose", STAY, "Insuffisance rénale chronique.", "Créatinine à 140."),
    ("polyarthrite-rhumatoide", LAB, "Ac anti-HBc totaux : positif", "Sérologies faites."),
    ("coxarthrose", OTHER, "Greffe rénale en 2015.", "Transplanté."),
    ("fibromes-uterins", OTHER, "Syndrome d'apnées du sommeil.", "SAOS."),
    ("cancer-sein", SCAN, "Ostéoporose lombaire.", "DMO basse."),
    ("scoliose-adolescent", OTHER, "Épilepsie suivie.", "Sous Keppra."),
    ("coxarthrose", OTHER, "Allergie au nickel.", "Pas d'allergie."),
    ("infertilite-couple", STAY, "Appendicite perforée avec péritonite.", "Appendicectomie en 2025."),
    ("gonarthrose", OTHER, "Infiltration réalisée le 12/12/2025.", "Pas d'infiltration à ce jour."),
    ("polyarthrite-rhumatoide", STAY, "Insuffisance cardiaque.", "IC à FE altérée."),
    ("coxarthrose", OTHER, "Porteur d'un pacemaker depuis 2019.", "PM en place."),
    ("gonarthrose", STAY, "Insuffisance rénale chronique.", "HTA, IRC, goutte."),
    ("gonarthrose", STAY, "Diabète de type 2.", "Sous ADO."),
    ("fibromes-uterins", OTHER, "Syndrome d'apnées du sommeil.", "SAS appareillé."),
    ("hernie-discale-lombaire", OTHER, "Discectomie L4-L5 en 2019.", "Déjà opéré."),
    ("polyarthrite-rhumatoide", OTHER, "Désir de grossesse.", "Souhaite un deuxième enfant."),
    ("infertilite-couple", STAY, "Appendicite perforée avec péritonite.", "Opérée en urgence à l'été 2025."),
    ("hernie-discale-lombaire", OTHER, "Mélanome du dos opéré en 2022.", "LNH traité."),
    ("gonarthrose", STAY, "Érysipèle de la jambe.", "Infection de la jambe guérie."),
    # Misread, or parted by the line.
    ("polyarthrite-rhumatoide", STAY, "Hépatite B chronique.", "Hépatlte B connue."),
    ("scoliose-adolescent", OTHER, "Neurofibromatose de type 1.", "Neuro-\nfibromatose."),
    ("fibromes-uterins", OTHER, "Méningiome frontal.", "Ménlngiome opéré."),
    # The paper denies it, fears it, looks for it, or lists it.
    ("polyarthrite-rhumatoide", STAY, "Pas d'insuffisance cardiaque.", "HTA."),
    ("gonarthrose", EXAM, "Échographie : FEVG 62 %.", "HTA."),
    ("cancer-sein", STAY, "HBPM pour prévenir une embolie pulmonaire.", "HTA."),
    ("cancer-sein", STAY, "Risque de phlébite expliqué.", "HTA."),
    ("cancer-sein", SCAN, "Indication : suspicion d'embolie pulmonaire.", "HTA."),
    ("cancer-sein", SCAN, "Indication : embolie pulmonaire ?", "HTA."),
    ("cancer-sein", SCAN, "Absence d'embolie pulmonaire.", "HTA."),
    ("gonarthrose", OTHER, "Diabète de type 2 : non", "HTA."),
    ("coxarthrose", OTHER, "Épilepsie : 0", "HTA."),
    ("coxarthrose", OTHER, "Apnées du sommeil : oui / non", "HTA."),
    ("gonarthrose", RECIPE, "Consulter en cas de phlébite.", "HTA."),
    ("gonarthrose", RECIPE, "Ne pas prendre si insuffisance rénale.", "HTA."),
    ("polyarthrite-rhumatoide", LAB, "Ac anti-HBc totaux : négatif", "HTA."),
    ("polyarthrite-rhumatoide", OTHER, "Dépistage de la tuberculose négatif.", "HTA."),
    ("scoliose-adolescent", OTHER, "Pas d'argument pour une neurofibromatose.", "Risser 3."),
    ("polyarthrite-rhumatoide", OTHER, "Pas de projet de grossesse.", "HTA."),
    ("gonarthrose", LAB, "HbA1c 5,4 % 4,0 - 6,0", "HTA. IMC 33."),
    # It is somebody else's.
    ("cancer-sein", STAY, "ATCD familiaux : mère, phlébite du post-partum.", "HTA."),
    ("cancer-sein", STAY, "Antécédents familiaux :\nEmbolie pulmonaire chez une tante.", "HTA."),
    ("endometriose", OTHER, "Sa sœur a une maladie de Crohn.", "G0."),
    ("hernie-discale-lombaire", OTHER, "Père : mélanome opéré en 2012.", "HTA."),
    ("infertilite-couple", OTHER, "Monsieur : épilepsie dans l'enfance.", "Cycles réguliers."),
    ("gonarthrose", OTHER, "Son mari, greffe rénale en 2015, l'aide.", "HTA."),
    # Planned, of the disease of the pathway, or too old.
    ("gonarthrose", OTHER, "Infiltration à discuter avec le rhumatologue.", "HTA."),
    ("hernie-discale-lombaire", OTHER, "Discectomie proposée si la douleur persiste.", "HTA."),
    ("fibromes-uterins", OTHER, "Myomectomie envisagée.", "Hb 9,8 g/dL."),
    ("cancer-sein", STAY, "Carcinome infiltrant opéré le 03/01/2026.", "Sein gauche, 12 mm."),
    ("cancer-sein", OTHER, "Désir d'enfant chez sa fille.", "HTA."),
    # The letter points elsewhere, or was not read whole.
    ("gonarthrose", STAY, "Diabète de type 2.", "Ses antécédents, que vous connaissez, sont lourds."),
    ("gonarthrose", STAY, "Diabète de type 2.", "Antécédents : voir courrier précédent."),
    ("gonarthrose", STAY, "Diabète de type 2.", "Page 1/2"),
    ("gonarthrose", STAY, "Diabète de type 2.", "T.S.V.P."),
]

WHOLE: list[tuple[str, str, str, str, set[str]]] = [
    # Whole papers as they are printed: what is told, and nothing of what is denied, feared, planned or another's.
    (
        "coxarthrose",
        STAY,
        "Cardiologie\nMotif : dyspnée d'effort.\nAntécédents : HTA, père décédé d'un infarctus du myocarde, tante "
        "épileptique.\nPas d'embolie pulmonaire à l'angioscanner. Pas de thrombose veineuse.\nETT : FEVG 42 %, pas de "
        "valvulopathie.\nConclusion : cardiopathie hypertensive."
        "\nÀ prévoir : dépistage d'un syndrome d'apnées du sommeil.",
        "HTA traitée, hystérectomie. Pas d'allergie.",
        {"coeur"},
    ),
    (
        "polyarthrite-rhumatoide",
        STAY,
        "Pneumologie\nPneumopathie interstitielle diffuse non spécifique. Quantiféron négatif, pas de tuberculose.\n"
        "Mélanome de la cuisse opéré en 2021.\nDiverticulose sans diverticulite. Risque de tuberculose discuté.",
        "Thyroïdectomie, HTA.",
        {"poumon", "cancer"},
    ),
    (
        "cancer-sein",
        OTHER,
        "Angiologie\nThrombose veineuse profonde fémorale gauche en mai 2020.\nBilan de thrombophilie négatif.\n"
        "Mère : cancer du sein à 50 ans, phlébites à répétition.\nPas d'ostéoporose connue.",
        "Pas d'antécédent notable. Ménopause à 52 ans.",
        {"thrombose"},
    ),
    (
        "infertilite-couple",
        OTHER,
        "Andrologie\nMonsieur a un diabète de type 1. Épilepsie.\nIl prend du valproate.",
        "Cycles réguliers. Lui : RAS.",
        set(),
    ),
    (
        "gonarthrose",
        RECIPE,
        "Paracétamol 1 g\nNe pas associer d'AINS en cas d'ulcère gastrique ou d'insuffisance rénale.\n"
        "Prévenir si phlébite.",
        "HTA. IMC 30.",
        set(),
    ),
]
