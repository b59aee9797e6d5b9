"""Documents: kind, date, whose they are, copies."""

from collections.abc import Iterator

from evaluation.case import Expected, ExpectedDocument
from evaluation.result import Result, ResultDocument
from evaluation.tally import Score


def score_documents(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield the scores of each expected document; one that the engine did not see is missed on every count."""
    for document in expected.documents:
        what = f"{document.file} p. {_pages(document.pages)}"
        seen = _counterpart(document, result)
        kind = seen.kind if seen else None
        yield Score(
            figure="documents.kind",
            what=what,
            hit=kind == document.type,
            why=f"attendu {document.type}, trouvé {kind}",
        )
        if document.date is not None:
            dated = seen.dated if seen else None
            yield Score(
                figure="documents.date",
                what=what,
                hit=dated == document.date.isoformat(),
                why=f"attendu {document.date}, trouvé {dated}",
            )
        stranger = seen is not None and seen.right_patient is False
        figure = "wrong_patient_false_alarm" if document.right_patient else "wrong_patient_recall"
        yield Score(figure=f"documents.{figure}", what=what, hit=stranger)
        figure = "duplicate_recall" if document.duplicate_of else "duplicate_false_alarm"
        yield Score(figure=f"documents.{figure}", what=what, hit=seen is not None and bool(seen.duplicate_of))


def _counterpart(document: ExpectedDocument, result: Result) -> ResultDocument | None:
    """The document of the same file that shares most pages; any of that file when none shares one."""
    same_file = [d for d in result.documents if d.file == document.file]
    return max(same_file, key=lambda d: len(set(d.pages) & set(document.pages or ())), default=None)


def _pages(pages: tuple[int, ...] | None) -> str:
    return ", ".join(map(str, pages)) if pages else "?"
