"""From a signed dossier to what research may see: a pseudonym, coarse dates and ages, codes instead of words."""

import base64
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from engine.domain.convergence import Convergence
from engine.domain.dossier import Dossier
from engine.domain.opinion import Draft, Position
from engine.domain.pathway import Pathway
from engine.domain.review import Review
from engine.domain.signed import Agreement, Opinion
from engine.domain.study import SMALL_CELL, Axes, CodedPosition, Generalised, ResearchRow, Studied, Suppressed
from engine.steps.agree import agreements, disease_of, exam_of

KEY_BYTES: Final = 32
OTHER, NONE = "autre", "aucune"
ANY: Final = "*"


def pseudonym(dossier_id: str, key: bytes) -> str:
    """Ten letters and digits that stay the same for a dossier under one secret key, and tell nothing without it.

    HMAC-SHA256 (RFC 2104), the first 50 bits in base32. Raises `ValueError` when the key has fewer than 32 bytes.
    """
    if len(key) < KEY_BYTES:
        raise ValueError(f"a key of {len(key)} bytes is too short: {KEY_BYTES} at least")
    digest = hmac.digest(key, dossier_id.encode(), "sha256")
    return base64.b32encode(digest)[:10].decode()


def age_band(age: int) -> str:
    """Five years from 20 to 89 ("30-34"), one band below and one above: the very old and the young are few."""
    if age < 20:
        return "0-19"
    if age >= 90:
        return "90+"
    low = age - age % 5
    return f"{low}-{low + 4}"


