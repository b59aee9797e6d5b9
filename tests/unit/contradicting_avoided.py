"""Treatments that one doctor wants avoided and another prescribes."""

from tests.unit.contradicting_papers import BR, CO, EN, FI, HD, HI, KN, LATER, LONG_AGO, RA, STAY, A, D, L

TOLD = [
    (
        EN,
        (
            (L, "Je lui prescris une pilule œstroprogestative, lévonorgestrel 150 / éthinylestradiol 30, en continu."),
            (LONG_AGO, "Migraine avec aura. Je lui ai dit d'éviter toute contraception contenant des œstrogènes."),
        ),
        "oestrogenes",
    ),
    (
        EN,
        (
            (D, "Optidril 1 comprimé par jour en continu"),
            (L, "Les œstrogènes sont contre-indiqués (migraine avec aura)."),
        ),
        "oestrogenes",
    ),
    (
        KN,
        (
            (L, "Je propose de poursuivre le kétoprofène 100 mg matin et soir."),
            (A, "Insuffisance rénale : AINS contre-indiqués."),
        ),
        "ains",
    ),
    (
        RA,
        (
            (L, "Je prescris du célécoxib 200 mg par jour."),
            (STAY, "Ne plus prendre d'anti-inflammatoires non stéroïdiens."),
        ),
        "ains",
    ),
    (HI, ((L, "Je lui prescris du diclofénac 75 mg."), (LATER, "Éviter les AINS en raison du Xarelto.")), "ains"),
    (
        HD,
        (
            (L, "Cure courte de prednisolone 60 mg pendant 5 jours."),
            (A, "Diabète déséquilibré : éviter les corticoïdes."),
        ),
        "corticoides",
    ),
    (
        RA,
        (
            (D, "Méthotrexate 15 mg par semaine"),
            (L, "Le méthotrexate est contre-indiqué en raison de la fibrose pulmonaire."),
        ),
        "methotrexate",
    ),
    (CO, ((D, "Metformine 1000 mg matin et soir"), (A, "DFG 25 : metformine contre-indiquée.")), "metformine"),
    (
        BR,
        (
            (L, "Je propose le tamoxifène 20 mg par jour pendant cinq ans."),
            (A, "Embolie pulmonaire : tamoxifène à proscrire."),
        ),
        "tamoxifene",
    ),
    (
        RA,
        (
            (L, "Je propose l'introduction d'un anti-TNF, adalimumab."),
            (A, "Insuffisance cardiaque classe III : anti-TNF contre-indiqués."),
        ),
        "anti_tnf",
    ),
    (
        FI,
        (
            (L, "Je lui prescris de l'acide tranexamique 1 g trois fois par jour."),
            (A, "Thrombose : acide tranexamique contre-indiqué."),
        ),
        "acide_tranexamique",
    ),
    (KN, ((D, "Kétoprofène 100 mg matin et soir"), (L, "Ulcère hémorragique : plus jamais d'AINS.")), "ains"),
    (
        HI,
        (
            (D, "Ibuprofène 400 mg 3 fois par jour"),
            (A, "Les anti-inflammatoires sont formellement contre-indiqués (insuffisance rénale)."),
        ),
        "ains",
    ),
    (
        CO,
        (
            (L, "Je prescris une stimulation après pilule œstroprogestative."),
            (A, "Thrombophilie : contre-indication aux œstrogènes."),
        ),
        "oestrogenes",
    ),
]
SILENT = [
    (
        EN,
        (
            (L, "Je lui prescris un progestatif seul, diénogest 2 mg."),
            (LONG_AGO, "Éviter toute contraception contenant des œstrogènes."),
        ),
    ),
    (
        EN,
        (
            (L, "Les œstrogènes sont contre-indiqués. Pas de pilule œstroprogestative."),
            (LONG_AGO, "Éviter les œstrogènes."),
        ),
    ),
    (
        EN,
        ((L, "Elle a pris une pilule œstroprogestative de 2015 à 2019."), (LONG_AGO, "Éviter les œstrogènes.")),
    ),
    (
        KN,
        ((L, "AINS contre-indiqués. Le kétoprofène avait été arrêté en 2021."), (A, "Éviter les AINS.")),
    ),
    (
        KN,
        ((L, "Kétoprofène en gel local."), (A, "AINS contre-indiqués.")),
    ),
    (
        KN,
        ((L, "Je propose une infiltration de corticoïdes du genou."), (A, "AINS contre-indiqués.")),
    ),
    (
        KN,
        (
            (L, "Diclofénac 75 mg si besoin, en l'absence de contre-indication aux AINS."),
            (A, "Pas de contre-indication aux AINS."),
        ),
    ),
    (
        HD,
        ((L, "Aspirine 75 mg en cours."), (A, "AINS contre-indiqués.")),
    ),
    (
        KN,
        (
            (L, "Je propose de poursuivre le kétoprofène."),
            (A, "Éviter les AINS pendant les 48 heures avant la ponction."),
        ),
    ),
    (
        EN,
        ((L, "Je prescris une contraception sans œstrogènes, désogestrel."), (LONG_AGO, "Éviter les œstrogènes.")),
    ),
    (
        KN,
        ((D, "Kétoprofène 100 mg matin et soir"), (A, "Pensez à éviter les AINS si vous êtes enceinte.")),
    ),
    (
        KN,
        (
            (D, "Kétoprofène 100 mg matin et soir"),
            (A, "Sa mère ne doit jamais prendre d'AINS, contre-indiqués chez elle."),
        ),
    ),
    (
        KN,
        ((D, "Kétoprofène 100 mg matin et soir"), (A, "En cas d'insuffisance rénale, AINS contre-indiqués.")),
    ),
    (
        KN,
        ((L, "AINS arrêtés en mars 2026 devant l'ulcère."), (A, "AINS contre-indiqués.")),
    ),
    (
        KN,
        ((L, "Je lui ai rappelé de ne plus prendre d'AINS. Paracétamol."), (A, "AINS contre-indiqués.")),
    ),
    (
        RA,
        ((D, "Méthotrexate 15 mg par semaine"), (A, "Méthotrexate contre-indiqué pendant la grossesse.")),
    ),
    (
        RA,
        ((L, "Poursuite du méthotrexate 15 mg."), (A, "Arrêter le méthotrexate trois mois avant toute conception.")),
    ),
    (
        RA,
        ((L, "Prednisone 5 mg par jour."), (A, "Éviter les corticoïdes au long cours.")),
    ),
    (
        HI,
        ((L, "Sous Xarelto 20 mg."), (A, "Pas de contre-indication aux anticoagulants.")),
    ),
    (
        HI,
        ((L, "Sous apixaban."), (A, "Éviter l'association AINS et anticoagulant.")),
    ),
    (
        BR,
        ((L, "Je propose le tamoxifène."), (A, "La sertraline est à éviter avec le tamoxifène.")),
    ),
]
