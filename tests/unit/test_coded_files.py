"""Coded files alone and inside archives: a CD of images, an export of Mon espace santé, and what lies beside them."""

import base64
import random
from io import BytesIO

import pytest
from PIL import Image

import ocr
from engine.adapters import cda_record
from engine.adapters.coded_files import CodedFiles
from engine.adapters.dicom_header import read_header
from engine.domain.source_record import SourceRecord
from engine.errors import UploadRefused
from engine.ports import ReadPage, ReadRefusal
from tests.acceptance.paper import REPORT, pdf, scan
from tests.builders import an_upload
from tests.reading import page_reader
from tests.record_samples import LABORATORY, archive, attached, attached_pages, cda, dicom, section

Read = list[tuple[ocr.Page, SourceRecord | None]]


@pytest.fixture(scope="module")
def files() -> CodedFiles:
    return CodedFiles(ocr.Reader())


def told(files: CodedFiles, content: bytes, name: str = "envoi.zip") -> tuple[Read, list[ocr.Refused]]:
    found = list(files.read(content, name))
    return [(r, record) for r, record in found if isinstance(r, ocr.Page)], [
        r for r, _ in found if isinstance(r, ocr.Refused)
    ]


CD = {
    "DICOMDIR": dicom({"SOPClassUID": "1.2.840.10008.1.3.10", "PixelData": None}),
    "IMAGES/IM001": dicom({"InstanceNumber": 1}),
    "IMAGES/IM002": dicom({"InstanceNumber": 2}),
    "IMAGES/IM003": dicom({"SeriesInstanceUID": "1.2.9", "SeriesNumber": 9, "SeriesDescription": "T2 axial"}),
    "IMAGES/IM004": dicom()[:400],
    "VIEWER/viewer.exe": b"MZ" + b"\0" * 500,
    "README.TXT": b"Insert this disc into a computer. Double-click viewer.exe.",
    "compte-rendu.pdf": pdf(REPORT),
}
XDM = {
    "IHE_XDM/SUBSET01/METADATA.XML": b'<?xml version="1.0"?><SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml"/>',
    "IHE_XDM/SUBSET01/DOC0001.XML": cda(LABORATORY),
    "INDEX.HTM": b"<!DOCTYPE html><html><body>Contenu</body></html>",
    "README.TXT": b"Contenu de l'envoi.",
}


def test_a_cd_gives_its_report_and_one_page_a_series(files: CodedFiles) -> None:
    pages, refused = told(files, archive(CD))
    assert [(p.number, p.member) for p, r in pages if r is None] == [(1, "compte-rendu.pdf")]
    assert [(p.number, r.images.series_fr) for p, r in pages if r and r.images] == [(2, "T1 coronal"), (3, "T2 axial")]
    assert [r.code for r in refused] == ["corrupt"], "viewers and help pages are no loss, a broken image is"


def test_an_export_of_mon_espace_sante_gives_its_document(files: CodedFiles) -> None:
    pages, refused = told(files, archive(XDM))
    assert refused == []
    ((page, record),) = pages
    assert (page.number, page.member) == (1, "IHE_XDM/SUBSET01/DOC0001.XML")
    assert record is not None
    assert len(record.results) == 3


def test_an_archive_of_other_files_is_read_as_before(files: CodedFiles) -> None:
    pages, refused = told(files, archive({"radio.pdf": pdf(REPORT), "viewer.exe": b"MZ" + b"\0" * 500}))
    assert [record for _, record in pages] == [None]
    assert [r.code for r in refused] == ["unsupported"]


@pytest.mark.parametrize("beside", [{}, {"README.TXT": b"Insert this disc.", "IM001": dicom()}], ids=["files", "CD"])
def test_a_page_is_turned_and_read_again_by_the_number_it_was_shown_with(
    beside: dict[str, bytes], files: CodedFiles
) -> None:
    content = archive({**beside, "coupé.png": scan(REPORT)[:5000], "a.pdf": pdf(REPORT), "b.pdf": pdf(REPORT)})
    shown = {page.member: page.number for page, _ in told(files, content)[0]}
    wanted = shown["b.pdf"]
    again = [r for r, _ in files.read(content, "envoi.zip", {wanted: 90}, {wanted}) if isinstance(r, ocr.Page)]
    assert [(page.member, page.number, page.rotation) for page in again] == [("b.pdf", wanted, 90)]
    assert len(set(shown.values())) == len(shown)


