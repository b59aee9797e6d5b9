"""The page of the chronology: what it shows, where it leads, and what it keeps from who has not read yet."""

import re
from datetime import date
from typing import Any

from engine.domain.fact import Fact
from tests.builders import a_document, a_fact, a_page, a_run
from tests.integration.review.samples import Desk, Room
from tests.review_samples import TEXT, UPLOAD

PAGE = a_page(TEXT)
MEASURED: dict[str, Any] = {
    "key": "amh_val",
    "label_fr": "AMH",
    "kind": "measurement",
    "unit": "ng/mL",
    "unit_ucum": "ng/mL",
}
FACTS: tuple[Fact, ...] = (
    a_fact("F1", PAGE, "Kyste ovarien gauche de 32 mm", value=1.2, side=None, **MEASURED),
    a_fact("F2", PAGE, "IRM pelvienne", value=2.4, side=None, **{**MEASURED, "dated": date(2025, 3, 4)}),
    a_fact("F3", PAGE, "kystectomie", key="kystectomie", label_fr="Kystectomie", kind="procedure", role="proposal"),
    a_fact("F4", PAGE, "Pas d'adénomyose", key="cesarienne", label_fr="Césarienne", kind="procedure", side=None),
)


def lay_facts(desk: Desk | Room) -> None:
    store = desk.clinic.store
    store.save_split(a_run("split", 7, dossier=desk.dossier), [a_document(kind="biologie", upload=UPLOAD)])
    store.save_extract(a_run("extract", 7, dossier=desk.dossier), FACTS, ())


def test_each_event_and_result_leads_to_its_place(room: Room) -> None:
    lay_facts(room)
    page = room.browser.get(f"/dossiers/{room.dossier}/chronologie")
    assert page.status_code == 200
    place = f"/dossiers/{room.dossier}/pages/{UPLOAD}/1"
    drawn, written = re.findall(r"<svg class=\"plot\".*?</svg>", page.text, re.DOTALL), page.text
    assert len(drawn) == 2  # what happened, and one series
    for fact in ("F1", "F2"):
        assert f'href="{place}?fait={fact}" tabindex="-1"' in drawn[1]
        assert f'<a href="{place}?fait={fact}">' in written
    assert f'<a href="{place}?fait=F4">' in written[written.index("Sans date connue") :]
    assert room.browser.get(f"{place}?fait=F1").status_code == 200
    assert 'style="' not in written


def test_who_has_not_read_sees_nothing_that_rests_on_a_proposal(room: Room) -> None:
    lay_facts(room)
    path = f"/dossiers/{room.dossier}/chronologie"
    before = room.browser.get(path).text
    assert "ystectomie" not in before
    assert "Propositions" not in before
    assert "après votre propre lecture" in before
    room.clinic.begun(room.dossier, room.clinic.usual)
    after = room.browser.get(path).text
    assert "Kystectomie" in after
    assert "Propositions" in after


def test_the_review_says_how_the_results_that_count_went_on(room: Room) -> None:
    lay_facts(room)
    page = room.browser.get(f"/dossiers/{room.dossier}/relecture").text
    said = re.sub(r"\s", " ", page)
    assert f'href="/dossiers/{room.dossier}/chronologie#evolution-amh_val"' in page
    assert re.search(r"2,4 → 1,2 ng/mL", said)
