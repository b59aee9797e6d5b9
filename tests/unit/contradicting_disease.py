"""What letters tell of a disease otherwise than reports, and pairs that only look like it."""

from tests.unit.contradicting_papers import BR, CR, EN, FI, HD, HI, IMAGE, KN, OLDER, PR, SC, A, C, L, M

TOLD = [
    (
        FI,
        (
            (L, "Utérus polymyomateux, cinq myomes au moins, à prédominance interstitielle."),
            (IMAGE, "Conclusion : deux myomes, dont un sous-muqueux FIGO 1 de 25 mm."),
        ),
        "nombre_myomes",
    ),
    (
        FI,
        (
            (L, "Utérus porteur d'un fibrome unique de 6 cm."),
            (IMAGE, "Conclusion : quatre myomes dont le plus gros de 60 mm."),
        ),
        "nombre_myomes",
    ),
    (FI, ((L, "Utérus polymyomateux."), (IMAGE, "Myome unique postérieur de 60 mm.")), "nombre_myomes"),
    (PR, ((L, "Biopsies positives : 3 carottes sur 12."), (C, "Carcinome sur 9 carottes sur 12.")), "carottes"),
    (
        CR,
        ((L, "Métastase hépatique unique du segment VI."), (IMAGE, "Quatre métastases hépatiques bilobaires.")),
        "nombre_metastases",
    ),
    (
        KN,
        (
            (L, "Le compartiment externe et le compartiment fémoro-patellaire sont préservés."),
            (IMAGE, "Compartiment fémoro-patellaire : pincement externe, Kellgren-Lawrence 3."),
        ),
        "compartiment_femoro_patellaire",
    ),
    (
        KN,
        (
            (L, "Fémoro-patellaire indemne."),
            (IMAGE, "Chondropathie grade IV de la facette patellaire externe et de la trochlée."),
        ),
        "compartiment_femoro_patellaire",
    ),
    (
        KN,
        ((L, "Compartiment externe préservé."), (IMAGE, "Compartiment externe : pincement complet, Kellgren 4.")),
        "compartiment_externe",
    ),
    (
        SC,
        (
            (L, "Gibbosité thoraco-lombaire droite de 5°."),
            (IMAGE, "Courbure thoraco-lombaire à convexité droite T10-L3, 19°."),
            (A, "Gibbosité thoraco-lombaire gauche de 6 mm."),
        ),
        "cote",
    ),
    (SC, ((L, "Scoliose lombaire gauche."), (IMAGE, "Courbure lombaire à convexité droite L1-L4 de 24°.")), "cote"),
    (HD, ((L, "Hernie discale L5-S1 gauche."), (IMAGE, "Hernie discale L4-L5 gauche.")), "niveau"),
    (HD, ((L, "Hernie L5-S1 droite, sciatique droite."), (IMAGE, "Hernie discale L5-S1 gauche paramédiane.")), "cote"),
    (HI, ((L, "Coxarthrose droite."), (IMAGE, "Coxarthrose gauche évoluée, hanche droite normale.")), "cote"),
    (KN, ((L, "Flessum 15°."), (A, "Extension complète, pas de flessum.")), "flessum"),
    (FI, ((L, "Utérus de taille normale."), (IMAGE, "Utérus augmenté de volume, 145 x 98 x 90 mm.")), "taille_uterus"),
    (FI, ((L, "Biopsie d'endomètre normale."), (C, "Hyperplasie atypique de l'endomètre.")), "biopsie_endometre"),
    (
        EN,
        ((L, "Pas d'atteinte digestive."), (IMAGE, "Nodule de la paroi antérieure du rectum de 28 mm.")),
        "atteinte_rectale",
    ),
    (BR, ((L, "Carcinome du sein droit."), (C, "Biopsie du sein gauche : carcinome canalaire infiltrant.")), "cote"),
    (
        PR,
        (
            (L, "TEP-PSMA sans fixation à distance."),
            (IMAGE, "Foyer de fixation iliaque gauche intense, évocateur de métastase osseuse."),
        ),
        "extension",
    ),
    (
        CR,
        ((L, "Coloscopie complète, sans autre lésion."), (A, "Coloscopie incomplète, arrêtée à l'angle gauche.")),
        "coloscopie",
    ),
    (FI, ((L, "Il existe un myome unique."), (IMAGE, "Utérus polymyomateux, 7 myomes.")), "nombre_myomes"),
    (CR, ((M, "Métastase unique du foie droit."), (IMAGE, "3 métastases hépatiques.")), "nombre_metastases"),
    (PR, ((M, "2/12 carottes positives."), (C, "Adénocarcinome sur 7 carottes sur 12.")), "carottes"),
    (HD, ((L, "Hernie discale L5-S1."), (IMAGE, "Hernie discale L3-L4 droite.")), "niveau"),
    (SC, ((IMAGE, "Courbure thoracique droite 32°."), (A, "Gibbosité thoracique gauche de 8 mm.")), "cote"),
]
SILENT = [
    (
        FI,
        ((L, "Deux myomes."), (IMAGE, "Trois myomes de 20, 15 et 8 mm.")),
    ),
    (
        FI,
        ((L, "Deux fibromes en 2019."), (IMAGE, "Utérus polymyomateux, sept myomes.")),
    ),
    (
        FI,
        ((L, "Deux myomes sous-muqueux."), (IMAGE, "Sept myomes dont deux sous-muqueux.")),
    ),
    (
        PR,
        ((L, "Biopsies positives : 9 carottes sur 12."), (C, "Adénocarcinome, 9 carottes envahies sur 12.")),
    ),
    (
        KN,
        (
            (L, "Le compartiment externe et le compartiment fémoro-patellaire sont préservés."),
            (IMAGE, "Compartiment fémoro-patellaire : Kellgren 1. Compartiment interne : Kellgren 4."),
        ),
    ),
    (
        KN,
        (
            (L, "Compartiment externe préservé."),
            (IMAGE, "Compartiment interne : pincement complet, Kellgren 4. Compartiment externe conservé."),
        ),
    ),
    (
        KN,
        (
            (L, "Compartiment fémoro-patellaire préservé à droite."),
            (IMAGE, "Genou gauche : chondropathie fémoro-patellaire grade IV."),
        ),
    ),
    (
        SC,
        (
            (IMAGE, "Courbure thoraco-lombaire à convexité droite T10-L3, 19°."),
            (A, "Gibbosité thoraco-lombaire droite de 6 mm. Gibbosité lombaire gauche."),
        ),
    ),
    (
        SC,
        (
            (IMAGE, "Courbure thoracique à convexité droite 32°, courbure lombaire à convexité gauche 24°."),
            (A, "Gibbosité lombaire gauche de 6 mm."),
        ),
    ),
    (
        FI,
        (
            (L, "Trois myomes."),
            (IMAGE, "Trois myomes, le plus gros de 60 mm."),
            (OLDER, "Six myomes dont trois millimétriques."),
        ),
    ),
    (
        FI,
        ((L, "Deux myomes sous-séreux et trois intramuraux."), (IMAGE, "Cinq myomes.")),
    ),
    (
        FI,
        ((L, "Un myome de 6 cm gêne la vessie."), (IMAGE, "Trois myomes, dont un de 60 mm.")),
    ),
    (
        FI,
        ((L, "Le myome principal mesure 6 cm."), (IMAGE, "Trois myomes, dont un de 60 mm.")),
    ),
    (
        FI,
        ((L, "Myomectomie de trois myomes en 2018."), (IMAGE, "Un myome de 30 mm.")),
    ),
    (
        FI,
        ((L, "Utérus polymyomateux."), (IMAGE, "Un seul myome sous-muqueux, six myomes intramuraux.")),
    ),
    (
        PR,
        ((L, "3/12 carottes positives."), (C, "Adénocarcinome : 3 carottes sur 12. Droite 1/6, gauche 2/6.")),
    ),
    (
        PR,
        ((L, "Consultation du 03/12, 9 carottes sur 14 positives."), (C, "9/14.")),
    ),
    (
        CR,
        ((L, "Une métastase hépatique."), (IMAGE, "Une métastase hépatique de 22 mm du segment VI.")),
    ),
    (
        CR,
        ((L, "Pas de métastase."), (IMAGE, "Pas de métastase hépatique.")),
    ),
    (
        KN,
        ((L, "Compartiment fémoro-patellaire préservé."), (IMAGE, "Fémoro-patellaire : chondropathie grade II.")),
    ),
    (
        KN,
        (
            (L, "Compartiment externe préservé."),
            (IMAGE, "Compartiment externe : Kellgren 1. Compartiment interne : Kellgren 4."),
        ),
    ),
    (
        KN,
        ((L, "Arthrose fémoro-patellaire sévère."), (IMAGE, "Fémoro-patellaire : Kellgren 3.")),
    ),
    (
        SC,
        ((L, "Gibbosité thoracique droite et lombaire gauche."), (A, "Gibbosité lombaire gauche de 6 mm.")),
    ),
    (
        SC,
        ((L, "Scoliose thoracique droite."), (A, "Sa sœur a une scoliose thoracique gauche.")),
    ),
    (
        HD,
        ((L, "Hernie L4-L5 gauche et discopathie L5-S1."), (IMAGE, "Hernie discale L4-L5 gauche. Discopathie L5-S1.")),
    ),
    (
        EN,
        ((L, "IRM normale en 2019."), (IMAGE, "Endométriome gauche de 42 mm.")),
    ),
    (
        EN,
        ((L, "IRM pelvienne : lésion du torus."), (IMAGE, "Nodule du torus de 12 mm. Pas d'endométriome.")),
    ),
    (
        EN,
        ((L, "Pas d'atteinte digestive."), (IMAGE, "Pas de nodule du rectum ni de la charnière.")),
    ),
    (
        FI,
        (
            (L, "Biopsie d'endomètre normale."),
            (C, "Endomètre sécrétoire, pas d'hyperplasie atypique, pas de carcinome de l'endomètre."),
        ),
    ),
    (
        BR,
        (
            (L, "Carcinome du sein gauche, antécédent de carcinome du sein droit en 2009."),
            (C, "Biopsie du sein gauche : carcinome."),
        ),
    ),
    (
        BR,
        ((L, "Triple négatif."), (C, "RE 0 %, RP 0 %, HER2 0.")),
    ),
    (
        BR,
        (
            (L, "TEP sans fixation à distance."),
            (IMAGE, "Fixation mammaire gauche connue. Pas de fixation évocatrice de métastase."),
        ),
    ),
    (
        CR,
        ((L, "Coloscopie complète le 12 septembre."), (A, "Coloscopie complète : caecum atteint.")),
    ),
    (
        HI,
        ((L, "Flessum de 10°."), (A, "Hanche : pas de flessum à gauche. Flessum 15° à droite.")),
    ),
]
