"""A dossier as a folder: `intake.yaml` beside the uploaded files in `documents/`."""

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from engine.domain.dossier import Dossier
from engine.domain.wording import words
from engine.errors import BadIntake, CaseNotFound

INTAKE = "intake.yaml"
MOST_BYTES = 1_000_000
OLDEST = 125
LARGEST = 10**12
EARLIEST, LATEST = 2000, 2199
REASONS_FR = {
    "missing": "champ manquant",
    "extra_forbidden": "champ inconnu",
    "bool_type": "attendu : true ou false",
    "bool_parsing": "attendu : true ou false",
    "date_type": "attendu : une date AAAA-MM-JJ",
    "date_parsing": "attendu : une date AAAA-MM-JJ",
    "date_from_datetime_parsing": "attendu : une date AAAA-MM-JJ",
    "date_from_datetime_inexact": "attendu : une date AAAA-MM-JJ",
    "string_type": "attendu : un texte",
    "string_too_short": "champ vide",
    "string_pattern_mismatch": "lettres, chiffres, point, tiret et souligné seulement",
    "literal_error": "valeur non prévue",
    "model_type": "attendu : un groupe de champs",
    "model_attributes_type": "attendu : un groupe de champs",
    "dict_type": "attendu : un groupe de champs",
}


def case_id(folder: Path) -> str:
    """The id under which a folder's files are kept before its intake is understood. Raises `CaseNotFound`."""
    if not folder.is_dir() or not ((folder / INTAKE).is_file() or (folder / "documents").is_dir()):
        raise CaseNotFound(path=folder)
    return os.fsencode(folder.resolve().name).decode("utf-8", "replace")


def files_of(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, media type, bytes) of each uploaded file, by name; see `passed_over` for the rest."""
    for path in _entries(folder):
        if _is_upload(path):
            yield path.name, mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes()


def passed_over(folder: Path) -> tuple[str, ...]:
    """Names of what lies in `documents/` and is not taken: subfolders, links and hidden files."""
    return tuple(path.name for path in _entries(folder) if not _is_upload(path))


def _entries(folder: Path) -> list[Path]:
    documents = folder / "documents"
    return sorted(documents.iterdir(), key=lambda p: p.name) if documents.is_dir() else []


def _is_upload(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def intake_bytes(folder: Path) -> bytes | None:
    """The intake file as it arrived, or None when there is none."""
    path = folder / INTAKE
    return path.read_bytes() if path.is_file() else None


def dossier_of(folder: Path) -> Dossier:
    """Parse the intake file. Raises `BadIntake`, which names the field and what it should be."""
    path = folder / INTAKE
    content = intake_bytes(folder)
    if content is None:
        raise BadIntake(path=path, what="le fichier est absent")
    if len(content) > MOST_BYTES:
        raise BadIntake(path=path, what="le fichier est trop grand pour une fiche d'accueil")
    try:
        raw = yaml.load(content.decode("utf-8"), _Loader)  # noqa: S506 - a SafeLoader that knows even less
    except UnicodeDecodeError as error:
        raise BadIntake(path=path, what="ce n'est pas un texte UTF-8") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (ligne {line + 1})" if line is not None else ""
        raise BadIntake(path=path, what=f"ce n'est pas du YAML valide{where}") from error
    if not isinstance(raw, dict):
        raise BadIntake(path=path, what="aucun champ n'y est rempli")
    try:
        dossier = Dossier.model_validate(_restored(raw))
    except ValidationError as error:
        raise BadIntake(path=path, what=_told(error)) from error
    doubt = _implausible(dossier)
    if doubt:
        raise BadIntake(path=path, what=doubt)
    return dossier


def _implausible(dossier: Dossier) -> str:
    """What no dossier can hold though its form is right: ages and names serve to tell people apart."""
    age = dossier.patient.age_on(dossier.received_on)
    if not EARLIEST <= dossier.received_on.year <= LATEST:
        return f"« received_on » : attendu entre {EARLIEST} et {LATEST}"
    if not 0 <= age <= OLDEST:
        return f"« patient.birth_date » donne {age} ans à la réception du dossier"
    for name in ("family_name", "given_name"):
        if not words(getattr(dossier.patient, name)):
            return f"« patient.{name} » : aucune lettre"
    for name, answer in dossier.questionnaire.items():
        # Not a number, or one that no screen can show: neither can be compared nor stored.
        if isinstance(answer, int | float) and not abs(answer) <= LARGEST:
            return f"« questionnaire.{name} » : nombre démesuré"
    return ""


class _Loader(yaml.SafeLoader):
    """Leaves dates as written: YAML would stop at one that no calendar has, without naming its field."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML reads it from the class
        first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _restored(fields: dict[Any, Any]) -> dict[Any, Any]:
    """YAML 1.1 reads the key `on` as true: give it its name back in each group of fields.

    No deeper: an intake has two levels, and one that refers to itself has no end.
    """
    return {name: _named(value) if isinstance(value, dict) else value for name, value in fields.items()}


def _named(group: dict[Any, Any]) -> dict[Any, Any]:
    return {("on" if key is True else key): value for key, value in group.items()}


def _told(error: ValidationError) -> str:
    told = []
    for problem in error.errors()[:3]:
        place = ".".join(
            str(part) for part in problem["loc"] if not str(part).startswith(("bool", "int", "float", "str"))
        )
        told.append(f"« {place} » : {REASONS_FR.get(problem['type'], 'valeur incorrecte')}")
    return " ; ".join(dict.fromkeys(told))
