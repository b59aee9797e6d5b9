"""Small dossiers whose papers speak against each other: a comorbidity, a wish, a stranger, an old and a new value."""

from datetime import date
from typing import NamedTuple

WHO = "FICTIVE-LORRAIN Océane, née le {birth:%d/%m/%Y}"
HEADS = {
    "lettre": "Cabinet médical\nDr Basile Imaginaire\nLe 6 octobre 2026\n\n{who}\n\nCher confrère,\n{told}\n"
    "Confraternellement,\nDr B. Imaginaire",
    "confrere": "Dr Colombe Inventée, médecine générale\nLe 15 octobre 2026\n{who}\nCher confrère,\n{told}\n"
    "Bien à vous",
    "biologie": "LABORATOIRE FICTIF\n{who}\nPrélèvement du 01/10/2026\nAnalyse Résultat Valeurs usuelles\n{told}",
    "ordonnance": "Dr Colombe Inventée\nORDONNANCE\nLe 1er octobre 2026\n{who}\n{told}",
    "radios": "IMAGERIE FICTIVE\nRADIOGRAPHIES du 18/09/2026\n{who}\n{told}",
    "avant": "IMAGERIE FICTIVE\nRADIOGRAPHIE DU RACHIS ENTIER du 10/03/2026\n{who}\n{told}",
    "irm": "IMAGERIE FICTIVE\nIRM LOMBAIRE du 12/09/2026\n{who}\n{told}",
    "spermogramme": "LABORATOIRE FICTIF\nSPERMOGRAMME\nM. VOLANT Kévin, né le 14/12/1979\n"
    "Recueil du 20/08/2026\n{told}",
    "kine": "Bilan de kinésithérapie du 20/10/2026\n{who}\n{told}",
}


class Interacting(NamedTuple):
    """What is asked with which papers, which option comes first and how the letter's proposal is judged."""

    told: str
    pathway: str
    asked: str
    birth: date
    answers: dict[str, bool | int | float | str]
    papers: tuple[str, ...]
    first: str | None
    treatment: str
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()

    def texts(self) -> dict[str, str]:
        """The papers' text by file name, each under the heading of its kind."""
        who = WHO.format(birth=self.birth)
        parts = [paper.split(": ", 1) for paper in self.papers]
        return {f"{n:02}-{kind}.pdf": HEADS[kind].format(who=who, told=told) for n, (kind, told) in enumerate(parts, 1)}


ADDED: dict[str, bool | int | float | str] = {"biologic_or_jak_proposed": True, "jak_proposed": False}
CALM: dict[str, bool | int | float | str] = {"biologic_or_jak_proposed": False, "respiratory_symptoms": False}
ACTIVE = "lettre: Polyarthrite rhumatoïde séropositive depuis 2021, sous méthotrexate 20 mg par semaine depuis un an.\n"
ACTIVE += "NAD 8, NAG 6. DAS28-CRP 4,9. Je propose "
HIGH = "biologie: CRP 22 mg/L (H) < 5\nFacteur rhumatoïde 140 UI/mL (H) < 14\nAnti-CCP 280 U/mL (H) < 10"
EROSION = "radios: Mains et pieds : érosion de la tête du 5e métatarsien droit."
SMOOTH = "radios: Mains et pieds : pas d'érosion. Pas de pincement."
OPERATED: dict[str, bool | int | float | str] = {"surgery_proposed": True, "prosthesis_painful": False}
SPINE: dict[str, bool | int | float | str] = {"surgery_proposed": True, "prior_spine_surgery": False}
GROWING: dict[str, bool | int | float | str] = {"neuro_signs": False, "pain_major": False}

