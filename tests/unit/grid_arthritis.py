"""Rheumatoid arthritis: the situations in which a second opinion is asked, as papers tell them."""

from tests.unit.grid_papers import WHO, Row, doctor, film, laboratory, letter, prescription, row

ADDED = {"biologic_or_jak_proposed": True, "jak_proposed": False, "respiratory_symptoms": False}
JAK = {"biologic_or_jak_proposed": True, "jak_proposed": True, "respiratory_symptoms": False}
FIRST = {"biologic_or_jak_proposed": False, "jak_proposed": False, "respiratory_symptoms": False}
ACTIVE = "Examen : NAD 8, NAG 6. DAS28-CRP à 4,9."
HIGH = laboratory("CRP 22 mg/L < 5\nFacteur rhumatoïde 140 UI/mL < 14\nAnti-CCP 280 U/mL < 10")
CALM = laboratory("CRP 2 mg/L < 5\nFacteur rhumatoïde 140 UI/mL < 14\nAnti-CCP 280 U/mL < 10")
EROSIVE = film("Érosion de la tête du 5e métatarsien droit. Pas d'érosion des mains.")
SMOOTH = film("Pas d'érosion. Pas de pincement.")
KNOWN = "Polyarthrite rhumatoïde séropositive connue depuis 2022."
NOT_NOW = "desescalade|inhibiteur_jak"

