"""What a review and a signature turn into under the doctor's hands: silent under the policy, nothing for axe.

Their pages as they stand, before the read, decided and ready to sign, are looked at in the test of all pages.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from engine.domain.account import Account
from tests.acceptance.review.samples import (
    SIZES,
    Served,
    begin,
    complete,
    look,
    signed_in,
    watched,
)
from tests.review_samples import lay_out
from tests.web_samples import PASSWORD


@pytest.mark.parametrize(("scheme", "size"), [("dark", "tablet")])
def test_nothing_for_axe_to_report(served: Served, browser: Browser, doctor: Account, scheme: str, size: str) -> None:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    with (
        signed_in(served, browser, doctor, viewport=viewport, color_scheme=scheme) as context,
        watched(context) as page,
    ):
        begin(served, doctor)
        page.goto(served.page)
        page.locator("#enonce-S1").focus()
        page.keyboard.press("g")
        expect(page.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        page.locator("#enonce-S2").focus()
        page.keyboard.press("r")
        page.keyboard.type("Hors sujet")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#enonce-S2")).to_have_class(re.compile("statement-removed"))
        page.locator("#enonce-S3").focus()
        page.keyboard.press("m")
        page.locator(".statement .passage summary").first.click()
        page.locator("#ajouter details summary").click()
        look(page, "under way")


def test_signing_in_the_browser(served: Served, browser: Browser) -> None:
    opened, dossier = served.clinic, "D-2026-00042"
    doctor = lay_out(opened, dossier)
    complete(served, doctor, dossier)
    with signed_in(served, browser, doctor) as context, watched(context) as page:
        page.goto(f"{served.address}/dossiers/{dossier}/signature")
        for password, code in (("pas le bon", "000000"), (PASSWORD, opened.code())):
            page.get_by_label("Mot de passe").fill(password)
            page.get_by_label("Code de l'application").fill(code)
            page.get_by_role("button", name="Signer l'avis").press("Enter")
            if password != PASSWORD:
                expect(page.locator("#signer")).to_contain_text("Mot de passe incorrect")
                look(page, "signature, refused")
        expect(page.get_by_text("Signature vérifiée")).to_be_visible()
    # Its pages in both themes and sizes are looked at in the test of all pages.
    with signed_in(served, browser, doctor) as context, watched(context) as page:
        page.goto(f"{served.address}/dossiers/{dossier}/relecture")
        expect(page.locator("main")).to_contain_text("cette relecture ne change plus")
