"""Short invented papers of a second-opinion dossier, and the rows that the grids of options are made of."""

from typing import NamedTuple

WHO = "Mme FICTIVE-LORRAIN Océane, née le 17/05/1968"


class Row(NamedTuple):
    """A clinical situation: what is asked and answered, what the papers say, what may come first and what never stands.

    `first` are the options that may be put first ("" where none is due); `never` those that may not stand.
    """

    told: str
    asked: str
    answers: dict[str, bool]
    papers: tuple[tuple[str, str], ...]
    first: frozenset[str]
    never: frozenset[str] = frozenset()


def row(
    told: str, asked: str, answers: dict[str, bool], papers: tuple[tuple[str, str], ...], first: str, never: str = ""
) -> Row:
    return Row(told, asked, answers, papers, frozenset(first.split("|")), frozenset(filter(None, never.split("|"))))


def letter(body: str, day: str = "12 février 2026") -> tuple[str, str]:
    return (
        "lettre.pdf",
        f"Dr Inventé Paul\nle {day}\n{WHO}\nCher confrère,\n{body}\nBien confraternellement,\nDr Inventé",
    )


def doctor(body: str, day: str = "20 février 2026") -> tuple[str, str]:
    return "medecin.pdf", f"Dr Imaginaire, médecine générale\nle {day}\n{WHO}\nChers confrères,\n{body}\nDr Imaginaire"


def mri(body: str, day: str = "12/01/2026") -> tuple[str, str]:
    return "irm.pdf", f"IRM DU RACHIS LOMBAIRE\n{WHO}\nExamen du {day}\nTechnique : T1, T2.\nRésultats\n{body}"


def film(body: str, day: str = "12/01/2026") -> tuple[str, str]:
    return "radios.pdf", f"RADIOGRAPHIES DES MAINS ET DES PIEDS\n{WHO}\nExamen du {day}\nRésultat\n{body}"


def pathology(body: str, day: str = "12/01/2026") -> tuple[str, str]:
    return "anapath.pdf", f"ANATOMIE PATHOLOGIQUE\n{WHO}\nPrélèvement du {day}\n{body}\nDr Lame"


def mammogram(body: str, day: str = "05/01/2026") -> tuple[str, str]:
    return "mammo.pdf", f"MAMMOGRAPHIE ET ÉCHOGRAPHIE MAMMAIRES\n{WHO}\nExamen du {day}\n{body}\nDr Image"


def laboratory(body: str, day: str = "02/02/2026") -> tuple[str, str]:
    return "labo.pdf", f"LABORATOIRE FICTIF\n{WHO}\nPrélèvement du {day}\nAnalyse Résultat Normes\n{body}"


def prescription(body: str, day: str = "10/02/2026") -> tuple[str, str]:
    return "ordonnance.pdf", f"Dr Imaginaire\nOrdonnance du {day}\n{WHO}\n{body}\nQsp 3 mois"
