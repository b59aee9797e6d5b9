"""What a reading is asked for beside the file: some of its pages only, and some of them set upright."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """`turns` gives the degrees clockwise (0, 90, 180, 270) that set a page upright; `only` the pages, None for all.

    Pages are numbered from 1.
    """

    turns: Mapping[int, int] = field(default_factory=dict)
    only: Collection[int] | None = None

    def turn(self, number: int) -> int | None:
        """The turn that sets a page upright, where it is known: then nothing is guessed."""
        return self.turns.get(number)

    def holds(self, number: int) -> bool:
        """Whether a page is asked for."""
        return self.only is None or number in self.only

    def after(self, count: int) -> "Wanted":
        """All pages of a file that comes after `count` other pages, with the turns of its own."""
        return Wanted({number - count: turn for number, turn in self.turns.items() if number > count})


ALL = Wanted()
