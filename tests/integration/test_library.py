"""The guideline library over a real database: put in, found, replaced, withdrawn, and the commands that do it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from weasyprint import HTML

from engine.adapters.embedder import NanoEmbedder
from engine.adapters.guideline_file import read_guideline
from engine.adapters.page_reader import OcrPageReader
from engine.commands.library import library
from engine.domain.guideline import SourceNotes
from engine.domain.passage import DraftShelf
from engine.errors import EngineError
from engine.pathways.passages import seeds, shipped_vectors, vector_key
from engine.services.library import LibraryService, UnknownPassage, WithdrawalRefused
from engine.services.library_vectors import text_vectors
from engine.services.recorder import Actor
from engine.steps.chunk import chunks
from engine.store.journal import Journal
from engine.store.library import Library
from engine.store.postgres import Store
from evaluation.measure_library import measure_library
from tests.web_samples import MovingClock

BY = Actor("avis", "operator")
FIRST = """# Conduite devant la zorglite du genou

## Diagnostic
La zorglite du genou se reconnaît à un épanchement bleuté et se confirme par une ponction.

## Traitement
Le repos de la jambe suffit ; le quinoxal n'est proposé qu'après six semaines d'échec.
"""
SECOND = FIRST.replace("six semaines", "douze semaines")


@pytest.fixture(scope="module")
def embedder() -> NanoEmbedder:
    return NanoEmbedder()


@pytest.fixture
def service(store: Store, embedder: NanoEmbedder) -> LibraryService:
    clock = MovingClock()
    return LibraryService(store, Journal(store, clock.now), clock, embedder, OcrPageReader())


@pytest.fixture
def avis(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("AVIS_DATABASE_URL", database_url)
    monkeypatch.setenv("AVIS_DATA_DIR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(library, [str(a) for a in arguments])


def found(service: LibraryService, question: str) -> list[str]:
    return [cited.passage.id for cited in service.search(question)]


def test_what_is_put_in_is_found_by_lay_words_and_withdrawn_for_good(service: LibraryService, store: Store) -> None:
    first = "endometriose/endometriose.traitement_hormonal.premiere_intention"
    assert first in found(service, "J'ai des règles très douloureuses, que me donner ?")
    assert found(service, "   ?! ") == []
    kept = {k.passage.id: k for k in service.shelf()}
    assert len(kept) == len(seeds())
    assert service.withdraw(first, " Dépassé. ", Actor("conseil", "council")) == 1
    assert first not in found(service, "J'ai des règles très douloureuses, que me donner ?")
    gone = service.passage(first)
    assert gone.withdrawal is not None
    assert (gone.withdrawal.why_fr, gone.withdrawal.by, gone.passage) == ("Dépassé.", "conseil", kept[first].passage)
    with pytest.raises(WithdrawalRefused, match="déjà fait"):
        service.withdraw(first, "Encore.", BY)
    with pytest.raises(WithdrawalRefused, match="dites pourquoi"):
        service.withdraw("gonarthrose/ptg_s3", " ", BY)
    with pytest.raises(UnknownPassage):
        service.withdraw("gonarthrose/inconnu", "Non.", BY)
    # Putting the statements in again neither doubles them nor brings back what a person withdrew.
    with store.transaction() as connection:
        Library(store).save_seeding("another set", connection)
    again = LibraryService(store, service._journal, MovingClock(), service._embedder, OcrPageReader())
    assert len(again.shelf()) == len(kept)
    assert all(k.number == 1 for k in again.shelf())
    assert first not in found(again, "J'ai des règles très douloureuses, que me donner ?")


def test_a_draft_is_offered_added_passages_and_told_what_was_withdrawn(service: LibraryService) -> None:
    question = "Le quinoxal soulage-t-il un genou ?"
    assert service.for_draft("gonarthrose", question) == DraftShelf()
    service.withdraw("gonarthrose/ptg_s3", "Dépassé.", BY)
    service.add("zorglite.md", FIRST.encode(), SourceNotes(body="Collège inventé", pathways=("gonarthrose",)), BY)
    shelf = service.for_draft("gonarthrose", question)
    assert shelf.withdrawn == ("ptg_s3",)
    assert {p.document for p in shelf.added} == {"zorglite"}
    assert "quinoxal" in shelf.added[0].text
    # What another pathway's patients are told is not offered, nor what was withdrawn.
    assert service.for_draft("endometriose", question) == DraftShelf()
    for passage in shelf.added:
        service.withdraw(passage.id, "Erroné.", BY)
    assert {p.id for p in service.for_draft("gonarthrose", question).added} & {p.id for p in shelf.added} == set()


def test_a_document_is_cut_found_and_replaced_by_its_next_version(service: LibraryService, store: Store) -> None:
    notes = SourceNotes(body="Collège inventé", year=2025)
    added = service.add("zorglite.md", FIRST.encode(), notes, BY)
    assert (added.new, added.document.id, added.document.version, added.document.passages) == (True, "zorglite", 1, 2)
    best = service.search("Le quinoxal, au bout de combien de temps ?")[0].passage
    assert (best.id, best.heading, best.title) == ("zorglite/1.2", "Traitement", "Conduite devant la zorglite du genou")
    assert (best.body, best.year, best.pathways) == ("Collège inventé", 2025, ("gonarthrose",))
    assert service.add("autre-nom.md", FIRST.encode(), notes, BY).new is False
    newer = service.add("zorglite.md", SECOND.encode(), notes, BY)
    assert (newer.document.version, newer.replaced) == (2, 2)
    ids = found(service, "Le quinoxal, au bout de combien de temps ?")
    assert "zorglite/2.2" in ids
    assert "zorglite/1.2" not in ids
    old = service.passage("zorglite/1.2")
    assert old.withdrawal is not None
    assert "version 2" in old.withdrawal.why_fr
    assert [service.original(d) for d in service.documents()] == [SECOND.encode()]
    assert store.content(added.document.sha256) == FIRST.encode()
    assert service.withdraw("zorglite", "Erreur de l'auteur.", BY) == 2
    assert not [i for i in found(service, "quinoxal zorglite") if i.startswith("zorglite")]


def test_the_shipped_vectors_are_those_that_the_model_makes(embedder: NanoEmbedder) -> None:
    shipped = shipped_vectors()
    for text, made in text_vectors(seeds()[::250], embedder, {}).items():
        assert sum(a * b for a, b in zip(made, shipped[vector_key(text)], strict=True)) > 0.999


def test_the_commands(avis: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "recos"
    folder.mkdir()
    (folder / "zorglite.md").write_text(FIRST, "utf-8")
    (folder / "zorglite.yaml").write_text("body: Collège inventé\nurl: https://exemple.invalid/z\n", "utf-8")
    (folder / "vide.html").write_text("<html></html>", "utf-8")
    done = avis("add", folder)
    assert "zorglite.md → zorglite : version 1, 2 passage(s)" in done.output
    assert "vide.html : refusé" in done.output
    assert isinstance(done.exception, EngineError)
    assert done.exception.exit_code == 4
    assert "déjà présent" in avis("add", folder / "zorglite.md").output
    rows = json.loads(avis("search", "À quoi reconnaît-on une zorglite ?", "-k", "3", "--json").output)
    assert len(rows) == 3
    assert rows[0]["passage"] == "zorglite/1.1"
    assert rows[0]["url"] == "https://exemple.invalid/z"
    assert {"passage", "text", "source", "url", "grade", "score"} <= set(rows[0])
    assert [r["score"] for r in rows] == sorted((r["score"] for r in rows), reverse=True)
    assert "1 passage(s) retiré(s)" in avis("withdraw", "zorglite/1.1", "--why", "Essai").output
    assert "zorglite/1.1" not in avis("search", "À quoi reconnaît-on une zorglite ?", "--json").output
    assert "RETIRÉ" in avis("list", "--withdrawn", "--pathway", "gonarthrose").output
    assert "Document zorglite" in avis("list", "--pathway", "gonarthrose").output
    assert isinstance(avis("add", folder / "zorglite.yaml").exception, EngineError)
    assert avis("add", folder, "--title", "Un titre pour deux").exit_code == 2


def test_the_measure_tells_both_figures_and_names_misses(
    avis: Callable[..., Result], tmp_path: Path, database_url: str
) -> None:
    questions = tmp_path / "q.yaml"
    questions.write_text(
        'gonarthrose:\n- [p, "Le lavage du genou est-il utile ?", [arthroscopie_s1]]\n- [d, Autre chose, [inconnu]]\n',
        "utf-8",
    )
    told = CliRunner().invoke(measure_library, [str(questions), "--misses"]).output
    assert "1/2" in told
    assert "manque gonarthrose/inconnu" in told
    questions.write_text("gonarthrose: 3", "utf-8")
    refused: Any = CliRunner().invoke(measure_library, [str(questions)])
    assert "ne peut pas être lu" in str(refused.exception)


def test_a_pdf_is_cut_at_its_headings_with_the_page_of_each() -> None:
    pages = (
        "<style>@page{size:A4;@top-center{content:'Collège inventé – 2025'}}body{font:11pt DejaVu Sans}"
        "h1{font-size:20pt}h2{font-size:15pt}section{break-before:page}</style><h1>Prise en charge de la zorglite</h1>"
        "<h2>Diagnostic</h2><p>L'épanchement bleuté est le signe le plus fréquent. Une ponction le confirme.</p>"
        "<section><h2>2. Traitement</h2><p>Le repos suffit dans la plupart des cas.</p></section>"
        "<section><h2>SUIVI</h2><p>Une consultation tous les six mois pendant deux ans.</p></section>"
    )
    read = read_guideline("zorglite.pdf", HTML(string=pages).write_pdf(), OcrPageReader())
    assert read.notes.title == "Prise en charge de la zorglite"
    assert [(c.page, c.headings[-1], c.text) for c in chunks(read.blocks)] == [
        (1, "Diagnostic", "L'épanchement bleuté est le signe le plus fréquent. Une ponction le confirme."),
        (2, "2. Traitement", "Le repos suffit dans la plupart des cas."),
        (3, "SUIVI", "Une consultation tous les six mois pendant deux ans."),
    ]
