"""Invented papers of the situations in which women with endometriosis ask, and what may come first.

Each is (told, question's type, age, answers, papers, options of which one comes first, options that may not stand).
A paper opens with its kind; several rows print one situation in several ways.
"""

from engine.domain.conditions import Value

Papers = tuple[str, ...]
Row = tuple[str, str, int, dict[str, Value], Papers, set[str | None], set[str]]

OFFERED: dict[str, Value] = {"surgery_proposed": True, "prior_surgery": False}
NO_CHILD: dict[str, Value] = {**OFFERED, "fertility_wish": False}
CHILD: dict[str, Value] = {"surgery_proposed": False, "prior_surgery": False, "fertility_wish": True}
DEEP_MRI = "irm: Nodule du moyen rectum de 22 mm, sans sténose. Pas de dilatation urétérale. Pas d'adénomyose."
CYST_MRI = "irm: Endométriome gauche de 34 mm. Pas de nodule profond. Pas d'adénomyose. Pas de dilatation urétérale."
LARGE_CYST = (
    "irm: Endométriome droit de 58 mm. Pas d'atteinte digestive. Pas d'adénomyose. Pas de dilatation urétérale."
)
DEEP_CUT = {"chirurgie_profonde", "kystectomie"}

ENDOMETRIOSIS_PAPERS: list[Row] = [
    (
        "pain, nothing tried",
        "traitement_medical",
        27,
        NO_CHILD,
        (
            "irm: Petite lésion du torus de 6 mm. Pas d'adénomyose. Pas de dilatation urétérale.",
            "lettre: EVA 7/10. Aucun traitement hormonal à ce jour.",
        ),
        {"traitement_hormonal"},
        {*DEEP_CUT, "hysterectomie", "coelioscopie_diagnostique", "chirurgie_superficielle"},
    ),
    (
        "pain, nothing tried, wish not asked",
        "operer_ou_non",
        27,
        OFFERED,
        (
            "irm: Petite lésion du torus de 6 mm. Pas de dilatation urétérale.",
            "lettre: Dysménorrhée à 7/10. Aucun traitement hormonal à ce jour.",
        ),
        {"traitement_hormonal"},
        {*DEEP_CUT, "hysterectomie", "coelioscopie_diagnostique"},
    ),
    *(
        (
            f"rectum, calm under a progestin: {told}",
            "operer_ou_non",
            31,
            {**NO_CHILD, "rectosigmoid_lesion_suspected": True},
            (
                DEEP_MRI,
                f"lettre: Dysménorrhée EVA 8 avant traitement. {calm}",
                "ordonnance: Diénogest 2 mg : 1 par jour en continu.",
            ),
            {"traitement_hormonal"},
            {*DEEP_CUT, "coelioscopie_diagnostique"},
        )
        for told, calm in (
            ("a series", "EVA 8 en mars, EVA 4 en juin, EVA 2 ce jour."),
            ("from to", "Sous diénogest les douleurs sont passées de 8 à 2/10."),
            ("now", "EVA actuelle : 1/10 sous diénogest."),
            ("since", "Diénogest depuis avril : EVA à 2 au contrôle du 03/10/2026."),
            ("words", "Depuis le diénogest, douleur cotée 1/10."),
            ("almost none", "EVA 8 puis EVA 1 sous diénogest."),
        )
    ),
    (
        "rectum, hormones failed",
        "operer_ou_non",
        33,
        {**NO_CHILD, "rectosigmoid_lesion_suspected": True},
        (DEEP_MRI, "lettre: EVA 8/10. Échec de la pilule puis du diénogest."),
        {"chirurgie_profonde"},
        {"coelioscopie_diagnostique", "abstention_surveillance"},
    ),
    (
        "rectum, hormones failed, nothing answered",
        "operer_ou_non",
        33,
        {"surgery_proposed": True},
        (DEEP_MRI, "lettre: EVA 8/10. Échec de la pilule puis du diénogest. Pas de projet de grossesse."),
        {"chirurgie_profonde"},
        {"coelioscopie_diagnostique", "abstention_surveillance"},
    ),
    (
        "rectum that narrows",
        "traitement_medical",
        33,
        {**NO_CHILD, "surgery_proposed": False, "rectosigmoid_lesion_suspected": True},
        (
            "irm: Nodule du sigmoïde de 35 mm avec sténose serrée. Pas de dilatation urétérale.",
            "lettre: EVA 7/10, épisodes subocclusifs. Diénogest poursuivi.",
        ),
        {"chirurgie_profonde"},
        {"abstention_surveillance"},
    ),
    (
        "kidney widened",
        "traitement_medical",
        35,
        {**NO_CHILD, "surgery_proposed": False},
        (
            "irm: Lésion du paramètre gauche engainant l'uretère, urétéro-hydronéphrose gauche.",
            "lettre: EVA 4/10. Diénogest proposé.",
        ),
        {"chirurgie_profonde"},
        {"abstention_surveillance", "traitement_hormonal"},
    ),
    (
        "kidney widened, wish for a child",
        "traitement_medical",
        35,
        CHILD,
        ("irm: Lésion du paramètre gauche, dilatation des cavités pyélocalicielles gauches.", "lettre: EVA 4/10."),
        {"chirurgie_profonde"},
        {"abstention_surveillance", "traitement_hormonal"},
    ),
    (
        "cyst without complaint",
        "operer_ou_non",
        36,
        NO_CHILD,
        (CYST_MRI, "lettre: Aucune douleur, EVA 0/10. Découverte fortuite. Pas de projet de grossesse."),
        {"abstention_surveillance"},
        {"kystectomie", "chirurgie_superficielle", "hysterectomie"},
    ),
    (
        "cyst without complaint, in words",
        "operer_ou_non",
        36,
        NO_CHILD,
        (CYST_MRI, "lettre: Découverte fortuite, patiente asymptomatique. Pas de projet de grossesse."),
        {"abstention_surveillance"},
        {"kystectomie", "chirurgie_superficielle", "hysterectomie"},
    ),
    (
        "cyst before IVF",
        "fertilite",
        37,
        {**CHILD, "surgery_proposed": True, "ivf_already_indicated": True},
        (
            CYST_MRI,
            "lettre: EVA 3/10. Infertilité depuis 30 mois. Une kystectomie est proposée avant la FIV.",
            "biologie: AMH 0,8 ng/mL",
        ),
        {"amp"},
        {"kystectomie", "traitement_hormonal", "abstention_surveillance"},
    ),
    (
        "cyst at 32, wish, no IVF decided",
        "fertilite",
        32,
        {**CHILD, "surgery_proposed": True},
        (CYST_MRI, "lettre: EVA 3/10. Infertilité depuis 26 mois.", "biologie: AMH 1,1 ng/mL"),
        {"amp"},
        {"traitement_hormonal"},
    ),
    (
        "large cyst, hormones failed",
        "operer_ou_non",
        30,
        NO_CHILD,
        (LARGE_CYST, "lettre: EVA 8/10 malgré la pilule puis le diénogest."),
        {"kystectomie"},
        {"abstention_surveillance", "coelioscopie_diagnostique"},
    ),
    (
        "large cyst, hormones failed, wish not asked",
        "operer_ou_non",
        30,
        OFFERED,
        (LARGE_CYST, "lettre: EVA 8/10 malgré la pilule puis le diénogest."),
        {"kystectomie"},
        {"abstention_surveillance", "coelioscopie_diagnostique"},
    ),
    (
        "adenomyosis, nothing tried",
        "hysterectomie",
        42,
        NO_CHILD,
        (
            "irm: Adénomyose diffuse, zone jonctionnelle 15 mm. Pas d'endométriome.",
            "lettre: EVA 6/10, règles abondantes. Aucun traitement hormonal essayé.",
        ),
        {"traitement_hormonal"},
        {"hysterectomie", "kystectomie"},
    ),
    (
        "adenomyosis, all failed",
        "hysterectomie",
        45,
        NO_CHILD,
        (
            "irm: Adénomyose diffuse, zone jonctionnelle 15 mm.",
            "lettre: EVA 8/10. Échec du DIU au lévonorgestrel et du diénogest. Deux enfants.",
        ),
        {"hysterectomie"},
        {"abstention_surveillance", "kystectomie"},
    ),
    (
        "operated, pain goes on without recurrence",
        "echec_traitement",
        38,
        {**NO_CHILD, "prior_surgery": True},
        (
            "irm: Pas de récidive d'endométriome. Pas de nodule profond.",
            "lettre: EVA 7/10 malgré deux opérations et le diénogest.",
        ),
        {"prise_en_charge_douleur"},
        {*DEEP_CUT, "chirurgie_superficielle"},
    ),
    (
        "cyst come back, wish",
        "fertilite",
        34,
        {**CHILD, "prior_surgery": True, "surgery_proposed": True},
        (
            "irm: Récidive d'endométriome gauche de 40 mm.",
            "lettre: Kystectomie gauche en 2022. EVA 3/10.",
            "biologie: AMH 0,6 ng/mL",
        ),
        {"amp", "sclerotherapie"},
        {"kystectomie", "traitement_hormonal"},
    ),
    (
        "diagnostic laparoscopy, normal images",
        "confirmation_diagnostic",
        24,
        NO_CHILD,
        (
            "irm: IRM pelvienne normale. Pas d'endométriome, pas de lésion profonde.",
            "lettre: EVA 7/10. Pas de traitement.",
        ),
        {"traitement_hormonal"},
        {"coelioscopie_diagnostique", *DEEP_CUT},
    ),
    (
        "rectum and wish for a child",
        "fertilite",
        33,
        {**CHILD, "surgery_proposed": True, "rectosigmoid_lesion_suspected": True},
        (DEEP_MRI, "lettre: EVA 7/10. Infertilité depuis 24 mois."),
        {"chirurgie_profonde", "amp"},
        {"traitement_hormonal", "coelioscopie_diagnostique"},
    ),
    (
        "wish, stage II treated",
        "strategie_fertilite",
        31,
        {**CHILD, "prior_surgery": True},
        (
            "operatoire: Lésions superficielles détruites. rASRM stade II.",
            "lettre: Infertilité depuis 20 mois. EVA 2/10.",
        ),
        {"amp"},
        {"traitement_hormonal", "kystectomie"},
    ),
    (
        "operated, no wish, calm",
        "traitement_medical",
        29,
        {"surgery_proposed": False, "prior_surgery": True, "fertility_wish": False},
        ("operatoire: Exérèse d'un nodule du torus. rASRM stade III.", "lettre: Revue à six semaines, bien."),
        {"traitement_hormonal"},
        {"kystectomie", "chirurgie_superficielle"},
    ),
    (
        "antagonist first",
        "traitement_medical",
        28,
        {**NO_CHILD, "surgery_proposed": False},
        ("irm: Lésion du ligament utéro-sacré gauche de 7 mm.", "lettre: EVA 6/10. Jamais traitée."),
        {"traitement_hormonal"},
        {"antagonistes_gnrh", *DEEP_CUT},
    ),
    (
        "operated, pains again, no estrogen",
        "traitement_medical",
        38,
        {"surgery_proposed": False, "prior_surgery": True, "fertility_wish": False},
        (
            "irm: Lésion profonde du ligament utéro-sacré gauche de 12 mm. Ovaire gauche sans endométriome récidivant.",
            "lettre: EVA 7/10. Migraine avec aura. Désogestrel arrêté pour saignements.",
        ),
        {"traitement_hormonal"},
        {"antagonistes_gnrh", *DEEP_CUT},
    ),
    (
        "operated, pains again, nothing left",
        "traitement_medical",
        38,
        {"surgery_proposed": False, "prior_surgery": True, "fertility_wish": False},
        ("irm: Pas de signe de récidive. Pas de lésion profonde.", "lettre: EVA 7/10."),
        {"prise_en_charge_douleur"},
        DEEP_CUT,
    ),
]
