"""Pages that staff turned, or want read anew, are read; nothing else is, and what staff corrected stays."""

from typing import Any

from engine.domain.desk import Correction, PageSaid, ReadingAsked
from tests.acceptance.paper import LETTER, REPORT, pdf
from tests.integration.engine_samples import NOON, PAPERS
from tests.integration.resume.conftest import DONE, ID, House

TWO = {"01-deux.pdf": pdf(LETTER, REPORT), "02-une.pdf": pdf(REPORT)}


def said(home: House, page: int, word: Any, about: Any, filename: str = "01-deux.pdf") -> None:
    upload = next(u for u in home.store.uploads(ID) if u.filename == filename).sha256
    home.note(home.desk.say, PageSaid(upload=upload, page=page, about=about, said=word, by="Aude Fictive", at=NOON))


def asked(home: House, filename: str | None = None, page: int | None = None) -> None:
    upload = next((u.sha256 for u in home.store.uploads(ID) if u.filename == filename), None)
    home.note(home.desk.ask_reading, ReadingAsked(upload=upload, page=page, by="Aude Fictive", at=NOON))


def corrected(home: House, filename: str) -> Correction:
    found = next(d for d in home.store.documents(ID) if d.filename == filename)
    return Correction(
        upload=found.upload,
        first_page=found.pages[0],
        pages=found.pages,
        kind="ordonnance",
        dated=found.dated,
        owner=found.owner,
        by="Aude Fictive",
        at=NOON,
    )


def test_a_page_that_cannot_be_read_again_stays_as_it_was(home: House) -> None:
    home.send(TWO)
    home.process()
    before = home.store.pages(ID)
    home.reader.too_slow = True
    asked(home, "01-deux.pdf", 2)
    home.process()
    assert home.store.pages(ID) == before
    assert [r.code for r in home.store.refused(ID)] == ["too_slow"]
    home.reader.too_slow = False
    asked(home, "01-deux.pdf", 2)
    home.process()
    assert (home.store.pages(ID), home.store.refused(ID)) == (before, ())


def test_a_turned_page_is_read_again_alone_and_all_that_came_from_it_follows(home: House) -> None:
    home.send(TWO)
    home.process()
    before = home.store.pages(ID)
    facts = home.store.facts(ID)
    home.reader.given.clear()
    home.reader.only.clear()
    said(home, 2, "180", "turn")
    assert home.state() == "reading"
    told = home.process()
    assert (home.reader.given, home.reader.only) == (["01-deux.pdf"], [(2,)])
    assert [t.text_fr for t in told if t.step == "read"] == ["relecture 1/2 : 01-deux.pdf", "01-deux.pdf : page 2"]
    after = home.store.pages(ID)
    assert (after[0], after[2]) == (before[0], before[2])
    assert (after[1].rotation, after[1].image != before[1].image) == (180, True)
    assert home.state() == DONE
    assert home.store.runs(ID)[-1].step == "compare"
    # Taken back, everything is as it was.
    said(home, 2, None, "turn")
    home.process()
    assert home.store.pages(ID) == before
    assert home.store.facts(ID) == facts
    home.process()
    assert home.reader.given == ["01-deux.pdf"] * 2


def test_a_new_reading_of_one_file_or_of_all_keeps_what_staff_said(home: House) -> None:
    home.send(TWO)
    home.process()
    said(home, 2, "180", "turn")
    said(home, 2, "begins", "boundary")
    home.note(home.desk.correct, corrected(home, "02-une.pdf"))
    home.process()
    runs = [run.id for run in home.store.runs(ID)]

    def kept() -> tuple[int, list[tuple[int, ...]], list[bool]]:
        documents = home.store.documents(ID)
        return home.store.pages(ID)[1].rotation, [d.pages for d in documents], [d.corrected for d in documents]

    assert kept() == (180, [(1,), (2,), (1,)], [False, False, True])
    for wish, read in ((("02-une.pdf",), ["02-une.pdf"]), ((), list(TWO)), (("01-deux.pdf", 1), ["01-deux.pdf"])):
        home.reader.given.clear()
        asked(home, *wish)
        assert home.state() == "reading"
        home.process()
        assert home.reader.given == read
        assert kept() == (180, [(1,), (2,), (1,)], [False, False, True])
        assert home.state() == DONE
    # And another program, which reads everything anew.
    home.reader.given.clear()
    home.send({"03-trois.pdf": pdf(LETTER)})
    home.process(program="double-avis suivant")
    assert home.reader.given == [*TWO, "03-trois.pdf"]
    assert kept()[0] == 180
    assert kept()[1][:3] == [(1,), (2,), (1,)]
    assert home.store.runs(ID)[: len(runs)][-1].id == runs[-1]


def test_a_file_that_was_refused_is_tried_again(home: House) -> None:
    home.send({"00-tronque.pdf": pdf(LETTER)[:700], **PAPERS})
    home.process()
    home.reader.given.clear()
    asked(home, "00-tronque.pdf")
    home.process()
    assert home.reader.given == ["00-tronque.pdf"]
    assert [r.code for r in home.store.refused(ID)] == ["truncated"]
    assert home.state() == DONE


def test_cutting_and_setting_aside_need_no_new_reading(home: House) -> None:
    home.send({"01-deux.pdf": pdf(LETTER, REPORT)})
    home.process()
    home.reader.given.clear()
    said(home, 1, "aside", "use")
    home.process()
    assert [d.pages for d in home.store.documents(ID)] == [(2,)]
    assert len(home.store.pages(ID)) == 2  # dropped from view, never lost
    assert {f.source.page for f in home.store.facts(ID)} == {2}
    said(home, 2, "unreadable", "legibility")
    home.process()
    assert [d.legible for d in home.store.documents(ID)] == [False]
    assert home.store.facts(ID) == ()
    said(home, 1, None, "use")
    said(home, 2, None, "legibility")
    home.process()
    assert [d.pages for d in home.store.documents(ID)] in ([(1, 2)], [(1,), (2,)])
    assert home.store.facts(ID)
    assert home.reader.given == []


def test_a_run_says_how_many_pages_it_read(home: House) -> None:
    home.send(TWO)
    home.process()
    said(home, 2, "90", "turn")
    home.process()
    said(home, 2, "begins", "boundary")
    home.process()
    assert [run.pages for run in home.store.runs(ID) if run.step == "read"] == [3, 1]


def test_how_long_it_takes_is_told_once_it_was_measured(home: House) -> None:
    home.send({"01-deux.pdf": pdf(LETTER, REPORT)})
    first = home.process()
    assert [t.seconds_left for t in first] == [None] * len(first)  # nobody can know yet
    home.send({"02-six.pdf": pdf(*[REPORT] * 6)})
    told = [t for t in home.process() if t.step == "read"]
    left = [t.seconds_left for t in told]
    assert all(each is not None and each > 0 for each in left)
    assert [t.page for t in told] == list(range(7))
    assert left[0] > left[-1]


def test_how_many_there_are_is_said_as_one_says_it(home: House) -> None:
    home.send({"02-radio.pdf": pdf(REPORT)})
    told = {t.text_fr for t in home.process()}
    assert "1 document reconnu" in told
    assert any(", 0 contradiction, 0 signal d'alerte" in text for text in told)
