"""Words in a document that speak to a machine and not to a reader."""

from engine.domain.document import Box
from engine.domain.record import Record


class Addressed(Record):
    """A passage that nothing of the program follows or takes a fact from: `page.text[start:end] == quote`."""

    upload: str
    filename: str
    page: int
    start: int
    end: int
    quote: str
    boxes: tuple[Box, ...] = ()

    @property
    def told_fr(self) -> str:
        """What a reader must know of it."""
        return (
            f"{self.filename}, p. {self.page} : passage qui s'adresse à un logiciel et non à un lecteur, "
            f"laissé de côté : « {' '.join(self.quote.split())} »"
        )
