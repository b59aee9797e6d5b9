"""What the program works out of a dossier for an author: age, contradictions, papers, trends, what nobody knows."""

import re
from collections.abc import Sequence
from pathlib import Path

from engine.domain.addressed import Addressed
from engine.domain.chronology import Point, Series, Trend
from engine.domain.condition_words import called
from engine.domain.conditions import variables_of
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Citation
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Drug
from engine.domain.wording import fold, french_date, french_day, french_number
from engine.steps.calendar_dates import lapse_fr
from engine.steps.drug_names import drug_mentions
from engine.steps.known import REPORTS, Known
from engine.steps.numbering import Numbering, add_calculation
from engine.steps.options import WeighedOption
from engine.steps.papers import Papers
from engine.steps.trends import ABOUT_THEN
from engine.steps.unmentioned import letters_in

MOST_TRENDS, MOST_POINTS = 8, 6
TELLING_PERCENT = 20
"""From which share on a change is also told in per cent, up to the double; no medical threshold."""
NO_SHARE = ("°", "%", "/10")
"""Units of which a share means nothing."""
OUT_OF = re.compile(r"/ ?(\d{2,3})|(points?|\{score\})")
IN_PERCENT = re.compile(r"oswestry|\bodi\b|womac|koos|hoos")
"""How scores are printed; some are given in per cent of their greatest value."""
FINDING = (*REPORTS, "fiche_rcp", "biologie")
"""Kinds of papers whose content a first opinion could have weighed."""
SIDES_FR = {"droite": "droit", "gauche": "gauche", "bilatéral": "bilatéral"}


def add_calculations(numbering: Numbering, dossier: Dossier, papers: Papers, conflicts: Sequence[Conflict]) -> None:
    """The age, what contradicts itself, and the papers that are not simply read."""
    age = dossier.patient.age_on(dossier.received_on)
    who = "la patiente" if dossier.patient.sex == "F" else "le patient"
    add_calculation(
        numbering, "age", "age", f"{age} ans à la réception du dossier, le {french_date(dossier.received_on)}"
    )
    instead: dict[str, tuple[str, str]] = {}
    for n, conflict in enumerate(conflicts, start=1):
        hanging = f", {conflict.matters_fr}" if conflict.matters_fr else ""
        told = f"{conflict.told_fr.rstrip('. ')}{hanging}"
        number = add_calculation(numbering, "conflict", f"conflict.{n}.{conflict.key}", told)
        instead = {one.file_fr: (one.told_fr, number) for one in reversed(conflict.in_its_stead)} | instead
    for document in papers.documents:
        name = f"{papers.name(document.id)}{f' du {french_date(document.dated)}' if document.dated else ''}"
        told = f"« {document.file_fr} » ({name})"
        if document.owner == "other_person":
            text = (
                f"{told} appartient à une autre personne : ce document ne concerne pas {who}, il est écarté et ne doit "
                f"pas être utilisé. {document.owner_reason_fr}"
            )
            also, by = instead.get(document.file_fr, (None, None))
            add_calculation(numbering, "other_person", f"other_person.{document.id}", text, beside=also, beside_by=by)
        elif document.duplicate_of:
            text = f"{told} a été envoyé deux fois : même document, compté une seule fois"
            add_calculation(numbering, "duplicate", f"duplicate.{document.id}", text)
        elif not document.legible:
            words = " ".join(re.findall(r"[^\W\d_]+", Path(document.filename).stem))
            text = f"{f'{words}, ' if words else ''}{told} : illisible, à renvoyer"
            add_calculation(numbering, "illegible", f"illegible.{document.id}", text)


