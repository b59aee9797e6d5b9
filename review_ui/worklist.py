"""The work list: whose turn each dossier is, narrowed by what the address says."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import PROMISE_DAYS
from engine.domain.turn import Facets, Filters, Whose
from review_ui.access import Visitor, may
from review_ui.expert_panel import followed
from review_ui.page import page
from review_ui.service import service_of
from review_ui.words import DOCTOR_TABS, SPECIALTIES_FR, TABS, TROUBLES_FR, WHOSE_FR, Tab

router = APIRouter()
SEARCH_MAX = 100
# How the address names what a list is narrowed to.
WHOSE: Mapping[str, Whose] = {
    "secretariat": "staff",
    "patient": "patient",
    "medecin": "doctor",
    "machine": "machine",
    "personne": "nobody",
}
PACES = {"retard": "late", "risque": "risk"}
PACES_FR = {"retard": "En retard", "risque": "À risque"}
NAMED: Mapping[Whose, str] = {whose: name for name, whose in WHOSE.items()}


class Choice(NamedTuple):
    """One thing to choose: its value in the address, its label, how many dossiers it leaves."""

    value: str
    label: str


class Asked(NamedTuple):
    """What the address asks for, as it was typed where it means something."""

    filters: Filters
    params: dict[str, str]

    def address(self, tab: Tab, **changes: str) -> str:
        """The address of the list with other choices; an empty one is left out."""
        asked = {"onglet": tab.name, **self.params, **changes}
        return "/dossiers?" + urlencode({name: value for name, value in asked.items() if value})


@router.get("/dossiers")
def work_list(request: Request, visitor: Annotated[Visitor, may("dossier.list")]) -> Response:
    """The dossiers of one tab, narrowed and searched; a doctor's own ones only."""
    service, given = service_of(request), request.query_params
    is_doctor = visitor.account.role == "doctor"
    asked = _asked(given, is_doctor=is_doctor)
    wanted, onglet = asked.params.get("q", ""), given.get("onglet", "")
    tabs = DOCTOR_TABS if is_doctor else TABS
    # A search or a choice that comes without a tab looks everywhere.
    tab = next((t for t in tabs if t.name == onglet), tabs[-1] if asked.params and not onglet else tabs[0])
    newest = tab.name in ("signes", "tous")
    found = service.worklist.page(
        visitor.account, asked.filters, tab.states, wanted, _number(given.get("page")), newest=newest
    )
    names, counts = found.names, found.facets.states
    pathways = {p.id: p.label_fr for p in service.intake.pathways()}
    context: dict[str, Any] = {
        "rows": [(line, service.intake.age(line.listed)) for line in found.lines],
        "clocks": service.pieces.clocks([line.listed for line in found.lines]),
        "followed": None if is_doctor else followed(request),
        "tabs": [(t.label, asked.address(t), t is tab, _sum(counts, t)) for t in tabs],
        "tab": tab,
        "wanted": wanted,
        "asked": asked.params,
        "narrowed": asked.filters.any,
        "count": found.matching,
        "total": found.facets.total,
        "late": found.facets.all_late,
        "number": found.number,
        "pages": found.pages,
        "link": asked.address(tab) + "&page={page}",
        "turns": _turns(asked, tab, found.facets),
        "choices": _choices(found.facets, pathways, names, asked, is_doctor=is_doctor),
        "facets": found.facets,
        "whose": WHOSE_FR,
        "names": names,
        "pathways": pathways,
        "promise": PROMISE_DAYS,
        "everywhere": asked.address(tabs[-1]),
        "reset": f"/dossiers?onglet={tab.name}",
        "is_doctor": is_doctor,
        "twins": frozenset()
        if is_doctor
        else service.merging.with_twins(tuple(line.listed.id for line in found.lines)),
        "alarmed": [d for d in service.asking.alarmed() if not is_doctor or service.may_open(visitor.account, d)],
        "troubles": () if is_doctor else service.work.troubles(),
    }
    return page(request, "worklist/list.html", **context)


@router.get("/dossiers/a-relancer")
def stuck(request: Request, _: Annotated[Visitor, may("dossier.edit")]) -> Response:
    """The dossiers whose reading is stuck or failed, each with what to do."""
    service = service_of(request)
    rows = [(t, service.intake.listed_one(t.dossier), TROUBLES_FR[t.kind]) for t in service.work.troubles()]
    return page(request, "dossiers/stuck.html", rows=[row for row in rows if row[1] is not None])


def _asked(given: Mapping[str, str], *, is_doctor: bool) -> Asked:
    """What means nothing is left out: an old or mistyped address shows the list, not a failure."""
    params = {
        "q": given.get("q", "").strip()[:SEARCH_MAX],
        "tour": given.get("tour", "") if given.get("tour") in WHOSE else "",
        "pathologie": given.get("pathologie", "")[:SEARCH_MAX],
        "specialite": given.get("specialite", "")[:SEARCH_MAX],
        "medecin": "" if is_doctor else given.get("medecin", "")[:SEARCH_MAX],
        "delai": given.get("delai", "") if given.get("delai") in PACES else "",
        "provisoire": "1" if given.get("provisoire") == "1" else "",
        "alerte": "1" if given.get("alerte") == "1" else "",
    }
    filters = Filters.model_validate(
        {
            "whose": WHOSE.get(params["tour"]),
            "pathway": params["pathologie"] or None,
            "specialty": params["specialite"] or None,
            "doctor": params["medecin"] or None,
            "pace": PACES.get(params["delai"]),
            "provisional": bool(params["provisoire"]),
            "flag": bool(params["alerte"]),
        }
    )
    return Asked(filters, {name: value for name, value in params.items() if value})


def _turns(asked: Asked, tab: Tab, facets: Facets) -> list[tuple[str, str, bool, int]]:
    """Whose turn it is, as links: label, address, whether chosen, how many. What was chosen is left by its own link."""
    found = []
    for whose, label in WHOSE_FR.items():
        chosen = asked.filters.whose == whose
        count = facets.whose.get(whose, 0)
        if count or chosen:
            found.append((label, asked.address(tab, tour="" if chosen else NAMED[whose]), chosen, count))
    return found


def _choices(
    facets: Facets, pathways: Mapping[str, str], names: Mapping[str, str], asked: Asked, *, is_doctor: bool
) -> dict[str, list[Choice]]:
    """The lists to choose from, each with how many dossiers it leaves; what is chosen stays in its list."""
    params = asked.params

    def choices(counts: Mapping[str, int], labels: Mapping[str, str], chosen: str) -> list[Choice]:
        kept = counts if not chosen or chosen in counts else {**counts, chosen: 0}
        told = [(value, labels.get(value, value), count) for value, count in kept.items()]
        return [Choice(value, f"{label} ({count})") for value, label, count in sorted(told, key=lambda c: c[1])]

    lists = {
        "pathologie": choices(facets.pathways, pathways, params.get("pathologie", "")),
        "specialite": choices(facets.specialties, SPECIALTIES_FR, params.get("specialite", "")),
        "delai": [
            Choice("retard", f"En retard ({facets.late})"),
            Choice("risque", f"À risque : moins de deux jours ({facets.risk})"),
        ],
    }
    return lists if is_doctor else {**lists, "medecin": choices(facets.doctors, names, params.get("medecin", ""))}


def _sum(counts: Mapping[Any, int], tab: Tab) -> int:
    return sum(count for state, count in counts.items() if not tab.states or state in tab.states)


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 7 else 1