def test_a_broken_document_of_an_archive_is_refused_by_name(files: CodedFiles) -> None:
    pages, refused = told(files, archive({"a.xml": cda(LABORATORY)[:-30], "b.xml": cda(LABORATORY)}))
    assert [p.member for p, _ in pages] == ["b.xml"]
    assert [(r.member, r.code) for r in refused] == [("a.xml", "corrupt")]


def test_the_file_inside_a_document_is_read_as_it_is(files: CodedFiles) -> None:
    pages, _ = told(files, cda(body=attached(pdf(REPORT)), code="18748-4"), "cr.xml")
    ((page, record),) = pages
    assert "RADIOGRAPHIES DU GENOU DROIT" in page.text
    assert record is not None
    assert (record.code, record.patient is not None) == ("18748-4", True)


def media(content: bytes, media_type: str, name: str) -> str:
    told = base64.b64encode(content).decode()
    value = f'<value mediaType="{media_type}" representation="B64">{told}</value>'
    return f'<observationMedia classCode="OBS" moodCode="EVN" ID="{name}">{value}</observationMedia>'


@pytest.mark.parametrize(("code", "kind"), [("55108-5", "11502-2"), ("101792-0", None)], ids=["copy", "other report"])
def test_a_report_beside_the_text_is_a_document_of_its_own(code: str, kind: str | None, files: CodedFiles) -> None:
    beside = section("Pièce jointe", "", media(pdf(REPORT), "application/pdf", "PJ"))
    beside = beside.replace("<title>", f'<code code="{code}"/><title>')
    pages, _ = told(files, cda(LABORATORY, beside), "cr.xml")
    assert [(p.number, r.document, r.code) for p, r in pages if r] == [
        (1, "1.2.3.4/CR-7", "11502-2"),
        (2, "1.2.3.4/CR-7#PJ", kind),
    ]


def test_a_drawing_is_a_page_of_its_document(files: CodedFiles) -> None:
    buffer = BytesIO()
    Image.new("L", (90, 60), 200).save(buffer, "JPEG")
    pages, _ = told(files, cda(LABORATORY, section("Croquis", "", media(buffer.getvalue(), "image/jpeg", "DESSIN"))))
    assert [(p.quality, p.text, r.document) for p, r in pages[1:] if r] == [(1.0, "", "1.2.3.4/CR-7")]


def test_a_broken_file_inside_a_document_leaves_the_document_named(files: CodedFiles) -> None:
    pages, _ = told(files, cda(body=attached(b"%PDF-1.7 rien")), "cr.xml")
    assert "non affichée : l'original est conservé" in pages[0][0].text


def test_a_report_inside_a_dicom_file_is_read(files: CodedFiles) -> None:
    document = {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.104.1", "Modality": "DOC", "PixelData": None, "Rows": None}
    pages, refused = told(files, dicom({**document, "EncapsulatedDocument": pdf(REPORT)}), "cr.dcm")
    ((page, record),) = pages
    assert "RADIOGRAPHIES DU GENOU DROIT" in page.text
    assert record is not None
    assert (record.code, record.images, refused) == (None, None, [])


@pytest.mark.parametrize(
    "content",
    [dicom()[:300], b"\0" * 128 + b"DICM", dicom()[:-30], dicom({"Rows": 65535, "Columns": 65535})],
    ids=["header cut", "no header", "points cut", "huge"],
)
def test_a_dicom_file_that_cannot_be_shown_is_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"abîmé ou incomplet.*l'original est conservé") as refused:
        list(page_reader().read(an_upload("IM001", content), content))
    assert refused.value.code == "corrupt"


def test_the_page_of_the_domain_keeps_its_record() -> None:
    content = archive({**XDM, "cassé.dcm": dicom()[:300]})
    read = list(page_reader().read(an_upload("envoi.zip", content), content))
    pages = [r.page for r in read if isinstance(r, ReadPage)]
    assert [p.record.format for p in pages if p.record] == ["cda"]
    assert [r.code for r in read if isinstance(r, ReadRefusal)] == ["corrupt"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed or lost."""
    bytes_ = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(bytes_))
        if chance.random() < 0.5:
            bytes_[at] = chance.randrange(256)
        else:
            del bytes_[at : at + chance.randrange(1, 60)]
    return bytes(bytes_)


def test_damaged_files_are_read_or_refused_and_nothing_else() -> None:
    chance, read = random.Random(11), 0  # noqa: S311 - the same damage each time
    for number in range(400):
        try:
            if number % 2:
                read += len(list(cda_record.pages(mutated(cda(LABORATORY), chance), attached_pages)))
            else:
                read += read_header(mutated(dicom(), chance)) is not None
        except (UploadRefused, ocr.ReadError, ValueError):
            continue
    assert read > 20, "not all damage makes a file unreadable"
