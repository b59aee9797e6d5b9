"""An export of whole dossiers tells nobody: neither by the names and numbers in them, nor by their dates."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from engine import covered_image, dossier_of, files_of, pseudonymised_pages, read_pages
from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.document import Document, Page
from engine.domain.dossier import Dossier, Upload
from engine.domain.fact import Fact
from engine.domain.identifying import PseudonymisedPage
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.errors import UploadRefused
from engine.pathways import load
from engine.pathways.identifying import load_identifying
from engine.ports import Asked, ReadPage, T
from engine.steps.calendar_dates import dates_in
from engine.steps.deidentify.pseudonymise import shift_of
from engine.steps.deidentify.veil import veil
from engine.steps.draft import write
from engine.steps.extract import extract
from engine.steps.ground import Grounder
from engine.steps.places import read_places
from engine.steps.split import split
from tests.builders import a_brief, an_upload
from tests.reading import page_reader

KEY = b"a secret of a test, not of a house"
DEMO = sorted((Path(__file__).parents[2] / "evaluation" / "cases").glob("demo-*"))
# Dossiers kept apart from the project, where there are some; their pages are read here, which takes a minute.
MORE = sorted(Path(os.environ.get("AVIS_TEST_CASES", "/nowhere")).glob("*/intake.yaml"))
CASES = [*DEMO, *(p.parent for p in MORE)]
TITLED = re.compile(
    r"(?:\b(?:Dr|Pr|Docteur|Professeur|Mme|Madame|Monsieur|Mlle)\.? +)((?:[A-ZÀ-Þ][\w'’.-]+[ -]?){1,4})", re.UNICODE
)
NUMBERS = re.compile(
    r"(?<![\d,])(?:0[1-9](?:[ .-]?\d\d){4}|[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?|\d{8,14})(?!\d)"
)
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
NO_NAME = {"docteur", "service", "secteur", "chirurgien", "ancien", "chef", "medecin", "gynecologue", "radiologue"}


class Spy(AssembledModel):
    """The embedded author, with a note of all that it was given."""

    seen = ""

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        self.seen += inputs.model_dump_json()
        return super().ask(prompt, inputs, answer)


@cache
def read(case: Path) -> tuple[Dossier, tuple[Page, ...]]:
    pages: list[Page] = []
    for name, _, content in files_of(case):
        with suppress(UploadRefused):
            told = page_reader().read(an_upload(name, content), content)
            pages += [one.page for one in told if isinstance(one, ReadPage)]
    return dossier_of(case), tuple(pages)


@cache
def export(case: Path) -> tuple[PseudonymisedPage, ...]:
    return pseudonymised_pages(*read(case), KEY)


@cache
def names_in(case: Path) -> frozenset[str]:
    """The words of names that the intake and the titles on the pages give, found without the code under test."""
    dossier, pages = read(case)
    raw = yaml.safe_load((case / "intake.yaml").read_text(encoding="utf-8"))
    known = [dossier.patient.family_name, dossier.patient.given_name]
    known += [
        str(raw[k][f]).split(",")[0] for k, f in (("treating_doctor", "name"), ("first_opinion", "by")) if raw.get(k)
    ]
    known += [m[1] for p in pages for m in TITLED.finditer(p.text)]
    everyday = load_identifying().common | NO_NAME
    words = {w for name in known for w in re.findall(r"[a-zœ]{4,}", fold(name))}
    return frozenset(w for w in words if w not in everyday)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_no_name_of_the_dossier_is_in_its_export(case: Path) -> None:
    words = set(re.findall(r"[a-zœ]+", fold("\n".join(p.text.text for p in export(case)))))
    assert len(names_in(case)) > 3
    assert names_in(case) & words == set()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_no_birth_date_number_or_address_of_the_dossier_is_in_its_export(case: Path) -> None:
    dossier, pages = read(case)
    made = "\n".join(p.text.text for p in export(case))
    assert dossier.patient.birth_date not in [d.day for d in dates_in(made, dossier.received_on)]
    told = "\n".join(p.text for p in pages)
    assert [n for n in NUMBERS.findall(told) if n in made] == []
    assert MAIL.findall(made) == []
    assert not re.search(r"\b\d{1,4},? (?:rue|avenue|boulevard|impasse|allée|venelle|place|chemin) ", made)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_every_date_has_moved_by_the_same_days(case: Path) -> None:
    dossier, pages = read(case)
    days = timedelta(days=shift_of(dossier.id, KEY).days)
    for page, made in zip(pages, export(case), strict=True):
        before = [d.day + days for d in dates_in(page.text, dossier.received_on)]
        assert [d.day for d in dates_in(made.text.text, dossier.received_on)] == before


@pytest.mark.parametrize("case", DEMO, ids=lambda c: c.name)
def test_no_clinical_fact_is_lost(case: Path, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    """What is extracted from the export is what is extracted from the dossier, on days that moved together."""
    dossier, pages = read(case)
    pathway = load(dossier.pathway)
    days = timedelta(days=shift_of(dossier.id, KEY).days)
    hidden = [p.model_copy(update={"text": m.text.text, "words": ()}) for p, m in zip(pages, export(case), strict=True)]
    documents = split(pages, dossier.patient, dossier.received_on, vocabulary)
    moved = [d.model_copy(update={"dated": d.dated and d.dated + days}) for d in documents]

    def facts(documents: Sequence[Document], pages: Sequence[Page]) -> Sequence[Fact]:
        found = extract(read_places(documents, pages, vocabulary, clinical_reader, pathway), pathway, vocabulary)
        # What no table names takes its key from the words around it, and those may be a street's.
        return [fact for fact in found if fact.named]

    before = Counter(_told(f, days) for f in facts(documents, pages))
    assert sum(before.values()) > 20
    assert Counter(_told(f, timedelta()) for f in facts(moved, hidden)) == before


def _told(fact: Fact, days: timedelta) -> tuple[object, ...]:
    dated = fact.dated + days if fact.dated else None
    # The year of something past is moved as days are.
    value = "a year" if isinstance(fact.value, int) and 1900 < fact.value < 2100 else fact.value
    return fact.key, value, fact.unit, fact.side, fact.polarity, fact.bearer, fact.role, dated


@pytest.mark.parametrize("case", DEMO, ids=lambda c: c.name)
def test_the_embedded_author_writes_the_same_behind_the_veil(
    case: Path, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    dossier, pages = read(case)
    pathway, grounder = load(dossier.pathway), Grounder(vocabulary, clinical_reader)
    texts = {f"{number:02}.pdf": page.text for number, page in enumerate(pages)}
    given, completeness = a_brief(dossier, texts, pathway, vocabulary, clinical_reader)
    bare, _ = write(given, completeness, pathway, AssembledModel(), grounder)
    spy = Spy()
    veiled, asked = write(given, completeness, pathway, veil(spy, dossier, pages, load_identifying()), grounder)
    assert len(bare.statements) > 5
    assert veiled == bare
    words = set(re.findall(r"[a-zœ]+", fold(spy.seen + asked.raw)))
    assert names_in(case) & words == set()
    assert dossier.patient.birth_date not in [d.day for d in dates_in(spy.seen, dossier.received_on)]
    assert not NUMBERS.search(spy.seen)


def test_reading_a_covered_page_image_again_finds_nobody() -> None:
    """What a stranger would do with an exported image: put it through a reader. The clinical words are still there."""
    case = next(c for c in DEMO if c.name == "demo-gonarthrose")
    dossier, _ = read(case)
    name, media_type, content = next(f for f in files_of(case) if f[0].startswith("02-"))
    upload = Upload(sha256=hashlib.sha256(content).hexdigest(), filename=name, media_type=media_type, size=len(content))
    (page,) = (r for r in page_reader().read(upload, content) if isinstance(r, ReadPage))
    (made,) = pseudonymised_pages(dossier, [page.page], KEY)
    (seen,) = read_pages([("image.jpg", "image/jpeg", covered_image(page.image, made))])
    words = set(re.findall(r"[a-zœ]+", fold(seen.text)))
    assert words & names_in(case) == set()
    assert names_in(case) & set(re.findall(r"[a-zœ]+", fold(page.page.text)))  # they stood there
    assert dossier.patient.birth_date not in [d.day for d in dates_in(seen.text, dossier.received_on)]
    assert {"kellgren", "genou", "droit"} <= words
