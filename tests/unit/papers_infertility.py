"""Invented papers of the situations in which couples ask before assisted procreation, and what may come first.

Each is (told, question's type, age, answers, papers, options of which one comes first, options that may not stand).
"""

from engine.domain.conditions import Value
from tests.unit.papers_endometriosis import Row

ASKS: dict[str, Value] = {
    "cycles_irregular": False,
    "prior_art": False,
    "art_planned": True,
    "ivf_already_indicated": False,
    "partner_male": True,
    "implantation_failure": False,
}
NEW: dict[str, Value] = {"partner_male": True, "art_planned": True}
OPEN_TUBES = "hsg: Cavité normale. Passage tubaire bilatéral."
GOOD = "spermogramme: Concentration 42 M/mL\nMobilité progressive 44 %\nFormes typiques 6 %"
POOR = "spermogramme: Concentration 2,1 M/mL\nMobilité progressive 12 %\nFormes typiques 1 %"
NONE = "spermogramme: Volume 2,6 mL\nConcentration 0 M/mL\nConclusion : azoospermie."
RESERVE = "biologie: AMH 2,4 ng/mL\nFSH 6,8 UI/L"
NEVER = {"test_post_coital"}

INFERTILITY_PAPERS: list[Row] = [
    (
        "nothing found",
        "strategie_amp",
        32,
        ASKS,
        (OPEN_TUBES, GOOD, RESERVE, "lettre: Infertilité primaire de 16 mois."),
        {"stim_iiu", "expectative"},
        {"fiv_icsi", "don_gametes", "chirurgie_reproduction", *NEVER},
    ),
    (
        "nothing found, little answered",
        "strategie_amp",
        32,
        NEW,
        (
            OPEN_TUBES,
            GOOD,
            RESERVE,
            "lettre: Infertilité primaire de 16 mois. Cycles réguliers de 28 jours. Aucune tentative d'AMP.",
        ),
        {"stim_iiu", "expectative"},
        {"fiv_icsi", "don_gametes", *NEVER},
    ),
    (
        "nothing found at 38",
        "strategie_amp",
        38,
        ASKS,
        (OPEN_TUBES, GOOD, RESERVE, "lettre: Infertilité primaire de 14 mois."),
        {"stim_iiu", "fiv_icsi"},
        {"expectative", "don_gametes", *NEVER},
    ),
    *(
        (
            f"both tubes closed: {told}",
            "strategie_amp",
            33,
            ASKS,
            (f"hsg: {tubes}", GOOD, RESERVE, "lettre: Infertilité primaire de 26 mois."),
            {"fiv_icsi"},
            {"stim_iiu", "expectative", *NEVER},
        )
        for told, tubes in (
            ("proximal", "Trompes droite et gauche obstruées en proximal."),
            ("bilateral", "Obstruction tubaire proximale bilatérale."),
            ("each side", "Trompe droite obstruée en distal.\nTrompe gauche obstruée en proximal."),
            ("not seen", "Absence d'opacification des deux trompes : obstruction proximale bilatérale."),
        )
    ),
    *(
        (
            f"one tube open: {told}",
            "strategie_amp",
            32,
            ASKS,
            (f"hsg: {tubes}", GOOD, RESERVE, "lettre: Infertilité primaire de 18 mois."),
            {"stim_iiu", "expectative"},
            {"fiv_icsi", "don_gametes", *NEVER},
        )
        for told, tubes in (
            ("right closed", "Trompe droite obstruée en proximal. Trompe gauche perméable, bon passage péritonéal."),
            ("left closed", "Trompe gauche obstruée en distal.\nTrompe droite perméable."),
        )
    ),
    (
        "hydrosalpinx before IVF",
        "operer_avant",
        34,
        {**ASKS, "ivf_already_indicated": True},
        ("hsg: Hydrosalpinx droit. Trompe gauche perméable.", GOOD, RESERVE, "lettre: Infertilité de 30 mois."),
        {"chirurgie_reproduction"},
        {"stim_iiu", "expectative", *NEVER},
    ),
    (
        "no ovulation",
        "strategie_amp",
        29,
        {**ASKS, "cycles_irregular": True},
        (OPEN_TUBES, GOOD, "biologie: AMH 7,9 ng/mL", "lettre: Infertilité de 14 mois. SOPK, cycles de 60 jours."),
        {"induction_ovulation"},
        {"fiv_icsi", "expectative", "don_gametes", *NEVER},
    ),
    (
        "no ovulation, told by the letter alone",
        "strategie_amp",
        29,
        NEW,
        (
            OPEN_TUBES,
            GOOD,
            "biologie: AMH 7,9 ng/mL",
            "lettre: Infertilité de 14 mois. SOPK, cycles irréguliers de 45 à 60 jours.",
        ),
        {"induction_ovulation"},
        {"fiv_icsi", "expectative", "don_gametes", *NEVER},
    ),
    (
        "ovaries failed early",
        "don",
        34,
        {**ASKS, "cycles_irregular": True},
        (
            GOOD,
            "biologie: FSH 64 UI/L\nAMH 0,03 ng/mL",
            "lettre: Insuffisance ovarienne prématurée. Aménorrhée depuis 2025.",
        ),
        {"don_gametes"},
        {"induction_ovulation", "expectative", "stim_iiu", *NEVER},
    ),
    (
        "low reserve at 33, donor proposed",
        "don",
        33,
        ASKS,
        (
            OPEN_TUBES,
            GOOD,
            "biologie: AMH 0,5 ng/mL\nFSH 11 UI/L",
            "lettre: Infertilité de 24 mois. Don d'ovocytes proposé.",
        ),
        {"stim_iiu", "fiv_icsi"},
        {"don_gametes", "expectative", *NEVER},
    ),
    (
        "too old for IVF",
        "strategie_amp",
        44,
        {**ASKS, "ivf_already_indicated": True},
        (OPEN_TUBES, GOOD, "biologie: AMH 0,2 ng/mL", "lettre: Infertilité de 30 mois. FIV proposée."),
        {"don_gametes", "completer_bilan", None},
        {"fiv_icsi", "expectative", *NEVER},
    ),
    (
        "donor egg asked at 43",
        "don",
        43,
        {**ASKS, "prior_art": True},
        (OPEN_TUBES, GOOD, "biologie: AMH 0,2 ng/mL", "lettre: Trois FIV sans succès."),
        {"don_gametes"},
        {"fiv_icsi", "expectative", *NEVER},
    ),
    (
        "transfers that fail",
        "echec_traitement",
        35,
        {**ASKS, "prior_art": True, "implantation_failure": True},
        (OPEN_TUBES, GOOD, RESERVE, "lettre: Quatre transferts de blastocystes sans grossesse."),
        {"bilan_echecs_implantation"},
        {"expectative", "don_gametes", *NEVER},
    ),
    (
        "inseminations that failed",
        "strategie_amp",
        34,
        {**ASKS, "prior_art": True},
        (OPEN_TUBES, GOOD, RESERVE, "lettre: Quatre inséminations sans grossesse. Infertilité de 36 mois."),
        {"fiv_icsi"},
        {"expectative", "don_gametes", *NEVER},
    ),
    (
        "polyp in the cavity",
        "operer_avant",
        33,
        {**ASKS, "uterine_anomaly": True},
        (OPEN_TUBES, GOOD, RESERVE, "echo: Polype endocavitaire de 12 mm.", "lettre: Infertilité de 20 mois."),
        {"chirurgie_reproduction"},
        {"don_gametes", *NEVER},
    ),
    (
        "fibroid that leaves the cavity alone",
        "operer_avant",
        33,
        {**ASKS, "uterine_anomaly": False},
        (
            OPEN_TUBES,
            GOOD,
            RESERVE,
            "echo: Myome sous-séreux de 28 mm, cavité normale.",
            "lettre: Infertilité de 18 mois.",
        ),
        {"stim_iiu", "expectative"},
        {"chirurgie_reproduction", "don_gametes", *NEVER},
    ),
    (
        "varicocele and little sperm at 29",
        "operer_avant",
        29,
        ASKS,
        (
            OPEN_TUBES,
            "spermogramme: Concentration 8 M/mL",
            RESERVE,
            "lettre: Infertilité de 16 mois. Monsieur : varicocèle gauche palpable.",
        ),
        {"chirurgie_reproduction", "completer_bilan"},
        {"don_gametes", *NEVER},
    ),
    (
        "young, eight months",
        "strategie_amp",
        27,
        ASKS,
        (GOOD, "lettre: Essais depuis 8 mois. Cycles réguliers."),
        {"expectative"},
        {"fiv_icsi", "don_gametes", *NEVER},
    ),
    *(
        (
            f"tubes seen in June 2026, {told}",
            "strategie_amp",
            32,
            ASKS,
            (OPEN_TUBES, GOOD, RESERVE, f"lettre: Infertilité de 26 mois. {told}"),
            {first},
            {other, *NEVER},
        )
        for told, first, other in (
            ("Péritonite appendiculaire opérée en juillet 2026.", "completer_bilan", "stim_iiu"),
            ("Salpingite en août 2026, traitée.", "completer_bilan", "stim_iiu"),
            ("Péritonite appendiculaire opérée en mars 2025.", "stim_iiu", "chirurgie_reproduction"),
            ("Antécédent de péritonite dans l'enfance.", "stim_iiu", "chirurgie_reproduction"),
            ("Sa soeur a eu une salpingite en juillet 2026.", "stim_iiu", "chirurgie_reproduction"),
            ("Pas de salpingite.", "stim_iiu", "chirurgie_reproduction"),
        )
    ),
    *(
        (
            f"what is left after preparation: {left}",
            "strategie_amp",
            36,
            ASKS,
            (
                OPEN_TUBES,
                f"spermogramme: Concentration 5,8 M/mL\nMobilité progressive 15 %\nTest de migration-survie : {left}",
                RESERVE,
                "lettre: Infertilité de 26 mois.",
            ),
            {first},
            {other, *NEVER},
        )
        for left, first, other in (
            ("0,3 million de spermatozoïdes mobiles récupérés.", "fiv_icsi", "stim_iiu"),
            ("3,1 millions de spermatozoïdes mobiles récupérés.", "stim_iiu", "don_gametes"),
        )
    ),
]
