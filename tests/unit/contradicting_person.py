"""What letters tell of the person otherwise than other papers, and pairs that only look like it."""

from tests.unit.contradicting_papers import (
    BR,
    CO,
    CR,
    EN,
    FI,
    HD,
    HI,
    IMAGE,
    KN,
    LATER,
    OLDER,
    OPERATION,
    PR,
    RA,
    SC,
    STAY,
    TH,
    A,
    B,
    D,
    L,
    M,
)

TOLD = [
    (
        PR,
        (
            (M, "Comorbidités : pas d'antécédent cardiovasculaire signalé."),
            (STAY, "Diagnostic : infarctus antérieur sans sus-décalage, angioplastie de l'IVA, 1 stent actif."),
        ),
        "antecedent_cardiovasculaire",
    ),
    (
        RA,
        (
            (L, "Elle est retraitée, sans antécédent cardiovasculaire."),
            (STAY, "Coronarienne stentée sur l'IVA en mars 2022."),
        ),
        "antecedent_cardiovasculaire",
    ),
    (
        HI,
        ((L, "Aucun problème cardiaque."), (STAY, "Insuffisance cardiaque à FEVG 35 %.")),
        "antecedent_cardiovasculaire",
    ),
    (KN, ((L, "Pas de cardiopathie."), (STAY, "Pontage aorto-coronarien en 2017.")), "antecedent_cardiovasculaire"),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire."), (A, "Fibrillation atriale permanente, suivi cardiologique.")),
        "antecedent_cardiovasculaire",
    ),
    (
        HD,
        (
            (L, "Aucun traitement par infiltration n'a été tenté."),
            (OLDER, "Infiltration épidurale L5-S1 réalisée le 20/09/2026 sous scanner."),
        ),
        "infiltrations",
    ),
    (
        HD,
        ((L, "Pas d'antécédent de chirurgie du rachis."), (OPERATION, "Discectomie L4-L5 gauche le 03/06/2026.")),
        "chirurgie_anterieure",
    ),
    (
        HI,
        (
            (L, "Elle n'a jamais fait de kinésithérapie."),
            (A, "Bilan après 20 séances de kinésithérapie de mars à juin 2026."),
        ),
        "kinesitherapie",
    ),
    (
        KN,
        (
            (L, "Le traitement médical bien conduit, avec kinésithérapie, a échoué."),
            (A, "Aucune séance de kinésithérapie réalisée à ce jour."),
        ),
        "kinesitherapie",
    ),
    (FI, ((L, "Ménopausée depuis deux ans."), (A, "Cycles réguliers, DDR le 2 octobre 2026.")), "menopause"),
    (
        EN,
        ((L, "Elle n'a jamais été opérée."), (OPERATION, "Kystectomie gauche le 03/06/2026.")),
        "chirurgie_anterieure",
    ),
    (EN, ((L, "Elle n'a jamais pris de progestatif."), (D, "Diénogest 2 mg : 1 par jour")), "traitement_hormonal"),
    (
        BR,
        ((L, "Pas d'antécédent familial de cancer du sein."), (A, "Mère : cancer du sein à 41 ans.")),
        "antecedents_familiaux",
    ),
    (TH, ((L, "Calcitonine normale."), (B, "Calcitonine 128 pg/mL < 10")), "calcitonine"),
    (
        TH,
        ((L, "Pas d'irradiation cervicale."), (STAY, "Radiothérapie cervicale en mantelet en 1994 pour Hodgkin.")),
        "irradiation",
    ),
    (RA, ((L, "Facteurs rhumatoïdes et anti-CCP négatifs."), (B, "Anti-CCP 245 U/mL < 10")), "auto_anticorps"),
    (RA, ((L, "Jamais de biothérapie."), (STAY, "Adalimumab de 2019 à 2021, échec.")), "traitement"),
    (RA, ((L, "Hépatite B : sérologie négative."), (B, "Antigène HBs positif")), "hepatite_b"),
    (
        SC,
        ((L, "Corset bien porté, 20 heures par jour."), (A, "Capteur : 6 heures par jour de port du corset.")),
        "corset",
    ),
    (SC, ((L, "Corset bien toléré et bien porté."), (A, "Corset non porté depuis juin.")), "corset"),
    (CO, ((L, "Infertilité primaire, jamais enceinte."), (A, "Fausse couche en 2021, curetage.")), "grossesses"),
    (CO, ((L, "Première FIV."), (A, "Troisième tentative de FIV en mai 2026, échec d'implantation.")), "tentatives"),
    (CO, ((L, "Caryotype normal."), (B, "Caryotype 47,XXY")), "caryotype"),
    (
        PR,
        ((L, "Aucun antécédent cardio-vasculaire."), (A, "Fibrillation auriculaire anticoagulée.")),
        "antecedent_cardiovasculaire",
    ),
    (
        HI,
        ((M, "ATCD cardiovasculaires : aucun."), (A, "Triple pontage coronarien en 2012.")),
        "antecedent_cardiovasculaire",
    ),
]
SILENT = [
    (
        CR,
        ((L, "Pas d'antécédent cardiaque connu."), (STAY, "AVC ischémique sylvien en 2023.")),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire."), (A, "Père : infarctus à 52 ans, stent.")),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire."), (A, "Troponine normale : pas d'infarctus.")),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire familial."), (A, "Stent de l'IVA en 2019.")),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire."), (A, "Stent urétéral posé en 2019.")),
    ),
    (
        RA,
        (
            (L, "Elle n'a eu qu'une seule infiltration."),
            (A, "Troisième infiltration de l'année réalisée le 12/09/2026."),
        ),
    ),
    (
        HD,
        ((L, "Pas de déficit moteur."), (LATER, "Déficit des releveurs du pied à 3/5.")),
    ),
    (
        KN,
        ((L, "Pas d'allergie alimentaire."), (STAY, "Allergie à la pénicilline.")),
    ),
    (
        KN,
        ((L, "Genou stable, pas de laxité."), (IMAGE, "Rupture du LCA.")),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire."), (A, "Épreuve d'effort normale, pas de coronaropathie.")),
    ),
    (
        KN,
        (
            (L, "Pas de coronaropathie. Facteurs de risque cardiovasculaire : HTA."),
            (A, "Frère : stent coronaire à 45 ans."),
        ),
    ),
    (
        KN,
        ((L, "Pas d'antécédent cardiovasculaire notable hormis une HTA."), (A, "Tension 15/9, amlodipine.")),
    ),
    (
        RA,
        ((L, "Risque cardiovasculaire faible."), (A, "Recherche d'insuffisance cardiaque : négative.")),
    ),
    (
        PR,
        ((L, "Sans antécédent cardiaque."), (A, "Échographie : pas d'insuffisance cardiaque, FEVG 62 %.")),
    ),
    (
        SC,
        ((L, "Corset bien porté la nuit."), (A, "Corset porté 10 heures par nuit.")),
    ),
    (
        SC,
        ((L, "Prescription d'un corset 20 heures par jour."), (A, "Corset non porté : pas encore reçu.")),
    ),
    (
        SC,
        (
            (L, "Examen neurologique normal."),
            (A, "Réflexes cutanés abdominaux présents, pas de clonus, pas de syndrome pyramidal."),
        ),
    ),
    (
        HD,
        ((L, "Jamais opérée du dos."), (A, "Opérée d'une hernie inguinale en 2015.")),
    ),
    (
        HD,
        ((L, "Pas d'infiltration récente."), (A, "Une infiltration en mars 2023.")),
    ),
    (
        HD,
        ((L, "Je propose une infiltration."), (A, "Pas d'infiltration réalisée à ce jour.")),
    ),
    (
        HD,
        ((L, "Je prescris 20 séances de kinésithérapie."), (A, "Pas de kinésithérapie à ce jour.")),
    ),
    (
        EN,
        ((L, "Jamais opérée."), (A, "Cœlioscopie proposée le 12 décembre 2026.")),
    ),
    (
        EN,
        ((L, "Jamais opérée de l'endométriose."), (A, "Césarienne en 2019.")),
    ),
    (
        EN,
        ((L, "N'a jamais pris de pilule."), (D, "Diénogest 2 mg : 1 comprimé par jour")),
    ),
    (
        FI,
        ((L, "Ménopausée."), (A, "Mère ménopausée à 45 ans. Règles abondantes jusqu'en 2020.")),
    ),
    (
        FI,
        ((L, "Cycles réguliers de 28 jours."), (A, "Non ménopausée.")),
    ),
    (
        CO,
        ((L, "Nulligeste."), (A, "Partenaire : une fausse couche avec une première compagne en 2019.")),
    ),
    (
        CO,
        ((L, "Caryotypes du couple normaux."), (B, "Caryotype 46,XX")),
    ),
    (
        CO,
        ((L, "Sérologies négatives."), (B, "VIH négatif, VHC négatif, Ac anti-HBs positif à 120 (vaccinée)")),
    ),
    (
        CO,
        ((L, "Sérologies du couple négatives."), (B, "Rubéole IgG positive, toxoplasmose négative")),
    ),
    (
        BR,
        ((L, "Recherche de mutation BRCA1 en cours."), (B, "BRCA1/2 : absence de variant pathogène")),
    ),
    (
        BR,
        ((L, "Pas d'antécédent familial."), (A, "Mère : cataracte. Tante : hypertension.")),
    ),
    (
        BR,
        ((L, "Pas d'antécédent familial de cancer du sein."), (A, "Père : cancer de la prostate.")),
    ),
    (
        TH,
        ((L, "Pas d'irradiation cervicale."), (A, "Radiothérapie du sein gauche en 2012.")),
    ),
    (
        TH,
        ((L, "Pas d'irradiation cervicale."), (A, "Radiothérapie cervicale proposée.")),
    ),
    (
        RA,
        ((L, "Jamais de biothérapie."), (A, "Je propose d'introduire l'adalimumab en 2027.")),
    ),
    (
        RA,
        ((L, "Anti-CCP négatifs."), (B, "Anti-CCP 4 U/mL < 10")),
    ),
]
