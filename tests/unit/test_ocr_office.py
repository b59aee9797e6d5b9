"""Word documents: what they say, in order, on pages. Every person is invented."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml.parser import parse_xml
from docx.shared import Inches
from PIL import Image

from ocr import ReadError, read
from ocr.blocks import Paragraph
from ocr.office import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(document: Document) -> str:
    return "\n".join(page.text for page in read(saved(document), "lettre.docx"))


def with_body(xml: str) -> Document:
    """A document whose body starts with that XML."""
    document = docx.Document()
    for element in reversed(list(parse_xml(f"<w:body {W}>{xml}</w:body>"))):
        document.element.body.insert(0, element)
    return document


def altered(content: bytes, name: str, change: bytes, by: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, part.replace(change, by) if info.filename == name else part)
    return buffer.getvalue()


def test_a_letter_is_read_from_its_header_to_its_footer() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Clinique du Pont Bossu"
    document.sections[0].footer.paragraphs[0].text = "4 quai des Gabares"
    document.add_heading("Compte rendu de consultation", 1)
    document.add_paragraph("Patiente : Mme PERLEVENT Sidonie")
    table = document.add_table(2, 3)
    for row, cells in zip(table.rows, (("Analyse", "Résultat", "Unité"), ("Hémoglobine", "11,4", "g/dL")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("Genou droit", style="List Bullet")
    document.add_paragraph("Conclusion : gonarthrose.")
    told = [line for line in text_of(document).splitlines() if line]
    assert told == [
        "Clinique du Pont Bossu",
        "Compte rendu de consultation",
        "Patiente : Mme PERLEVENT Sidonie",
        "Analyse Résultat Unité",
        "Hémoglobine 11,4 g/dL",
        "• Genou droit",
        "Conclusion : gonarthrose.",
        "4 quai des Gabares",
    ]


RUNS = [
    ("words cut in runs", "<w:r><w:t>Hémo</w:t></w:r><w:r><w:t>globine</w:t></w:r>", "Hémoglobine"),
    ("an insertion is there", "<w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins>", "ab"),
    ("a deletion is not", "<w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del>", "a"),
    ("a link's words", '<w:hyperlink w:anchor="x"><w:r><w:t>lien</w:t></w:r></w:hyperlink>', "lien"),
    ("a field of a form", "<w:sdt><w:sdtContent><w:r><w:t>oui</w:t></w:r></w:sdtContent></w:sdt>", "oui"),
    ("hidden words", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r><w:r><w:t>vu</w:t></w:r>", "vu"),
    ("a tabulator", "<w:r><w:t>Fer</w:t><w:tab/><w:t>9</w:t></w:r>", "Fer 9"),
    ("a line break", "<w:r><w:t>un</w:t><w:br/><w:t>deux</w:t></w:r>", "un\ndeux"),
    ("a ticked box", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> oui</w:t></w:r>', "☑ oui"),
    ("an empty box", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t> non</w:t></w:r>', "☐ non"),
    ("a hyphen", "<w:r><w:t>IgG</w:t><w:noBreakHyphen/><w:t>4</w:t></w:r>", "IgG-4"),
    (
        "no page number of another layout",
        '<w:r><w:t>Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>',
        "Page",
    ),
    (
        "a field that is no page number",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar '
        'w:fldCharType="separate"/></w:r><w:r><w:t>12/05/2026</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "12/05/2026",
    ),
]


@pytest.mark.parametrize(("xml", "says"), [r[1:] for r in RUNS], ids=[r[0] for r in RUNS])
def test_a_paragraph_says_what_it_would_in_print(xml: str, says: str) -> None:
    assert text_of(with_body(f"<w:p>{xml}</w:p>")).strip() == says


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Urgent</w:t></w:r></w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(with_body(f"<w:p><w:r><w:t>Lettre</w:t></w:r><w:r>{both}</w:r></w:p>")).split() == [
        "Lettre",
        "Urgent",
    ]


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"c{number}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 2).merge(table.cell(1, 2))
    assert sorted(text_of(document).split()) == ["c0", "c1", "c2", "c3", "c4", "c5"]


def test_numbers_of_lists_are_written_out() -> None:
    document = docx.Document()
    for text in ("Genou droit", "Hanche"):
        document.add_paragraph(text, style="List Number")
    numbered = document.part.numbering_part.element
    numbered.append(
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/>'
            '<w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>'
        )
    )
    numbered.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="78"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    xml = "".join(item.format(*each) for each in ((0, "un"), (1, "sous"), (1, "encore"), (0, "deux"), (1, "dessous")))
    for element in list(parse_xml(f"<w:body {W}>{xml}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    assert text_of(document).splitlines()[-5:] == ["1. un", "1a) sous", "1b) encore", "2. deux", "2a) dessous"]


def test_a_page_break_opens_a_page() -> None:
    document = docx.Document()
    document.add_paragraph("première")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("seconde")
    assert [page.text for page in read(saved(document), "a.docx")] == ["première", "seconde"]


def test_a_pasted_scan_becomes_a_page_and_a_logo_does_not() -> None:
    document = docx.Document()
    for size in ((80, 80), (1240, 1754)):
        picture = BytesIO()
        Image.new("L", size, 255).save(picture, "PNG")
        document.add_picture(picture, width=Inches(1))
    document.add_paragraph("Ci-joint le compte rendu.")
    pages = list(read(saved(document), "a.docx"))
    assert [(page.number, page.origin) for page in pages] == [(1, "text_layer"), (2, "ocr")]


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(ReadError, match="aucune page"):
        list(read(saved(docx.Document()), "vide.docx"))


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part(part: str) -> None:
    document = docx.Document()
    document.add_paragraph("Lettre")
    content = altered(saved(document), part, b"?>", b"?>" + LAUGHS)
    with pytest.raises(ReadError) as caught:
        read_docx(content)
    assert caught.value.code == "corrupt"


def test_a_part_that_unpacks_without_end_is_refused() -> None:
    content = altered(saved(docx.Document()), "word/styles.xml", b"?>", b"?>" + b" " * 30_000_000)
    assert len(content) < 200_000
    with pytest.raises(ReadError) as caught:
        read_docx(content)
    assert caught.value.code == "bomb"


def test_macros_are_noticed_and_the_text_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("Lettre")
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with_macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    buffer = BytesIO(altered(saved(document), "[Content_Types].xml", kind, with_macros))
    with ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"code")
    read = read_docx(buffer.getvalue())
    assert read.macros
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == ["Lettre"]
    assert not read_docx(saved(document)).macros


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_damaged_part_is_a_refusal(part: str) -> None:
    document = docx.Document()
    document.add_paragraph("Lettre")
    with pytest.raises(ReadError) as caught:
        read_docx(altered(saved(document), part, b"<w:body>" if "document" in part else b"<", b"<<"))
    assert caught.value.code == "corrupt"
