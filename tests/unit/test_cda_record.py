"""CDA documents as Mon espace santé exports them: header, readable text, and each coded value where it is printed."""

from datetime import date
from typing import Any

import pytest

import ocr
from engine.adapters import cda_record
from engine.adapters.cda_tree import MOST_ELEMENTS
from engine.domain.source_record import CodedDrug, CodedResult, SourceRecord
from engine.errors import UploadRefused
from tests.record_samples import (
    AUTHOR,
    EVENT,
    LABORATORY,
    PATIENT,
    SAMPLE,
    attached,
    attached_pages,
    cda,
    observation,
    quantity,
    section,
    table,
)


def told(content: bytes) -> tuple[str, list[tuple[CodedResult | CodedDrug, str]], SourceRecord]:
    """The text of all pages, each coded value with the text of its place, and the record of the first page."""
    pages = list(cda_record.pages(content, attached_pages))
    values: list[tuple[CodedResult | CodedDrug, str]] = []
    for page, record in pages:
        for word in page.words:
            assert page.text[word.start : word.start + len(word.text)] == word.text
        values += [(v, page.text[v.start : v.end]) for v in (*record.results, *record.drugs)]
    return "\n".join(page.text for page, _ in pages), values, pages[0][1]


def only(content: bytes) -> tuple[Any, str]:
    values = told(content)[1]
    assert len(values) == 1, values
    return values[0]


def test_the_header_gives_identity_day_author_and_kind() -> None:
    record = told(cda(LABORATORY))[2]
    assert record.patient is not None
    assert record.patient.family_names == ("PERLEVENT", "ESTRAGON")
    assert record.patient.given_names == ("Sidonie", "Sidonie Marthe")
    assert (record.patient.birth_name, record.patient.used_name) == ("PERLEVENT", "ESTRAGON")
    assert (record.patient.birth_date, record.patient.sex) == (date(1958, 2, 9), "F")
    assert record.patient.ins == "258020000000097", "the number of the hospital is no national identity"
    assert (record.document, record.code, record.title) == ("1.2.3.4/CR-7", "11502-2", "Compte rendu de biologie")
    assert (record.author, record.establishment) == ("DR Ambroise TAMARIN", "Laboratoire des Sept Écluses")


@pytest.mark.parametrize(
    ("head", "extra", "dated"),
    [
        (PATIENT + EVENT, SAMPLE, date(2026, 4, 27)),
        (PATIENT + EVENT, "", date(2026, 4, 28)),
        (
            PATIENT + "<componentOf><encompassingEncounter><effectiveTime><high value='20260403'/></effectiveTime>"
            "</encompassingEncounter></componentOf>",
            "",
            date(2026, 4, 3),
        ),
        (PATIENT, "", None),
    ],
    ids=["sample", "act", "visit", "file only"],
)
def test_the_day_is_that_of_the_examination(head: str, extra: str, dated: date | None) -> None:
    document = cda(f"<section><title>Biochimie</title><text>CRP</text>{extra}</section>", head=head)
    assert told(document)[2].dated == dated


def test_the_text_is_read_row_by_row_with_its_lists_and_headings() -> None:
    text = told(
        cda(
            section("Motif", "<paragraph>Bilan<br/>avant opération</paragraph><list><item>à jeun</item></list>"),
            section("Biochimie", table(("Examen", "Résultat"), ("CRP", "4,2 mg/L"))),
        )
    )[0]
    lines = text.splitlines()
    for line in ("Compte rendu de biologie", "Motif", "Bilan", "avant opération", "• à jeun", "Examen Résultat"):
        assert line in lines
    assert lines.index("CRP 4,2 mg/L") == lines.index("Examen Résultat") + 1
    assert "née le 09/02/1958" in text


def test_a_cell_that_reaches_down_keeps_the_columns() -> None:
    rows = '<tr><td rowspan="2">Genou</td><td>droit</td></tr><tr><td>gauche</td></tr>'
    pages = list(cda_record.pages(cda(section("Examen", f"<table>{rows}</table>")), attached_pages))
    boxes = {word.text: word.box for word in pages[0][0].words}
    assert boxes["droit"][0] == boxes["gauche"][0]


