"""Lumbar disc herniation: to operate or not, as papers tell it."""

from tests.unit.grid_papers import Row, doctor, letter, mri, prescription, row

QUIET = {"surgery_proposed": True, "neuro_deficit": False, "sphincters": False, "prior_spine_surgery": False}
BARE = {"surgery_proposed": True}
L5S1 = mri("L5-S1 : hernie discale postéro-latérale gauche extruée, refoulant la racine S1 gauche.\nPas de sténose.")
EXAM = "Lasègue gauche à 35°. Force du triceps gauche 5/5. Pas de trouble sphinctérien."
FAILED = "Échec du traitement médical bien conduit : antalgiques, 15 séances de kinésithérapie, une infiltration."
NEVER = "arthrodese|urgence"

DISC_GRID: list[Row] = [
    row(
        "four months, treatment failed, image agrees, told in weeks",
        "operer_ou_non",
        QUIET,
        (
            letter(
                f"Sciatique S1 gauche, début le 8 octobre 2025 en soulevant un sac, soit 16 semaines. {EXAM} {FAILED}"
            ),
            L5S1,
        ),
        "discectomie",
        NEVER,
    ),
    row(
        "four months in words, nothing answered but that an operation is proposed",
        "operer_ou_non",
        BARE,
        (letter(f"Sciatique S1 gauche évoluant depuis quatre mois. EVA jambe 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "no duration printed, but failure of a well conducted treatment with an infiltration",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche. EVA jambe 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "begun at a date only",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche apparue le 3 octobre 2025. EVA jambe 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "eight months, failure, pain high",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche depuis huit mois. EVA jambe 8. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
    row(
        "three weeks, no deficit, operation already proposed",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche depuis trois semaines. EVA jambe 7. {EXAM} Paracétamol seul."), L5S1),
        "conservateur",
        f"{NEVER}|discectomie",
    ),
    row(
        "three weeks, deficit unanswered in the questionnaire, strength 5/5 in the letter",
        "operer_ou_non",
        BARE,
        (letter(f"Sciatique S1 gauche depuis trois semaines. EVA jambe 7. {EXAM} Paracétamol seul."), L5S1),
        "conservateur",
        f"{NEVER}|discectomie",
    ),
    row(
        "eight weeks, five sessions only",
        "operer_ou_non",
        QUIET,
        (
            letter(
                f"Sciatique S1 gauche depuis huit semaines. EVA 6. {EXAM} Cinq séances seulement de kinésithérapie."
            ),
            L5S1,
        ),
        "conservateur|infiltration",
        NEVER,
    ),
    row(
        "four months but never any physiotherapy nor infiltration",
        "operer_ou_non",
        QUIET,
        (
            letter(f"Sciatique S1 gauche depuis quatre mois. EVA 6. {EXAM} Aucune séance de kinésithérapie."),
            L5S1,
        ),
        "conservateur|infiltration",
        NEVER,
    ),
    row(
        "clearly better at five months, operation fixed",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche depuis cinq mois, nettement améliorée depuis un mois. EVA 2. {EXAM}"), L5S1),
        "conservateur",
        NEVER,
    ),
    row(
        "better in the family doctor's later letter only",
        "operer_ou_non",
        QUIET,
        (
            letter(f"Sciatique S1 gauche depuis quatre mois. EVA 7. {EXAM} {FAILED}"),
            doctor("Je la revois : la douleur a nettement diminué, EVA 2, elle a repris la marche."),
            L5S1,
        ),
        "conservateur",
        NEVER,
    ),
    row(
        "better, duration nowhere",
        "operer_ou_non",
        QUIET,
        (letter(f"Sciatique S1 gauche en nette amélioration. EVA 2. {EXAM}"), L5S1),
        "conservateur",
        NEVER,
    ),
    row(
        "isolated low back pain with a bulge",
        "operer_ou_non",
        QUIET,
        (
            letter("Lombalgie isolée, sans radiculalgie, depuis un an. Force 5/5. Pas de trouble sphinctérien."),
            mri("L4-L5 : protrusion médiane sans conflit radiculaire."),
        ),
        "conservateur",
        f"{NEVER}|discectomie",
    ),
    row(
        "foot drop 2/5",
        "operer_ou_non",
        {**BARE, "neuro_deficit": True, "sphincters": False},
        (
            letter("Sciatique L5 gauche depuis dix jours. Releveurs gauches cotés à 2/5. Pas de trouble sphinctérien."),
            L5S1,
        ),
        "urgence",
        "conservateur|infiltration|arthrodese",
    ),
    row(
        "foot drop 2/5, nothing answered",
        "operer_ou_non",
        {},
        (
            letter("Sciatique L5 gauche depuis dix jours. Releveurs gauches cotés à 2/5. Pas de trouble sphinctérien."),
            L5S1,
        ),
        "urgence",
        "conservateur|infiltration|arthrodese",
    ),
    row(
        "deficit 4/5 at four weeks",
        "operer_ou_non",
        {**BARE, "neuro_deficit": True, "sphincters": False, "prior_spine_surgery": False},
        (
            letter("Sciatique L5 gauche depuis quatre semaines. Releveurs gauches à 4/5. Pas de trouble sphinctérien."),
            L5S1,
        ),
        "discectomie",
        "arthrodese|conservateur",
    ),
    row(
        "deficit 4/5 at ten weeks, failure",
        "operer_ou_non",
        {**BARE, "neuro_deficit": True, "sphincters": False, "prior_spine_surgery": False},
        (letter(f"Sciatique L5 gauche depuis dix semaines. Releveurs gauches à 4/5. {FAILED}"), L5S1),
        "discectomie",
        "arthrodese|conservateur",
    ),
    row(
        "the image shows the other side",
        "operer_ou_non",
        {**QUIET, "diagnosis_uncertain": True},
        (
            letter(f"Sciatique S1 gauche depuis quatre mois. EVA 7. {EXAM} {FAILED}"),
            mri("L5-S1 : hernie discale postéro-latérale droite refoulant la racine S1 droite. Rien à gauche."),
        ),
        "conservateur|",
        f"{NEVER}|discectomie",
    ),
    row(
        "severe stenosis of several levels with claudication",
        "operer_ou_non",
        QUIET,
        (
            letter(
                "Claudication radiculaire des deux jambes depuis huit mois. Force 5/5. Pas de trouble sphinctérien."
            ),
            mri("L3-L4 et L4-L5 : canal lombaire étroit serré. Pas de hernie."),
        ),
        "decompression_seule",
        NEVER,
    ),
    row(
        "hernia found by chance, no leg pain",
        "operer_ou_non",
        QUIET,
        (
            letter("Aucune douleur de jambe. Hernie de découverte fortuite. Force 5/5. Pas de trouble sphinctérien."),
            L5S1,
        ),
        "conservateur|",
        f"{NEVER}|discectomie",
    ),
    row(
        "drugs only on a prescription, six weeks, no more told",
        "operer_ou_non",
        QUIET,
        (
            letter(f"Sciatique S1 gauche depuis six semaines. EVA 7. {EXAM}"),
            prescription("Paracétamol 1 g : 3 fois par jour\nNaproxène 550 mg : 1 matin et soir"),
            L5S1,
        ),
        "discectomie|conservateur|infiltration",
        NEVER,
    ),
    row(
        "sixteen weeks in a sentence of its own, treatment resisted",
        "operer_ou_non",
        BARE,
        (
            letter(
                "Sciatique S1 gauche typique.\nDébut le 8 octobre 2025 en soulevant un sac, soit 16 semaines. "
                f"EVA jambe 7, EVA lombes 2. {EXAM}\nAu total : hernie L5-S1 résistante à un traitement bien conduit."
            ),
            L5S1,
        ),
        "discectomie",
        NEVER,
    ),
    row(
        "hernia without a type, failure told by the physiotherapist's words in the letter, no duration",
        "operer_ou_non",
        BARE,
        (
            letter("Cruralgie droite, EVA 6. Lasègue 70°. Échec d'une rééducation bien suivie. Force 5/5."),
            mri("L3-L4 : hernie discale foraminale droite au contact de la racine L3."),
        ),
        "discectomie",
        NEVER,
    ),
    row(
        "denied in words only, four weeks, nothing answered",
        "operer_ou_non",
        {},
        (letter("Sciatique L5 droite depuis quatre semaines. EVA 6. Pas de déficit moteur."), L5S1),
        "conservateur",
        f"{NEVER}|discectomie",
    ),
    row(
        "two years, failure, nothing answered",
        "operer_ou_non",
        {},
        (letter(f"Sciatique S1 gauche depuis 24 mois. EVA jambe 7. {EXAM} {FAILED}"), L5S1),
        "discectomie",
        NEVER,
    ),
]
