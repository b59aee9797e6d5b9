"""The signed document: what it says, in which order, in which form, and what it never does."""

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from weasyprint.urls import FatalURLFetchingError

from engine.delivery.press import PackagedFonts
from engine.delivery.report import render
from engine.domain.dossier import Patient, Question
from engine.domain.opinion import Citation, Position
from engine.domain.signed import Examined, Opinion, SignedStatement, Signer
from engine.domain.wording import fold
from tests.signed_samples import SIGNED_AT, STATEMENTS, an_addendum, an_opinion, said

ROOT = Path(__file__).parents[2]
HEADINGS = (
    "1 Objet et question posée",
    "2 Documents examinés",
    "3 Résumé du dossier",
    "4 Premier avis",
    "5 Analyse",
    "6 Avis",
    "7 Examens ou informations complémentaires",
    "8 Délais et signes d'alerte",
    "9 Synthèse pour le patient",
    "10 Mentions",
    "11 Références",
    "12 Signature",
)
AI = "Un logiciel d'intelligence artificielle a aidé"


def texts_of(pdf: bytes) -> list[str]:
    """The text of each page, as extracted."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def text_of(pdf: bytes) -> str:
    """All text in reading order, as extracted; lines are joined, running heads and feet left out."""
    pages = texts_of(pdf)
    running = r"Deuxième avis médical\s+Dossier \S+ · version \d+|Document médical confidentiel\s+Page \d+ / \d+"
    return flat(re.sub(running, " ", "\n".join(pages)))


def flat(text: str) -> str:
    """Folded and on one line, so that line breaks and kinds of blanks do not count."""
    # A hyphen at the end of a line is there already: nothing is hyphenated.
    return " ".join(fold(re.sub(r"\ufffe(?:\r?\n)?|-\r?\n", "-", text)).split())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(an_opinion())


@pytest.fixture(scope="module")
def text(pdf: bytes) -> str:
    return text_of(pdf)


@pytest.fixture(scope="module")
def bare() -> str:
    """The text of an opinion with everything left out that may be, on a published pathway, without AI."""
    empty = {"documents": (), "missing_fr": (), "statements": (), "labels_fr": {}, "patient_fr": ""}
    nothing = {"first_opinion_fr": None, "position": None, "agreement": None, "audit_head": None}
    return text_of(render(an_opinion(**empty, **nothing, provisional=False, published=True, ai_used=False)))


def test_sections_stand_in_the_imposed_order(text: str, bare: str) -> None:
    for printed in (text, bare):
        places = [printed.find(flat(heading)) for heading in HEADINGS]
        assert -1 not in places
        assert places == sorted(places)


def test_every_part_of_the_opinion_is_printed(text: str) -> None:
    opinion = an_opinion()
    position = opinion.position
    assert position
    wanted = [
        *(statement.text for statement in STATEMENTS),
        *(part for document in opinion.documents for part in (document.title, document.kind_fr, document.filename)),
        *opinion.missing_fr,
        *(opinion.labels_fr[name] for name in ("fertilite", "fiv_premiere", "kystectomie", "annexectomie")),
        *(opinion.labels_fr.get(name, name) for name in position.exams),
        *(opinion.patient_fr.split("\n\n")),
        opinion.question.text,
        opinion.first_opinion_fr,
        position.diagnosis,
        "Degré de certitude modérée",
        "Concordant Discordant Partiellement concordant Discordant",
        "désaccord modéré (niveau 2 sur 4). Les deux conduites sont admissibles.",
        "Océane FICTIVE-LORRAIN née le 17/05/1992",
        "Dr Éléonore Lœwenbrück-Ünal",
        "RPPS 10009876543",
        "Fait le 20 novembre 2026 à 14 h 05 (heure de Paris, UTC+01:00)",
        "Référentiel non validé.",
        "Avis provisoire.",
        AI,
        "sans examen clinique",
        opinion.audit_head,
    ]
    assert [part for part in wanted if part and flat(part) not in text] == []


def test_sentences_stand_in_their_section(text: str) -> None:
    sections = {"question": 0, "resume": 2, "analyse": 4, "avis": 5, "limites": 5, "examens": 6, "alerte": 7}
    starts = [text.find(flat(heading)) for heading in HEADINGS]
    for statement in STATEMENTS:
        place = text.find(flat(statement.text))
        number = sections[statement.section]
        assert starts[number] < place < starts[number + 1], statement.text


def test_a_mark_leads_to_the_reference_of_its_citation(text: str) -> None:
    listed = text[text.find(flat("11 Références")) :]
    for statement in STATEMENTS:
        after = text[text.find(flat(statement.text)) + len(flat(statement.text)) :]
        marks = re.match(r"(?: ?\[\d+\])*", after)
        assert marks
        numbers = re.findall(r"\d+", marks[0])
        assert len(numbers) == len(statement.cites)
        said_there = " ".join(entry(listed, number) for number in numbers)
        for cite in statement.cites:
            parts = (cite.text, cite.filename, f"p. {cite.page}" if cite.page else None, cite.source, cite.url)
            assert [part for part in parts if part and flat(part) not in said_there] == []


def entry(listed: str, number: str) -> str:
    found = re.search(rf"\[{number}\](.*?)(?=\[\d+\]|12 signature)", listed)
    assert found, f"no reference {number}"
    return found[1]


def test_the_same_citation_keeps_one_number_counted_in_order_of_print(text: str) -> None:
    body, _, listed = text.partition(flat("11 Références"))
    first_seen = list(dict.fromkeys(re.findall(r"\[(\d+)\]", body)))
    assert first_seen == [str(n) for n in range(1, 8)]
    assert re.findall(r"\[(\d+)\]", listed) == first_seen


def test_what_does_not_hold_is_not_said(bare: str) -> None:
    unsaid = (AI, "Référentiel non validé", "Avis provisoire", "Accord avec le premier avis", "Limites", "empreinte")
    assert [part for part in unsaid if flat(part) in bare] == []
    assert flat("Aucun premier avis écrit n'a été communiqué.") in bare
    assert flat("Aucune pièce nécessaire ne manque.") in bare
    assert flat("Aucun examen complémentaire n'est demandé.") in bare
    assert flat("En cas d'urgence, appelez le 15.") in bare


def test_an_addendum_repeats_the_head_and_nothing_else() -> None:
    printed = text_of(render(an_addendum(), corrects=SIGNED_AT))
    assert flat("Addendum n° 1, à l'avis du 20 novembre 2026") in printed
    assert flat("confirme l'avis : 6 follicules antraux. La conduite est la même.") in printed
    assert flat("Océane FICTIVE-LORRAIN") in printed
    assert flat("Fait le 3 décembre 2026 à 10 h 30") in printed
    others = (*HEADINGS, STATEMENTS[0].text, "Synthèse", "Avis provisoire", AI)
    assert [part for part in others if flat(part) in printed] == []


def test_an_addendum_without_the_date_of_its_opinion_names_the_dossier() -> None:
    assert flat("Addendum n° 1, à l'avis du dossier DA-2026-0147") in text_of(render(an_addendum()))


LONG = "x" * 700
HOSTILE = (
    "<script>alert(1)</script><img src='file:///etc/passwd'><style>p{display:none}</style> {{ 7 * 6 }} {% raw %} "
    f'"><a href="http://exemple.invalid/">ici</a> &amp; \u202egauche\u202c\u200b\x00\x1b[31m {LONG}'
)
SHOWN = (
    "<script>alert(1)</script><img src='file:///etc/passwd'><style>p{display:none}</style> {{ 7 * 6 }} {% raw %} "
    '"><a href="http://exemple.invalid/">ici</a> &amp; gauche[31m'
)


@pytest.fixture(scope="module")
def hostile() -> bytes:
    """An opinion in which every free text is hostile."""
    cite = Citation(kind="fact", ref="F1", text=HOSTILE, filename=HOSTILE, source=HOSTILE, url="javascript:alert(1)")
    return render(
        an_opinion(
            patient=Patient.model_validate({**an_opinion().patient.model_dump(), "given_name": HOSTILE}),
            question=Question(type=HOSTILE, text=HOSTILE),
            pathway_fr=HOSTILE,
            documents=(
                Examined(title=HOSTILE, kind_fr=HOSTILE, dated=None, filename=HOSTILE, pages=(), note_fr=HOSTILE),
            ),
            missing_fr=(HOSTILE,),
            first_opinion_fr=HOSTILE,
            statements=tuple(said(s, HOSTILE, cite) for s in ("question", "resume", "analyse", "avis", "alerte")),
            position=Position(
                diagnosis=HOSTILE, option=HOSTILE, alternatives=(HOSTILE,), exams=(HOSTILE,), certainty="faible"
            ),
            patient_fr=HOSTILE,
            signer=Signer(account="c", name=HOSTILE, rpps="1", specialty=HOSTILE),
        )
    )


def test_hostile_text_is_shown_and_does_nothing(hostile: bytes) -> None:
    printed = text_of(hostile).replace(" ", "")
    # Once at least for each place: nothing was cut, run, fetched or taken for a tag.
    assert printed.count(flat(SHOWN).replace(" ", "")) >= 18
    assert printed.count(flat(HEADINGS[11]).replace(" ", "")) == 1
    raw = "".join(texts_of(hostile))
    assert not set(raw) & {"\u202e", "\u202c", "\u200b", "\x00", "\x1b"}
    assert b"exemple.invalid" not in links(hostile)
    assert b"javascript" not in links(hostile)


def links(pdf: bytes) -> bytes:
    """The addresses of all links."""
    reader = PdfFileReader(BytesIO(pdf))
    pages = reader.root["/Pages"]["/Kids"]
    notes = [note for i in range(len(pages)) for note in pages[i].get("/Annots", ())]
    return b" ".join(str(note.get_object().get("/A")).encode() for note in notes)


def test_nothing_runs_off_the_page(hostile: bytes, pdf: bytes) -> None:
    for printed in (hostile, pdf):
        document = pypdfium2.PdfDocument(printed)
        for page in document:
            width, height = page.get_size()
            lines = page.get_textpage()
            boxes = [lines.get_rect(i) for i in range(lines.count_rects())]
            assert boxes
            assert min(box[0] for box in boxes) > 60
            assert max(box[2] for box in boxes) < width - 60
            assert min(box[1] for box in boxes) > 20
            assert max(box[3] for box in boxes) < height - 20


def test_links_lead_to_the_sources_that_are_public(pdf: bytes) -> None:
    assert b"https://www.has-sante.fr/jcms/c_2819733/fr/prise-en-charge-de-l-endometriose" in links(pdf)


def test_it_is_an_archive_document_that_can_be_read_aloud(pdf: bytes) -> None:
    root = PdfFileReader(BytesIO(pdf)).root
    metadata = root["/Metadata"].data.decode()
    assert 'pdfaid:part="2"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "Dr Éléonore Lœwenbrück-Ünal" in metadata
    assert "Deuxième avis médical" in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "fr"


def test_every_font_is_inside(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "avis.pdf"
    path.write_bytes(pdf)
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert {line.split()[0].split("+")[1] for line in listed} == {
        "Commissioner",
        "Commissioner-Semi-Bold",
        "Literata",
        "Literata-Italic",
        "Literata-Semi-Bold",
    }
    # Columns from the right: object (2), unicode, subset, embedded.
    assert {tuple(line.split()[-5:-2]) for line in listed} == {("yes", "yes", "yes")}


def test_the_bytes_depend_on_the_opinion_alone(pdf: bytes, tmp_path: Path) -> None:
    """Another process, on a machine that has no fonts at all, writes the same document."""
    bare_machine = tmp_path / "fonts.conf"
    bare_machine.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    code = (
        "import sys; from engine.delivery.report import render; from tests.signed_samples import an_opinion;"
        "sys.stdout.buffer.write(render(an_opinion()))"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(bare_machine), "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout == pdf


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.invalid/police.ttf",
        "file:///etc/passwd",
        "data:text/plain,bonjour",
        "police:../report.py",
        "police:README.md",
        "police:Absente.ttf",
        "Literata-Regular.ttf",
    ],
)
def test_only_packaged_fonts_are_read(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        PackagedFonts().fetch(address)
    assert PackagedFonts().fetch("police:Literata-Regular.ttf").read()


def test_the_signature_has_its_frame_on_the_last_page_never_alone(pdf: bytes) -> None:
    reader = PdfFileReader(BytesIO(pdf))
    names = reader.root["/Names"]["/Dests"]["/Names"]
    places = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
    (left, top), (right, bottom) = [
        (float(places[corner][2]), float(places[corner][3])) for corner in ("signature", "signature-fin")
    ]
    assert right - left > 220
    assert top - bottom > 70
    document = pypdfium2.PdfDocument(pdf)
    pages = reader.root["/Pages"]["/Kids"]
    assert {places[corner].raw_get(0).idnum for corner in ("signature", "signature-fin")} == {
        pages.raw_get(len(document) - 1).idnum
    }
    # The frame is empty, and something of the text stands before it on its page.
    last = document[len(document) - 1]
    page = last.get_textpage()
    assert page.get_text_bounded(left, bottom, right, top).strip() == ""
    assert re.search(r"\[\d+\]", page.get_text_range())


def test_unlabelled_ids_and_an_option_outside_the_pathway_are_still_said() -> None:
    position = Position(diagnosis="Indéterminé", option=None, discouraged=("geste_sans_libelle",), certainty="faible")
    kept = SignedStatement(section="avis", text="Aucune option ne convient.", cites=(), origin="added")
    opinion: Opinion = an_opinion(position=position, statements=(kept,))
    printed = text_of(render(opinion))
    assert flat("Aucune option du référentiel ne convient : voir le texte de l'avis.") in printed
    assert "geste_sans_libelle" in printed
    assert flat("Aucune référence n'est citée.") in printed
