"""What the page sends by itself: texts, files, and the progress that it follows."""

import re

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.acceptance.gallery.server import Heard


def test_text_saves_itself_and_a_second_tab_is_told(
    context: BrowserContext, page: Page, served: tuple[str, Heard]
) -> None:
    url, heard = served
    heard.version, heard.text = 1, ""
    page.goto(f"{url}/parts")
    other = context.new_page()
    other.goto(f"{url}/parts")
    form, mine = page.locator("form[data-autosave]"), page.get_by_label("Diagnostic retenu")
    mine.fill("Endométriome gauche")
    expect(form.locator("[data-save-state]")).to_have_text("Non enregistré")
    expect(form.locator("[data-save-state]")).to_have_text(re.compile("Enregistré à \\d+\u00a0h\u00a0\\d\\d"))
    assert (heard.version, heard.text) == (2, "Endométriome gauche")
    assert heard.tokens[-1] == "jeton-de-page"
    mine.press_sequentially(" de 42 mm", delay=30)
    expect(page.locator("[data-version]")).to_have_attribute("data-version", "3")
    assert heard.text == "Endométriome gauche de 42 mm"

    theirs = other.get_by_label("Diagnostic retenu")
    theirs.fill("Kyste fonctionnel")
    panel = other.locator("form [data-conflict] .conflict")
    expect(panel).to_contain_text("Modifié dans un autre onglet")
    expect(panel).to_contain_text("Endométriome gauche de 42 mm")
    expect(theirs).to_have_value("Kyste fonctionnel")
    asked = len(heard.tokens)
    theirs.press_sequentially(" gauche")
    other.wait_for_timeout(1200)
    assert heard.text == "Endométriome gauche de 42 mm", "nothing is overwritten until one decides"
    assert len(heard.tokens) == asked, "nor asked again"
    panel.get_by_role("button", name="Garder mon texte").click()
    expect(other.locator("form[data-autosave] [data-save-state]")).to_have_text(re.compile("Enregistré à"))
    assert (heard.version, heard.text) == (4, "Kyste fonctionnel gauche")


def test_two_forms_never_race_with_one_version(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version = 1
    page.goto(f"{url}/parts")
    page.evaluate(
        """() => { const one = document.querySelector('form[data-autosave]'), two = one.cloneNode(true);
        one.after(two); htmx.process(two); two.querySelector('textarea').value = 'deux'; }"""
    )
    page.evaluate(
        "document.querySelectorAll('form[data-autosave] textarea')"
        ".forEach((field) => field.dispatchEvent(new InputEvent('input', {bubbles: true})))"
    )
    expect(page.locator("[data-version]")).to_have_attribute("data-version", "3")
    expect(page.locator("form .conflict")).to_have_count(0)
    assert heard.version == 3


def test_an_ended_session_costs_no_word(context: BrowserContext, page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version, heard.text, heard.logged_in = 1, "", False
    page.goto(f"{url}/parts")
    page.get_by_label("Diagnostic retenu").press_sequentially("Gonarthrose")
    expect(page.locator("#session-ended")).to_contain_text("Votre session est terminée.")
    expect(page.locator("form[data-autosave] [data-save-state]")).to_contain_text("Non enregistré")
    heard.logged_in, heard.token = True, "jeton-neuf"
    try:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.locator("form[data-autosave] [data-save-state]")).to_have_text(re.compile("Enregistré à"))
    finally:
        heard.token = "jeton-de-page"
    expect(page.locator("#session-ended")).to_have_count(0)
    assert (heard.text, heard.tokens[-1]) == ("Gonarthrose", "jeton-neuf")


def test_a_refused_text_says_why_and_is_not_sent_again(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version = 1
    page.goto(f"{url}/parts")
    page.get_by_label("Diagnostic retenu").fill("long " * 60)
    state = page.locator("form[data-autosave] [data-save-state]")
    expect(state).to_have_text("Non enregistré : le texte dépasse 200 signes.")
    page.get_by_label("Diagnostic retenu").fill("court")
    expect(state).to_have_text(re.compile("Enregistré à"))


def test_leaving_with_unsaved_text_asks_first(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/parts")
    page.route("**/save", Route.abort)
    page.get_by_label("Diagnostic retenu").press_sequentially("à garder")
    asked = list[str]()
    page.on("dialog", lambda d: (asked.append(d.type), d.accept()))  # type: ignore[func-returns-value]
    page.goto(f"{served[0]}/list")
    assert asked == ["beforeunload"]


def test_files_go_one_by_one_and_the_refused_one_says_why(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    page.goto(f"{url}/parts")
    heard.uploads.clear()
    given = [("irm.pdf", 4000), ("secret.pdf", 10), ("énorme.pdf", 6_000_000)]
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": b"x" * size} for name, size in given]
    )
    rows = page.locator("[data-upload-list] > li")
    expect(rows.nth(0)).to_contain_text("irm.pdf (4\u00a0ko)")
    expect(rows.nth(0)).to_contain_text("reçu")
    expect(rows.nth(0)).to_contain_text("3 pages")
    expect(rows.nth(1)).to_contain_text("Ce PDF est protégé par un mot de passe.")
    expect(rows.nth(2)).to_contain_text("dépasse la taille permise (5\u00a0Mo)")
    expect(page.locator("#say")).to_have_text("1 fichier reçu, 2 refusés.")
    assert heard.uploads == ["irm.pdf", "secret.pdf"]
    assert heard.tokens[-1] == "jeton-de-page"


def test_files_can_be_dropped(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    page.goto(f"{url}/parts")
    heard.uploads.clear()
    carried = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['x'], 'a.pdf'));"
        " t.items.add(new File(['x'], 'b.pdf')); return t; }"
    )
    page.dispatch_event(".drop", "dragenter", {"dataTransfer": carried})
    expect(page.locator(".drop")).to_have_class(re.compile("over"))
    page.dispatch_event(".drop", "drop", {"dataTransfer": carried})
    expect(page.locator("[data-upload-list] > li[data-state=done]")).to_have_count(2)
    assert heard.uploads == ["a.pdf", "b.pdf"]


def test_progress_is_followed_over_a_broken_line(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.streams.clear()
    page.goto(f"{url}/parts?events=/events")
    followed = page.locator("[data-events]")
    expect(followed.locator("[data-events-status]")).to_have_text("La lecture est terminée : 21 faits relevés.")
    expect(followed.locator("li[data-state=done]")).to_have_count(5)
    assert heard.streams == ["0", "1", "1"], "each stream goes on after the event that was heard last"


def test_steps_are_to_do_again_when_pages_are_read_again(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.looked_at = False
    page.goto(f"{url}/parts?events=/again")
    followed = page.locator("[data-events]")
    expect(followed.locator("li[data-step=assess]")).to_have_attribute("data-state", "doing")
    expect(followed.locator("li[data-step=split]")).to_have_attribute("data-state", "done")
    heard.looked_at = True
    expect(followed.locator("[data-events-left]")).to_have_text("Encore environ 2 min")
    expect(followed.locator("li[data-step=read]")).to_have_attribute("data-state", "doing")
    for step in ("split", "extract", "assess", "draft"):
        expect(followed.locator(f"li[data-step={step}]")).to_have_attribute("data-state", "todo")
        expect(followed.locator(f"li[data-step={step}] .detail")).to_have_text("")
