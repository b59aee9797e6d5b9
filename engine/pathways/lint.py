"""The linter of pathways: everything that is wrong or weak in a pathway file, each with its line, in French."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from engine.domain.document import KINDS_FR
from engine.domain.fact import DRUG_KEYS
from engine.domain.option import Option, SourceRef
from engine.domain.pathway import Pathway, RedFlagRule, Requirement
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import pattern
from engine.pathways import HERE, LOADER, REASONS_FR, load_vocabulary, whole
from engine.pathways.lines import Fault, Lines, Place, Weight
from engine.pathways.lint_conditions import check_conditions
from engine.pathways.lint_interpretations import check_interpretations
from engine.pathways.lint_plain import check_plain, without_plain
from engine.pathways.lint_words import GENERAL_FACTS, OTHER_KIND, RED_FLAG_WORDS, TOLD_TO_PATIENTS
from engine.pathways.lock import read_lock
from engine.pathways.pattern_fields import PATHWAY_PATTERNS


class Finding(Record):
    """One thing that the linter says of a file; an `erreur` forbids to use or to publish it."""

    path: str
    line: int
    weight: Weight
    text_fr: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.weight} : {self.text_fr}"


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, and the `*.yaml` of folders, in order."""
    return [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]


def check(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Look at pathway files, and at the `*.yaml` of folders, in order. Raises `OSError`."""
    vocabulary = load_vocabulary()
    return tuple(finding for file in files_of(paths) for finding in _check_file(file, vocabulary))


def _check_file(file: Path, vocabulary: Vocabulary) -> list[Finding]:
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        told = "Le fichier n'est pas en UTF-8 : enregistrez-le dans ce codage."
        return [Finding(path=str(file), line=1, weight="erreur", text_fr=told)]
    return check_text(whole(text, file.name), str(file), vocabulary)


def installed() -> Path:
    """The folder of the pathways that ship."""
    return Path(str(HERE))


def check_text(text: str, path: str, vocabulary: Vocabulary) -> list[Finding]:
    """Look at one pathway file's text; `path` is what its findings are called."""
    try:
        lines, content = Lines(text), yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        told = str(getattr(error, "problem", None) or error)
        return [Finding(path=path, line=mark.line + 1 if mark else 1, weight="erreur", text_fr=f"YAML : {told}")]
    if not isinstance(content, dict):
        return [Finding(path=path, line=1, weight="erreur", text_fr="le fichier n'est pas une table YAML")]
    faults: list[Fault] = list(_patterns(content, ()))
    try:
        pathway = Pathway.model_validate(content)
    except ValidationError as error:
        for one in error.errors():
            reason = REASONS_FR.get(one["type"], one["msg"])
            faults.append((one["loc"], "erreur", f"{'.'.join(map(str, one['loc']))} : {reason}"))
    else:
        faults += _faults(pathway, Path(path).stem, text, vocabulary)
    found = [Finding(path=path, line=lines.at(place), weight=weight, text_fr=told) for place, weight, told in faults]
    return sorted(found, key=lambda finding: finding.line)


def _faults(pathway: Pathway, stem: str, text: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    if pathway.id != stem:
        yield ("id",), "erreur", f"l'identifiant « {pathway.id} » n'est pas le nom du fichier"
    yield from _version(pathway, text)
    yield from _ids(pathway)
    yield from check_conditions(pathway)
    kinds = {rule.kind for rule in vocabulary.kinds} | set(KINDS_FR) | {OTHER_KIND}
    for number, requirement in enumerate(pathway.required_documents):
        yield from _requirement(requirement, ("required_documents", number), pathway, kinds)
    yield from _facts(pathway, vocabulary)
    for number, option in enumerate(pathway.options):
        yield from _option(option, ("options", number), pathway)
    for number, flag in enumerate(pathway.red_flags):
        yield from _red_flag(flag, ("red_flags", number))
    for place, told in check_interpretations(pathway, vocabulary, kinds):
        yield place, "erreur", told
    yield from _texts(pathway)
    for place, told in check_plain(pathway):
        yield place, "erreur", told
    for place, told in without_plain(pathway):
        yield place, "avertissement", told


def _version(pathway: Pathway, text: str) -> Iterator[Fault]:
    kept = read_lock().get(pathway.id)
    if kept is None:
        yield ("version",), "avertissement", "absent du verrou : lancez « avis pathways lock »"
        return
    same = kept["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    if not same and kept["version"] == pathway.version:
        yield ("version",), "erreur", f"le texte a changé sous la version {pathway.version} : changez « version »"
    if _numbers(pathway.version) < _numbers(kept["version"]):
        yield ("version",), "erreur", f"version {pathway.version} inférieure à celle du verrou, {kept['version']}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _ids(pathway: Pathway) -> Iterator[Fault]:
    groups = (
        "patient_questions",
        "required_documents",
        "key_facts",
        "options",
        "red_flags",
        "variables",
        "interpretations",
        "shared",
    )
    for group in groups:
        seen: set[str] = set()
        for number, member in enumerate(getattr(pathway, group)):
            if member.id in seen:
                yield (group, number, "id"), "erreur", f"identifiant en double : « {member.id} »"
            seen.add(member.id)
    statements: set[str] = set()
    for number, option in enumerate(pathway.options):
        for inner, statement in enumerate(option.statements):
            if statement.id in statements:
                place = ("options", number, "statements", inner, "id")
                yield place, "erreur", f"énoncé en double : « {statement.id} »"
            statements.add(statement.id)


def _requirement(requirement: Requirement, place: Place, pathway: Pathway, kinds: set[str]) -> Iterator[Fault]:
    if requirement.type not in kinds:
        yield (*place, "type"), "erreur", f"type de document inconnu : « {requirement.type} »"
    for number, match in enumerate(requirement.match):
        for kind in sorted(set(match.kinds) - kinds):
            yield (*place, "match", number, "kinds"), "erreur", f"type de document inconnu : « {kind} »"
    if not requirement.match:
        yield place, "erreur", f"pièce « {requirement.id} » qu'aucun document ne peut satisfaire (« match » vide)"
    others = {r.id for r in pathway.required_documents}
    for name in sorted(set(requirement.satisfied_by) - others):
        yield (*place, "satisfied_by"), "erreur", f"pièce de substitution inconnue : « {name} »"
    yield from _source(requirement.source, place, verified=requirement.verified, what=f"pièce « {requirement.id} »")


def _facts(pathway: Pathway, vocabulary: Vocabulary) -> Iterator[Fault]:
    analytes = {a.key for a in vocabulary.analytes}
    for number, fact in enumerate(pathway.key_facts):
        place = ("key_facts", number)
        if not fact.patterns and not fact.analytes:
            yield place, "erreur", f"fait « {fact.id} » sans mot de repérage (« patterns » ou « analytes »)"
        for name in sorted(set(fact.analytes) - analytes):
            # A fact that has other words is still found in letters.
            weight: Weight = "avertissement" if fact.patterns else "erreur"
            yield (*place, "analytes"), weight, f"analyse inconnue du vocabulaire : « {name} »"
    known = {f.id for f in pathway.key_facts}
    for number, derived in enumerate(pathway.derived_variables):
        if derived.fact not in known:
            yield ("derived_variables", number, "fact"), "erreur", f"fait inconnu : « {derived.fact} »"
    findings = {f.key for f in vocabulary.findings} | set(DRUG_KEYS) | known | GENERAL_FACTS
    for number, found in enumerate(pathway.found_variables):
        for name in sorted(set(found.findings) - findings):
            yield ("found_variables", number, "findings"), "erreur", f"constatation inconnue : « {name} »"
        if found.after and found.after not in known:
            yield ("found_variables", number, "after"), "erreur", f"fait inconnu : « {found.after} »"


def _option(option: Option, place: Place, pathway: Pathway) -> Iterator[Fault]:
    statements = {s.id: s for s in option.statements}
    for side in ("supports_if", "discourages_if"):
        for number, rule in enumerate(getattr(option, side)):
            cited = statements.get(rule.statement_id)
            where = (*place, side, number, "statement_id")
            if cited is None:
                yield where, "erreur", f"énoncé inconnu de cette option : « {rule.statement_id} »"
            elif not cited.verified:
                yield where, "erreur", f"énoncé cité alors qu'il n'est pas relu : « {cited.id} »"
    if not option.named_by:
        yield place, "erreur", f"option « {option.id} » sans mot de repérage (« named_by »)"
    if not option.supports_if and not option.complement:
        told = f"option « {option.id} » qu'aucune règle n'appuie : reconnue dans les lettres, jamais mise en avant"
        yield place, "avertissement", told
    if not any(s.verified for s in option.statements):
        yield place, "avertissement", f"option « {option.id} » sans énoncé relu : rien n'en sera cité"
    for number, statement in enumerate(option.statements):
        where = (*place, "statements", number)
        yield from _source(statement.source, where, verified=statement.verified, what=f"énoncé « {statement.id} »")


def _red_flag(flag: RedFlagRule, place: Place) -> Iterator[Fault]:
    if not any(getattr(flag, name) for name in (*RED_FLAG_WORDS, "answers", "low_of", "falls")):
        yield place, "erreur", f"signal « {flag.id} » que rien ne peut lever (ni mots, ni réponse)"
    elif not (flag.question_any_of or flag.question_all_of):
        yield place, "avertissement", f"signal « {flag.id} » sans mots du patient (« question_any_of »)"
    yield from _source(flag.source, place, verified=flag.verified, what=f"signal « {flag.id} »")


def _source(source: SourceRef, place: Place, *, verified: bool, what: str) -> Iterator[Fault]:
    where = (*place, "source")
    if verified and (source.url is None or source.read_level != "excerpt"):
        yield where, "erreur", f"{what} dit relu, mais sa source « {source.ref} » n'a pas d'adresse lue"
    elif verified and source.year is None:
        yield where, "avertissement", f"{what} : année de la source « {source.ref} » non donnée"
    if not verified:
        yield (*place, "verified"), "avertissement", f"{what} non relu : jamais cité"


def _texts(pathway: Pathway) -> Iterator[Fault]:
    for group, field in TOLD_TO_PATIENTS:
        for number, member in enumerate(getattr(pathway, group)):
            if not (getattr(member, field) or "").strip():
                yield (group, number, field), "erreur", f"texte pour le patient absent : « {member.id}.{field} »"
    for number, variable in enumerate(pathway.variables):
        place = ("variables", number)
        if variable.type == "choice" and not variable.choices:
            yield place, "erreur", f"question « {variable.id} » à choix sans réponse possible"
        if variable.asked_of == "patient" and not (variable.phone_fr or "").strip():
            yield place, "erreur", f"texte pour le patient absent : « {variable.id}.phone_fr »"


def _patterns(content: object, place: Place, key: str = "") -> Iterator[Fault]:
    if isinstance(content, dict):
        for inner, value in content.items():
            yield from _patterns(value, (*place, str(inner)), str(inner))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _patterns(value, (*place, number), key)
    elif isinstance(content, str) and key in PATHWAY_PATTERNS:
        try:
            pattern(content)
        except re.error as error:
            yield place, "erreur", f"expression « {content} » : {error}"
