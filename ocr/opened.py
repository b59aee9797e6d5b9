"""A file that was opened: how many pages it has, and each of them drawn when it is asked for."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from ocr import choose
from ocr.images import Gray
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that has yet to be read from its image; `instead` is shown where nothing is read on it.

    `turn` (0, 90, 180 or 270 degrees clockwise) sets it upright where that is known.
    """

    gray: Gray
    number: int
    turn: int | None = None
    instead: Page | None = None


Drawn = Page | Picture


@dataclass(frozen=True, slots=True)
class Opened:
    """`count` is None where it shows only at the end, and such pages come in order.

    `draw` takes an index from 0 and the turn that sets the page upright where that is known; it returns None past the
    end, and raises `ReadError` when it meets what refuses the whole file. `active` names, in French, the scripts and
    actions that the file holds; `attached` counts the files inside it that are not read.
    """

    count: int | None
    draw: Callable[[int, int | None], Drawn | None]
    active: tuple[str, ...] = ()
    attached: int = 0

    def pages(self, turns: Mapping[int, int], only: Collection[int] | None) -> Iterator[Page]:
        """Yield all pages as read, or those whose numbers are in `only`."""
        index = 0
        while self.count is None or index < self.count:
            wanted = only is None or index + 1 in only
            if wanted or self.count is None:
                drawn = self.draw(index, turns.get(index + 1))
                if drawn is None:
                    return
                if wanted:
                    yield finish(drawn)
            index += 1


def finish(drawn: Drawn) -> Page:
    """Read what was drawn."""
    if isinstance(drawn, Page):
        return drawn
    read = choose.from_image(drawn.gray, drawn.number, drawn.turn)
    return drawn.instead if drawn.instead is not None and not read.text else read
