"""Letters as they are printed: tagged, the address where the envelope has its window, the lists numbered through."""

import pypdfium2
import pytest

from engine.delivery.letter import letters
from engine.domain.request import House, SentRequest
from tests.request_samples import a_message

HOUSE = House(address="Deuxième avis\n3 rue des Essais\n69000 Lyon")
TEXT = """Bonjour Madame Fictive,

Ces documents sont nécessaires :
1. Envoyez l'IRM.
2. Envoyez la radio.

Ces documents sont trop anciens. Envoyez les plus récents :
3. Envoyez vos ordonnances < 6 mois & les doses.

Merci.
L'équipe"""
MM = 72 / 25.4  # points


def a_letter(name: str = "m1", **over: str) -> SentRequest:
    given = {"to": "Madame Alix Fictive\n1 rue du Test\n69001 Lyon", "subject": "Rappel [ABCD-EFGH-JKMN]"}
    return a_message(name, form="letter", code="ABCD-EFGH-JKMN", text_fr=TEXT, leaves_at=None, **{**given, **over})


@pytest.fixture(scope="module")
def printed() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(letters([a_letter(), a_letter("m2", to="Monsieur Oscar Inventé")], HOUSE))


def test_each_letter_begins_a_page_and_says_what_was_written(printed: pypdfium2.PdfDocument) -> None:
    first, second = (page.get_textpage().get_text_range() for page in printed)
    for told in ("Envoyez vos ordonnances < 6 mois & les doses", "69000 Lyon", "dossier-1", "1.  2.  3. "):
        assert told in first.replace("\r\n", " ")
    assert "ABCD-EFGH-JKMN" in first
    assert "Rappel [" not in first
    assert "2 mars 2026" in first
    assert "Oscar Inventé" in second
    assert "Alix" not in second


def test_it_is_tagged_for_who_listens_to_it(printed: pypdfium2.PdfDocument) -> None:
    assert pypdfium2.raw.FPDFCatalog_IsTagged(printed.raw)
    assert "deuxième avis" in printed.get_metadata_value("Title")


def test_the_address_stands_in_the_window_of_the_envelope(printed: pypdfium2.PdfDocument) -> None:
    """A DL window shows, of a sheet folded in three, from 45 to 85 mm below its top and right of its middle."""
    page = printed[0]
    words, found = page.get_textpage(), []
    for line in ("Madame Alix Fictive", "69001 Lyon"):
        index, count = words.search(line).get_next()
        boxes = [words.get_charbox(n) for n in range(index, index + count)]
        found.append((min(b[0] for b in boxes), page.get_height() - max(b[3] for b in boxes)))
    assert all(left > 105 * MM for left, _ in found)
    assert all(45 * MM < top < 85 * MM for _, top in found)


def test_the_same_letters_are_the_same_bytes() -> None:
    assert letters([a_letter()], HOUSE) == letters([a_letter()], HOUSE)