def add_unmentioned(numbering: Numbering, drugs: Sequence[Fact], papers: Papers, known: Sequence[Drug]) -> None:
    """What is prescribed and no letter speaks of, together for each paper that says so; `known` are all drugs."""
    letters = letters_in(papers.documents, papers.judged)
    only = letters[0].dated if len(letters) == 1 else None
    # Another letter may name it: the cardiologist's that of the heart.
    not_all = len(letters) < len(letters_in(papers.documents)) and all(d.dated for d in letters)
    by_paper: dict[str, dict[str, Fact]] = {}
    for fact in drugs:
        by_paper.setdefault(fact.source.document, {}).setdefault(_line(fact, known), fact)
    for paper, lines in by_paper.items():
        several = len(lines) > 1
        silent = f"absent{'s' if several else ''} de l'exposé des courriers, dont aucun n'en parle"
        if not_all and (days := [french_date(d.dated) for d in letters if d.dated]):
            named = " et du ".join([", du ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
            silent = f"absent{'s' if several else ''} de l'exposé des courriers du {named}, qui n'en parlent pas"
        if only:
            silent = (
                f"absent{'s' if several else ''} de l'exposé du courrier du {french_date(only)}, qui n'en parle pas"
            )
        told = " ; ".join(lines)
        facts = list(lines.values())
        name = f"unmentioned.{facts[0].id}"
        add_calculation(numbering, "unmentioned", name, f"{told} ({papers.called(paper)}) : {silent}", of_facts=facts)


def add_unread(numbering: Numbering, papers: Sequence[tuple[Document, str]], letter: Document | None) -> None:
    """The examinations of which the letter with the first opinion has no word, in one sentence: those of which it could
    have spoken and those that came after it."""
    if not papers or letter is None or letter.dated is None:
        return
    known = [f"{of_fr} du {french_date(d.dated)}" for d, of_fr in papers if d.dated and d.dated <= letter.dated]
    later = [f"{of_fr} du {french_date(d.dated)}" for d, of_fr in papers if d.dated and d.dated > letter.dated]
    silent = [f"ne parle pas, dans son exposé, {known[0]}"] if len(known) == 1 else []
    silent = [f"ne parle, dans son exposé, ni {' ni '.join(known)}"] if len(known) > 1 else silent
    silent += [f"n'a pas pu tenir compte {', ni '.join(later)} (date postérieure)"] if later else []
    word = "document" if any(d.kind in ("courrier", "fiche_rcp", "biologie") for d, _ in papers) else "compte rendu"
    these = f"ce {word} est" if len(papers) == 1 else f"ces {word.replace(' ', 's ')}s sont"
    day = french_date(letter.dated)
    text = f"La lettre du {day} {' et '.join(silent)} : {these} à transmettre à son auteur avant toute décision"
    add_calculation(numbering, "unread", f"unread.{letter.id}", text)


def _line(fact: Fact, known: Sequence[Drug]) -> str:
    """The line of a drug's quote that names it alone, by any of its names; else the drug itself."""
    named = {drug.name for drug, _ in drug_mentions(fold(str(fact.value)), known)}
    for line in fact.source.quote.splitlines():
        if {drug.name for drug, _ in drug_mentions(fold(line), known)} == named:
            return f"« {' '.join(line.split()).strip(' .;:,-+•*')} »"
    return str(fact.value)


def add_addressed(numbering: Numbering, found: Sequence[Addressed], papers: Papers) -> None:
    """The papers that speak to a machine, without a word of what they say to it; the last of all pieces, so that no
    other changes its number."""
    said = {(a.upload, a.filename, a.page) for a in found}
    for document in papers.documents:
        if any((document.upload, document.filename, page) in said for page in document.pages):
            text = (
                f"Une phrase du document « {document.file_fr} » ({papers.called(document.id)}) s'adresse à un logiciel "
                "et non à un lecteur : elle est ignorée, ne change rien à cet avis et est signalée à l'équipe"
            )
            add_calculation(numbering, "addressed", f"addressed.{document.id}", text)


def add_trends(numbering: Numbering, trends: Sequence[Trend], muted: frozenset[str] = frozenset()) -> None:
    """Results of two days or more, those that count for the pathway first; no value is judged or converted,
    but by how much it moved is worked out, unless a drug makes it `muted`: a PSA that dutasteride lowers did not fall.
    """
    ranked = sorted(trends, key=lambda t: not t.counts)
    for trend in ranked[:MOST_TRENDS]:
        for series in trend.series:
            points = told_points(series)
            if len({p.day for p in points}) > 1 and not is_a_step(points[-MOST_POINTS:], trend):
                side = f", côté {SIDES_FR[series.side]}" if series.side else ""
                unit = f"{'' if trend.unit == '°' else ' '}{trend.unit}" if trend.unit else ""
                told = ", puis ".join(_point(p, unit) for p in points[-MOST_POINTS:])
                moved = "" if trend.key in muted else _change(points[-MOST_POINTS:], unit)
                name = f"trend.{trend.key}.{series.side or ''}{f'.{trend.scale}' if trend.scale else ''}"
                add_calculation(
                    numbering,
                    "trend",
                    name,
                    f"{trend.label_fr}{side} : {told}{moved}",
                    counts=trend.counts or any(p.flag for p in points),
                )


def told_points(series: Series) -> list[Point]:
    """The results of a series; one that is only repeated and differs from what was measured shortly before it is a
    contradiction, and no evolution."""
    points = [p for p in series.points if not p.aside]
    measured = [p.day for p in points if p.sure_date]
    return [p for p in points if p.sure_date or not any(day < p.day <= day + ABOUT_THEN for day in measured)]


def is_a_step(points: Sequence[Point], trend: Trend) -> bool:
    """Whether a score moved by no more than one step of fifty or, if it has fewer, one point: no patient is better or
    worse for it."""
    printed = OUT_OF.fullmatch((trend.unit or "").strip())
    if printed is None and not (trend.unit == "%" and IN_PERCENT.search(fold(trend.label_fr))):
        return False
    step = max(1.0, float((printed and printed[1]) or (50 if printed else 100)) / 50)
    values = [p.value for p in points]
    return 0 < max(values) - min(values) <= step


def _point(point: Point, unit: str) -> str:
    on = "en" if point.month else "le"
    when = on if point.sure_date else f"au plus tard {on}"
    bound = f"{point.bound} " if point.bound else ""
    return f"{bound}{french_number(point.value)}{unit} {when} {french_day(point.day, month=point.month)}"


def _change(points: Sequence[Point], unit: str) -> str:
    """By how much and in which time the last result differs from the first; empty where one of them is not exact."""
    first, last = points[0], points[-1]
    if any(p.bound or p.doubtful or p.hypothetical or not p.sure_date for p in (first, last)):
        return ""
    time = lapse_fr(first.day, last.day, of_months=first.month or last.month)
    moved = round(last.value - first.value, 6)
    if not moved:
        return f" (inchangé en {time})"
    told = f"{'hausse' if moved > 0 else 'baisse'} de {french_number(abs(moved))}{unit} en {time}"
    share = abs(round(100 * moved / first.value)) if first.value > 0 and unit.strip() not in NO_SHARE else 0
    return f" ({told}, soit {share} %)" if TELLING_PERCENT <= share <= 100 else f" ({told})"


def add_unknowns(numbering: Numbering, weighed: Sequence[WeighedOption], known: Known, pathway: Pathway) -> None:
    """What nobody knows of this patient, and on which an option depends: one that it may bring in, or take out."""
    names = called(pathway)
    silent = {k.id for k in pathway.key_facts if k.told_when_so} | {v.id for v in pathway.variables if v.told_when_so}
    silent |= {d.id for d in pathway.derived_variables if d.told_when_so}
    told = {f.id for f in pathway.found_variables} | {c.id for c in pathway.concluded_variables}
    silent |= (told - {v.id for v in pathway.variables}) | known.muted
    undecided = [
        r for w in weighed if not w.discouraged for r in w.rules if r.truth is None and (r.supports or w.supported)
    ]
    for name in dict.fromkeys(n for r in undecided for n in sorted(variables_of(r.expr))):
        if known.values.get(name) is None and name in names and name not in silent:
            add_calculation(numbering, "unknown", f"unknown.{name}", f"non renseigné : {names[name].name_fr}")


def add_papers(numbering: Numbering, papers: Papers) -> None:
    """The documents with what each is called, so that an author can say what was examined; what is later than the
    letters that carry the first opinion could not be known to them."""
    days = [d.dated for d in papers.first]
    last = max((day for day in days if day), default=None) if all(days) else None
    for document in papers.documents:
        later = None
        if last and document.dated and document.dated > last and document.kind in FINDING:
            later = f"après le courrier de premier avis du {french_date(last)}"
        dated = f" du {french_date(document.dated)}" if document.dated else " sans date"
        text = f"{papers.name(document.id)}{dated} (« {document.file_fr} »){f', {later}' if later else ''}"
        numbering.add(
            "K",
            f"document.{document.id}",
            {
                "kind": "calculation",
                "text": text,
                "about": "paper",
                "dated": document.dated,
                "document": document.id,
                "key": document.kind,
                "label_fr": papers.name(document.id),
                "note": _note(document),
                "beside": later,
            },
            Citation(kind="calculation", ref=f"document.{document.id}", text=text),
        )


def _note(document: Document) -> str | None:
    """Why a paper is not simply one of the patient's."""
    if document.owner == "other_person":
        return "other_person"
    if document.duplicate_of:
        return "copy"
    if not document.legible:
        return "illegible"
    return "partner" if document.owner == "partner" else None
