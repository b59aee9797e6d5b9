"""The verified statements of the reference pathways as passages, with the words by which they are found."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache

import yaml
from pydantic import ValidationError

from engine.domain.option import Option, OptionStatement
from engine.domain.passage import DIMENSIONS, Indexed, Passage, Vector
from engine.domain.pathway import Pathway
from engine.domain.search_words import SearchWords
from engine.domain.vocabulary import Drug
from engine.errors import BadPathway
from engine.pathways import HERE, LOADER, known, load

LIBRARY = HERE / "library"
VECTORS = LIBRARY / "vectors.bin"
KEY = 16
"""Bytes of a text's sha256 before its vector."""
SCALE = 400.0
"""A coordinate as one signed byte: those of 384 coordinates of length 1 together lie well within ±0.3."""
FORM = "2"
"""Changes when the texts below or their vectors are made in another way: everything is then put in again."""
KINDS_FR = {
    "indication": "indication quand proposer",
    "contre_indication": "contre-indication déconseillé",
    "prealable": "avant de décider préalable bilan",
    "risque": "risque complication effet",
}
STANCES_FR = {"supports": "recommandé", "discourages": "déconseillé", "conditional": ""}


def load_search_words(drugs: tuple[Drug, ...]) -> SearchWords:
    """Return the table of the words of questions. Raises `BadPathway`."""
    words = _words().model_copy(update={"drugs": drugs})
    for name, expressions in (*((w.means, w.said) for w in words.words), *words.about.items()):
        for expression in expressions:
            try:
                re.compile(expression)
            except re.error as error:
                raise BadPathway(path="library/words.yaml", what=f"{name} : {expression} ({error})") from error
    for name in words.about:
        load(name)
    return words


@cache
def _words() -> SearchWords:
    return _parse(SearchWords, "words.yaml")


def seeding() -> str:
    """sha256 (hex) of all that the seeds are made of, without reading the pathways."""
    sources = [HERE / f"{name}.yaml" for name in known()] + [LIBRARY / "asked.yaml", LIBRARY / "options.yaml"]
    parts = [hashlib.sha256(source.read_bytes()).hexdigest() for source in sources]
    return hashlib.sha256("\n".join((FORM, *parts)).encode()).hexdigest()


def seeds() -> tuple[Indexed, ...]:
    """Every verified statement of the installed pathways' options, in order. Raises `BadPathway`."""
    asked, called = _table("asked.yaml"), _table("options.yaml")
    return tuple(seed for name in known() for seed in _of(load(name), asked.get(name, {}), called.get(name, {})))


def _of(pathway: Pathway, asked: dict[str, str], called: dict[str, str]) -> Iterator[Indexed]:
    for option in pathway.options:
        for statement in option.statements:
            if statement.verified:
                words = (asked.get(statement.id, ""), called.get(option.id, ""))
                yield _indexed(pathway, option, statement, *words)


def _indexed(pathway: Pathway, option: Option, statement: OptionStatement, asked: str, called: str) -> Indexed:
    source = statement.source
    passage = Passage(
        id=f"{pathway.id}/{statement.id}",
        version=pathway.version,
        text=statement.statement_fr,
        when_fr=statement.when_fr,
        title=source.title,
        body=source.body,
        year=source.year,
        grade=statement.grade,
        url=source.url,
        tier=source.evidence_tier,
        stance=statement.stance,
        kind=statement.kind,
        pathways=(pathway.id,),
        options=(f"{pathway.id}/{option.id}",),
        heading=option.label_fr,
    )
    context = f"{_short(pathway.label_fr)} – {option.label_fr}"
    said = f"{context} – {statement.when_fr} : {statement.statement_fr}"
    told = f"{_short(pathway.label_fr)} : {asked}"
    kind = f"{KINDS_FR.get(statement.kind or '', '')} {STANCES_FR[statement.stance]}".strip()
    return Indexed(passage=passage, names=f"{kind} {called}".strip(), asked=asked, embedded=(said, told), form=FORM)


def _short(label: str) -> str:
    """A pathway's label without what stands in brackets."""
    return re.sub(r" \(.*\)", "", label)


def shipped_vectors() -> dict[str, Vector]:
    """The vectors that come with the program: embedded text's sha256 (the first 32 of its hex letters) to vector."""
    content = VECTORS.read_bytes() if VECTORS.is_file() else b""
    size = KEY + DIMENSIONS
    found: dict[str, Vector] = {}
    for start in range(0, len(content) - size + 1, size):
        row = memoryview(content)[start + KEY : start + size].cast("b")
        length = sum(x * x for x in row) ** 0.5 or 1.0
        found[content[start : start + KEY].hex()] = tuple(x / length for x in row)
    return found


def packed(vectors: dict[str, Vector]) -> bytes:
    """The content of the file of shipped vectors, in the order of its keys."""
    return b"".join(
        bytes.fromhex(key) + bytes(max(-127, min(127, round(x * SCALE))) % 256 for x in vector)
        for key, vector in sorted(vectors.items())
    )


def vector_key(text: str) -> str:
    """By which name the vector of a text is shipped."""
    return hashlib.sha256(text.encode()).hexdigest()[: 2 * KEY]


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    found = yaml.load((LIBRARY / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    return {str(name): dict(told) for name, told in found.items()}


def _parse(form: type[SearchWords], name: str) -> SearchWords:
    try:
        return form.model_validate(
            yaml.load((LIBRARY / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
        )
    except (yaml.YAMLError, ValidationError) as error:
        raise BadPathway(path=f"library/{name}", what=str(error).splitlines()[0]) from error
