"""A form of the review that was not kept."""

from dataclasses import dataclass

from engine.domain.review import Review
from review_ui.incoming import Fields


@dataclass(frozen=True)
class Attempt:
    """A form that was not kept: where, what was typed, why, and the review as it is when somebody was faster."""

    place: str
    form: Fields
    error: str | None = None
    conflict: Review | None = None
