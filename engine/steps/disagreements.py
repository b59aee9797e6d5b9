"""What the dossier's contradictions weigh on when a draft is compared with the first opinion."""

from collections.abc import Collection, Sequence

from engine.domain.document import Document
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.known import REPORTS

LEFT_OUT = ("traitement", "antecedents")
"""Keys of what a letter leaves out of a patient's treatments and diseases."""


class Disagreements(Record):
    """Contradictions by what they weigh on; one may stand in several.

    `letter`: the first opinion's own letter says otherwise than another paper. `reports`: a report of an examination is
    one of the two, so somebody has to look at it again. `left_out`: a letter leaves out a treatment or a disease, or
    gives another side than a report, which goes before any act.
    """

    letter: tuple[Conflict, ...] = ()
    reports: tuple[Conflict, ...] = ()
    left_out: tuple[Conflict, ...] = ()


def disagreements(
    conflicts: Sequence[Conflict], pathway: Pathway, documents: Sequence[Document], letters: Collection[str]
) -> Disagreements:
    """Sort the contradictions out; `letters` are the filenames of those that carry the first opinion.

    What one paper and the questionnaire say otherwise is for staff to ask and weighs on nothing here.
    """
    answers = {v.id for v in pathway.variables}
    between = [c for c in conflicts if len(c.filenames) > 1 or c.key not in answers]
    reports = {d.filename for d in documents if d.kind in REPORTS}
    return Disagreements(
        letter=tuple(c for c in between if _is_of(c, letters, reports)),
        reports=tuple(c for c in between if _is_of(c, reports, reports)),
        left_out=tuple(c for c in between if c.key in LEFT_OUT or _parts_a_report(c, letters, reports)),
    )


def _is_of(conflict: Conflict, files: Collection[str], reports: Collection[str]) -> bool:
    return not set(files).isdisjoint(_opposed(conflict, reports))


def _parts_a_report(conflict: Conflict, letters: Collection[str], reports: Collection[str]) -> bool:
    """Whether a letter gives another side than a report."""
    of_report = not set(reports).isdisjoint(conflict.filenames)
    return conflict.key == SIDE_KEY and of_report and _is_of(conflict, letters, reports)


def _opposed(conflict: Conflict, reports: Collection[str]) -> Sequence[str]:
    """The files that contradict each other: of two sides the first two, a third bears out one of them; and only the
    first where it is no report and stands alone against such two."""
    if conflict.key != SIDE_KEY:
        return conflict.filenames
    alone, *others = conflict.filenames
    return conflict.filenames[:2] if len(others) == 1 or alone in reports else (alone,)
