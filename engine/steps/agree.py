"""How the positions on a dossier agree two by two, and over many dossiers beside always following the first opinion."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.domain.convergence import Axis, overall_of
from engine.domain.fact import Side
from engine.domain.opinion import Position
from engine.domain.pathway import Diagnosis, Pathway
from engine.domain.rates import Coefficient, first_order_agreement, paired_difference, rate_of
from engine.domain.study import (
    AXES,
    PAIRS,
    Anchoring,
    Axes,
    AxisBaseline,
    AxisName,
    AxisTable,
    Excluded,
    GroupTables,
    Pair,
    PairTable,
    StatementTable,
    Studied,
    StudyTables,
)
from engine.domain.wording import any_match, fold, words

# What a text that holds one of these says of a disease is not known without reading the sentence.
DENIED = re.compile(r"\b(?:pas|sans|aucune?|ni|non|absences?|exclu(?:e|s|es|re)?|ecartee?s?|eliminee?s?)\b")
ALL_FR = "Toutes les pathologies"


class _Read(NamedTuple):
    """A position as the pathway's tables read it; exams are requirements and folded own words."""

    position: Position
    said: tuple[str, ...]
    disease: Diagnosis | None
    side: Side | None
    exams: frozenset[str]
    own: frozenset[str]


class _Case(NamedTuple):
    studied: Studied
    axes: dict[Pair, Axes | None]


def between(a: Position, b: Position, pathway: Pathway) -> Axes:
    """Compare two positions by rule; what the tables cannot tell is N, never X. The order of the two is indifferent.

    Diagnosis: same group of the pathway's table C, another one X; one side against both P, left against right X; texts
    that the table does not know C when they are the same words, else N. A stage is not compared. Treatment: same option
    C, one that the other keeps as an alternative P, else X. Exams: the same ones, or none, C; one asks for more P.
    """
    return _between(_read(a, pathway), _read(b, pathway))


def disease_of(text: str, pathway: Pathway) -> Diagnosis | None:
    """The first disease of the pathway's table that a diagnosis in free words names, certain or not.

    None when it names none, or denies something: "gonarthrose, pas d'ostéonécrose" is for a reader.
    """
    folded = fold(text)
    if DENIED.search(folded):
        return None
    return next((d for d in pathway.diagnoses if any_match(d.any_of, folded)), None)


def exam_of(said: str, pathway: Pathway) -> str | None:
    """The id of the requirement that an exam names by id, label or synonym, word for word; None when none is."""
    if any(said == r.id for r in pathway.required_documents):
        return said
    asked = words(said)
    named = (
        r.id
        for r in pathway.required_documents
        if asked in _names((r.label_fr, *r.modality_or_analytes, *r.synonyms_fr))
    )
    return next(named, None)


@lru_cache(maxsize=1024)
def _names(labels: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words(label) for label in labels)


def _read(position: Position, pathway: Pathway) -> _Read:
    exams = [(exam_of(said, pathway), " ".join(words(said))) for said in position.exams]
    return _Read(
        position=position,
        said=words(position.diagnosis),
        disease=disease_of(position.diagnosis, pathway),
        side=_side_in(words(position.diagnosis)),
        exams=frozenset(known for known, _ in exams if known),
        own=frozenset(own for known, own in exams if not known and own),
    )


def _side_in(said: Sequence[str]) -> Side | None:
    """The one side that a diagnosis names, by the words of the sides themselves."""
    stems: dict[str, Side] = {"droit": "droite", "gauch": "gauche", "bilat": "bilatéral"}
    named = {stems[word[:5]] for word in said if word[:5] in stems}
    return named.pop() if len(named) == 1 else None


def _between(a: _Read, b: _Read) -> Axes:
    diagnosis, treatment, exams = _diagnosis(a, b), _treatment(a.position, b.position), _exams(a, b)
    return Axes(diagnosis=diagnosis, treatment=treatment, exams=exams, overall=overall_of(diagnosis, treatment, exams))