def test_each_result_ends_at_its_printed_value() -> None:
    text, values, _ = told(cda(LABORATORY))
    assert [(v.code, v.value, quote) for v, quote in values if isinstance(v, CodedResult)] == [
        ("1988-5", 4.2, "CRP 4,2"),
        ("718-7", 12.8, "Hémoglobine 12,8"),
        ("6301-6", 1.04, "INR 1,04"),
    ]
    assert cda_record.CODED_FR not in text
    crp = values[0][0]
    assert isinstance(crp, CodedResult)
    assert (crp.low, crp.high, crp.unit_ucum, crp.sampled_on) == (0, 5, "mg/L", date(2026, 4, 27))


def test_the_same_value_on_two_lines_is_bound_by_name() -> None:
    lab = section(
        "Ionogramme",
        table(("Sodium", "4,1"), ("Potassium", "4,1 mmol/L"), ("Calcium", "4,1 mmol/L")),
        observation("2823-3", "Potassium [Moles/Volume]", quantity("4.1", "mmol/L")),
    )
    assert only(cda(lab))[1] == "Potassium 4,1"


def test_a_result_that_is_printed_nowhere_gets_its_place_on_a_page_of_its_own() -> None:
    lab = section("Biochimie", table(("CRP", "4,2 mg/L")), observation("3016-3", "TSH", quantity("2.15", "m[IU]/L")))
    content = cda(lab)
    text, _, _ = told(content)
    value, quote = only(content)
    assert (value.value, quote) == (2.15, "TSH : 2,15")
    assert text.endswith(f"{cda_record.CODED_FR}\nTSH : 2,15 mUI/L (27/04/2026)")


@pytest.mark.parametrize(
    ("value", "attributes", "expected"),
    [
        (
            '<value xsi:type="IVL_PQ"><high value="0.6" unit="mg/L" inclusive="false"/></value>',
            {},
            (0.6, "<", "affirmed"),
        ),
        ('<value xsi:type="IVL_PQ"><low value="90" unit="mL/min"/></value>', {}, (90, "≥", "affirmed")),
        ('<value xsi:type="BL" value="false"/>', {}, ("non", None, "affirmed")),
        (
            '<value xsi:type="CD" code="M17" displayName="Gonarthrose"/>',
            {"negationInd": "true"},
            ("Gonarthrose", None, "negated"),
        ),
        (quantity("60", "kg"), {"moodCode": "GOL"}, (60, None, "hypothetical")),
        ('<value xsi:type="ST">déficit léger</value>', {}, ("déficit léger", None, "affirmed")),
        ('<value xsi:type="TS" value="20260114"/>', {}, ("14/01/2026", None, "affirmed")),
    ],
)
def test_values_of_each_type_are_read(value: str, attributes: dict[str, str], expected: tuple[Any, ...]) -> None:
    read, _ = only(
        cda(section("Examen", "voir ci-dessous", observation("X-1", "Mesure inventée", value, **attributes)))
    )
    assert (read.value, read.comparator, read.assertion) == expected


@pytest.mark.parametrize(
    "value",
    [
        '<value xsi:type="PQ" nullFlavor="UNK"/>',
        '<value xsi:type="PQ" value="NaN"/>',
        '<value xsi:type="PQ" value="beaucoup"/>',
    ],
)
def test_a_value_that_is_none_is_no_result(value: str) -> None:
    assert told(cda(section("Examen", "rien", observation("X-1", "Mesure", value))))[1] == []


def test_a_doubted_problem_is_hypothetical_and_a_relatives_is_the_familys() -> None:
    certainty = (
        '<entryRelationship><observation><code code="66455-7"/><value xsi:type="CE" code="provisional" '
        'displayName="Provisoire"/></observation></entryRelationship>'
    )
    subject = '<subject><relatedSubject classCode="PRS"><code code="MTH"/></relatedSubject></subject>'
    problem = '<value xsi:type="CD" code="M17" displayName="Gonarthrose"/>'
    first = observation("P", "problème", problem, refers="a", inside=certainty)
    second = observation("P", "problème", problem, refers="b", inside=subject)
    _, values, _ = told(
        cda(section("Problèmes", table(("#a Gonarthrose", "?"), ("#b Gonarthrose", "mère")), first, second))
    )
    stated = [v for v, _ in values if isinstance(v, CodedResult) and not v.qualifies]
    assert [(v.assertion, v.of_family) for v in stated] == [("hypothetical", False), ("affirmed", True)]


