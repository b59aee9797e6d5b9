"""Lumbar disc herniation: fusion, pain after an operation, and what else there is, as papers tell it."""

from tests.unit.grid_disc import BARE, EXAM, FAILED, L5S1, NEVER, QUIET
from tests.unit.grid_papers import Row, letter, mri, row

OTHER_DISC_GRID: list[Row] = [
    row(
        "fusion added to a first herniation",
        "arthrodese",
        {**QUIET, "fusion_proposed": True},
        (letter(f"Sciatique S1 gauche depuis cinq mois. EVA 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "fusion proposed, prior surgery unanswered, letter says never operated",
        "arthrodese",
        BARE,
        (letter(f"Jamais opérée du rachis. Sciatique S1 gauche depuis cinq mois. EVA 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "saddle numbness since Friday in a letter",
        "alternatives",
        {**BARE, "sphincters": True},
        (
            letter("Anesthésie en selle depuis vendredi, doit pousser pour uriner. Sciatique gauche depuis un mois."),
            L5S1,
        ),
        "urgence",
        "conservateur|infiltration|arthrodese",
    ),
    row(
        "saddle numbness told by the letter only",
        "alternatives",
        {},
        (letter("Anesthésie en selle depuis vendredi, troubles urinaires. Sciatique gauche depuis un mois."), L5S1),
        "urgence",
        "conservateur|infiltration|arthrodese",
    ),
    row(
        "pain again after discectomy, recurrence proved",
        "recidive",
        {"prior_spine_surgery": True, "neuro_deficit": False, "sphincters": False},
        (
            letter("Opérée d'une hernie L5-S1 gauche en 2023. Sciatique gauche depuis quatre mois, EVA 7. Force 5/5."),
            mri("L5-S1 gauche : récidive herniaire refoulant S1, sans rehaussement après gadolinium."),
        ),
        "reintervention_recidive",
        "discectomie|urgence",
    ),
    row(
        "pain again after discectomy, scar only",
        "recidive",
        {"prior_spine_surgery": True, "neuro_deficit": False, "sphincters": False},
        (
            letter("Opérée d'une hernie L5-S1 gauche en 2023. Sciatique gauche depuis quatre mois, EVA 5. Force 5/5."),
            mri("L5-S1 gauche : fibrose épidurale rehaussée. Pas de récidive herniaire."),
        ),
        "conservateur",
        "reintervention_recidive|discectomie|urgence",
    ),
    row(
        "what else than an operation at three months, no infiltration yet",
        "alternatives",
        {**QUIET, "surgery_proposed": False},
        (letter(f"Sciatique S1 gauche depuis trois mois. EVA 7. {EXAM} Kinésithérapie sans effet."), L5S1),
        "infiltration|conservateur",
        NEVER,
    ),
    row(
        "what else, operation proposed at eight weeks, no infiltration yet",
        "alternatives",
        QUIET,
        (letter(f"Sciatique S1 gauche depuis huit semaines. EVA 7. {EXAM} Jamais d'infiltration."), L5S1),
        "infiltration|conservateur|discectomie",
        NEVER,
    ),
    row(
        "what else, no operation proposed, infiltration already failed",
        "alternatives",
        {"surgery_proposed": False, "prior_spine_surgery": False},
        (letter(f"Sciatique S1 gauche depuis quatre mois. EVA 7. {EXAM} Une infiltration sans effet."), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "no failure yet: infiltration planned, eight weeks, deficit denied in words",
        "alternatives",
        {"surgery_proposed": False, "prior_spine_surgery": False},
        (
            letter("Sciatique L5 droite depuis huit semaines. EVA 6. Pas de déficit moteur. Kinésithérapie en cours."),
            L5S1,
        ),
        "infiltration|conservateur",
        NEVER,
    ),
    row(
        "operated before, unanswered, proved again",
        "recidive",
        {},
        (
            letter("Opérée en 2023 d'une hernie L5-S1 gauche. Sciatique gauche depuis quatre mois, EVA 7. Force 5/5."),
            mri("L5-S1 gauche : récidive herniaire refoulant S1, sans rehaussement après gadolinium."),
        ),
        "reintervention_recidive",
        "urgence",
    ),
    row(
        "fusion of two levels while she is better",
        "arthrodese",
        {"surgery_proposed": True, "fusion_proposed": True},
        (letter(f"Sciatique S1 gauche depuis six mois, en nette amélioration depuis la rentrée, EVA 2. {EXAM}"), L5S1),
        "conservateur",
        NEVER,
    ),
]
