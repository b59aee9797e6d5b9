"""Which pieces the box of a dossier counts, and who is asked for each."""

from datetime import UTC, date, datetime

from engine.domain.completeness import Completeness, Item, Level, Status
from engine.domain.mark import Mark
from engine.domain.request import AskedPiece, PatientRequest
from review_ui.lacking import groups, lacks

AT = datetime(2026, 6, 2, tzinfo=UTC)
ASKED = {"about": "asked", "kind": "asked", "on": date(2026, 6, 2), "by": "Maëlle", "at": AT}
REFUSED = {"about": "answer", "kind": "refused", "reason_fr": "Ne veut pas.", "by": "Maëlle", "at": AT}


def piece(name: str, level: Level, status: Status, *marks: dict[str, object]) -> Item:
    told = tuple(Mark.model_validate({"requirement": name, **mark}) for mark in marks)
    return Item(
        requirement=name, label_fr=name, level=level, status=status, documents=(), reason_fr="Absent.", marks=told
    )


ITEMS = (
    piece("irm", "required", "missing"),
    piece("biopsie", "required", "ask"),
    piece("scanner", "required", "outdated", ASKED),
    piece("radio", "required", "missing", REFUSED),
    piece("lettre", "required", "met"),
    piece("oncogenetique", "recommended", "ask"),
    piece("ordonnance", "optional", "unreadable"),
    piece("echo", "optional", "not_applicable"),
)
WANTED = PatientRequest(
    pieces=tuple(AskedPiece(sentence_fr="Envoyez.", requirement=name) for name in ("irm", "scanner", "ordonnance")),
    questions=("Un proche ?",),
    undecided=("oncogenetique",),
)


def test_each_group_counts_what_it_names() -> None:
    completeness = Completeness(pathway="gonarthrose", version="1", items=ITEMS, provisional=True)
    told = {
        group.heading: [(lack.item.requirement, lack.asked) for lack in group.lacks]
        for group in groups(lacks(completeness, WANTED))
    }
    assert told == {
        "Nécessaires, à obtenir": [("irm", "message"), ("biopsie", "team")],
        "Nécessaires, déjà demandées": [("scanner", "message")],
        "Nécessaires, ne viendront pas": [("radio", "nobody")],
        "Seulement utiles": [("oncogenetique", "question"), ("ordonnance", "message")],
    }


def test_nothing_lacks_before_the_pieces_are_known() -> None:
    assert list(groups(lacks(None, None))) == []
