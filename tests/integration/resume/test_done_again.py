"""Only what something new bears on is done again."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.domain.desk import Clearance, Correction, Override
from engine.domain.dossier import Upload
from engine.domain.opinion import Draft, Refusal
from engine.domain.passage import DraftShelf, Passage
from engine.ports import ReadPage
from tests.acceptance.paper import LETTER, REPORT, intake, pdf
from tests.integration.engine_samples import NOON, PAPERS, STEPS
from tests.integration.resume.conftest import DONE, ID, LATER, CountingReader, House, results


def test_another_file_costs_its_own_pages_only(home: House) -> None:
    home.send()
    home.process()
    before = home.store.pages(ID)
    home.send(LATER)
    assert home.state() == "reading"
    told = home.process()
    assert home.reader.given == [*PAPERS, *LATER]
    assert {(one.file, one.files) for one in told if one.step == "read"} == {(3, 3)}
    assert home.steps() == STEPS * 2
    pages = home.store.pages(ID)
    assert pages[:2] == before
    assert [page.filename for page in pages] == [*PAPERS, *LATER]
    assert all(home.store.content(page.image) for page in pages)
    assert {fact.source.filename for fact in home.store.facts(ID)} == {*PAPERS, *LATER}


def test_a_refused_file_is_not_read_again_either(home: House) -> None:
    home.send({"00-tronque.pdf": pdf(LETTER)[:700], **PAPERS})
    home.process()
    refused = home.store.refused(ID)
    assert [one.code for one in refused] == ["truncated"]
    home.send(LATER)
    home.process()
    assert home.reader.given == ["00-tronque.pdf", *PAPERS, *LATER]
    assert home.store.refused(ID) == refused


def test_another_program_reads_everything_again(home: House) -> None:
    home.send()
    home.process()
    home.send(LATER)
    home.process(program="double-avis suivant")
    assert home.reader.given == [*PAPERS, *PAPERS, *LATER]


def test_the_same_file_again_changes_nothing(home: House) -> None:
    home.send()
    home.process()
    home.send()
    assert home.state() == DONE
    home.process()
    assert home.steps() == STEPS


def test_a_corrected_intake_is_taken_into_account_without_reading_again(home: House) -> None:
    home.send(**{"patient.birth_date": "1980-01-01"})
    home.process()
    assert {d.owner for d in home.store.documents(ID)} == {"other_person"}
    home.send()
    home.process()
    assert {d.owner for d in home.store.documents(ID)} == {"this_patient"}
    assert home.reader.given == list(PAPERS)
    assert isinstance(home.store.draft(ID), Draft)


def the_report(home: House) -> Correction:
    found = next(d for d in home.store.documents(ID) if d.filename == "02-radio.pdf")
    given = found.model_dump(include={"upload", "kind", "dated", "owner"})
    return Correction(first_page=found.pages[0], by="Aude Fictive", at=NOON, **given)


def test_a_correction_changes_what_follows_without_reading_again(home: House) -> None:
    home.send()
    home.process()
    before = results(home.store)
    home.note(home.desk.correct, the_report(home).model_copy(update={"owner": "other_person"}))
    assert home.state() == "reading"
    home.process()
    after = results(home.store)
    assert home.steps() == [*STEPS, *STEPS[1:]]
    assert home.reader.given == list(PAPERS)
    assert (after["pages"], after["images"]) == (before["pages"], before["images"])
    assert {fact.source.filename for fact in before["facts"]} == set(PAPERS)
    assert {fact.source.filename for fact in after["facts"]} == {"01-lettre.pdf"}
    for changed in ("documents", "completeness", "draft"):
        assert after[changed] != before[changed]
    lost = {i.requirement for i in before["completeness"].items if i.status == "met"} - {
        i.requirement for i in after["completeness"].items if i.status == "met"
    }
    assert lost
    (report,) = [d for d in after["documents"] if d.filename == "02-radio.pdf"]
    assert (report.owner, report.corrected) == ("other_person", True)
    # And it is for ever: the machine's own reading does not come back with another file.
    home.send(LATER)
    home.process()
    assert [d.owner for d in home.store.documents(ID) if d.corrected] == ["other_person"]


def test_a_correction_that_is_taken_back_brings_back_what_was(home: House) -> None:
    home.send()
    home.process()
    before, as_read = results(home.store), the_report(home)
    home.note(home.desk.correct, as_read.model_copy(update={"kind": "courrier"}))
    home.process()
    home.note(home.desk.correct, as_read)
    home.process()
    after = results(home.store)
    assert (after["facts"], after["draft"], after["convergence"]) == (
        before["facts"],
        before["draft"],
        before["convergence"],
    )
    assert home.state() == DONE


def test_clearing_the_red_flag_lets_the_draft_be_written(home: House) -> None:
    home.send(**{"question.text": "J'ai de la fièvre et mon genou est rouge et chaud. Faut-il m'opérer ?"})
    home.process()
    assert isinstance(home.store.draft(ID), Refusal)
    assert (home.state(), home.steps()) == ("stopped", STEPS[:-1])
    flags = home.store.red_flags(ID)
    for number, flag in enumerate(flags):
        home.process()
        assert (home.state(), len(home.steps())) == ("stopped", 5 + number)
        home.note(
            home.desk.clear,
            Clearance(flag=flag.id, quote=flag.quote, done_fr="Patiente vue.", by="Dr Fictif", at=NOON),
        )
        home.process()
    assert isinstance(home.store.draft(ID), Draft)
    assert home.store.convergence(ID) is not None
    assert home.state() == DONE
    # Only the draft was tried again each time.
    assert home.steps() == [*STEPS[:-1], *["draft"] * len(flags), "compare"]
    assert home.reader.given == list(PAPERS)
    assert home.store.red_flags(ID) == flags  # what was found stays on record


class Books:
    """A library that changes this of every draft."""

    def __init__(self, **shelf: Any) -> None:
        self._shelf = DraftShelf(**shelf)

    def for_draft(self, pathway: str, question: str) -> DraftShelf:
        assert (pathway, question) == ("gonarthrose", intake()["question"]["text"])
        return self._shelf


def cited(draft: Draft | Refusal | None) -> set[str]:
    assert isinstance(draft, Draft)
    return {c.ref for s in draft.statements for c in s.cites if c.kind == "passage"}


def test_what_the_library_withdraws_or_adds_counts_in_the_draft_and_nowhere_before(home: House) -> None:
    home.send()
    home.process()
    gone = sorted(ref for ref in cited(home.store.draft(ID)) if ref.startswith("gonarthrose/ptg"))[0]
    home.send()
    home.process(guidelines=Books(withdrawn=(gone.removeprefix("gonarthrose/"),)))
    assert gone not in cited(home.store.draft(ID))
    assert home.steps() == [*STEPS, "draft", "compare"]
    passage = Passage(
        id="zorglite/3", version="1", text="Le quinoxal se prend six semaines.", title="Conduite devant la zorglite",
        body="Collège inventé", year=2025, tier="guideline", heading="Traitement", page=4, document="zorglite",
    )  # fmt: skip
    for _ in range(2):  # the second time nothing has changed
        home.send()
        home.process(guidelines=Books(added=(passage,)))
        assert home.steps() == [*STEPS, "draft", "compare", "draft", "compare"]
    draft = home.store.draft(ID)
    assert isinstance(draft, Draft)
    (told,) = [s for s in draft.statements if s.text.startswith("À lire dans la bibliothèque")]
    place = "Conduite devant la zorglite, Traitement, page 4 (Collège inventé 2025)"
    assert told.text == f"À lire dans la bibliothèque sur cette question : {place}."
    assert told.cites[0].ref == "zorglite/3"
    assert told.cites[0].text.endswith(": Le quinoxal se prend six semaines.")


def test_an_override_changes_what_is_provisional_and_nothing_before_it(home: House) -> None:
    home.send()
    home.process()
    found = home.store.completeness(ID)
    assert found is not None
    required = {i.requirement: i.status for i in found.items if i.level == "required"}
    met = [name for name, status in required.items() if status == "met"]
    lacking = [name for name, status in required.items() if status not in ("met", "not_applicable")]
    assert met

    def override(requirement: str, status: Any) -> None:
        said = Override(requirement=requirement, status=status, reason_fr="Vu.", by="Aude Fictive", at=NOON)
        home.note(home.desk.override, said)

    def provisional() -> bool:
        home.process()
        line, kept = home.desk.listed_one(ID), home.store.completeness(ID)
        assert line is not None
        assert kept is not None
        assert line.provisional is kept.provisional
        return kept.provisional

    assert provisional() is bool(lacking)
    for requirement in lacking:
        override(requirement, "met")
    assert provisional() is False
    override(met[0], "missing")
    assert provisional() is True
    assert home.state() == "incomplete"
    override(met[0], None)
    assert provisional() is False
    assert home.state() == "to_assign"
    assert set(home.steps()[6:]) == {"assess", "draft", "compare"}
    assert home.reader.given == list(PAPERS)


def test_progress_is_told_page_by_page(home: House) -> None:
    home.send({"01-deux.pdf": pdf(LETTER, REPORT), "02-une.pdf": pdf(REPORT)})
    told = home.process()
    assert [(one.file, one.files, one.page, one.pages) for one in told if one.step == "read"] == [
        (1, 2, 0, 2),
        (1, 2, 1, 2),
        (1, 2, 2, 2),
        (2, 2, 0, 1),
    ]
    assert [one.text_fr for one in told if one.step == "read"] == [
        "lecture 1/2 : 01-deux.pdf",
        "01-deux.pdf : page 1 sur 2",
        "01-deux.pdf : page 2 sur 2",
        "lecture 2/2 : 02-une.pdf",
    ]
    # Each of the others is told when it begins and when it is done.
    assert [one.step for one in told if one.step != "read"] == [s for s in STEPS[1:5] for _ in range(2)]


class Meanwhile(CountingReader):
    """Something happens while a file is being read."""

    def __init__(self, happens: Any) -> None:
        super().__init__()
        self._happens = happens

    def read(
        self,
        upload: Upload,
        content: bytes,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[ReadPage]:
        yield from super().read(upload, content, turns, only)
        self._happens()


def test_a_file_that_comes_while_others_are_read_is_read_the_next_time(home: House) -> None:
    home.send()
    meanwhile = Meanwhile(lambda: home.send(LATER))
    home.process(pages=meanwhile)
    assert meanwhile.given == list(PAPERS)
    assert home.state() == "reading"  # what is there says nothing of the new file
    assert home.desk.current_runs(ID) == {}
    home.process()
    assert home.reader.given == list(LATER)
    assert home.state() == DONE
    assert {d.filename for d in home.store.documents(ID)} == {*PAPERS, *LATER}


def test_an_intake_that_is_corrected_while_files_are_read_stays_corrected(home: House) -> None:
    home.send(**{"patient.birth_date": "1980-01-01"})
    home.process(pages=Meanwhile(home.send))
    assert {d.owner for d in home.store.documents(ID)} == {"other_person"}
    assert home.state() == "reading"
    kept = home.store.dossier(ID)
    assert kept is not None
    assert kept.patient.birth_date.year == 1958
    home.process()
    assert {d.owner for d in home.store.documents(ID)} == {"this_patient"}
    assert home.state() == DONE
    assert home.reader.given == []


def test_what_is_noted_while_files_are_read_counts_the_next_time(home: House) -> None:
    home.send()
    home.process()
    report = the_report(home).model_copy(update={"owner": "other_person"})
    home.send(LATER)
    home.process(pages=Meanwhile(lambda: home.note(home.desk.correct, report)))
    assert not [d for d in home.store.documents(ID) if d.corrected]
    assert home.state() == "reading"
    home.process()
    assert [d.owner for d in home.store.documents(ID) if d.corrected] == ["other_person"]
    assert home.state() == DONE