def month(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def study_of(
    dossier: Dossier,
    opinion: Opinion,
    review: Review | None,
    draft: Draft | None,
    machine: Convergence | None,
    key: bytes,
) -> Studied | None:
    """One signed dossier as research sees it; None without consent to research, and for an addendum.

    `draft` is the one that the review was made of. Statements are counted as the doctor decided on them, also where the
    draft was then left unused. Age is that at reception. Raises `ValueError` for a short key.
    """
    if not dossier.consents.research or opinion.position is None:
        return None
    written = {s.id for s in draft.statements} if draft else set()
    decisions = review.decisions if review else ()
    verdicts = Counter(d.verdict for d in decisions if d.statement in written)
    return Studied(
        consented=True,
        pseudonym=pseudonym(dossier.id, key),
        pathway=opinion.pathway,
        signed_month=month(opinion.signed_at.date()),
        age_band=age_band(dossier.patient.age_on(opinion.received_on)),
        sex=dossier.patient.sex,
        draft=draft.position if draft else None,
        independent=review.read.position if review and review.read else None,
        signed=opinion.position,
        agreement=opinion.agreement,
        machine=machine,
        draft_used=draft is not None and not (review and review.unused),
        kept=verdicts["kept"],
        edited=verdicts["edited"],
        removed=verdicts["removed"],
        added=sum(d.verdict == "added" for d in decisions),
        undecided=len(written) - sum(verdicts.values()),
        days_to_signature=max(0, (opinion.signed_at.date() - opinion.received_on).days),
        provisional=opinion.provisional,
        published=opinion.published,
    )


def coded(studied: Iterable[Studied], pathways: Mapping[str, Pathway]) -> tuple[ResearchRow, ...]:
    """Rows in codes only, by pseudonym, so that their order tells nothing of when they came.

    Raises `KeyError` for a dossier whose pathway is not in `pathways`.
    """
    return tuple(sorted((_row(s, pathways[s.pathway]) for s in studied), key=lambda row: row.pseudonym))


def _row(studied: Studied, pathway: Pathway) -> ResearchRow:
    axes, label = agreements(studied, pathway), studied.agreement
    return ResearchRow(
        pseudonym=studied.pseudonym,
        pathway=studied.pathway,
        signed_month=studied.signed_month,
        age_band=studied.age_band,
        sex=studied.sex,
        generalised="aucune",
        draft=_position(studied.draft, pathway) if studied.draft else None,
        independent=_position(studied.independent, pathway) if studied.independent else None,
        signed=_position(studied.signed, pathway),
        draft_signed=axes["draft_signed"],
        read_signed=axes["read_signed"],
        read_draft=axes["read_draft"],
        first_signed=axes["first_signed"],
        first_severity=label.severity if label else None,
        first_equipoise=label.equipoise if label else None,
        first_draft=_labels(studied.machine) if studied.machine else None,
        draft_used=studied.draft_used,
        kept=studied.kept,
        edited=studied.edited,
        removed=studied.removed,
        added=studied.added,
        undecided=studied.undecided,
        days_to_signature=studied.days_to_signature,
        provisional=studied.provisional,
        published=studied.published,
    )


def _labels(found: Convergence | Agreement) -> Axes:
    return Axes(diagnosis=found.diagnosis, treatment=found.treatment, exams=found.exams, overall=found.overall)


def _position(position: Position, pathway: Pathway) -> CodedPosition:
    """Nothing of the doctor's own words is left, not even how many of them fell under "autre"."""
    options = {o.id for o in pathway.options}
    disease = disease_of(position.diagnosis, pathway)
    return CodedPosition(
        diagnosis=disease.group if disease else OTHER,
        option=NONE if position.option is None else _known(position.option, options),
        alternatives=_all_known(position.alternatives, options),
        discouraged=_all_known(position.discouraged, options),
        exams=tuple(sorted({exam_of(said, pathway) or OTHER for said in position.exams})),
        certainty=position.certainty,
    )


def _known(code: str, codes: set[str]) -> str:
    return code if code in codes else OTHER


def _all_known(said: Iterable[str], codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted({_known(code, codes) for code in said}))


Cell = tuple[str, str, str]


def suppress(rows: Sequence[ResearchRow], k: int = SMALL_CELL) -> Suppressed:
    """Coarsen what could single a patient out: no cell of pathway × sex × age band stays with fewer than `k` rows.

    Small cells lose their age band, then their sex. Where what was coarsened is itself fewer than `k`, the smallest
    cell beside it is coarsened too, or else the rest would tell. Only a pathway with fewer than `k` rows stays below.
    """
    cells: list[Cell] = [(row.pathway, row.sex, row.age_band) for row in rows]
    for pathway, sex in sorted({(p, s) for p, s, _ in cells}):
        _coarsen(cells, [(pathway, sex)], (pathway, sex, ANY), k)
    for pathway in sorted({row.pathway for row in rows}):
        sexes = sorted({s for p, s, _ in cells if p == pathway})
        _coarsen(cells, [(pathway, s) for s in sexes], (pathway, ANY, ANY), k)
    made = tuple(_generalise(row, cell) for row, cell in zip(rows, cells, strict=True))
    sizes, told = Counter(cells), Counter(row.generalised for row in made)
    return Suppressed(
        k=k,
        rows=made,
        untouched=told["aucune"],
        without_age=told["age"],
        without_age_and_sex=told["age_sexe"],
        below=sum(sizes[cell] < k for cell in cells),
    )


def _coarsen(cells: list[Cell], within: Sequence[tuple[str, str]], into: Cell, k: int) -> None:
    """Move the small cells of `within` into one; then the smallest other ones, until that one has `k` rows."""
    while True:
        sizes = Counter(cell for cell in cells if cell[:2] in within and cell != into)
        merged = cells.count(into)
        smallest = min(sizes, key=lambda cell: (sizes[cell], cell), default=None)
        if smallest is None or (sizes[smallest] >= k and not 0 < merged < k):
            return
        cells[:] = [into if cell == smallest else cell for cell in cells]


def _generalise(row: ResearchRow, cell: Cell) -> ResearchRow:
    _, sex, band = cell
    done: Generalised = "age_sexe" if sex == ANY else "age" if band == ANY else "aucune"
    # Checked again: a copy would take any value.
    return ResearchRow.model_validate({**row.model_dump(), "sex": sex, "age_band": band, "generalised": done})