def _diagnosis(a: _Read, b: _Read) -> Axis:
    if a.said and a.said == b.said:
        return "C"
    if a.disease is None or b.disease is None:
        return "N"
    if a.disease.group != b.disease.group:
        return "X"
    if not (a.disease.sided and b.disease.sided and a.side and b.side) or a.side == b.side:
        return "C"
    return "P" if "bilatéral" in (a.side, b.side) else "X"


def _treatment(a: Position, b: Position) -> Axis:
    """What one advises against is X, even where it also stands among the alternatives.

    A position without an option says nothing of the other's but by its alternatives and what it discourages: otherwise
    N, as in the comparison with the first opinion.
    """
    if a.option is None and b.option is None:
        return "N"
    if a.option == b.option:
        return "C"
    if a.option in b.discouraged or b.option in a.discouraged:
        return "X"
    if a.option in b.alternatives or b.option in a.alternatives:
        return "P"
    return "N" if a.option is None or b.option is None else "X"


def _exams(a: _Read, b: _Read) -> Axis:
    more, own, less, own_there = a.exams - b.exams, a.own - b.own, b.exams - a.exams, b.own - a.own
    if not (more or own) and not (less or own_there):
        return "C"
    if not (more or own) or not (less or own_there):
        return "P"
    # Each asks for something that the other does not name; own words may name the same exam as a requirement.
    return "P" if (more and not own_there) or (less and not own) else "N"


def tables(studied: Sequence[Studied], pathways: Mapping[str, Pathway]) -> StudyTables:
    """Count agreement over all dossiers and by pathway, in the order of `pathways`; empty ones are left out.

    Raises `KeyError` for a dossier whose pathway is not in `pathways`.
    """
    cases = [_Case(s, agreements(s, pathways[s.pathway])) for s in studied]
    groups = [(p, [c for c in cases if c.studied.pathway == p.id]) for p in pathways.values()]
    return StudyTables(
        whole=_group(None, cases),
        by_pathway=tuple(_group(pathway, own) for pathway, own in groups if own),
    )


def agreements(studied: Studied, pathway: Pathway) -> dict[Pair, Axes | None]:
    """How each pair agrees; None where one of the two is not there.

    The first opinion is no coded position: how it agrees is what the doctor said.
    """
    draft = _read(studied.draft, pathway) if studied.draft else None
    own = _read(studied.independent, pathway) if studied.independent else None
    signed, label = _read(studied.signed, pathway), studied.agreement
    return {
        "draft_signed": _between(draft, signed) if draft else None,
        "read_signed": _between(own, signed) if own else None,
        "first_signed": Axes(
            diagnosis=label.diagnosis, treatment=label.treatment, exams=label.exams, overall=label.overall
        )
        if label
        else None,
        "read_draft": _between(own, draft) if own and draft else None,
    }


def _sides(studied: Studied, pair: Pair) -> tuple[Position | None, Position | None]:
    """The two coded positions of a pair; the first opinion has none."""
    known: dict[str, Position | None] = {
        "draft": studied.draft,
        "read": studied.independent,
        "first": None,
        "signed": studied.signed,
    }
    a, b = pair.split("_")
    return known[a], known[b]


def _group(pathway: Pathway | None, cases: Sequence[_Case]) -> GroupTables:
    return GroupTables(
        pathway=pathway.id if pathway else None,
        label_fr=pathway.label_fr if pathway else ALL_FR,
        dossiers=len(cases),
        pairs=tuple(_pair(pair, cases, pathway) for pair in PAIRS),
        baseline=tuple(_baseline(axis, cases) for axis in AXES),
        anchoring=_anchoring([c.studied for c in cases]),
        statements=_statements([c.studied for c in cases]),
        excluded=_excluded([c.studied for c in cases]),
    )


