"""The research export: coded rows as CSV for French spreadsheets and for R or Python, with its dictionary.

UTF-8 with a byte order mark, semicolons and CRLF, because a French Excel opens that at a double click; no cell holds a
decimal number, so that neither comma nor point can be misread. In R: `read.csv2(file, fileEncoding = "UTF-8-BOM")`; in
pandas: `read_csv(file, sep=";", encoding="utf-8-sig")`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from engine.domain.study import SMALL_CELL, Axes, CodedPosition, ResearchRow

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
AXIS_FR = "C concordant, P partiel, X discordant, N non évaluable ; vide si l'un des deux manque"
OPTION_FR = "identifiant de l'option dans le référentiel ; aucune ; autre ; vide si absent"
OPTIONS_FR = "identifiants d'options séparés par | ; vide si aucune"
YES_NO_FR = "1 oui, 0 non"

Cell = str | int | None


class Column(NamedTuple):
    """A column: its name, what it means and which values it takes, in French, and how it is read from a row."""

    name: str
    means_fr: str
    values_fr: str
    of: Callable[[ResearchRow], Cell]


def csv_of(rows: Sequence[ResearchRow]) -> str:
    """The rows under one line of column names; a row holds codes, labels, counts and no free text."""
    return _written([c.name for c in COLUMNS], ([c.of(row) for c in COLUMNS] for row in rows))


def dictionary() -> str:
    """What each column means and which values it takes, as a CSV of the same form."""
    return _written(["colonne", "signification", "valeurs"], ([c.name, c.means_fr, c.values_fr] for c in COLUMNS))


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what would start one.

    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return BOM + out.getvalue()


def _position(prefix: str, whose_fr: str, of: Callable[[ResearchRow], CodedPosition | None]) -> tuple[Column, ...]:
    def part(read: Callable[[CodedPosition], Cell]) -> Callable[[ResearchRow], Cell]:
        return lambda row: read(position) if (position := of(row)) else None

    return (
        Column(
            f"{prefix}_diagnostic",
            f"Diagnostic {whose_fr}",
            "groupe de diagnostics du référentiel ; autre ; vide si absent",
            part(lambda p: p.diagnosis),
        ),
        Column(f"{prefix}_option", f"Option {whose_fr}", OPTION_FR, part(lambda p: p.option)),
        Column(
            f"{prefix}_alternatives",
            f"Autres options admises {whose_fr}",
            OPTIONS_FR,
            part(lambda p: _joined(p.alternatives)),
        ),
        Column(
            f"{prefix}_deconseillees",
            f"Options déconseillées {whose_fr}",
            OPTIONS_FR,
            part(lambda p: _joined(p.discouraged)),
        ),
        Column(
            f"{prefix}_examens",
            f"Examens à obtenir avant de conclure {whose_fr}",
            "identifiants de pièces du référentiel séparés par | ; autre pour des mots libres ; vide si aucun",
            part(lambda p: _joined(p.exams)),
        ),
        Column(
            f"{prefix}_certitude",
            f"Degré de certitude {whose_fr}",
            "faible, modérée, élevée",
            part(lambda p: p.certainty),
        ),
    )


def _axes(prefix: str, what_fr: str, of: Callable[[ResearchRow], Axes | None]) -> tuple[Column, ...]:
    def part(read: Callable[[Axes], Cell]) -> Callable[[ResearchRow], Cell]:
        return lambda row: read(axes) if (axes := of(row)) else None

    return (
        Column(f"{prefix}_diagnostic", f"Diagnostic : {what_fr}", AXIS_FR, part(lambda a: a.diagnosis)),
        Column(f"{prefix}_traitement", f"Traitement : {what_fr}", AXIS_FR, part(lambda a: a.treatment)),
        Column(f"{prefix}_examens", f"Examens : {what_fr}", AXIS_FR, part(lambda a: a.exams)),
        Column(f"{prefix}_ensemble", f"Ensemble : {what_fr}", AXIS_FR, part(lambda a: a.overall)),
    )


def _joined(codes: Sequence[str]) -> str:
    return "|".join(codes)


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


BY_RULE_FR = "comparés par règle sur les tables du référentiel"
COLUMNS: tuple[Column, ...] = (
    Column(
        "pseudonyme",
        "Pseudonyme stable du dossier ; la clé reste dans l'établissement",
        "10 caractères",
        lambda r: r.pseudonym,
    ),
    Column("pathologie", "Référentiel du dossier", "identifiant du référentiel", lambda r: r.pathway),
    Column("mois_signature", "Mois de la signature", "AAAA-MM", lambda r: f"{r.signed_month:%Y-%m}"),
    Column(
        "tranche_age",
        "Tranche d'âge à la réception",
        "0-19, puis 5 ans en 5 ans de 20-24 à 85-89, 90+ ; * si généralisée",
        lambda r: r.age_band,
    ),
    Column("sexe", "Sexe", "F, M ; * si généralisé", lambda r: r.sex),
    Column(
        "generalisation",
        "Ce que la règle des petits effectifs a retiré : l'âge, puis le sexe, où une case pathologie × sexe × âge "
        f"compte moins de {SMALL_CELL} lignes",
        "aucune, age, age_sexe",
        lambda r: r.generalised,
    ),
    Column(
        "referentiel_publie", "Référentiel validé par un conseil scientifique", YES_NO_FR, lambda r: _flag(r.published)
    ),
    Column("avis_provisoire", "Avis signé comme provisoire", YES_NO_FR, lambda r: _flag(r.provisional)),
    Column("delai_jours", "Jours de la réception à la signature", "entier", lambda r: r.days_to_signature),
    *_position("pre_avis", "du pré-avis", lambda r: r.draft),
    *_position("lecture", "de la lecture indépendante", lambda r: r.independent),
    *_position("signe", "de l'avis signé", lambda r: r.signed),
    *_axes("pre_avis_signe", f"pré-avis et avis signé, {BY_RULE_FR}", lambda r: r.draft_signed),
    *_axes("lecture_signe", f"lecture indépendante et avis signé, {BY_RULE_FR}", lambda r: r.read_signed),
    *_axes("lecture_pre_avis", f"lecture indépendante et pré-avis, {BY_RULE_FR}", lambda r: r.read_draft),
    *_axes("premier_signe", "premier avis et avis signé, étiquettes du médecin", lambda r: r.first_signed),
    Column(
        "premier_signe_severite",
        "Sévérité du désaccord avec le premier avis, selon le médecin",
        "0 aucune à 4 critique ; vide si non évaluable",
        lambda r: r.first_severity,
    ),
    Column(
        "premier_signe_equipoise",
        "Les deux options sont admissibles, selon le médecin",
        f"{YES_NO_FR} ; vide sans étiquettes",
        lambda r: _flag(r.first_equipoise),
    ),
    *_axes("premier_pre_avis", "premier avis et pré-avis, étiquettes de la machine", lambda r: r.first_draft),
    Column("pre_avis_utilise", "Le médecin a utilisé le pré-avis", YES_NO_FR, lambda r: _flag(r.draft_used)),
    Column("enonces_gardes", "Énoncés du pré-avis gardés tels quels", "entier", lambda r: r.kept),
    Column("enonces_modifies", "Énoncés du pré-avis modifiés", "entier", lambda r: r.edited),
    Column("enonces_retires", "Énoncés du pré-avis retirés", "entier", lambda r: r.removed),
    Column("enonces_ajoutes", "Énoncés ajoutés par le médecin", "entier", lambda r: r.added),
    Column("enonces_sans_decision", "Énoncés du pré-avis laissés sans décision", "entier", lambda r: r.undecided),
)
