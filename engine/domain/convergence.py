"""How two positions agree, on three axes."""

from typing import Literal

from engine.domain.opinion import Citation
from engine.domain.record import Record

Axis = Literal["C", "P", "X", "N"]


class FirstOpinionLine(Record):
    """One line of the section on the first opinion, with what it quotes."""

    text: str
    cites: tuple[Citation, ...]


class Convergence(Record):
    """Concordant, partial, discordant or not assessable on diagnosis, treatment and exams.

    `severity` runs from 0 (none) to 4 (critical); None where nothing can be compared. `first_opinion` tells what was
    compared: the draft, which never sees it, has no such section.
    """

    diagnosis: Axis
    treatment: Axis
    exams: Axis
    overall: Axis
    severity: int | None
    equipoise: bool
    reasons_fr: tuple[str, ...] = ()
    first_opinion: tuple[FirstOpinionLine, ...] = ()


def overall_of(diagnosis: Axis, treatment: Axis, exams: Axis) -> Axis:
    """The whole of three axes: X where diagnosis or treatment is, N where nothing can be judged, C where all that can
    be judged is, P otherwise."""
    axes = {diagnosis, treatment, exams}
    if "X" in (diagnosis, treatment):
        return "X"
    if axes == {"N"}:
        return "N"
    return "C" if axes <= {"C", "N"} else "P"
