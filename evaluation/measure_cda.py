"""The figures of coded documents: how many coded results become facts at a place that prints them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import click

from engine import EngineError, extract_facts, read_pages, split_pages
from engine.domain.document import Page
from engine.domain.dossier import Consents, Dossier, FirstOpinion, Patient, Question
from engine.domain.fact import Fact
from engine.domain.source_record import CodedResult

ENTRIES, DOCUMENTS = "entries.jsonl", "xml"
CODED_PAGE = "Données codées du document"
NUMBERS = {"PQ", "REAL", "INT", "IVL_PQ"}
ROWS = (
    ("result", "résultats chiffrés"),
    ("answer", "réponses et problèmes codés"),
    ("act", "actes codés"),
    ("drug", "médicaments codés"),
    ("aside", "précisions d'autres entrées"),
)
FIGURES = ("place", "line", "unit", "fact")
LATE = date(2100, 1, 1)
"""Received after whatever the documents speak of."""
NO_UNIT = {None, "", "1"}


class NoEntries(EngineError):
    """The folder does not hold what is to be compared."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = "{path} : il faut {entries} et un dossier {documents} de documents CDA."


@click.command("cda")
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--pathway", default="endometriose", show_default=True, help="Référentiel dont les faits sont cherchés.")
@click.option("--misses", is_flag=True, help="Nomme aussi chaque résultat sans place.")
def measure_cda(folder: Path, pathway: str, *, misses: bool) -> None:
    """Mesure les résultats codés de documents CDA : combien sont placés sur une page, et combien sont des faits.

    DOSSIER contient entries.jsonl (une entrée codée par ligne) et xml/. Exemple :

        avis measure cda données/cda
    """
    if not (folder / ENTRIES).is_file() or not (folder / DOCUMENTS).is_dir():
        raise NoEntries(path=folder, entries=ENTRIES, documents=DOCUMENTS)
    counts: Counter[tuple[str, str]] = Counter()
    for name, entries in _by_document(folder / ENTRIES):
        path = folder / DOCUMENTS / f"{name}.xml"
        pages = tuple(read_pages([(path.name, "text/xml", path.read_bytes())])) if path.is_file() else ()
        facts = _facts(pages, pathway)
        for kind, entry, value in entries:
            found = _found(kind, entry, value, pages, facts)
            row = "aside" if _is_aside(kind, entry, value, pages) else kind
            counts.update({(row, "all"): 1, **{(row, figure): 1 for figure in found}})
            if misses and "place" not in found:
                click.echo(f"  {name} : {kind} {entry.get('code')} {value}")
    for line in _table(counts):
        click.echo(line)


def _facts(pages: Sequence[Page], pathway: str) -> tuple[Fact, ...]:
    """The facts of one file in a dossier of the person whom it names."""
    named = next((p.record.patient for p in pages if p.record and p.record.patient), None)
    if named is None or named.birth_date is None:
        return ()
    patient = Patient(
        family_name=" ".join(named.family_names[:1]) or "?",
        given_name=" ".join(named.given_names[:1]) or "?",
        sex=named.sex or "F",
        birth_date=named.birth_date,
    )
    dossier = Dossier(
        id="cda",
        pathway=pathway,
        received_on=LATE,
        patient=patient,
        question=Question(type="mesure", text=""),
        first_opinion=FirstOpinion(given=False),
        consents=Consents(processing=True, ai_assistance=False, share_with_treating_doctor=False, research=False),
    )
    return extract_facts(split_pages(pages, dossier), pages, pathway)