INTERACTING = [
    Interacting(
        "an anti-TNF proposed to a failing heart that its letter leaves out",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1957, 3, 12),
        {**ADDED, "respiratory_symptoms": False},
        (
            ACTIVE + "l'adalimumab.",
            HIGH,
            EROSION,
            "confrere: Cardiopathie dilatée, dyspnée stade III de la NYHA. FEVG 32 %.",
        ),
        "biotherapie_ou_jak",
        "P",
        ("autre mécanisme d'action",),
    ),
    Interacting(
        "a latent tuberculosis before the first injection",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1970, 3, 3),
        {**ADDED, "respiratory_symptoms": False},
        (ACTIVE + "l'adalimumab.", HIGH + "\nQuantiféron : positif", EROSION),
        "biotherapie_ou_jak",
        "P",
        ("tuberculose latente",),
    ),
    Interacting(
        "a wish for pregnancy told to the midwife, methotrexate raised",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1990, 2, 20),
        CALM,
        (
            "lettre: Polyarthrite rhumatoïde depuis 2024. Méthotrexate 15 mg par semaine.\nNAD 5, NAG 4. "
            "DAS28-CRP 4,1.\n"
            "Je propose de porter le méthotrexate à 20 mg par semaine.",
            HIGH,
            SMOOTH,
            "confrere: Contraception arrêtée en août : projet de grossesse. Pas encore enceinte.",
        ),
        "adaptation_grossesse",
        "X",
        ("Traitements compatibles avec une grossesse",),
        ("dose optimale de 25-30 mg",),
    ),
    Interacting(
        "a score of tender joints alone, no range printed",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1962, 1, 5),
        {**ADDED, "respiratory_symptoms": False},
        (
            "lettre: PR séropositive depuis 2012, sous méthotrexate 15 mg par semaine.\nNAD 16, NAG 0. "
            "DAS28-VS à 4,3.\n"
            "Je propose l'adalimumab.",
            "confrere: CRP à 2 mg/L en septembre. Elle dort mal.",
            SMOOTH,
        ),
        "cible_remission",
        "X",
    ),
    Interacting(
        "a cough and no scan before a biologic",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1969, 8, 14),
        {**ADDED, "respiratory_symptoms": True},
        (ACTIVE + "l'étanercept.", HIGH, EROSION, "confrere: Toux sèche et essoufflement depuis juillet."),
        "pr_pid",
        "P",
    ),
    Interacting(
        "high antibodies without an erosion are a poor factor",
        "polyarthrite-rhumatoide",
        "choix_traitement",
        date(1972, 3, 3),
        {**ADDED, "respiratory_symptoms": False},
        (ACTIVE + "l'abatacept.", HIGH, SMOOTH),
        "biotherapie_ou_jak",
        "C",
        (),
        ("En faveur de « Autre traitement de fond conventionnel »",),
    ),
    Interacting(
        "the only sperm test is a stranger's and nobody answered whether IVF is planned",
        "infertilite-couple",
        "strategie_amp",
        date(1996, 11, 2),
        {"cycles_irregular": False, "partner_male": True},
        (
            "lettre: Infertilité primaire de 13 mois. Cycles réguliers.\nConjoint : M. "
            "INVENTÉ Malo, né le 04/02/1994.\n"
            "Je propose une FIV.",
            "biologie: AMH 3,3 ng/mL",
            "spermogramme: Concentration 2 M/mL\nMobilité progressive 9 %",
        ),
        "completer_bilan",
        "P",
    ),
    Interacting(
        "the letter's side is not the report's",
        "coxarthrose",
        "operer_ou_non",
        date(1960, 8, 8),
        {**OPERATED, "prior_hip_surgery": False},
        (
            "lettre: Douleur de hanche depuis deux ans, 7/10. Lequesne 12. "
            "Kinésithérapie et antalgiques insuffisants.\n"
            "Je propose une prothèse totale de hanche droite.",
            "radios: Coxarthrose gauche Kellgren 3. Hanche droite : interligne conservé, Kellgren 1.",
            "kine: Douleur de la hanche gauche. 20 séances. Flexion gauche 85°, droite 120°.",
        ),
        "pth",
        "P",
    ),
    Interacting(
        "an anticoagulant that only another doctor's letter names",
        "gonarthrose",
        "operer_ou_non",
        date(1956, 3, 3),
        {**OPERATED, "fever": False},
        (
            "lettre: Gonarthrose droite évoluée. Lequesne 15. Douleur 8/10. "
            "Échec des infiltrations et de la kinésithérapie.\n"
            "Je propose une prothèse totale du genou droit début décembre.",
            "radios: Genou droit en charge : gonarthrose tricompartimentale droite Kellgren 4.",
            "confrere: Thrombose veineuse profonde du mollet en septembre, sous rivaroxaban.",
            "ordonnance: Rivaroxaban 20 mg le soir",
        ),
        "ptg",
        "P",
        ("absent de l'exposé du courrier du 06/10/2026",),
    ),
    Interacting(
        "a painful knee prosthesis and a worn hip: the grade is the hip's",
        "gonarthrose",
        "ptg_douloureuse",
        date(1952, 11, 11),
        {"surgery_proposed": True, "prosthesis_painful": True, "prior_knee_surgery": True, "fever": False},
        (
            "lettre: Prothèse totale du genou gauche posée en 2024. Douleur 6/10. "
            "Je propose un changement de prothèse.",
            "radios: Prothèse du genou gauche sans liseré ni descellement. Coxarthrose gauche Kellgren 3.",
            "biologie: CRP 3 mg/L < 5",
        ),
        "traitement_conservateur",
        "X",
    ),
    Interacting(
        "better since the letter, begun on a day without a count of weeks",
        "hernie-discale-lombaire",
        "operer_ou_non",
        date(1979, 7, 7),
        {**SPINE, "neuro_deficit": False, "sphincters": False},
        (
            "lettre: Sciatique L5 droite depuis juillet 2026. EVA 8/10. Lasègue 40°. Je propose une discectomie L4-L5.",
            "irm: Hernie L4-L5 droite, protrusion.",
            "kine: 12 séances. EVA jambe 8 puis 3. Lasègue 70°. Nette amélioration.",
        ),
        "conservateur",
        "X",
    ),
    Interacting(
        "pain on the right, disc on the left",
        "hernie-discale-lombaire",
        "operer_ou_non",
        date(1968, 11, 11),
        SPINE,
        (
            "lettre: Douleur de la jambe droite, trajet L5, depuis le 1er mai 2026. EVA 6. Lasègue négatif. "
            "Force 5/5.\n"
            "Infiltration et kinésithérapie sans effet. Je propose une discectomie L4-L5 gauche.",
            "irm: Hernie discale L4-L5 gauche, protrusion, contact avec la racine L5 gauche.",
        ),
        "conservateur",
        "X",
    ),
    Interacting(
        "exercises alone for a curve that the letter takes for a smaller one",
        "scoliose-adolescent",
        "corset",
        date(2011, 2, 2),
        {"pain_major": False, "brace": False},
        (
            "lettre: Scoliose de 17°. Je propose de la kinésithérapie seule.",
            "radios: Rachis entier. Double courbure : thoracique droite 33°, lombaire gauche 28°. Risser 2.",
        ),
        "corset",
        "P",
    ),
    Interacting(
        "a brace given up while bones grow",
        "scoliose-adolescent",
        "corset",
        date(2013, 12, 1),
        {**GROWING, "brace": True},
        (
            "lettre: Scoliose thoracique droite. Corset sans effet. Je propose d'arrêter le corset et de surveiller.",
            "radios: Rachis entier. Courbure thoracique droite, Cobb 34°. Risser 2.",
            "avant: Courbure thoracique droite, Cobb 30°. Risser 1.",
        ),
        "corset",
        "X",
    ),
]
