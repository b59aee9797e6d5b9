"""A review without a mouse, from the own read to the signature; the whole journey takes every statement so."""

import re

from playwright.sync_api import Page, expect

from engine.domain.account import Account
from engine.domain.review import Decision
from tests.acceptance.review.samples import (
    DOSSIER,
    SAVED,
    Served,
    begin,
)


def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {most} tabs")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def to_stop(page: Page, anchor: str) -> None:
    """Press j until the part of that id has the focus."""
    for _ in range(40):
        if focused(page) == anchor:
            return
        page.keyboard.press("j")
    raise AssertionError(f"{anchor} is not reached by j")


BY_KEYS = 10
"""Statements that are decided by keys here."""


def test_a_whole_review_without_a_mouse(served: Served, doctor: Account, page: Page) -> None:
    page.goto(served.page)
    read_by_keys(page)
    decide_by_keys(page)
    decide_the_rest(served, doctor, page)
    add_by_keys(page)
    conclude_by_keys(page)
    agree_by_keys(page)
    expect(page.locator("#progression")).to_contain_text("Prêt à signer")
    to_stop(page, "controles")
    page.keyboard.press("s")
    page.wait_for_url("**/signature")
    expect(page.locator("main")).to_contain_text("Tous les contrôles sont passés")
    expect(page.locator("main")).to_contain_text("Revoir le patient dans six mois.")
    expect(page.get_by_role("button", name="Signer l'avis")).to_be_visible()


def read_by_keys(page: Page) -> None:
    keys = page.keyboard
    keys.press("3")
    tab_to(page, "#lecture-diagnosis")
    keys.type("Gonarthrose interne droite")
    tab_to(page, "#lecture-option [type=radio]")
    keys.press("Space")
    tab_to(page, "#lecture-option [name=discouraged][value=ptg]")
    keys.press("Space")
    tab_to(page, "#lecture-certainty [type=radio]")
    keys.press("ArrowDown")
    tab_to(page, "#lecture button")
    keys.press("Enter")
    expect(page.locator(".notices")).to_contain_text("elle ne change plus")
    page.wait_for_load_state("networkidle")


def decide_by_keys(page: Page) -> None:
    keys, statements = page.keyboard, page.locator(".statement")
    count = statements.count()
    assert count > 15
    keys.press("j")
    expect(statements.first).to_be_focused()
    keys.press("g")
    expect(statements.first).to_have_class(re.compile("statement-kept"))
    expect(statements.first).to_be_focused()
    keys.press("u")
    expect(statements.first).to_have_class(re.compile("statement-undecided"))
    expect(statements.first).to_be_focused()

    keys.press("m")
    expect(page.locator("#texte-S1")).to_be_focused()
    keys.press("Control+End")
    keys.type(" (reformulé)")
    expect(page.locator("#tete-S1")).to_contain_text("Modifié")
    expect(page.locator("#texte-S1")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.locator("#enonce-S1 .statement-text")).to_contain_text("(reformulé)")
    expect(page.locator("#enonce-S1")).to_be_focused()

    keys.press("j")
    keys.press("r")
    expect(page.locator("#motif-S2")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#enonce-S2")).to_be_focused()
    keys.press("r")
    keys.type("Sans effet sur la décision")
    keys.press("Control+Enter")
    expect(page.locator("#enonce-S2")).to_contain_text("Motif : Sans effet sur la décision")
    expect(page.locator("#enonce-S2")).to_be_focused()

    keys.press("j")
    keys.press("g")
    keys.press("j")
    keys.press("o")
    expect(page.locator("#viewer img")).to_have_attribute("alt", re.compile("02-radiographies-genoux.pdf"))
    keys.press("g")
    # Faster than the answers come: nobody is called back to the statement before.
    for _ in range(5, BY_KEYS + 1):
        keys.press("j")
        keys.press("g")
    for number in range(3, BY_KEYS + 1):
        expect(page.locator(f"#enonce-S{number}")).to_have_class(re.compile("statement-kept"))
    expect(page.locator(f"#enonce-S{BY_KEYS}")).to_be_focused()
    expect(page.locator("#progression")).to_contain_text(f"{BY_KEYS}\u00a0énoncés sur {count} tranchés")


def decide_the_rest(served: Served, doctor: Account, page: Page) -> None:
    review, count = served.clinic.service.review, page.locator(".statement").count()
    for number in range(BY_KEYS + 1, count + 1):
        kept = Decision(statement=f"S{number}", verdict="kept", at=served.clinic.clock.now())
        review.decide(doctor, DOSSIER, review.review(doctor, DOSSIER).version, kept)
    page.reload()
    expect(page.locator("#progression")).to_contain_text(f"{count}\u00a0énoncés sur {count} tranchés")


def add_by_keys(page: Page) -> None:
    keys = page.keyboard
    keys.press("a")
    expect(page.locator("#ajouter-section")).to_be_focused()
    keys.type("Avis")
    keys.press("Tab")
    keys.type("Revoir le patient dans six mois.")
    keys.press("Control+Enter")
    expect(page.locator("#enonce-A1")).to_be_focused()
    expect(page.locator("#section-avis #enonce-A1")).to_contain_text("Revoir le patient dans six mois.")


def conclude_by_keys(page: Page) -> None:
    keys = page.keyboard
    to_stop(page, "conclusion")
    tab_to(page, "#conclusion-diagnosis")
    keys.type("Gonarthrose interne droite débutante")
    tab_to(page, "#conclusion-option [type=radio]")
    keys.press("Space")
    tab_to(page, "#conclusion-certainty [type=radio]")
    keys.press("Space")
    tab_to(page, "#conclusion-patient")
    keys.type("Votre genou a une arthrose débutante. Opérer maintenant n'est pas nécessaire.")
    expect(page.locator("#conclusion-patient-count")).to_have_text("12 mots sur 350")
    expect(page.locator("#conclusion [data-save-state]")).to_have_text(SAVED)


def agree_by_keys(page: Page) -> None:
    keys = page.keyboard
    tab_to(page, "#accord-diagnosis [type=radio]")
    keys.press("Space")
    keys.press("ArrowDown")
    tab_to(page, "#accord-treatment [type=radio]")
    keys.press("Space")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    tab_to(page, "#accord-exams [type=radio]")
    keys.press("Space")
    expect(page.locator("#accord-resultat")).not_to_contain_text("Ce que la machine a comparé")
    tab_to(page, "#accord-severity [type=radio]")
    keys.press("Space")
    for _ in range(3):
        keys.press("ArrowDown")
    expect(page.locator("#accord-resultat")).to_contain_text("Ce que la machine a comparé")


def test_single_keys_rest_while_one_types(served: Served, doctor: Account, page: Page) -> None:
    begin(served, doctor)
    page.goto(served.page)
    page.locator("#conclusion-diagnosis").focus()
    page.keyboard.type("jgmruoas?1")
    expect(page.locator("#conclusion-diagnosis")).to_have_value("jgmruoas?1")
    expect(page.locator(".statement-kept")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_shortcuts_are_told(served: Served, page: Page) -> None:
    page.goto(served.page)
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Raccourcis clavier")
    for said in ("Garder l'énoncé choisi", "Annuler la décision", "Ouvrir sa source", "Ajouter un énoncé"):
        expect(told).to_contain_text(said)
