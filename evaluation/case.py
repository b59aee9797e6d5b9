"""The truth of one case: `expected.yaml`, parsed and refused when it is not what it should be."""

import datetime
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import Field, ValidationError

from engine import EngineError
from engine.domain.completeness import Status
from engine.domain.convergence import Axis
from engine.domain.document import Owner
from engine.domain.fact import Bearer, Polarity, Side
from engine.domain.record import Record

INTAKE = "intake.yaml"
EXPECTED = "expected.yaml"
PROBLEMS_TOLD = 3
REASONS_FR = {
    "missing": "champ manquant",
    "extra_forbidden": "champ inconnu",
    "literal_error": "valeur non prévue",
    "bool_type": "attendu : true ou false",
    "bool_parsing": "attendu : true ou false",
    "date_type": "attendu : une date AAAA-MM-JJ",
    "date_parsing": "attendu : une date AAAA-MM-JJ",
    "date_from_datetime_parsing": "attendu : une date AAAA-MM-JJ",
    "int_type": "attendu : un nombre entier",
    "int_parsing": "attendu : un nombre entier",
    "string_type": "attendu : un texte",
    "string_too_short": "champ vide",
    "tuple_type": "attendu : une liste",
    "dict_type": "attendu : un groupe de champs",
    "model_type": "attendu : un groupe de champs",
    "greater_than_equal": "valeur trop petite",
    "less_than_equal": "valeur trop grande",
}


class BadExpected(EngineError):
    """A file of expected results cannot be used; nothing is run against a truth that may be wrong."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = (
        "Le fichier de résultats attendus {path} ne peut pas être utilisé : {what}. Corrigez-le puis relancez la "
        "commande ; aucun dossier n'a été évalué."
    )


class ExpectedDocument(Record):
    """One document that was sent; `pages` count from 1 inside `file`, None when unsure.

    `owner`, `author` and `establishment` are judged only where the truth gives them.
    """

    file: str = Field(min_length=1)
    pages: tuple[int, ...] | None
    type: str
    date: datetime.date | None
    satisfies: tuple[str, ...] = ()
    right_patient: bool
    duplicate_of: str | None = None
    owner: Owner | None = None
    author: str | None = None
    establishment: str | None = None


class ExpectedFact(Record):
    """What a careful reader extracts, with the words that say so."""

    key: str = Field(min_length=1)
    value: bool | int | float | str | None
    unit: str | None = None
    date: datetime.date | None = None
    side: Side | None = None
    polarity: Polarity = "affirmed"
    bearer: Bearer = "patient"
    file: str
    quote: str = Field(min_length=1)


class ExpectedConflict(Record):
    """A contradiction between documents that must be reported."""

    key: str
    files: tuple[str, ...] = Field(min_length=1)
    what: str


class ExpectedFirstOpinion(Record):
    """What the first doctor concluded; both fields are None when there is no first opinion."""

    diagnosis: str | None
    option: str | None

    @property
    def given(self) -> bool:
        """Whether there is a first opinion to agree with."""
        return self.diagnosis is not None or self.option is not None


class ExpectedConvergence(Record):
    """How the reference position stands to the first opinion; None where the truth does not say."""

    D: Axis | None = None
    T: Axis | None = None
    E: Axis | None = None
    overall: Axis | None = None
    severity: int | None = Field(default=None, ge=0, le=4)
    equipoise: bool | None = None


class ExpectedPosition(Record):
    """What a reference specialist would sign. `option` is None where no option of the pathway fits."""

    diagnosis: str
    option: str | None
    acceptable: tuple[str, ...] = ()
    discouraged: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    convergence: ExpectedConvergence


class Expected(Record):
    """Everything that one case is scored against."""

    documents: tuple[ExpectedDocument, ...]
    completeness: dict[str, Status]
    facts: tuple[ExpectedFact, ...]
    conflicts: tuple[ExpectedConflict, ...] = ()
    red_flags: tuple[str, ...] = ()
    first_opinion: ExpectedFirstOpinion
    expert_position: ExpectedPosition
    key_points: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class Case(Record):
    """A case folder and its truth; `name` is the folder's."""

    name: str
    folder: Path
    expected: Expected


def cases_in(root: Path) -> tuple[Case, ...]:
    """Return the cases under `root`, by name: each folder with an intake and an expected file. Raises `BadExpected`."""
    folders = sorted(p.parent for p in root.glob(f"*/{EXPECTED}") if (p.parent / INTAKE).is_file())
    return tuple(Case(name=f.name, folder=f, expected=load_expected(f / EXPECTED)) for f in folders)


def load_expected(path: Path) -> Expected:
    """Parse one file of expected results. Raises `BadExpected`, which names the field and what it should be."""
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadExpected(path=path, what="ce n'est pas un texte UTF-8") from error
    except OSError as error:
        raise BadExpected(path=path, what=f"lecture impossible ({error.strerror})") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (ligne {line + 1})" if line is not None else ""
        raise BadExpected(path=path, what=f"ce n'est pas du YAML valide{where}") from error
    if not isinstance(raw, dict):
        raise BadExpected(path=path, what="aucun champ n'y est rempli")
    try:
        return Expected.model_validate(raw)
    except ValidationError as error:
        raise BadExpected(path=path, what=_told(error)) from error


def _told(error: ValidationError) -> str:
    problems = error.errors()
    told = [f"{_place(p['loc'])} : {REASONS_FR.get(p['type'], 'valeur non prévue')}" for p in problems[:PROBLEMS_TOLD]]
    more = len(problems) - len(told)
    return " ; ".join(told) + (f" ; et {more} autre(s)" if more > 0 else "")


def _place(parts: tuple[int | str, ...]) -> str:
    """`facts[3].date`: a rank in a list counts from 1, as a person does."""
    return "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
