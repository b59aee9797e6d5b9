"""By which words a document meets a requirement of a pathway, and what it still leaves open."""

from engine.domain.record import Record


class Match(Record):
    """One way in which a document meets a requirement, judged by its content and not by its type alone.

    A document matches when its kind is one of `kinds` and, where given, one of `title_any` stands in its first lines or
    one of `text_any` in its text, all of `text_all` stand in its text, and none of `none_of` stands in its first lines
    nor of `text_none` in its text. Patterns run on folded text.
    """

    kinds: tuple[str, ...]
    title_any: tuple[str, ...] = ()
    text_any: tuple[str, ...] = ()
    text_all: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    text_none: tuple[str, ...] = ()


class Reservation(Record):
    """What a met requirement still leaves open: said when `any_of` stands in the document, or `unless` does not.

    With `when` it is said only where that condition on the answers is true; with `when` alone, whatever the status.
    """

    text_fr: str
    when: str | None = None
    any_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
