"""Short invented papers of cancer dossiers, each with the heading that its kind prints."""

from datetime import date

from engine.domain.conditions import Value

Answers = dict[str, Value]
Told = tuple[str, str, Answers, list[str], set[str | None], set[str]]
"""What it shows, the question, the answers, the papers, which options may come first, which may not stand."""

IN_PLACE: Answers = {"surgery_done": False}
OPERATED: Answers = {"surgery_done": True}
BIRTHS = {
    "old ill low": date(1945, 3, 1),
    "old ill, ISUP 3": date(1945, 3, 1),
    "old stage III": date(1944, 1, 1),
    "B VI 8 mm": date(1970, 1, 1),
}
"""Of those whose age decides."""


def letter(said: str) -> str:
    return (
        f"Brest, le 12/09/2026\nCher confrère,\nJe vois FICTIVE-LORRAIN Claude. {said}\nConfraternellement\nDr Inventé"
    )


def _paper(heading: str, day: str, said: str) -> str:
    return f"{heading} DU {day}\nFICTIVE-LORRAIN Claude\n{said}"


def biopsies(said: str, day: str = "02/08/2026") -> str:
    return _paper("ANATOMIE PATHOLOGIQUE - BIOPSIES DE PROSTATE", day, said)


def specimen(said: str, day: str = "02/08/2026") -> str:
    return _paper("ANATOMIE PATHOLOGIQUE - COMPTE RENDU", day, said)


def prostate_mri(said: str) -> str:
    return _paper("IRM DE LA PROSTATE", "10/07/2026", said)


def rectal_mri(said: str) -> str:
    return _paper("IRM PELVIENNE (RECTUM)", "10/07/2026", said)


def scan(said: str) -> str:
    return _paper("SCANNER THORACO-ABDOMINO-PELVIEN", "20/07/2026", said)


def scintigraphy(said: str) -> str:
    return _paper("SCINTIGRAPHIE", "20/08/2026", said)


def colonoscopy(said: str) -> str:
    return _paper("COLOSCOPIE", "01/07/2026", said)


def operation(said: str) -> str:
    return _paper("COMPTE RENDU OPÉRATOIRE", "01/08/2026", said)


def neck_ultrasound(said: str) -> str:
    return _paper("ÉCHOGRAPHIE THYROÏDIENNE ET CERVICALE", "10/07/2026", said)


def cytology(said: str, day: str = "02/08/2026") -> str:
    return _paper("CYTOPONCTION THYROÏDIENNE", day, said)


def laboratory(rows: str) -> str:
    heading = "LABORATOIRE DE BIOLOGIE MEDICALE\nFICTIVE-LORRAIN Claude\nPrélèvement du 15/08/2026"
    return f"{heading}\nAnalyse Résultat Unité Référence\n{rows}"


def psa(value: str) -> str:
    return laboratory(f"PSA total {value} ng/mL < 4,00")
