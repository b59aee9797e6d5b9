"""The pathways and the shared clinical tables: parsed, checked and locked."""

import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from engine.domain.conditions import BadExpression, judge
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import pattern
from engine.errors import BadPathway, UnknownPathway
from engine.pathways.pattern_fields import PATHWAY_PATTERNS, VOCABULARY_PATTERNS
from engine.pathways.shared import FIELD, shared_by, written_out

T = TypeVar("T", bound=BaseModel)
HERE = files(__package__)
# The same safe reading in C where the library has it, four times as fast: a service reads all pathways.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
VOCABULARY = (
    "documents",
    "cues",
    "analytes",
    "quantities",
    "findings",
    "symptoms",
    "records",
    "sides",
    "contradictions",
    "contradictions_person",
    "contradictions_disease",
    "contradictions_avoided",
    "contradictions_results",
    "contradictions_course",
    "contradictions_parts",
    "contradictions_acts",
    "contradictions_never",
    "addressed",
    "left_out",
)

REASONS_FR = {
    "missing": "champ manquant",
    "extra_forbidden": "champ inconnu",
    "literal_error": "valeur hors de la liste",
    "string_pattern_mismatch": "forme inattendue",
    "string_type": "texte attendu",
}


def known() -> tuple[str, ...]:
    """Ids of the installed pathways, in order."""
    return tuple(sorted(f.name.removesuffix(".yaml") for f in HERE.iterdir() if f.name.endswith(".yaml")))


def load(pathway_id: str) -> Pathway:
    """Return a pathway. Raises `UnknownPathway`, `BadPathway`."""
    if pathway_id not in known():
        raise UnknownPathway(pathway=pathway_id, known=", ".join(known()))
    return _installed(pathway_id, str(HERE))[0]


@cache  # parsing takes a quarter of a second, and an installed pathway does not change while the program runs
def _installed(pathway_id: str, folder: str) -> tuple[Pathway, str]:
    """An installed pathway, and its text."""
    source = Path(folder) / f"{pathway_id}.yaml"
    content = _yaml(source)
    if FIELD in content:
        raise BadPathway(path=source.name, what=f"{FIELD} : les phrases communes s'écrivent dans vocabulary/common")
    own = _parse(Pathway, source.name, content)
    pathway = own.model_copy(update={FIELD: shared_by(own, folder)})
    text = written_out(source.read_bytes().decode("utf-8"), own, folder)
    _check_patterns(source.name, pathway.model_dump(), PATHWAY_PATTERNS)
    _check_conditions(source.name, pathway)
    _check_references(source.name, pathway)
    if pathway.status == "published" and not (pathway.approved_by and pathway.approved_on):
        raise BadPathway(path=source.name, what="un référentiel publié nomme qui l'a validé, et quand")
    if pathway.status == "published" and locked().get(pathway_id) != hashlib.sha256(text.encode()).hexdigest():
        raise BadPathway(path=source.name, what="le texte publié a changé sans nouvelle version")
    return pathway, text


@cache
def variants() -> dict[str, tuple[str, ...]]:
    """The words by which each installed pathway (by id) is known."""
    return {name: (load(name).label_fr, *load(name).lexical_variants_fr) for name in known()}


def text_of(pathway_id: str) -> str:
    """The text of an installed pathway: its file and the shared sentences that apply. Raises `UnknownPathway`."""
    if pathway_id not in known():
        raise UnknownPathway(pathway=pathway_id, known=", ".join(known()))
    return _installed(pathway_id, str(HERE))[1]


def whole(text: str, name: str) -> str:
    """The text of a pathway's file, installed or not, with the shared sentences that apply; as it is where it cannot be
    read or names some itself."""
    try:
        pathway = parsed(text, name)
    except BadPathway:
        return text
    return text if pathway.shared else written_out(text, pathway, str(HERE))


def parsed(text: str, name: str) -> Pathway:
    """A pathway from a text that was kept; `name` is what errors call it. Raises `BadPathway`."""
    try:
        content = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BadPathway(path=name, what=str(error).replace("\n", " ")) from error
    return _parse(Pathway, name, content)


def digest(pathway_id: str) -> str:
    """sha256 of an installed pathway's text, in hex."""
    return hashlib.sha256(text_of(pathway_id).encode()).hexdigest()


