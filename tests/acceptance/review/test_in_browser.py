"""The review in real Chromium: passages on their page, two tabs, no script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.domain.account import Account
from tests.acceptance.review.samples import (
    DOSSIER,
    SAVED,
    Served,
    begin,
    signed_in,
    watched,
)

# Where it stands


def test_a_citation_shows_its_passage_on_its_page(served: Served, doctor: Account, page: Page) -> None:
    begin(served, doctor)
    view = served.clinic.view(DOSSIER)
    draft = served.clinic.service.review.view(doctor, view).draft
    assert draft is not None
    page.goto(served.page)
    seen = 0
    for statement in draft.statements:
        cited = [c.ref for c in statement.cites if c.kind == "fact"]
        if not cited:
            continue
        page.locator(f"#enonce-{statement.id} a.cite[data-key=o]").click()
        # The first place may be that of the paper itself, whose sentence keeps its stop.
        facts = {" ".join(f.source.quote.split()).rstrip("."): f for f in view.facts if f.id in cited}
        expect(page.locator(".page-image-legend")).to_have_text(
            re.compile("|".join(rf"^{re.escape(q)}\.?$" for q in facts))
        )
        fact = facts[page.locator(".page-image-legend").inner_text().rstrip(".")]
        expect(page.locator("#viewer img")).to_have_attribute(
            "alt", f"Page {fact.source.page} de {fact.source.filename}"
        )
        expect(page.locator("#viewer img")).to_have_js_property("complete", True)
        assert page.evaluate("document.querySelector('#viewer img').naturalWidth") > 500
        boxes, paper = page.locator(".page-image-box").all(), page.locator("#viewer .page-image-stage").bounding_box()
        assert len(boxes) == len(fact.source.boxes)
        assert paper
        for box, (x0, y0, x1, y1) in zip(boxes, fact.source.boxes, strict=True):
            drawn = box.bounding_box()
            assert drawn
            assert (drawn["x"] - paper["x"]) / paper["width"] == pytest.approx(x0, abs=0.005)
            assert (drawn["y"] - paper["y"]) / paper["height"] == pytest.approx(y0, abs=0.005)
            assert drawn["width"] / paper["width"] == pytest.approx(x1 - x0, abs=0.005)
            assert drawn["height"] / paper["height"] == pytest.approx(y1 - y0, abs=0.005)
        expect(page.locator(".page-image-box").first).to_be_in_viewport()
        seen += 1
    assert seen >= 8


def test_a_fact_of_the_summary_shows_its_place(served: Served, page: Page) -> None:
    page.goto(served.page)
    line = page.locator(".fact-line", has_text="Examen : 98 kg pour 1,76 m, IMC 31,6").first
    expect(line).to_contain_text("31,6")
    line.locator("a.cite").click()
    expect(page.locator(".page-image-legend")).to_have_text("Examen : 98 kg pour 1,76 m, IMC 31,6")
    family = page.locator(".fact-line", has_text="Son père a eu deux prothèses").first
    expect(family.locator(".badge")).to_have_text(["Famille"])


def test_what_the_first_doctor_proposes_is_not_there_before_the_read(
    served: Served, doctor: Account, page: Page
) -> None:
    page.goto(served.page)
    assert "pose l'indication d'une prothèse" not in page.content()
    assert "Proposition du premier médecin" not in page.content()
    begin(served, doctor)
    page.reload(wait_until="networkidle")
    line = page.locator(".fact-line", has_text="pose l'indication d'une prothèse")
    expect(line.first).to_contain_text("Proposition du premier médecin")


# Two tabs


def test_two_tabs_never_overwrite_each_other_in_silence(served: Served, browser: Browser, doctor: Account) -> None:
    begin(served, doctor)
    review = served.clinic.service.review
    with signed_in(served, browser, doctor) as context, watched(context) as one, watched(context) as two:
        for tab in (one, two):
            tab.goto(served.page)
        one.locator("#conclusion-diagnosis").fill("Du premier onglet")
        expect(one.locator("#conclusion [data-save-state]")).to_have_text(SAVED)

        two.locator("#conclusion-diagnosis").fill("Du second onglet")
        panel = two.locator("#conclusion [data-conflict] .conflict")
        expect(panel).to_contain_text("Diagnostic : Du premier onglet")
        expect(two.locator("#conclusion-diagnosis")).to_have_value("Du second onglet")
        assert review.review(doctor, DOSSIER).conclusion.diagnosis == "Du premier onglet"
        panel.get_by_role("button", name="Garder le mien").click()
        expect(two.locator("#conclusion [data-save-state]")).to_have_text(SAVED)
        assert review.review(doctor, DOSSIER).conclusion.diagnosis == "Du second onglet"

        # A decision in the tab that is now behind: the same, and the key to go on sends it.
        one.locator("#enonce-S1").focus()
        one.keyboard.press("g")
        panel = one.locator("#enonce-S1 .conflict")
        expect(panel).to_be_visible()
        assert review.review(doctor, DOSSIER).decision("S1") is None
        panel.get_by_role("button", name="Garder le mien").press("Enter")
        expect(one.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        kept = review.review(doctor, DOSSIER)
        assert kept.decision("S1") is not None
        assert kept.conclusion.diagnosis == "Du second onglet"


def test_the_other_tabs_version_can_be_taken(served: Served, browser: Browser, doctor: Account) -> None:
    begin(served, doctor)
    with signed_in(served, browser, doctor) as context, watched(context) as one, watched(context) as two:
        for tab in (one, two):
            tab.goto(served.page)
        one.locator("#conclusion-diagnosis").fill("Du premier onglet")
        expect(one.locator("#conclusion [data-save-state]")).to_have_text(SAVED)
        two.locator("#conclusion-diagnosis").fill("Du second onglet")
        two.get_by_role("link", name="Prendre l'autre version").click()
        two.wait_for_load_state("networkidle")
        expect(two.locator("#conclusion-diagnosis")).to_have_value("Du premier onglet")


# Without script


def test_the_review_is_done_without_script(served: Served, browser: Browser, doctor: Account) -> None:
    with signed_in(served, browser, doctor, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.page)
        page.get_by_role("button", name="Enregistrer ma lecture").click()
        expect(page.locator("#lecture")).to_contain_text("Écrivez votre diagnostic")
        page.get_by_label("Diagnostic").fill("Gonarthrose")
        page.get_by_label("Retenue : hors référentiel").check()
        page.get_by_label("Faible").check()
        page.get_by_role("button", name="Enregistrer ma lecture").click()
        page.locator("#enonce-S1").get_by_role("button", name="Garder").click()
        assert page.url.endswith("#enonce-S1")
        expect(page.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        page.locator("#enonce-S2 summary", has_text="Retirer").click()
        page.locator("#motif-S2").fill("Hors sujet")
        page.get_by_role("button", name="Retirer l'énoncé").locator("visible=true").click()
        expect(page.locator("#enonce-S2")).to_contain_text("Motif : Hors sujet")
        page.locator("#conclusion-diagnosis").fill("Gonarthrose débutante")
        page.get_by_role("button", name="Enregistrer la conclusion").click()
        expect(page.locator("#conclusion-diagnosis")).to_have_value("Gonarthrose débutante")
        page.get_by_role("link", name=re.compile("points à régler")).click()
        assert page.url.endswith("#controles")
        page.locator("#controles").get_by_role("link", name=re.compile("degré de certitude")).click()
        assert page.url.endswith("#conclusion-certainty")
