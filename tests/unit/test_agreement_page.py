"""The page of research: every share beside its count, and words for what cannot be computed."""

import csv
import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from engine.delivery.research_csv import BOM, csv_of, dictionary
from engine.domain.pathway import Pathway
from engine.domain.study import Studied, StudyTables
from engine.settings import Settings
from engine.steps.agree import tables
from engine.steps.pseudonym import coded, pseudonym, suppress
from review_ui import agreement
from tests.unit.study_samples import KEY, a_knee, a_studied, an_agreement

ENDO = "endometriose"
SHARE = re.compile(r"<strong>\d+\u00a0%</strong>")
COUNTED = re.compile(r'<strong>\d+\u00a0%</strong> <span class="nowrap">\(\d+ sur \d+\)</span>')


class Study:
    """The study over given dossiers, as the store would give them."""

    def __init__(self, studied: list[Studied], pathways: dict[str, Pathway]) -> None:
        self._studied, self._pathways = studied, pathways
        self.exported_by: list[str] = []

    def tables(self, pathway: str | None, since: date | None, until: date | None) -> StudyTables:
        return tables(self._of(pathway, since, until), self._pathways)

    def export(self, pathway: str | None, since: date | None, until: date | None, by: str) -> str:
        self.exported_by.append(by)
        return csv_of(suppress(coded(self._of(pathway, since, until), self._pathways)).rows)

    def dictionary(self) -> str:
        return dictionary()

    def _of(self, pathway: str | None, since: date | None, until: date | None) -> list[Studied]:
        first, last = since or date.min, until or date.max
        return [s for s in self._studied if s.pathway == (pathway or s.pathway) and first <= s.signed_month <= last]


def some() -> list[Studied]:
    """Six knees of March with one discordant draft, two without; one endometriosis of May."""
    endo = a_knee("amp", "endométriose profonde")
    knees = [a_studied(pseudonym=pseudonym(str(i), KEY)) for i in range(4)]
    return [
        *knees,
        a_studied(signed=a_knee("puc"), agreement=an_agreement("CXCX")),
        a_studied(draft=None, draft_used=False, kept=0, edited=0, removed=0),
        a_studied(pathway=ENDO, signed_month=date(2026, 5, 1), draft=endo, independent=endo, signed=endo),
    ]


def client(study: Study) -> TestClient:
    """The routes behind gates that let one researcher in; who may come in is tested with the gates."""
    app = FastAPI()
    app.include_router(agreement.router)
    app.state.service, app.state.settings = SimpleNamespace(study=study), Settings()
    visitor = SimpleNamespace(account=SimpleNamespace(id="a-researcher"))
    for route in agreement.router.routes:
        assert isinstance(route, APIRoute)
        for gate in route.dependant.dependencies:
            assert gate.call is not None
            app.dependency_overrides[gate.call] = lambda: visitor
    return TestClient(app)


def shown(pathways: dict[str, Pathway], query: str = "", studied: list[Studied] | None = None) -> str:
    answer = client(Study(some() if studied is None else studied, pathways)).get(f"/accord{query}")
    assert answer.status_code == 200
    return answer.text


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_no_share_without_its_count(pathways: dict[str, Pathway]) -> None:
    html = shown(pathways)
    assert len(SHARE.findall(html)) > 50
    assert len(SHARE.findall(html)) == len(COUNTED.findall(html))


def test_counts_shares_and_intervals(pathways: dict[str, Pathway]) -> None:
    text = text_of(shown(pathways))
    assert "Traitement 5 0 1 0 83 % (5 sur 6) IC 95 % : 44 à 97 %" in text
    assert "6 dossiers comparés ; 1 dossier sans pré-avis, hors du tableau." in text
    assert "Dossiers étudiés 7 Sans pré-avis 1" in text
    assert "Référentiel non validé : à ne pas utiliser pour un avis réel." in text


def test_each_pathway_has_its_tables(pathways: dict[str, Pathway]) -> None:
    html = shown(pathways)
    assert html.count('<details class="drawer"') == 2
    assert "AC1 de Gwet) : 1,00, intervalle non calculable, sur 1 dossier." in text_of(html)


def test_the_filter_narrows_and_stays(pathways: dict[str, Pathway]) -> None:
    html = shown(pathways, f"?pathologie={ENDO}&depuis=2026-04&jusqu_a=2026-05")
    assert "Dossiers étudiés 1 " in text_of(html)
    assert f'<option value="{ENDO}" selected>' in html
    assert 'value="2026-04"' in html
    assert f'href="/accord/export.csv?pathologie={ENDO}&amp;depuis=2026-04&amp;jusqu_a=2026-05"' in html
    assert '<details class="drawer"' not in html


@pytest.mark.parametrize("month", ["mars", "2026-13", "2026-3", "2026-03-01", "<b>"])
def test_a_month_that_is_none_is_told(month: str, pathways: dict[str, Pathway]) -> None:
    html = shown(pathways, f"?depuis={month}")
    assert "Dossiers étudiés 7" in text_of(html)
    assert agreement.NOT_A_MONTH_FR in html.replace("&#39;", "'")
    assert "<b>" not in html
    assert 'href="/accord/export.csv"' in html


def test_a_period_that_ends_before_it_begins_is_told(pathways: dict[str, Pathway]) -> None:
    html = shown(pathways, "?depuis=2026-05&jusqu_a=2026-03")
    assert agreement.BACKWARDS_FR in html.replace("&#39;", "'")
    assert "Dossiers étudiés 1 " in text_of(html)


@pytest.mark.parametrize("query", ["?pathologie=inconnue", "?depuis=2027-01"])
def test_nothing_found_says_what_to_do(query: str, pathways: dict[str, Pathway]) -> None:
    html = shown(pathways, query)
    assert "Élargissez la période ou la pathologie." in html
    assert not SHARE.search(html)


def test_what_cannot_be_computed_is_said(pathways: dict[str, Pathway]) -> None:
    alone = a_studied(draft=None, independent=None, agreement=None, draft_used=False)
    text = text_of(shown(pathways, studied=[alone]))
    assert "Non calculable 0 dossier évaluable" in text
    assert "Non calculable 0 énoncé décidé" in text
    assert "None" not in text


def test_the_export_is_a_file_of_the_dossiers_that_are_shown(pathways: dict[str, Pathway]) -> None:
    study = Study(some(), pathways)
    answer = client(study).get(f"/accord/export.csv?pathologie={ENDO}&jusqu_a=2026-05")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="accord.csv"'
    assert answer.headers["cache-control"] == "no-store"
    lines = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix(BOM), newline=""), delimiter=";"))
    assert [(line["pathologie"], line["mois_signature"], line["sexe"]) for line in lines] == [(ENDO, "2026-05", "*")]
    assert study.exported_by == ["a-researcher"]


def test_no_export_of_all_time_for_a_period_that_cannot_be_read(pathways: dict[str, Pathway]) -> None:
    study = Study(some(), pathways)
    assert client(study).get("/accord/export.csv?depuis=mars").status_code == 422
    assert study.exported_by == []


def test_the_dictionary_is_a_file(pathways: dict[str, Pathway]) -> None:
    answer = client(Study([], pathways)).get("/accord/dictionnaire.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="accord-dictionnaire.csv"'
    assert answer.content.decode().startswith(f"{BOM}colonne;signification;valeurs\r\n")
