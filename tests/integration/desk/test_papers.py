"""A document is corrected, cut, joined, turned, set aside and called a copy, by forms alone; and each of it undone."""

import re
from datetime import date
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image
from starlette.testclient import TestClient

from engine import Paper
from engine.domain.dossier import Dossier
from engine.ports import ClinicalReader
from tests.acceptance.paper import LETTER, REPORT, pdf
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, text_of

FOUR = pdf(LETTER, ["Suite de la lettre", "page 2/2"], REPORT, ["Suite du compte rendu", "page 2/2"])


@pytest.fixture(scope="module")
def mixed(desk: Desktop, clinical_reader: ClinicalReader) -> Dossier:
    """A file of two documents, two pages each, and the report once more."""
    made = desk.dossier(person(desk, "intake"))
    for name, content in {"01-tout.pdf": FOUR, "02-radio.pdf": pdf(REPORT)}.items():
        desk.service.intake.receive(person(desk, "intake"), made.id, name, "application/pdf", content)
    desk.engine(clinical_reader).process(made.id)
    return made


class Sheet:
    """The page of one document, and what its buttons send."""

    def __init__(self, desk: Desktop, nurse: TestClient, dossier: Dossier, clinical: ClinicalReader) -> None:
        self.desk, self.nurse, self.dossier, self._clinical = desk, nurse, dossier, clinical
        self.upload = next(u.sha256 for u in desk.service.intake.uploads(dossier.id) if u.filename == "01-tout.pdf")

    def path(self, number: int) -> str:
        return f"/dossiers/{self.dossier.id}/documents/{self.upload}/{number}"

    def text(self, number: int = 1) -> str:
        return text_of(self.nurse.get(self.path(number)))

    def page(self, number: int, act: str) -> str:
        """Press a button of a page; what is told then."""
        path = f"/dossiers/{self.dossier.id}/pages/{self.upload}/{number}"
        answer = send(self.nurse, path, {"act": act})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{self.path(number)}#page-{number}"
        return self.text(number)

    def document(self, number: int, **data: str) -> str:
        answer = send(self.nurse, self.path(number), data)
        assert answer.status_code == 303, text_of(answer)
        return self.text(number)

    def read(self) -> None:
        self.desk.engine(self._clinical).process(self.dossier.id)

    def paper(self, number: int) -> Paper:
        found = self.desk.service.papers.paper(self.dossier.id, self.upload, number)
        assert found is not None
        return found

    def documents(self) -> list[tuple[int, ...]]:
        return [d.pages for d in self.desk.service.intake.view(self.dossier.id).documents if d.upload == self.upload]


@pytest.fixture
def sheet(desk: Desktop, nurse: TestClient, mixed: Dossier, clinical_reader: ClinicalReader) -> Sheet:
    return Sheet(desk, nurse, mixed, clinical_reader)


def test_its_pages_are_shown_in_order_with_the_cuts(sheet: Sheet) -> None:
    assert sheet.documents() == [(1, 2), (3, 4)]
    page = sheet.nurse.get(sheet.path(1)).text
    assert re.findall(r'id="page-(\d)"', page) == ["1", "2", "3"]  # and the neighbour
    assert page.count('value="couper"') == 1
    assert page.count('value="reunir"') == 1
    assert "pages 1 à 2, sur 4 dans le fichier" in text_of(sheet.nurse.get(sheet.path(2)))
    picture = re.search(r'<img src="([^"]+vignettes[^"]+)"', page)
    assert picture is not None
    small = sheet.nurse.get(picture[1])
    assert Image.open(BytesIO(small.content)).width <= 200
    assert small.headers["cache-control"] == "no-store"


