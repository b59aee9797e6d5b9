"""Guideline documents cut into passages: at headings, with the page on which each begins."""

import pytest

from engine.adapters.guideline_file import notes_of, read_guideline
from engine.adapters.page_blocks import blocks_of_page, heading_level
from engine.adapters.page_reader import OcrPageReader
from engine.domain.guideline import Block, SourceNotes, document_id
from engine.errors import UploadRefused
from engine.steps.chunk import LONGEST, chunks


def test_a_passage_never_spans_two_headings() -> None:
    blocks = (
        Block(text="Prise en charge", level=1, page=1),
        Block(text="Préambule du document, assez long pour valoir un passage à lui seul dans la liste.", page=1),
        Block(text="Traitement", level=2, page=2),
        Block(text="Première phrase.", page=2),
        Block(text="Deuxième phrase.", page=3),
        Block(text="Suivi", level=2, page=3),
        Block(text="Une consultation tous les six mois.", page=3),
        Block(text="Annexe sans texte", level=1, page=4),
    )
    assert [(c.headings, c.page, c.text) for c in chunks(blocks)] == [
        (("Prise en charge",), 1, blocks[1].text),
        (("Prise en charge", "Traitement"), 2, "Première phrase.\nDeuxième phrase."),
        (("Prise en charge", "Suivi"), 3, "Une consultation tous les six mois."),
    ]


def test_long_texts_are_cut_between_sentences_and_lose_no_word() -> None:
    sentence = "La recommandation numéro {} dit ce qui suit en peu de mots. "
    text = "".join(sentence.format(n) for n in range(80)).strip()
    found = chunks((Block(text=text, page=7), Block(text="x" * 3000, page=8)))
    assert all(len(c.text) <= LONGEST for c in found)
    assert "".join(c.text for c in found).replace("\n", "").replace(" ", "") == (text + "x" * 3000).replace(" ", "")
    assert all(c.text.endswith((".", "x")) for c in found)
    assert (found[0].page, found[-1].page) == (7, 8)


@pytest.mark.parametrize(
    ("row", "level"),
    [
        ("1. Introduction", 2),
        ("2.3 Traitement de première intention", 3),
        ("MÉTHODE DE TRAVAIL", 2),
        ("La dose est de 5 mg par jour.", None),
        ("12 patientes ont été suivies pendant deux ans au centre hospitalier, ce qui suffit,", None),
        ("45 %", None),
        ("traitement hormonal", None),
    ],
)
def test_headings_of_pages_without_marks(row: str, level: int | None) -> None:
    assert heading_level(row) == level


def test_rows_become_paragraphs_and_cut_words_are_put_together() -> None:
    page = "1 Diagnostic\nL'imagerie est recom-\nmandée dans tous les cas.\nElle est répétée à un an.\n\nFin du texte"
    assert [(b.text, b.level) for b in blocks_of_page(page, 4)] == [
        ("1 Diagnostic", 2),
        ("L'imagerie est recommandée dans tous les cas.", None),
        ("Elle est répétée à un an.", None),
        ("Fin du texte", None),
    ]


def test_a_web_page_gives_its_text_without_menus() -> None:
    web = (
        "<html><head><title>Recommandation inventée</title><style>p{}</style></head><body><nav>Menu</nav>"
        "<h1>Endométriose</h1><p>On traite quand il y a un <b>retentissement</b>.</p><script>var x=1</script>"
        "<h2>Suivi &amp; imagerie</h2><ul><li>Pas d&rsquo;IRM annuelle.</li></ul><footer>Pied</footer></body></html>"
    )
    read = read_guideline("page.html", web.encode(), OcrPageReader())
    assert read.notes.title == "Recommandation inventée"
    assert [(b.text, b.level) for b in read.blocks] == [
        ("Endométriose", 1),
        ("On traite quand il y a un retentissement.", None),
        ("Suivi & imagerie", 2),
        ("Pas d’IRM annuelle.", None),
    ]


def test_markdown_gives_its_text_and_what_it_says_of_itself() -> None:
    text = (
        "---\nbody: HAS\nyear: 2024\npathways: [endometriose]\n---\n"
        "# Titre\n\nUn [lien](https://x.fr) **fort**.\n- point\n"
    )
    read = read_guideline("r.md", text.encode(), OcrPageReader())
    assert read.notes == SourceNotes(title="Titre", body="HAS", year=2024, pathways=("endometriose",))
    assert [b.text for b in read.blocks] == ["Titre", "Un lien fort.", "- point"]


@pytest.mark.parametrize(
    ("name", "content"), [("vide.html", b"<html><body><nav>Menu</nav></body></html>"), ("t.md", b"# T")]
)
def test_a_document_without_text_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UploadRefused, match="aucun texte"):
        read_guideline(name, content, OcrPageReader())


@pytest.mark.parametrize("content", [b"year: hier", b"inconnu: 1", b"a: [", b"\xff\xfe"])
def test_notes_that_are_not_understood_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"notes\.yaml : champs non compris"):
        notes_of(content, "notes.yaml")


@pytest.mark.parametrize(
    ("name", "identifier"), [("Reco HAS 2024 (v2)", "reco-has-2024-v2"), ("œdème", "oedeme"), ("***", "document")]
)
def test_a_document_is_called_after_its_file(name: str, identifier: str) -> None:
    assert document_id(name) == identifier
