"""What changes from one draft of a dossier to another, in French, line by line."""

from collections.abc import Iterator, Mapping

from engine.domain.opinion import Draft, Position

FIELDS_FR = (
    ("diagnosis", "diagnostic"),
    ("option", "option"),
    ("alternatives", "alternatives"),
    ("discouraged", "options déconseillées"),
    ("exams", "examens"),
    ("certainty", "certitude"),
)


def changes(old: Draft, new: Draft, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each change: position first, then statements (- only before, + only now, ~ other sources).

    `labels` gives the French names of options and requirements.
    """
    yield from _position(old.position, new.position, labels)
    before, after = {s.text: s for s in old.statements}, {s.text: s for s in new.statements}
    yield from (f"- [{s.section}] {text}" for text, s in before.items() if text not in after)
    yield from (f"+ [{s.section}] {text}" for text, s in after.items() if text not in before)
    for text, statement in after.items():
        if text in before and before[text].cites != statement.cites:
            yield f"~ [{statement.section}] {text} (autres sources)"
    aside = {s.text for s in old.set_aside}
    yield from (f"+ écarté : {s.text} — {s.why_fr}" for s in new.set_aside if s.text not in aside)
    now = {s.text for s in new.set_aside}
    yield from (f"- n'est plus écarté : {s.text}" for s in old.set_aside if s.text not in now)
    yield from (f"- limite : {told}" for told in old.limits if told not in new.limits)
    yield from (f"+ limite : {told}" for told in new.limits if told not in old.limits)


def _position(old: Position, new: Position, labels: Mapping[str, str]) -> Iterator[str]:
    for field, name in FIELDS_FR:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield f"Position, {name} : {_told(before, labels)} → {_told(after, labels)}"


def _told(value: object, labels: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return " ; ".join(labels.get(str(v), str(v)) for v in value) or "aucun"
    return labels.get(str(value), str(value)) if value is not None else "aucune"