def locked() -> dict[str, str]:
    """sha256 of each pathway as last locked, by `id`."""
    return {name: entry["sha256"] for name, entry in json.loads((HERE / "pathways.lock").read_text()).items()}


def load_vocabulary() -> Vocabulary:
    """Return the shared tables. Raises `BadPathway`."""
    return _read_vocabulary(str(HERE))


@cache  # read once, for the same reason as a pathway
def _read_vocabulary(folder: str) -> Vocabulary:
    merged: dict[str, Any] = {}
    text = hashlib.sha256()
    for name in VOCABULARY:
        source = Path(folder, "vocabulary", f"{name}.yaml")
        merged = _joined(merged, _yaml(source))
        text.update(source.read_bytes())
    vocabulary = _parse(Vocabulary, "vocabulary", merged | {"version": text.hexdigest()[:12]})
    _check_patterns("vocabulary", vocabulary.model_dump(exclude={"units", "cell_units"}), VOCABULARY_PATTERNS)
    return vocabulary


def _joined(told: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two tables as one: a table that both hold goes on in the second, its lists too."""
    joined = told | more
    for name in told.keys() & more.keys():
        if isinstance(told[name], dict) and isinstance(more[name], dict):
            joined[name] = _joined(told[name], more[name])
        elif isinstance(told[name], list) and isinstance(more[name], list):
            joined[name] = [*told[name], *more[name]]
    return joined


def _yaml(source: Traversable) -> dict[str, Any]:
    try:
        content = yaml.load(source.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BadPathway(path=source.name, what=str(error).replace("\n", " ")) from error
    if not isinstance(content, dict):
        raise BadPathway(path=source.name, what="le fichier n'est pas une table YAML")
    return content


def _parse(model: type[T], name: str, content: dict[str, Any]) -> T:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadPathway(path=name, what=f"{place} : {REASONS_FR.get(first['type'], first['msg'])}") from error


def _check_patterns(name: str, content: object, fields: frozenset[str], key: str = "") -> None:
    """Compile every expression once at load, so that a typing error is found here and not in a dossier."""
    if isinstance(content, dict):
        for inner, value in content.items():
            _check_patterns(name, value, fields, inner)
    elif isinstance(content, list | tuple):
        for value in content:
            _check_patterns(name, value, fields, key)
    elif isinstance(content, str) and key in fields:
        try:
            pattern(content)
        except re.error as error:
            raise BadPathway(path=name, what=f"expression « {content} » : {error}") from error


def expressions_of(pathway: Pathway) -> tuple[str, ...]:
    """Every condition that a pathway evaluates."""
    return (
        *(r.condition.expr for r in pathway.required_documents),
        *(r.expr for o in pathway.options for r in (*o.supports_if, *o.discourages_if)),
        *(answer for flag in pathway.red_flags for answer in flag.answers),
        *(r.when for d in pathway.required_documents for r in d.reservations if r.when),
        *(v.ask_if for v in pathway.variables if v.ask_if),
        *(expr for i in pathway.sentences for expr in (i.when, i.unless) if expr),
    )


def _check_conditions(name: str, pathway: Pathway) -> None:
    for expression in expressions_of(pathway):
        try:
            judge(expression, {})
        except BadExpression as error:
            raise BadPathway(path=name, what=f"condition « {error} »") from error


def _check_references(name: str, pathway: Pathway) -> None:
    for group in (pathway.required_documents, pathway.key_facts, pathway.options, pathway.red_flags):
        ids = [member.id for member in group]
        if len(ids) != len(set(ids)):
            raise BadPathway(path=name, what=f"identifiants en double {sorted({i for i in ids if ids.count(i) > 1})}")
    requirements = {r.id for r in pathway.required_documents}
    for requirement in pathway.required_documents:
        strangers = set(requirement.satisfied_by) - requirements
        if strangers:
            raise BadPathway(path=name, what=f"{requirement.id} : satisfied_by inconnu {sorted(strangers)}")
    for option in pathway.options:
        statements = {s.id for s in option.statements}
        strangers = {r.statement_id for r in (*option.supports_if, *option.discourages_if)} - statements
        if strangers:
            raise BadPathway(path=name, what=f"{option.id} : énoncés inconnus {sorted(strangers)}")
    strangers = {d.fact for d in pathway.derived_variables} - {k.id for k in pathway.key_facts}
    if strangers:
        raise BadPathway(path=name, what=f"derived_variables : faits inconnus {sorted(strangers)}")
