"""For research: how draft, doctor and first opinion agree, and the pseudonymised export."""

import calendar
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from engine.domain.study import SMALL_CELL, StudyTables
from review_ui.access import Visitor, may
from review_ui.page import page
from review_ui.service import service_of

NOT_A_MONTH_FR = "Ce filtre n'a pas été appliqué : écrivez un mois comme 2026-03."
BACKWARDS_FR = "Ce filtre n'a pas été appliqué : la fin de la période vient avant son début."

router = APIRouter()


@router.get("/accord")
def show(
    request: Request,
    _: Annotated[Visitor, may("study.read")],
    pathologie: str = "",
    depuis: str = "",
    jusqu_a: str = "",
) -> Response:
    """The page of agreement, over all pathologies or one, for a period of whole months."""
    since, until, errors = _period(depuis, jusqu_a)
    # All pathologies of the period: their names are the choices of the filter.
    tables = service_of(request).study.tables(None, since, until)
    group = next((g for g in tables.by_pathway if g.pathway == pathologie), None) if pathologie else tables.whole
    asked = {"pathologie": pathologie, "depuis": depuis, "jusqu_a": jusqu_a}
    query = urlencode({name: value for name, value in asked.items() if value and name not in errors})
    return page(
        request,
        "agreement/show.html",
        title="Accord",
        group=group,
        pathways=() if pathologie else tables.by_pathway,
        choices=_choices(tables, pathologie),
        chosen=pathologie,
        # A field of months warns of anything else, and shows nothing of it.
        since=depuis if _first_day(depuis) else "",
        until=jusqu_a if _first_day(jusqu_a) else "",
        errors=errors,
        filtered=any(asked.values()),
        export_url="/accord/export.csv" + (f"?{query}" if query else ""),
        small_cell=SMALL_CELL,
        unvalidated=tables.whole.excluded.unpublished > 0,
    )


@router.get("/accord/export.csv")
def export(
    request: Request,
    visitor: Annotated[Visitor, may("study.export")],
    pathologie: str = "",
    depuis: str = "",
    jusqu_a: str = "",
) -> Response:
    """The dossiers behind the page as CSV; refused (422) for a period that cannot be read, rather than of all time."""
    since, until, errors = _period(depuis, jusqu_a)
    if errors:
        raise HTTPException(422, " ".join(errors.values()))
    return _csv(service_of(request).study.export(pathologie or None, since, until, visitor.account.id), "accord.csv")


@router.get("/accord/dictionnaire.csv")
def dictionary(request: Request, _: Annotated[Visitor, may("study.export")]) -> Response:
    """The meaning of the export's columns as CSV."""
    return _csv(service_of(request).study.dictionary(), "accord-dictionnaire.csv")


def _csv(text: str, filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _choices(tables: StudyTables, chosen: str) -> list[tuple[str, str]]:
    """The pathologies of the period; one that was chosen stays, so that the form shows what was asked."""
    choices = [(g.pathway or "", g.label_fr) for g in tables.by_pathway]
    return choices if not chosen or chosen in dict(choices) else [*choices, (chosen, chosen)]


def _period(since: str, until: str) -> tuple[date | None, date | None, dict[str, str]]:
    """First and last day of the months asked for, and what is wrong with each, by field."""
    first, last = _first_day(since), _first_day(until)
    errors = {
        name: NOT_A_MONTH_FR
        for name, said, read in (("depuis", since, first), ("jusqu_a", until, last))
        if said and read is None
    }
    if first and last and last < first:
        return first, None, {**errors, "jusqu_a": BACKWARDS_FR}
    return first, last and last.replace(day=calendar.monthrange(last.year, last.month)[1]), errors


def _first_day(said: str) -> date | None:
    """The first day of a month written 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{said}-01") if len(said) == 7 else None
    except ValueError:
        return None
