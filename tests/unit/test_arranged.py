"""What staff said of pages stands, in whatever order it was said and wherever the machine sets its bounds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.domain.desk import SAYINGS, Correction, Notes, PagePlace, PageSaid, Repetition
from engine.domain.document import Document, Page
from engine.domain.vocabulary import Vocabulary
from engine.steps.arranged import as_legible, boundaries, regroup, repeat, sayings, tried, turns
from engine.steps.split import split
from tests.builders import a_document, a_dossier, a_page, an_upload

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
UPLOAD, OTHER = an_upload().sha256, "e" * 64


def say(page: int, said: Any, about: Any = "boundary", upload: str = UPLOAD) -> PageSaid:
    return PageSaid(upload=upload, page=page, about=about, said=said, by="Aude Fictive", at=NOON)


def correction(first: int, *pages: int, **over: Any) -> Correction:
    values: dict[str, Any] = {"kind": "courrier", "dated": date(2026, 1, 5), "owner": "this_patient", **over}
    return Correction(upload=UPLOAD, first_page=first, pages=pages, by="Aude Fictive", at=NOON, **values)


def copy(first: int, copies: bool | None, of: int = 0) -> Repetition:
    target = PagePlace(upload=UPLOAD, page=of) if of else None
    return Repetition(upload=UPLOAD, first_page=first, copies=copies, of=target, by="Aude Fictive", at=NOON)


def sheets(count: int) -> list[Page]:
    return [a_page(f"Page {n}", number=n) for n in range(1, count + 1)]


def grouped(pages: Sequence[Page], *starts: int) -> list[list[Page]]:
    """As the machine would group them: a document begins on each of `starts`."""
    groups: list[list[Page]] = []
    for page in pages:
        if page.number in starts or not groups:
            groups.append([])
        groups[-1].append(page)
    return groups


def arranged(count: int, starts: Sequence[int], notes: Notes) -> list[list[int]]:
    pages = sheets(count)
    return [[p.number for p in group] for group in regroup(pages, grouped(pages, *starts), notes)]


@pytest.mark.parametrize(
    ("starts", "said", "becomes"),
    [
        ([1], [], [[1, 2, 3, 4]]),
        ([1], [say(3, "begins")], [[1, 2], [3, 4]]),
        ([1, 3], [say(3, "continues")], [[1, 2, 3, 4]]),
        ([1, 3], [say(3, "continues"), say(2, "begins")], [[1], [2, 3, 4]]),
        ([1], [say(3, "begins"), say(3, None)], [[1, 2, 3, 4]]),
        ([1], [say(3, "begins"), say(3, None), say(3, "begins")], [[1, 2], [3, 4]]),
        ([1], [say(3, "begins", upload=OTHER)], [[1, 2, 3, 4]]),
        # A page that nothing stands before has nothing to go on with.
        ([1], [say(1, "continues")], [[1, 2, 3, 4]]),
        ([1], [say(2, "aside", "use")], [[1, 3, 4]]),
        # Without its first page, a document is still one of its own.
        ([1, 3], [say(3, "aside", "use")], [[1, 2], [4]]),
        ([1, 3], [say(3, "aside", "use"), say(3, "continues")], [[1, 2, 4]]),
        ([1, 4], [say(4, "aside", "use")], [[1, 2, 3]]),
        ([1], [say(2, "aside", "use"), say(2, None, "use")], [[1, 2, 3, 4]]),
    ],
)
def test_documents_are_cut_and_joined_as_staff_say(
    starts: list[int], said: list[PageSaid], becomes: list[list[int]]
) -> None:
    assert arranged(4, starts, Notes(said=tuple(said))) == becomes


def test_a_page_that_the_machine_left_out_comes_back_when_staff_keep_it() -> None:
    pages = sheets(4)
    groups = [[pages[0], pages[1]], [pages[3]]]
    numbers = [[p.number for p in group] for group in regroup(pages, groups, Notes())]
    assert numbers == [[1, 2], [4]]
    kept = Notes(said=(say(3, "kept", "use"),))
    assert [[p.number for p in group] for group in regroup(pages, groups, kept)] == [[1, 2, 3], [4]]
    alone = Notes(said=(say(3, "kept", "use"), say(3, "begins")))
    assert [[p.number for p in group] for group in regroup(pages, groups, alone)] == [[1, 2], [3], [4]]


def test_pages_of_two_files_are_never_joined() -> None:
    first, second = a_page("Une"), a_page("Deux", upload=OTHER, filename="autre.pdf")
    notes = Notes(said=(say(1, "continues", upload=OTHER),))
    assert regroup([first, second], [[first], [second]], notes) == ((first,), (second,))


def test_the_same_file_under_two_names_is_cut_in_both() -> None:
    pages = [a_page(f"Page {n}", number=n, filename=name) for name in ("a.pdf", "b.pdf") for n in (1, 2)]
    notes = Notes(said=(say(2, "begins"),))
    assert len(regroup(pages, [pages[:2], pages[2:]], notes)) == 4


@pytest.mark.parametrize("starts", [[1], [1, 2], [1, 2, 3, 4, 5, 6], [1, 4], [1, 5]])
def test_a_corrected_document_keeps_its_pages_wherever_the_machine_sets_its_bounds(starts: list[int]) -> None:
    found = arranged(6, starts, Notes(corrections=(correction(3, 3, 4),)))
    assert [3, 4] in found


def test_what_is_said_of_a_page_goes_before_what_a_correction_has_seen() -> None:
    whole = correction(1, 1, 2, 3, 4)
    assert arranged(4, [1], Notes(corrections=(whole,), said=(say(3, "begins"),))) == [[1, 2], [3, 4]]
    halves = (correction(1, 1, 2), correction(3, 3, 4))
    assert arranged(4, [1], Notes(corrections=halves, said=(say(3, "continues"),))) == [[1, 2, 3, 4]]
    assert arranged(4, [1], Notes(corrections=(whole, halves[1]))) == [[1, 2], [3, 4]]
    assert arranged(4, [1], Notes(corrections=(correction(3, 3, 4, withdrawn=True),))) == [[1, 2, 3, 4]]


def test_a_correction_of_before_pages_were_kept_with_it_holds_its_first_page_alone() -> None:
    assert arranged(4, [1], Notes(corrections=(correction(3),))) == [[1, 2], [3, 4]]


def test_joined_and_cut_again_both_halves_have_their_corrections(vocabulary: Vocabulary) -> None:
    dossier = a_dossier()
    corrections = (correction(1, 1, 2, kind="biologie"), correction(3, 3, 4, kind="ordonnance"))

    def kinds(*said: PageSaid) -> list[tuple[str, bool]]:
        notes = Notes(corrections=corrections, said=said)
        found = split(sheets(4), dossier.patient, dossier.received_on, vocabulary, notes)
        return [(d.kind, d.corrected) for d in found]

    assert kinds() == [("biologie", True), ("ordonnance", True)]
    assert kinds(say(3, "continues")) == [("biologie", True)]
    assert kinds(say(3, "continues"), say(3, None)) == kinds(say(3, "begins")) == kinds()
    # A third that is cut off either is the machine's to judge.
    assert [corrected for _, corrected in kinds(say(4, "begins"))] == [True, True, False]


def test_a_correction_stays_when_the_first_page_is_set_aside(vocabulary: Vocabulary) -> None:
    dossier = a_dossier()

    def found(*said: PageSaid, **over: Any) -> list[tuple[tuple[int, ...], bool]]:
        corrections = (correction(2, 2, 3, 4, kind="biologie"), *over.get("more", ()))
        notes = Notes(corrections=corrections, said=said)
        made = split(sheets(5), dossier.patient, dossier.received_on, vocabulary, notes)
        return [(d.pages, d.kind == "biologie") for d in made]

    cover = say(2, "aside", "use")
    assert found() == [((1,), False), ((2, 3, 4), True), ((5,), False)]
    assert found(cover) == [((1,), False), ((3, 4), True), ((5,), False)]
    assert found(cover, more=[correction(3, 3, 4)]) == [((1,), False), ((3, 4), False), ((5,), False)]
    assert found(cover, say(4, "begins")) == [((1,), False), ((3,), True), ((4,), False), ((5,), False)]


def test_what_is_cut_off_another_persons_document_stays_that_persons(vocabulary: Vocabulary) -> None:
    dossier = a_dossier()

    def owners(*corrections: Correction) -> list[str]:
        notes = Notes(corrections=corrections, said=(say(3, "begins"),))
        found = split(sheets(4), dossier.patient, dossier.received_on, vocabulary, notes)
        return [d.owner for d in found]

    theirs = correction(1, 1, 2, 3, 4, owner="other_person")
    assert owners(theirs) == ["other_person", "other_person"]
    assert owners(theirs, correction(3, 3, 4)) == ["other_person", "this_patient"]
    # That a whole was the patient's says nothing of a part that somebody found not to belong to it.
    assert owners(correction(1, 1, 2, 3, 4)) == ["this_patient", "unknown"]


def test_a_page_is_as_legible_as_staff_say() -> None:
    read, blurred = a_page("Nette", number=1), a_page("Trouble", number=2, origin="unreadable")
    assert as_legible([read, blurred], Notes()) == (read, blurred)
    notes = Notes(said=(say(1, "unreadable", "legibility"), say(2, "legible", "legibility")))
    first, second = as_legible([read, blurred], notes)
    assert (first.origin, first.text, first.words) == ("unreadable", "", ())
    assert (second.origin, second.text) == ("ocr", "Trouble")
    assert tried([read, a_page("", origin="failed")]) == (read, a_page("", origin="unreadable"))


def test_a_page_that_cannot_be_read_stays_in_its_document(vocabulary: Vocabulary) -> None:
    dossier = a_dossier()
    notes = Notes(said=(say(2, "unreadable", "legibility"),))
    for said, legible in ((Notes(), True), (notes, True)):
        (found,) = split(sheets(3), dossier.patient, dossier.received_on, vocabulary, said)
        assert (found.pages, found.legible) == ((1, 2, 3), legible)
    alone = Notes(said=tuple(say(n, "unreadable", "legibility") for n in (1, 2, 3)))
    (found,) = split(sheets(3), dossier.patient, dossier.received_on, vocabulary, alone)
    assert (found.pages, found.legible) == ((1, 2, 3), False)


def test_a_page_is_turned_as_said_last() -> None:
    said = (say(2, "90", "turn"), say(2, "180", "turn"), say(3, "270", "turn"), say(3, None, "turn"))
    assert turns(said, an_upload()) == {2: 180}
    assert turns((say(2, "90", "turn", upload=OTHER),), an_upload()) == {}


def test_nothing_is_said_of_a_page_that_does_not_fit_what_it_is_about() -> None:
    for about, words in SAYINGS.items():
        assert all(say(1, word, about).said == word for word in words)
        with pytest.raises(ValidationError):
            say(1, "de travers", about)
    with pytest.raises(ValidationError):
        say(1, "90", "boundary")


def documents(count: int, **copies: str) -> list[Document]:
    """One page each; `d2="d1"` repeats another as the machine found it."""
    return [
        a_document(f"d{n}", pages=(n,), filename=f"{n}.pdf", duplicate_of=copies.get(f"d{n}"))
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("found", "said", "becomes"),
    [
        ({}, [], [None, None, None]),
        ({"d2": "d1"}, [], [None, "d1", None]),
        ({"d2": "d1"}, [copy(2, False)], [None, None, None]),
        ({"d2": "d1"}, [copy(2, False), copy(2, None)], [None, "d1", None]),
        ({}, [copy(3, True, of=1)], [None, None, "d1"]),
        ({}, [copy(1, True, of=3)], ["d3", None, None]),
        # A copy of a copy is a copy of what that one repeats.
        ({"d2": "d1"}, [copy(3, True, of=2)], [None, "d1", "d1"]),
        # What is said later wins: of two that repeat each other, one stays.
        ({"d2": "d1"}, [copy(1, True, of=2)], ["d2", None, None]),
        ({}, [copy(1, True, of=2), copy(2, True, of=1)], [None, "d1", None]),
        ({}, [copy(1, True, of=1)], [None, None, None]),
        ({}, [copy(1, True, of=7)], [None, None, None]),
        ({"d2": "d1"}, [copy(2, True, of=3)], [None, "d3", None]),
    ],
)
def test_a_copy_is_what_staff_say_it_is(
    found: dict[str, str], said: list[Repetition], becomes: list[str | None]
) -> None:
    assert [d.duplicate_of for d in repeat(documents(3, **found), said)] == becomes


def test_a_declared_copy_says_who_said_so() -> None:
    done = repeat(documents(2), [copy(2, True, of=1)])
    assert done[1].duplicate_reason_fr == "Indiqué comme doublon de « 1.pdf » par l'équipe d'accueil."
    assert repeat(done, [copy(2, False)])[1].duplicate_reason_fr is None


COUNT = 6
PAGES = st.integers(1, COUNT)
SAID = st.one_of(
    *(st.builds(say, PAGES, st.sampled_from((*words, None)), st.just(about)) for about, words in SAYINGS.items())
)
STARTS = st.sets(PAGES).map(sorted)
EXTENTS = st.tuples(PAGES, PAGES).map(lambda ends: tuple(range(min(ends), max(ends) + 1)))
CORRECTIONS = st.builds(lambda pages, gone: correction(pages[0], *pages, withdrawn=gone), EXTENTS, st.booleans())
COPIES = st.builds(copy, PAGES, st.sampled_from((True, False, None)), PAGES)


def latest(said: Sequence[PageSaid]) -> list[PageSaid]:
    """The last word on each thing, as the store gives it."""
    return list({(s.upload, s.page, s.about): s for s in said}.values())


@given(st.lists(SAID, max_size=12), st.lists(CORRECTIONS, max_size=4), STARTS, st.randoms())
def test_no_page_is_lost_or_doubled_and_the_order_of_saying_does_not_matter(
    said: list[PageSaid], corrections: list[Correction], starts: list[int], chance: Any
) -> None:
    notes = Notes(said=tuple(said), corrections=tuple(corrections))
    found = arranged(COUNT, starts, notes)
    aside = {page for (_, page), word in sayings(said, "use").items() if word == "aside"}
    assert [n for group in found for n in group] == [n for n in range(1, COUNT + 1) if n not in aside]
    words, whole = latest(said), list(corrections)
    chance.shuffle(words)
    chance.shuffle(whole)
    assert arranged(COUNT, starts, Notes(said=tuple(words), corrections=tuple(whole))) == found
    assert arranged(COUNT, starts, Notes(said=(*said, *said), corrections=(*whole, *whole))) == found


@given(st.lists(SAID, max_size=12), STARTS, STARTS)
def test_where_staff_spoke_the_machine_has_no_say(said: list[PageSaid], starts: list[int], moved: list[int]) -> None:
    notes = Notes(said=tuple(said))
    spoken = boundaries(notes)
    before, after = (arranged(COUNT, bounds, notes) for bounds in (starts, moved))
    aside = {page for (_, page), word in sayings(said, "use").items() if word == "aside"}
    for page in range(2, COUNT + 1):
        # What continues a page that is set aside may be all that is left of its document.
        if (UPLOAD, page) in spoken and not {page - 1, page} & aside:
            assert any(g[0] == page for g in before) == any(g[0] == page for g in after)


@given(st.lists(COPIES, max_size=10), st.dictionaries(PAGES, PAGES))
def test_every_copy_ends_at_a_document_that_is_none(said: list[Repetition], machine: dict[int, int]) -> None:
    found = documents(COUNT, **{f"d{copy_}": f"d{of}" for copy_, of in machine.items() if of < copy_})
    originals = {d.id for d in found if d.duplicate_of is None}
    direct = [
        d.model_copy(update={"duplicate_of": d.duplicate_of if d.duplicate_of in originals else None}) for d in found
    ]
    done = repeat(direct, said)
    none = {d.id for d in done if d.duplicate_of is None}
    assert none
    assert all(d.duplicate_of in none for d in done if d.duplicate_of)
    assert repeat(direct, [*said, *said[-1:]]) == done
    assert [d.model_copy(update={"duplicate_of": None, "duplicate_reason_fr": None}) for d in done] == [
        d.model_copy(update={"duplicate_of": None}) for d in direct
    ]
