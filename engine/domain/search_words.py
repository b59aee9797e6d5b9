"""The words in which people ask, and what guidelines call the same things."""

from engine.domain.record import Record
from engine.domain.vocabulary import Drug


class Synonym(Record):
    """How people say something (patterns on folded text, between word borders) and what guidelines call it."""

    said: tuple[str, ...]
    means: str


class SearchWords(Record):
    """The words of questions: what they mean, and of which pathways (by id) they speak.

    `ignored` are folded words that only make a question of it, `faint` those that any question may hold; `drugs` go by
    any of their names.
    """

    words: tuple[Synonym, ...]
    about: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()
    drugs: tuple[Drug, ...] = ()


class Question(Record):
    """A question as it is searched: `text` is compared by its sense, `words` (with their weights) by themselves.

    `pathways` are those of which it seems to speak, each from 0 to 1.
    """

    text: str
    words: dict[str, float]
    pathways: dict[str, float]