def test_it_is_cut_and_joined_at_once_and_after_a_reading(sheet: Sheet) -> None:
    assert "Un nouveau document commence à cette page" in sheet.page(2, "couper")
    # Before the machine has followed, the page already shows what staff said.
    assert (sheet.paper(2).pages, sheet.paper(1).pages, sheet.paper(2).settled) == ((2,), (1,), False)
    assert "Vos corrections sont enregistrées" in sheet.text(2)
    sheet.read()
    assert sheet.documents() == [(1,), (2,), (3, 4)]
    sheet.page(2, "reunir")
    assert "Cette page continue le document précédent" in sheet.page(3, "reunir")
    assert sheet.paper(4).pages == (1, 2, 3, 4)
    sheet.read()
    assert sheet.documents() == [(1, 2, 3, 4)]
    for number in (2, 3):
        assert "Votre correction est retirée" in sheet.page(number, "annuler-boundary")
    sheet.read()
    assert sheet.documents() == [(1, 2), (3, 4)]
    assert "a changé entre-temps" in sheet.page(2, "annuler-boundary")
    assert "a changé entre-temps" in sheet.page(2, "exploser")


def test_a_page_is_set_aside_and_put_back(sheet: Sheet) -> None:
    assert "La page est écartée" in sheet.page(2, "ecarter")
    sheet.read()
    assert sheet.documents() == [(1,), (3, 4)]
    home = sheet.nurse.get(f"/dossiers/{sheet.dossier.id}")
    assert "Pages écartées" in text_of(home)
    assert f"/documents/{sheet.upload}/2" in home.text
    alone = sheet.text(2)
    assert "Cette page n'est dans aucun document" in alone
    assert "Remettre cette page" in alone
    sheet.page(2, "garder")
    assert sheet.paper(1).pages == (1, 2)
    sheet.read()
    assert sheet.documents() == [(1, 2), (3, 4)]
    sheet.page(2, "annuler-use")
    sheet.read()


def test_a_page_is_turned_from_how_it_is_shown(sheet: Sheet) -> None:
    def rotation() -> int:
        return sheet.paper(2).leaves[1].head.rotation

    assert rotation() == 0
    sheet.page(2, "droite")
    # Twice before the machine has followed is once more.
    assert "relue dans ce sens" in sheet.page(2, "droite")
    sheet.read()
    assert rotation() == 180
    sheet.page(2, "gauche")
    sheet.read()
    assert rotation() == 90
    assert "Tournée de 90°" in sheet.text(2)
    assert "tournée de 90° vers la droite Maëlle VERDURAND" in sheet.text(2)
    sheet.page(2, "annuler-turn")
    sheet.read()
    assert rotation() == 0


def test_a_page_is_marked_unreadable_and_legible_again(sheet: Sheet) -> None:
    for number in (1, 2):
        sheet.page(number, "illisible")
    sheet.read()
    assert [d.legible for d in sheet.desk.service.intake.view(sheet.dossier.id).documents][:2] == [False, True]
    for number in (1, 2):
        assert "Marquer lisible" in sheet.text(number)
        sheet.page(number, "annuler-legibility")
    sheet.read()
    assert all(d.legible for d in sheet.desk.service.intake.view(sheet.dossier.id).documents)


def test_it_is_corrected_or_the_form_comes_back(sheet: Sheet) -> None:
    shown = {"pages": "1,2", "kind": "ordonnance", "owner": "this_patient", "dated": "2026-05-20"}
    wrong = send(sheet.nurse, sheet.path(1), {**shown, "kind": "lune", "dated": "2099-01-01"})
    assert wrong.status_code == 422
    assert "Choisissez la nature du document" in text_of(wrong)
    assert "dans le futur" in text_of(wrong)
    assert 'value="2099-01-01"' in wrong.text
    assert "Correction enregistrée" in sheet.document(1, **shown)
    # The form says so at once, and not after the next reading: saved again, it would take the correction back.
    form = sheet.nurse.get(sheet.path(1)).text
    assert '<option value="ordonnance" selected>' in form
    assert 'value="2026-05-20"' in form
    # Somebody cut it meanwhile: what was seen is there no longer.
    sheet.page(2, "couper")
    assert "a changé entre-temps" in sheet.document(1, **{**shown, "kind": "courrier"})
    sheet.page(2, "annuler-boundary")
    sheet.read()
    found = sheet.paper(1).document
    assert found is not None
    assert (found.kind, found.dated, found.corrected) == ("ordonnance", date(2026, 5, 20), True)
    assert "corrigé par l'équipe" in text_of(sheet.nurse.get(f"/dossiers/{sheet.dossier.id}"))
    assert "ce que la lecture trouve vaut de nouveau" in sheet.document(1, act="retirer")
    sheet.read()
    assert sheet.paper(1).document != found
    assert sheet.paper(1).correction is None


