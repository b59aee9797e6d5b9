"""Situations of scoliosis as papers print them, with what a specialist would put first and what never.

Each is (told, question's id, answers, age, papers by file name, options of which one comes first, options that may not
stand).
"""

from collections.abc import Collection

from engine.domain.conditions import Value

Papers = dict[str, str]
Row = tuple[str, str, dict[str, Value], int, Papers, Collection[str | None], set[str]]

CALM: dict[str, Value] = {"neuro_signs": False, "pain_major": False, "left_thoracic": False, "brace": False}
WORN: dict[str, Value] = {**CALM, "brace": True}
PLANNED: dict[str, Value] = {**CALM, "surgery_proposed": True}
EOS = "EOS RACHIS ENTIER DEBOUT FACE ET PROFIL DU 12/10/2026\nFICTIVE-LORRAIN Océane\n"
BEFORE = "EOS RACHIS ENTIER DEBOUT FACE ET PROFIL DU 10/04/2026\nFICTIVE-LORRAIN Océane\n"
CORD = "IRM MÉDULLAIRE DU 02/10/2026\nFICTIVE-LORRAIN Océane\n"
LETTER = "Consultation du 20/10/2026\nCher confrère,\nJ'ai vu Océane FICTIVE-LORRAIN pour sa scoliose.\n"

BRACE, WATCH, FUSION, CAUSE = "corset", "surveillance", "chirurgie", "bilan_etiologique"

SPINES: list[Row] = [
    (
        "27° after 20° in the same report, growing",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Scoliose thoracique droite, angle de Cobb de 27°. Angle de 20° le 10/04/2026. Risser 0."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "27° with a progression printed as a figure",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Scoliose thoracique droite de 27° de Cobb, progression de 7° en six mois. Risser 0."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "26° that was 19°, words of the letter only",
        "corset",
        CALM,
        12,
        {"lettre.pdf": LETTER + "L'angle de Cobb est passé de 19° à 26° en cinq mois. Risser I. Non réglée."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "28° against 21° half a year ago, letter only",
        "corset",
        CALM,
        12,
        {"lettre.pdf": LETTER + "La courbure thoracique droite mesure 28°, contre 21° six mois avant. Risser 0."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "27° after 20° in two reports",
        "corset",
        CALM,
        12,
        {
            "a.pdf": BEFORE + "Scoliose thoracique droite. Angle de Cobb T6-L1 : 20°. Risser 0.",
            "b.pdf": EOS + "Scoliose thoracique droite. Angle de Cobb T6-L1 : 27°. Risser 1.",
        },
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "27° in the questionnaire and a report that tells the rise",
        "corset",
        {**CALM, "cobb": 27},
        12,
        {"eos.pdf": EOS + "Courbure lombaire gauche T11-L4 de 27° (20° le 10/04/2026). Risser 0."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "27°, a rise of 3° only",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Scoliose thoracique droite, angle de Cobb de 27°. Angle de 24° le 10/04/2026. Risser 0."},
        (WATCH,),
        {BRACE, FUSION},
    ),
    (
        "27°, told stable",
        "corset",
        CALM,
        13,
        {"eos.pdf": EOS + "Scoliose thoracique droite de 27° de Cobb, stable, pas de progression. Risser 2."},
        (WATCH,),
        {FUSION},
    ),
    (
        "27°, first picture",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Scoliose thoracique droite de 27° de Cobb. Pas de cliché antérieur. Risser 1."},
        (WATCH,),
        {FUSION},
    ),
    (
        "34°, growing",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Courbure thoracique droite T5-T12, angle de Cobb 34°. Test de Risser : 1."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "34°, Risser in roman figures",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Courbure thoracique droite T5-T12, angle de Cobb 34°. Risser II."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "34°, growth told without Risser",
        "corset",
        CALM,
        12,
        {"eos.pdf": EOS + "Angle de Cobb 34°.", "l.pdf": LETTER + "Non réglée, elle a pris 7 cm en un an. Sanders 3."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "33°, operation proposed, growing",
        "operer_ou_non",
        PLANNED,
        13,
        {"eos.pdf": EOS + "Angle de Cobb thoracique T5-T12 : 33°. Risser 2."},
        (BRACE,),
        {FUSION},
    ),
    (
        "39° under brace, was 30°",
        "operer_ou_non",
        {**PLANNED, "brace": True},
        13,
        {"eos.pdf": EOS + "Angle de Cobb T5-T12 : 39° hors corset, 30° le 10/04/2026. Risser 2."},
        (BRACE,),
        {WATCH, FUSION},
    ),
    (
        "44°, growing",
        "operer_ou_non",
        PLANNED,
        13,
        {"eos.pdf": EOS + "Angle de Cobb T5-T12 : 44°. Risser 1."},
        (BRACE,),
        {WATCH},
    ),
]