def _by_document(path: Path) -> Iterator[tuple[str, list[tuple[str, dict[str, Any], dict[str, Any]]]]]:
    """The entries that state something, by document: kind, the entry, and its value where it has one."""
    documents: dict[str, list[tuple[str, dict[str, Any], dict[str, Any]]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        stated = documents.setdefault(entry["doc"], [])
        if entry["kind"] == "procedure":
            stated.append(("act", entry, {}))
        elif entry["kind"] == "substanceAdministration" and _drug_name(entry):
            stated.append(("drug", entry, {}))
        for value in entry.get("value") or () if entry["kind"] == "observation" else ():
            kind = str(value.get("type", "")).rpartition(":")[2]
            if any(value.get(k) not in (None, "", {}) for k in ("value", "code", "text", "low", "high", "displayName")):
                stated.append(("result" if kind in NUMBERS else "answer", entry, value))
    yield from documents.items()


def _drug_name(entry: Mapping[str, Any]) -> str:
    drug = entry.get("drug") or {}
    return " ".join(str(drug.get("name") or (drug.get("code") or {}).get("display") or "").split())


def _found(
    kind: str, entry: Mapping[str, Any], value: Mapping[str, Any], pages: Sequence[Page], facts: Sequence[Fact]
) -> set[str]:
    """Which figures an entry counts for: "place" on a page, "line" of the document's own text, "unit", "fact"."""
    best: set[str] = set()
    for page in pages:
        if page.record is None:
            continue
        starts = (
            [(d.start, d.end, True) for d in page.record.drugs if _same_name(d.name, _drug_name(entry))]
            if kind == "drug"
            else [
                (r.start, r.end, _same_unit(r, value))
                for r in page.record.results
                if _same(r, kind, entry, value) and (r.qualifies or kind != "result" or _is_printed(r, page))
            ]
        )
        for start, end, unit in starts:
            quote = page.text[start:end]
            if not quote.strip():
                continue
            own = page.text.find(CODED_PAGE)
            is_fact = any(f.source.page == page.number and f.source.start < end and start < f.source.end for f in facts)
            found = {"place"} | ({"line"} if own < 0 or start < own else set())
            found |= ({"unit"} if unit else set()) | ({"fact"} if is_fact else set())
            best = max(best, found, key=len)
    return best


def _is_aside(kind: str, entry: Mapping[str, Any], value: Mapping[str, Any], pages: Sequence[Page]) -> bool:
    """Whether an entry only describes another one: a status, the rank of a vaccine. It is no fact of its own."""
    own = [r for p in pages if p.record for r in p.record.results if _same(r, kind, entry, value)]
    return kind in ("result", "answer") and bool(own) and all(r.qualifies for r in own)


def _is_printed(result: CodedResult, page: Page) -> bool:
    """Whether the place of a number prints it."""
    return bool(_numbers({"value": result.value}) & _numbers({"value": _joined(page.text[result.start : result.end])}))


def _joined(text: str) -> str:
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", text)


def _same(result: CodedResult, kind: str, entry: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    code = entry.get("code") or {}
    if code.get("code") and result.code != code["code"]:
        return False
    if kind == "act":
        return result.kind == "procedure"
    if kind == "answer":
        said = {" ".join(str(value.get(k) or "").split()) for k in ("displayName", "text", "code", "value")} - {""}
        told = {result.value, result.value_code, {"oui": "true", "non": "false"}.get(str(result.value))}
        return bool(said & {str(t) for t in told if t is not None}) or result.kind == "finding"
    wanted = _numbers(value)
    return isinstance(result.value, float | int | str) and bool(wanted & _numbers({"value": result.value}))


def _numbers(value: Mapping[str, Any]) -> set[float]:
    parts = [value.get("value"), *((value.get(end) or {}).get("value") for end in ("low", "high"))]
    return {float(n.replace(",", ".")) for part in parts for n in re.findall(r"-?\d+(?:[.,]\d+)?", str(part or ""))} | (
        {0.0} if value.get("value") in (0, "0") else set()
    )


def _same_unit(result: CodedResult, value: Mapping[str, Any]) -> bool:
    given = value.get("unit") or next((u for e in ("low", "high") if (u := (value.get(e) or {}).get("unit"))), None)
    return given in NO_UNIT or given == result.unit_ucum


def _same_name(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"\w{3,}", name.lower())) for name in (one, other))
    return bool(first & second)


def _table(counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield f"{'':32}{'entrées':>9}{'placées':>9}{'au texte':>10}{'unité':>8}{'faits':>8}"
    for kind, label in ROWS:
        total = counts.get((kind, "all"), 0)
        rates = [counts.get((kind, figure), 0) / total if total else 0.0 for figure in FIGURES]
        yield f"{label:32}{total:>9}{rates[0]:>9.3f}{rates[1]:>10.3f}{rates[2]:>8.3f}{rates[3]:>8.3f}"
    yield "placées : sur une page ; au texte : sur une ligne du document, le reste sous « Données codées du document »."
