"""A plain clinical text without a dossier: its mentions and the stretches that cues govern."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.fact import Mention, MentionKind, Scope
from engine.domain.vocabulary import SideWords, Vocabulary
from engine.domain.wording import fold, pattern
from engine.ports import ClinicalReader
from engine.steps.calendar_dates import MONTHS, dates_in
from engine.steps.drug_names import drug_mentions
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.results import results
from engine.steps.sides import side_in

MONTH = "|".join(MONTHS)
YEAR = r"(?:19|20)\d{2}(?![\d.,]\d|\d| ?(?:ui|u|g|mg|ml|/))"
PARTIAL_DATE = re.compile(
    rf"\b(?:(?:debut|mi|fin|courant)[ -])?(?:{MONTH})\.?\s+{YEAR}|\b(?:0[1-9]|1[0-2])/{YEAR}"
    rf"|(?<=\ben ){YEAR}|(?<=\bdepuis ){YEAR}|(?<=\bde ){YEAR}(?= a )|(?<=\bannee ){YEAR}|(?<=\(){YEAR}(?=\))"
    rf"|\b(?:debut|fin|courant|ete|hiver|printemps|automne) {YEAR}"
    rf"|(?<!\d)\d{{1,2}}(?:er)?\s+(?:{MONTH})\b(?!\.?\s+\d)|(?<=\bdepuis )(?:{MONTH})\b|(?<=\ben )(?:{MONTH})\b"
    r"|(?<=\ble )\d{1,2}/(?:0[1-9]|1[0-2])(?![/\d])|(?<=\bdu )\d{1,2}/(?:0[1-9]|1[0-2])(?![/\d])"
)
COUNT = r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|quelques)"
ORDINAL = (
    r"(?:\d{1,2} ?(?:e|eme|er|ere)|premi(?:er|ere)|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme)"
)
PERIOD = r"(?:h|heures?|jours?|semaines?|mois|ans?|annees?)"
RELATIVE_DATE = re.compile(
    rf"\b{COUNT} ?{PERIOD} (?:apres|plus tard|avant|auparavant)\b|\bil y ?a {COUNT} {PERIOD}\b"
    rf"|\bj ?\+? ?\d{{1,3}}\b(?! ?=)|\b{ORDINAL} ?(?:jour|semaine|mois)\b|\ba \d{{1,2}} sa\b"
    rf"|\b(?:le lendemain|la veille|le jour meme|ce jour|hier|aujourd'hui)\b"
)


def structure(
    text: str, vocabulary: Vocabulary, reader: ClinicalReader
) -> tuple[tuple[Mention, ...], tuple[Scope, ...]]:
    """Mentions in the order of the text, none inside another of its kind, and the scopes of all cues."""
    read = reader.read(text)
    assertions = assert_spans(text, read, vocabulary)
    drugs = list(_drugs(text, vocabulary, assertions))
    measured = list(results(text, vocabulary, assertions, [m.end for m in drugs]))
    found = [
        # A result is told with its name, value and unit; a finding that is one only says where it stands.
        *(m for m in _named(text, vocabulary, assertions) if m.kind != "measurement" or not _overlaps(m, measured)),
        *drugs,
        *measured,
        *_dates(text),
        *read.stages,
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, m.start - m.end)):
        if not any(m.kind == mention.kind and m.start <= mention.start and mention.end <= m.end for m in kept):
            kept.append(mention)
    return tuple(kept), assertions.scopes()


def _overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(o.start < mention.end and mention.start < o.end for o in others)


def _mention(
    text: str, start: int, end: int, kind: MentionKind, key: str, assertions: Assertions, words: SideWords
) -> Mention:
    polarity, bearer = assertions.of(start, end)
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        key=key,
        side=side_in(text, start, end, None, words),
        polarity=polarity,
        bearer=bearer,
    )


def _named(text: str, vocabulary: Vocabulary, assertions: Assertions) -> Iterator[Mention]:
    folded = fold(text)
    for finding in vocabulary.findings:
        for expression in finding.any_of:
            for match in pattern(expression).finditer(folded):
                yield _mention(
                    text, match.start(), match.end(), finding.kind, finding.key, assertions, vocabulary.sides
                )


def _drugs(text: str, vocabulary: Vocabulary, assertions: Assertions) -> Iterator[Mention]:
    folded = fold(text)
    for drug, match in drug_mentions(folded, vocabulary.drugs):
        end = match.start("dose") if match["dose"] else match.end()
        yield _mention(text, match.start(), end, "drug", drug.name, assertions, vocabulary.sides)


def _dates(text: str) -> Iterator[Mention]:
    """Full calendar dates, months and years, days counted from another ("J3", "un mois après")."""
    for found in dates_in(text, date.max):
        yield Mention(
            start=found.start, end=found.end, text=text[found.start : found.end], kind="date", dated=found.day
        )
    folded = fold(text)
    for match in (*PARTIAL_DATE.finditer(folded), *RELATIVE_DATE.finditer(folded)):
        yield Mention(start=match.start(), end=match.end(), text=text[match.start() : match.end()], kind="date")