ARTHRITIS_GRID: list[Row] = [
    row(
        "failure of methotrexate at 20 mg, erosive",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. {ACTIVE} Je propose l'adalimumab."), HIGH, EROSIVE),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne|autre_csdmard",
    ),
    row(
        "failure at 20 mg, erosive, nothing answered",
        "choix_traitement",
        {},
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. {ACTIVE} Je propose l'adalimumab."), HIGH, EROSIVE),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne|autre_csdmard",
    ),
    row(
        "the letter says 20 mg, prescription and family doctor 10 mg",
        "choix_traitement",
        ADDED,
        (
            letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine, bien conduit. {ACTIVE} Je propose l'adalimumab."),
            prescription("Méthotrexate 10 mg : une prise par semaine, le lundi\nAcide folique 5 mg : le mercredi"),
            doctor(
                "03/2022 : méthotrexate 15 mg, puis 20.\n20/01/2026 : nausées, méthotrexate ramené à 10 mg par semaine."
            ),
            HIGH,
            EROSIVE,
        ),
        "mtx_premiere_ligne",
        NOT_NOW,
    ),
    row(
        "the letter says 20 mg, the later prescription 10 mg",
        "choix_traitement",
        ADDED,
        (
            letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. {ACTIVE} Je propose l'adalimumab."),
            prescription("Méthotrexate 10 mg : 1 comprimé une fois par semaine", "18/02/2026"),
            HIGH,
            SMOOTH,
        ),
        "mtx_premiere_ligne",
        NOT_NOW,
    ),
    row(
        "the earlier prescription 10 mg, the letter of the first opinion 20 mg",
        "choix_traitement",
        ADDED,
        (
            letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. {ACTIVE} Je propose l'adalimumab."),
            prescription("Méthotrexate 10 mg : 1 comprimé une fois par semaine", "02/02/2026"),
            HIGH,
            SMOOTH,
        ),
        "mtx_premiere_ligne",
        NOT_NOW,
    ),
    row(
        "the letter raises the dose after the prescription",
        "choix_traitement",
        ADDED,
        (
            letter(f"{KNOWN} Méthotrexate augmenté à 20 mg par semaine en juin 2025, poursuivi. {ACTIVE}"),
            prescription("Méthotrexate 20 mg : une fois par semaine", "02/02/2026"),
            HIGH,
            EROSIVE,
        ),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
    row(
        "methotrexate at 10 mg everywhere, active",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 10 mg par semaine. {ACTIVE}"), HIGH, EROSIVE),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "methotrexate at 12,5 mg, no erosion",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 12,5 mg par semaine. {ACTIVE}"), HIGH, SMOOTH),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "dose nowhere: the target first, until it is known",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate. {ACTIVE} Je propose l'adalimumab."), HIGH, EROSIVE),
        "cible_remission",
        NOT_NOW,
    ),
    row(
        "never treated",
        "choix_traitement",
        FIRST,
        (
            letter(
                f"Polyarthrite rhumatoïde débutante. Aucun traitement de fond. {ACTIVE} Je propose le méthotrexate."
            ),
            HIGH,
            SMOOTH,
        ),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "never treated, nothing answered",
        "choix_traitement",
        {},
        (letter(f"Polyarthrite rhumatoïde débutante. Jamais de traitement de fond. {ACTIVE}"), HIGH, SMOOTH),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "never treated, a biologic proposed at once",
        "choix_traitement",
        ADDED,
        (
            letter(f"Polyarthrite rhumatoïde débutante. Aucun traitement de fond. {ACTIVE} Je propose l'étanercept."),
            HIGH,
            EROSIVE,
        ),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "methotrexate badly borne, active",
        "choix_traitement",
        FIRST,
        (letter(f"{KNOWN} Méthotrexate arrêté pour intolérance au méthotrexate. {ACTIVE}"), HIGH, SMOOTH),
        "autre_csdmard",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
    row(
        "no poor factor: failure at 20 mg, no erosion, antibodies negative",
        "choix_traitement",
        {**ADDED, "biologic_or_jak_proposed": False},
        (
            letter(f"Polyarthrite rhumatoïde séronégative. Sous méthotrexate 20 mg par semaine. {ACTIVE}"),
            laboratory("CRP 12 mg/L < 5\nFacteur rhumatoïde 6 UI/mL < 14\nAnti-CCP 2 U/mL < 10"),
            SMOOTH,
        ),
        "autre_csdmard",
        NOT_NOW,
    ),
    row(
        "high score but no swollen joint and a normal CRP",
        "echec_biotherapie",
        JAK,
        (letter(f"{KNOWN} Sous étanercept. NAD 14, NAG 0. DAS28-CRP à 4,1. Douleurs diffuses."), CALM, SMOOTH),
        "|diagnostic_differentiel|cible_remission",
        "biotherapie_ou_jak|desescalade|inhibiteur_jak",
    ),
    row(
        "true failure of a TNF blocker",
        "echec_biotherapie",
        ADDED,
        (letter(f"{KNOWN} Sous étanercept et méthotrexate 20 mg par semaine. {ACTIVE}"), HIGH, EROSIVE),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
    row(
        "remission, a change proposed",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. NAD 0, NAG 0. DAS28-CRP à 2,0."), CALM, SMOOTH),
        "|desescalade|cible_remission",
        "biotherapie_ou_jak|inhibiteur_jak|autre_csdmard",
    ),
    row(
        "remission under a biologic, wants to reduce",
        "choix_traitement",
        FIRST,
        (letter(f"{KNOWN} Sous étanercept. En rémission depuis un an. NAG 0. DAS28-CRP à 1,9."), CALM, SMOOTH),
        "desescalade|",
        "biotherapie_ou_jak|inhibiteur_jak|mtx_premiere_ligne",
    ),
    row(
        "wish for a child under methotrexate",
        "grossesse",
        FIRST,
        (letter(f"{KNOWN} Sous méthotrexate 15 mg par semaine. Projet de grossesse. DAS28-CRP à 3,0."), CALM, SMOOTH),
        "adaptation_grossesse",
        "mtx_premiere_ligne|desescalade",
    ),
    row(
        "dry cough under methotrexate",
        "poumon",
        {**FIRST, "respiratory_symptoms": True},
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. Toux sèche et dyspnée depuis un mois. {ACTIVE}"), HIGH),
        "pr_pid",
        "mtx_premiere_ligne|desescalade",
    ),
    row(
        "dry cough told by the letter only, biologic asked",
        "choix_traitement",
        {"biologic_or_jak_proposed": True},
        (
            letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. {ACTIVE} Toux sèche."),
            (
                "scanner.pdf",
                f"SCANNER THORACIQUE\n{WHO}\nExamen du 20/01/2026\nPneumopathie interstitielle débutante des bases.",
            ),
            HIGH,
            EROSIVE,
        ),
        "pr_pid|biotherapie_ou_jak",
        "mtx_premiere_ligne|desescalade",
    ),
    row(
        "JAK inhibitor proposed at 72 years with an infarction",
        "choix_traitement",
        JAK,
        (
            letter(
                f"{KNOWN} Infarctus en 2019. Sous méthotrexate 20 mg par semaine. {ACTIVE} Je propose le tofacitinib."
            ),
            HIGH,
            EROSIVE,
        ),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
    row(
        "is it rheumatoid at all: antibodies negative, CRP normal",
        "confirmation_diag",
        FIRST,
        (
            letter("Douleurs des mains. NAG 0, NAD 4. Polyarthrite rhumatoïde ?"),
            laboratory("CRP 2 mg/L < 5\nAnti-CCP 2 U/mL < 10"),
            SMOOTH,
        ),
        "diagnostic_differentiel|",
        "biotherapie_ou_jak|mtx_premiere_ligne|desescalade",
    ),
    row(
        "low activity, biologic proposed",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. NAD 1, NAG 1. DAS28-CRP à 2,9."), CALM, SMOOTH),
        "|cible_remission",
        "biotherapie_ou_jak|inhibiteur_jak",
    ),
    row(
        "no score printed but joints and CRP, at 20 mg, biologic proposed",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 20 mg par semaine. NAD 9, NAG 7. Je propose l'adalimumab."), HIGH, EROSIVE),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
    row(
        "no score printed, at 10 mg",
        "choix_traitement",
        ADDED,
        (letter(f"{KNOWN} Sous méthotrexate 10 mg par semaine. NAD 9, NAG 7. Je propose l'adalimumab."), HIGH, EROSIVE),
        "mtx_premiere_ligne",
        f"{NOT_NOW}|biotherapie_ou_jak",
    ),
    row(
        "high steroid dose, failure at 25 mg under the skin",
        "choix_traitement",
        ADDED,
        (
            letter(f"{KNOWN} Méthotrexate sous-cutané 25 mg par semaine. Prednisone 15 mg par jour. {ACTIVE}"),
            HIGH,
            EROSIVE,
        ),
        "biotherapie_ou_jak",
        f"{NOT_NOW}|mtx_premiere_ligne",
    ),
]