def _pair(pair: Pair, cases: Sequence[_Case], pathway: Pathway | None) -> PairTable:
    present = [axes for c in cases if (axes := c.axes[pair])]
    return PairTable(
        pair=pair,
        dossiers=len(present),
        absent=len(cases) - len(present),
        axes=tuple(_axis(axis, present) for axis in AXES),
        option=_option(pair, cases, pathway) if pathway else None,
    )


def _axis(axis: AxisName, present: Sequence[Axes]) -> AxisTable:
    labels = Counter(axes.on(axis) for axes in present)
    judged = labels["C"] + labels["P"] + labels["X"]
    return AxisTable(
        axis=axis,
        c=labels["C"],
        p=labels["P"],
        x=labels["X"],
        n=labels["N"],
        concordant=rate_of(labels["C"], judged),
    )


def _option(pair: Pair, cases: Sequence[_Case], pathway: Pathway) -> Coefficient | None:
    known = [o.id for o in pathway.options]
    sides = (_sides(c.studied, pair) for c in cases)
    chosen = ((a.option, b.option) for a, b in sides if a and b)
    return first_order_agreement([(a, b) for a, b in chosen if a in known and b in known], known)


def _baseline(axis: AxisName, cases: Sequence[_Case]) -> AxisBaseline:
    """Only where both can be judged: rates over different dossiers would compare dossiers and not opinions."""
    pairs = ((c.axes["draft_signed"], c.axes["first_signed"]) for c in cases)
    judged = [(a.on(axis), b.on(axis)) for a, b in pairs if a and b and "N" not in (a.on(axis), b.on(axis))]
    counts = Counter((draft == "C", first == "C") for draft, first in judged)
    both, only_draft, only_first = counts[True, True], counts[True, False], counts[False, True]
    neither = counts[False, False]
    return AxisBaseline(
        axis=axis,
        draft=rate_of(both + only_draft, len(judged)),
        first=rate_of(both + only_first, len(judged)),
        only_draft=only_draft,
        only_first=only_first,
        difference=paired_difference(both, only_draft, only_first, neither) if judged else None,
    )


def _anchoring(studied: Sequence[Studied]) -> Anchoring:
    options = [
        (s.independent.option, s.draft.option, s.signed.option)
        for s in studied
        if s.independent and s.draft and s.independent.option and s.draft.option
    ]
    apart = [(read, draft, signed) for read, draft, signed in options if read != draft]
    alike = [(read, signed) for read, draft, signed in options if read == draft]
    return Anchoring(
        to_draft=rate_of(sum(signed == draft for _, draft, signed in apart), len(apart)),
        to_read=rate_of(sum(signed == read for read, _, signed in apart), len(apart)),
        elsewhere=rate_of(sum(signed not in (read, draft) for read, draft, signed in apart), len(apart)),
        alike_kept=rate_of(sum(signed == read for read, signed in alike), len(alike)),
        not_comparable=len(studied) - len(options),
    )


def _statements(studied: Sequence[Studied]) -> StatementTable:
    used = [s for s in studied if s.draft and s.draft_used]
    kept, edited, removed = sum(s.kept for s in used), sum(s.edited for s in used), sum(s.removed for s in used)
    decided = kept + edited + removed
    return StatementTable(
        dossiers=len(used),
        kept=rate_of(kept, decided),
        edited=rate_of(edited, decided),
        removed=rate_of(removed, decided),
        added=sum(s.added for s in used),
    )


def _excluded(studied: Sequence[Studied]) -> Excluded:
    return Excluded(
        no_draft=sum(s.draft is None for s in studied),
        no_read=sum(s.independent is None for s in studied),
        no_first=sum(s.agreement is None for s in studied),
        draft_without_option=sum(s.draft is not None and s.draft.option is None for s in studied),
        draft_unused=sum(s.draft is not None and not s.draft_used for s in studied),
        provisional=sum(s.provisional for s in studied),
        unpublished=sum(not s.published for s in studied),
    )
