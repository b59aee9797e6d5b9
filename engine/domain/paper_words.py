"""The words by which papers are known: their kinds and names, who wrote them and whom they are about."""

from engine.domain.record import Record


class KindRule(Record):
    """How a document kind is recognised: `title` in the first lines weighs more than `text` anywhere.

    Each line that begins as one of `lines` counts, up to three. A kind that `measures` holds findings only; in every
    other kind a doctor may conclude or propose. Where `sections`, its titles also head parts of one document; where
    `filename_analytes`, a file named after a laboratory quantity is of this kind.
    """

    kind: str
    measures: bool = False
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    filename: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    sections: bool = False
    filename_analytes: bool = False


class PaperName(Record):
    """What a document is called in a sentence: one of `kind` (any, without it) in whose title `regex` stands; a row
    without `regex` names the rest of its kind. `told_as` are the words by which a letter that knows of one speaks of
    it, `of_fr` the name behind "parler"."""

    name_fr: str
    kind: str | None = None
    regex: str | None = None
    of_fr: str = ""
    told_as: tuple[str, ...] = ()


class DateLabel(Record):
    """How a date is introduced: `examination` dates a document, `other` never does; `by_kind` goes first.

    `named` (an examination by its name) dates a report and not a letter that mentions it. Kinds of `letters` are dated
    above their salutation or below their signature, within sentences only by `spoken`. `fallback` (validation, final
    report) dates a document that gives no other date; what is `quoted` never does, whatever label stands beside it.
    """

    by_kind: dict[str, tuple[str, ...]]
    examination: tuple[str, ...]
    named: tuple[str, ...]
    letters: tuple[str, ...]
    spoken: tuple[str, ...]
    fallback: tuple[str, ...]
    other: tuple[str, ...]
    birth: tuple[str, ...]
    quoted: tuple[str, ...] = ()


class Sections(Record):
    """Headings and phrases that open a conclusion or proposal; in a report, those of its own conclusion and what
    follows it. `goes_on` is how a sentence begins that only carries on the proposal before it."""

    proposal: tuple[str, ...]
    goes_on: tuple[str, ...] = ()
    conclusion: tuple[str, ...]
    conclusion_ends: tuple[str, ...]


class People(Record):
    """How documents speak of people: see the table. `couple_facts` are keys of facts that count for both of them."""

    partner_exams: tuple[str, ...]
    partner_words: tuple[str, ...]
    own_words: tuple[str, ...]
    beside_her: tuple[str, ...] = ()
    relation: tuple[str, ...]
    couple: tuple[str, ...]
    couple_facts: tuple[str, ...]
    couple_parts: tuple[str, ...] = ()
    partner_said: tuple[str, ...]
    couple_said: tuple[str, ...]
    couple_texts: tuple[str, ...]
    comes_back: tuple[str, ...]
    of_both: tuple[str, ...]
    habits: tuple[str, ...] = ()
    relatives: tuple[str, ...]
    kin: tuple[str, ...]
    kin_goes_on: tuple[str, ...]
    kin_leaves: tuple[str, ...]
    in_laws: tuple[str, ...]
    by_blood: tuple[str, ...]
    subject: tuple[str, ...]
    maiden: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    not_names: tuple[str, ...]


class Authors(Record):
    """How documents name who wrote them and where: see the table."""

    titles: tuple[str, ...]
    signs: tuple[str, ...]
    others: tuple[str, ...]
    professions: tuple[str, ...]
    establishments: tuple[str, ...]
    closings: tuple[str, ...]
    behind: tuple[str, ...]
    besides: tuple[str, ...]
    head_ends: tuple[str, ...]
    other_fields: tuple[str, ...]
    deciding_fields: tuple[str, ...]
    outcomes: tuple[str, ...]


class Layout(Record):
    """What pages print beside their text: `continued` on a page that goes on, `machine` on a line that a fax adds, the
    `salutation` of a letter, `copies` in the name of a file sent again; `spoken` beside the name of an examination that
    a sentence only speaks of."""

    continued: tuple[str, ...]
    copies: tuple[str, ...]
    salutation: tuple[str, ...]
    spoken: tuple[str, ...]
    machine: tuple[str, ...]
