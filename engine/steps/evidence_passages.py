"""The sourced statements and passages that a draft may cite, and the warning signs of the pathway, numbered."""

from collections.abc import Sequence

from engine.domain.opinion import Citation
from engine.domain.option import OptionStatement
from engine.domain.passage import Passage
from engine.domain.pathway import Pathway
from engine.steps.numbering import Numbering
from engine.steps.options import WeighedOption

MOST_PASSAGES = 60
ACTIONS_FR = {
    "appel_15_urgences": "appeler le 15 ou aller aux urgences",
    "avis_specialise_24_72h": "demander un avis spécialisé dans les 24 à 72 heures",
}
FOR_ANYONE = ("Information", "À connaître", "À vérifier", "À réunir", "Avant")
"""How the pathways introduce a statement that holds for every patient of an option."""


def add_passages(numbering: Numbering, pathway: Pathway, weighed: Sequence[WeighedOption]) -> None:
    """Verified statements only: those whose rule stands in this dossier, then the others of the options that stand,
    each to be said with its condition, then what holds for every patient of an option.

    Of an option that does not stand, a statement for some patients only may be another patient's: it is left out.
    """
    ruled = [(r.statement, w.option.id) for w in weighed for r in w.rules if r.truth]
    standing = [(s, w.option.id) for w in weighed if w.supported and not w.discouraged for s in w.option.statements]
    rest = [
        (s, w.option.id)
        for w in weighed
        for s in w.option.statements
        if s.stance == "conditional" and s.when_fr.startswith(FOR_ANYONE)
    ]
    for statement, option in (*ruled, *standing, *rest):
        if statement.verified and len([e for e in numbering.evidence if e.kind == "passage"]) < MOST_PASSAGES:
            add_passage(numbering, statement, option, pathway)


def add_guidelines(numbering: Numbering, added: Sequence[Passage]) -> None:
    """Passages of added documents: they are pointed at by title and place, and read where they stand."""
    for passage in added:
        parts = [passage.title, passage.heading, f"page {passage.page}" if passage.page else None]
        place = ", ".join(dict.fromkeys(p for p in parts if p))
        told = f"{place} ({passage.source_fr})"
        text = f"{told} : {passage.said_fr}"
        numbering.add(
            "P",
            f"library.{passage.id}",
            {"kind": "passage", "text": text, "about": "library", "label_fr": told},
            Citation(
                kind="passage", ref=passage.id, text=text, source=f"{passage.source_fr} – {place}", url=passage.url
            ),
        )


def add_warnings(numbering: Numbering, pathway: Pathway) -> None:
    """The warning signs of the pathway that were read on their source, with what is done about them."""
    for flag in (f for f in pathway.red_flags if f.verified):
        # In whole words: what is a sign only under a treatment is told with it.
        read = flag.plain_fr or [s for s in flag.triggers_fr if s not in flag.triggers_unread_fr]
        signs = " ; ".join(read) or flag.label_fr
        text = f"{flag.label_fr} ({signs}) : {ACTIONS_FR[flag.action]}"
        year = f", {flag.source.year}" if flag.source.year else ""
        numbering.add(
            "P",
            f"alerte.{flag.id}",
            {"kind": "passage", "text": text, "about": "warning", "key": flag.action, "said_fr": signs},
            Citation(
                kind="passage",
                ref=f"{pathway.id}/{flag.id}",
                text=text,
                source=f"{flag.source.body} – {flag.source.title}{year}",
                url=flag.source.url,
            ),
        )


def add_passage(numbering: Numbering, statement: OptionStatement, option: str, pathway: Pathway) -> None:
    """Number a statement with its condition, grade, year and source, as bearing on an option (its id)."""
    graded = f" ({statement.grade})" if statement.grade else ""
    text = f"{statement.when_fr} : {statement.statement_fr}{graded}"
    year = f", {statement.source.year}" if statement.source.year else ""
    numbering.add(
        "P",
        statement.id,
        {
            "kind": "passage",
            "text": text,
            "option": option,
            "stance": statement.stance,
            "said_fr": statement.when_fr,
        },
        Citation(
            kind="passage",
            ref=f"{pathway.id}/{statement.id}",
            text=text,
            source=f"{statement.source.body} – {statement.source.title}{year}",
            url=statement.source.url,
        ),
    )
