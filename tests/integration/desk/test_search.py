"""Search in the words of documents: what is found, by whom, with which words around it."""

import pytest
from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.dossier import Dossier
from engine.domain.search import Found
from tests.builders import a_completeness, a_position, a_read_page, a_run
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, text_of

KNEE = "Radiographie du genou droit.\nPincement fémoro-tibial médial. Ostéophytes de 3 mm/L. Prothèse totale proposée."
CYST = "Échographie : kyste ovarien gauche, 32 mm. Pas d'épanchement. Œdème absent. CRP 12 mg/L, stade pT2N0."
OLD = "Ancienne lecture : tumeur surrénalienne."


def pages(desk: Desktop, dossier: Dossier, *texts: str, number: int = 1) -> None:
    read = [a_read_page(text, number=n, words=()) for n, text in enumerate(texts, start=1)]
    desk.store.save_read(a_run("read", number, dossier.id), read)


@pytest.fixture(scope="module")
def known(desk: Desktop) -> tuple[Dossier, Dossier]:
    nurse = person(desk, "intake")
    one, other = desk.dossier(nurse), desk.dossier(nurse)
    for made in (one, other):
        desk.store.keep_upload(made.id, "compte-rendu.pdf", "application/pdf", b"%PDF-1.7 fictif")
    pages(desk, one, OLD, number=10)
    pages(desk, one, KNEE, "Une page sans rien de tel, sauf le genou.", number=11)
    pages(desk, other, CYST, number=12)
    return one, other


def search(desk: Desktop, who: Account, typed: str, dossier: str | None = None) -> Found:
    found = desk.service.search.search(who, typed, dossier)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("kyste ovarien", 1),
        ("KYSTES OVARIENS", 1),  # plural, capitals
        ("echographie", 1),
        ("oedème", 1),
        ('"kyste ovarien"', 1),
        ('"ovarien kyste"', 0),
        ("ovarien kyste", 1),
        ("osteophy*", 1),
        ("ostéoph*", 1),
        ("mg", 1),
        ("pt2n0", 1),
        ("pt2*", 1),
        ("genou", 2),
        ("genou -sauf", 1),
        ("kyste OU pincement", 2),
        ("tumeur surrénalienne", 0),  # of a reading that is not the last
        ("le de la", 0),
        ("épanchements", 1),
        ("fémoro-tibial", 1),
    ],
)
def test_what_is_found(desk: Desktop, known: tuple[Dossier, Dossier], typed: str, count: int) -> None:
    ids = {d.id for d in known}
    found = search(desk, person(desk, "intake"), typed)
    assert len([h for h in found.hits if h.page.dossier in ids]) == count


def test_a_hit_names_its_place_and_shows_the_words(desk: Desktop, known: tuple[Dossier, Dossier]) -> None:
    (hit,) = search(desk, person(desk, "intake"), "kystes ovariens", known[1].id).hits
    assert hit.passage is not None
    assert hit.page.text[slice(*hit.passage)] == "kyste ovarien"
    assert [p.text for p in hit.snippet if p.marked] == ["kyste", "ovarien"]
    assert (hit.page.dossier, hit.page.number, hit.page.filename) == (known[1].id, 1, "compte-rendu.pdf")


def test_the_page_shows_hits_that_lead_to_their_mark(
    desk: Desktop, nurse: TestClient, known: tuple[Dossier, Dossier]
) -> None:
    answer = nurse.get("/recherche", params={"q": "kyste ovarien", "dossier": known[1].id})
    assert "<mark>kyste</mark>" in answer.text
    hit = search(desk, person(desk, "intake"), "kyste ovarien", known[1].id).hits[0]
    assert hit.passage is not None
    href = f"/dossiers/{known[1].id}/pages/{hit.page.upload}/1?passage={hit.passage[0]}-{hit.passage[1]}"
    assert href in answer.text
    assert "<mark>kyste ovarien</mark>" in nurse.get(href).text
    assert "Aucune page ne dit cela" in text_of(nurse.get("/recherche", params={"q": "zygomatique"}))
    assert "Il manque un mot" in text_of(nurse.get("/recherche", params={"q": "-kyste"}))
    hostile = nurse.get("/recherche", params={"q": "<script>alert(1)</script> & | ! ( 'x"})
    assert hostile.status_code == 200
    assert "<script>alert" not in hostile.text


def test_a_doctor_finds_in_own_dossiers_and_reads_no_word_before_the_own_reading(
    desk: Desktop, doctor: TestClient, known: tuple[Dossier, Dossier]
) -> None:
    nurse, account = person(desk, "intake"), person(desk, "doctor")
    assert search(desk, account, "prothèse").hits == ()
    assert doctor.get("/recherche", params={"q": "genou", "dossier": known[1].id}).status_code == 404
    desk.service.intake.assign(nurse, known[0].id, account.id)
    try:
        (hit,) = search(desk, account, "prothèse", known[0].id).hits
        assert hit.hidden
        assert hit.snippet == ()
        page = doctor.get("/recherche", params={"q": "prothèse totale proposée", "dossier": known[0].id})
        assert "après votre propre lecture" in text_of(page)
        assert "Pincement" not in page.text
        desk.store.save_assess(a_run("assess", 13, known[0].id), a_completeness())
        desk.service.review.read(account, known[0].id, 0, a_position())
        (hit,) = search(desk, account, "prothèse", known[0].id).hits
        assert not hit.hidden
        assert any(p.marked for p in hit.snippet)
    finally:
        desk.service.intake.assign(nurse, known[0].id, None)
    assert search(desk, account, "prothèse").hits == ()


def test_a_search_is_in_the_journal_without_its_words(desk: Desktop, known: tuple[Dossier, Dossier]) -> None:
    search(desk, person(desk, "intake"), "kyste ovarien", known[1].id)
    viewed, searched = desk.service.journal.entries(dossier=known[1].id, limit=2)
    assert (viewed.action, viewed.details) == ("dossier_viewed", {"page": "recherche"})
    assert (searched.action, searched.details) == ("documents_searched", {"found": 1})


def test_withdrawn_consent_ends_search(desk: Desktop) -> None:
    nurse = person(desk, "intake")
    made = desk.dossier(nurse)
    pages(desk, made, "Le mot rare pneumopéritoine.", number=20)
    assert len(search(desk, nurse, "pneumopéritoine").hits) == 1
    no = made.consents.model_copy(update={"processing": False})
    desk.service.intake.change(nurse, made.model_copy(update={"consents": no}))
    assert search(desk, nurse, "pneumopéritoine").hits == ()


def test_common_words_are_capped(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.services.search.MOST", 2)
    made = desk.dossier(person(desk, "intake"))
    pages(desk, made, *(f"Scintigraphie numéro {n}." for n in range(5)), number=30)
    found = search(desk, person(desk, "intake"), "scintigraphie")
    assert (found.count, found.capped) == (2, True)


def test_nobody_else_searches(desk: Desktop) -> None:
    other = Account(id="x", login="chercheur", name="X", role="researcher")
    assert desk.service.search.search(other, "kyste") is None