def test_a_drug_has_its_name_dose_and_place() -> None:
    drug = """<substanceAdministration classCode="SBADM" moodCode="INT"><text><reference value="#t"/></text>
        <effectiveTime xsi:type="IVL_TS"><low value="20260301"/></effectiveTime>
        <doseQuantity><low value="1" unit="{comprimé}"/></doseQuantity>
        <consumable><manufacturedProduct><manufacturedMaterial><code code='60' displayName='PARACÉTAMOL 500 mg'/>
        </manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"""
    value, quote = only(
        cda(section("Traitement", table(("#t Paracétamol 500 mg", "matin et soir")), drug), code="57833-6")
    )
    assert isinstance(value, CodedDrug)
    assert (value.name, value.dose_fr, value.prescribed) == ("PARACÉTAMOL 500 mg", "1 comprimé", True)
    assert (value.begun_on, quote) == (date(2026, 3, 1), "Paracétamol 500 mg matin et soir")


def test_a_document_inside_a_style_sheet_is_found() -> None:
    inner = cda(LABORATORY).split(b"?>", 1)[1]
    sheet = b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">' + inner + b"</xsl:stylesheet>"
    assert ocr.recognise(sheet, "export") == "CDA"
    assert len(told(sheet)[1]) == 3


def test_another_encoding_is_read() -> None:
    content = cda(section("Examen", "Fémur, cœur, é")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert ocr.recognise(content, "export") == "CDA"
    assert "Fémur, cœur, é" in told(content)[0]


def test_a_long_preface_hides_no_document() -> None:
    content = cda(LABORATORY).replace(b"<ClinicalDocument", b"<!--" + b" commentaire" * 2000 + b"--><ClinicalDocument")
    assert ocr.recognise(content, "export") == "CDA"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB + cda(LABORATORY).split(b"?>", 1)[1], "hostile"),
        (OUTSIDE + cda(LABORATORY).split(b"?>", 1)[1], "hostile"),
        (cda(LABORATORY)[:-40], "corrupt"),
        (cda(LABORATORY).replace(b"UTF-8", b"x-klingon"), "corrupt"),
        (cda(section("Examen", "<content>" * 500 + "</content>" * 500)), "too_large"),
        (cda(section("Examen", "<br/>" * MOST_ELEMENTS)), "too_large"),
    ],
    ids=["bomb", "outside", "truncated", "unknown encoding", "deep", "wide"],
)
def test_a_hostile_or_broken_document_is_refused_with_the_way_out(content: bytes, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        list(cda_record.pages(content, attached_pages))
    assert refused.value.code == code
    assert "l'original est conservé" in str(refused.value)


@pytest.mark.parametrize(
    "head", ["", "<recordTarget/>", AUTHOR, "<recordTarget><patientRole><patient/></patientRole></recordTarget>"]
)
def test_a_header_without_an_identity_names_no_one(head: str) -> None:
    record = told(cda(LABORATORY, head=head))[2]
    assert record.patient is None or record.patient.evidence_fr() == ""


def test_a_body_of_another_format_is_named() -> None:
    text = told(cda(body=attached(b"{\\rtf1 bonjour}", "text/rtf")))[0]
    assert "text/rtf" in text
    assert "l'original est conservé" in text


def test_a_wild_table_is_laid_out_all_the_same() -> None:
    row = '<tr><td colspan="99999999999">a</td><td rowspan="-2">b</td><td colspan="x">c</td></tr>'
    text = told(cda(section("Examen", f"<table>{row * 3}</table>")))[0]
    assert text.count("c") > 3


def test_what_only_describes_a_drug_stands_where_the_drug_does() -> None:
    rank = observation("30973-2", "Rang de la vaccination", '<value xsi:type="INT" value="2"/>')
    dose = (
        '<substanceAdministration classCode="SBADM" moodCode="EVN"><text><reference value="#v"/></text><consumable>'
        "<manufacturedProduct><manufacturedMaterial><name>Vaccin antitétanique</name></manufacturedMaterial>"
        f"</manufacturedProduct></consumable><entryRelationship>{rank}</entryRelationship></substanceAdministration>"
    )
    text, values, _ = told(cda(section("Vaccinations", table(("#v Vaccin antitétanique", "fait")), dose)))
    assert [quote for _, quote in values] == ["Vaccin antitétanique fait"] * 2
    assert cda_record.CODED_FR not in text