def test_a_copy_is_declared_denied_and_left_to_the_machine(sheet: Sheet) -> None:
    def copies() -> list[str | None]:
        return [d.duplicate_of for d in sheet.desk.service.intake.view(sheet.dossier.id).documents]

    before = copies()
    nothing = send(sheet.nurse, sheet.path(1), {"act": "doublon", "of": ""})
    assert nothing.status_code == 422
    assert "Choisissez le document que celui-ci répète" in text_of(nothing)
    assert send(sheet.nurse, sheet.path(1), {"act": "doublon", "of": f"{'0' * 64}:1"}).status_code == 422
    assert "est un doublon" in sheet.document(1, act="doublon", of=f"{sheet.upload}:3")
    sheet.read()
    assert copies()[0] == "D2"
    assert "par l'équipe d'accueil" in sheet.text(1)
    assert "n'est pas un doublon" in sheet.document(1, act="unique")
    sheet.read()
    assert copies()[0] is None
    sheet.document(1, act="doublon-selon-lecture")
    sheet.read()
    assert copies() == before


def test_pages_are_read_again_and_what_was_corrected_stays(sheet: Sheet) -> None:
    sheet.page(2, "couper")
    sheet.read()
    base = f"/dossiers/{sheet.dossier.id}"
    for wish in ({"page": f"{sheet.upload}:2"}, {"upload": sheet.upload}, {"broken": "1"}, {}):
        runs = len(sheet.desk.store.runs(sheet.dossier.id))
        answer = send(sheet.nurse, f"{base}/relire", wish)
        assert answer.status_code == 303
        assert "La lecture recommence" in text_of(sheet.nurse.get(base))
        sheet.read()
        assert sheet.documents() == [(1,), (2,), (3, 4)]
        assert (len(sheet.desk.store.runs(sheet.dossier.id)) > runs) is ("broken" not in wish)
    assert send(sheet.nurse, f"{base}/relire", {"upload": "0" * 64}).status_code == 404
    sheet.page(2, "annuler-boundary")
    sheet.read()


def test_a_document_and_a_file_are_given_as_pdf_with_their_text(sheet: Sheet, desk: Desktop) -> None:
    base = f"/dossiers/{sheet.dossier.id}"
    for path, pages in ((f"{sheet.path(3)}.pdf", 2), (f"{base}/fichiers/{sheet.upload}.pdf", 4)):
        answer = sheet.nurse.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["cache-control"] == "no-store"
        assert "attachment" in answer.headers["content-disposition"]
        document = pdfium.PdfDocument(answer.content)
        assert len(document) == pages
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        assert "défilé fémoro-patellaire" in " ".join(text.split())
        entry = desk.service.journal.entries(dossier=sheet.dossier.id, limit=1)[0]
        assert (entry.action, entry.details["form"]) == ("original_viewed", "searchable")
    for path in (f"{base}/fichiers/{'0' * 64}.pdf", f"{base}/documents/{sheet.upload}/9.pdf", f"{sheet.path(9)}"):
        assert sheet.nurse.get(path).status_code == 404


def test_every_correction_is_in_the_journal_without_health_data(sheet: Sheet, desk: Desktop) -> None:
    sheet.page(2, "ecarter")
    sheet.page(2, "annuler-use")
    sheet.read()
    first, second = desk.service.journal.entries(dossier=sheet.dossier.id, action="document_corrected", limit=2)
    assert first.details == second.details == {"sha256": sheet.upload, "page": 2, "about": "use"}


def test_nobody_else_corrects(sheet: Sheet, doctor: TestClient) -> None:
    assert doctor.get(sheet.path(1)).status_code in (403, 404)
