"""DICOM files and CDs: one page a series with its record and preview; broken ones are counted, hostile ones refused."""

from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom.uid import DeflatedExplicitVRLittleEndian, generate_uid

import ocr
from engine.adapters import dicom_record
from engine.adapters.dicom_decoder import draw
from engine.adapters.dicom_header import read_header
from engine.adapters.dicom_pictures import DicomPictures
from engine.domain.source_record import SourceRecord
from tests.record_samples import compressed, dicom


def told(*files: bytes) -> tuple[list[tuple[ocr.Page, SourceRecord]], list[ocr.Refused]]:
    named = [(f"IMG{number:04}", content) for number, content in enumerate(files)]
    found = list(dicom_record.pages(lambda: named, 1))
    pages = [(read, record) for read, record in found if isinstance(read, ocr.Page) and record is not None]
    return pages, [read for read, _ in found if isinstance(read, ocr.Refused)]


def test_a_series_becomes_a_page_that_says_what_it_is() -> None:
    ((page, record),), refused = told(*(dicom({"InstanceNumber": n}) for n in range(1, 6)))
    assert refused == []
    assert page.text.splitlines() == [
        "IRM · genou, côté droit · 28/04/2026",
        "Patient : PERLEVENT SIDONIE, née le 09/02/1958",
        "Examen : IRM DU GENOU DROIT",
        "Établissement : Imagerie du Vieux Moulin",
        "Série : T1 coronal : 5 images (format DICOM)",
        "Aperçu de l'image 3 sur 5, sans valeur diagnostique.",
    ]
    assert (record.format, record.code, record.document) == ("dicom", "DICOM", "1.2.826.0.1.1")
    assert (record.dated, record.title) == (date(2026, 4, 28), "IRM DU GENOU DROIT")
    assert record.images is not None
    assert (record.images.modality, record.images.body_part, record.images.images) == ("MR", "KNEE", 5)
    for word in page.words:
        assert page.text[word.start : word.start + len(word.text)] == word.text


def test_the_preview_stands_below_the_text() -> None:
    points = np.zeros((40, 40), dtype=np.uint16)
    points[20:] = 4000
    ((page, _),), _ = told(dicom(pixels=points))
    shown = np.asarray(Image.open(BytesIO(page.image)))
    below = shown[int(max(w.box[3] for w in page.words) * page.height) + 40 :, page.width // 2]
    assert (shown.shape[1], shown.shape[0]) == (page.width, page.height)
    dark = np.flatnonzero(below < 40)
    assert len(dark) > 100, "the dark half is drawn"
    assert (below[dark[-1] + 30 : dark[-1] + 200] > 215).all(), "and the bright one under it"


def test_series_of_one_study_stand_together_and_in_order() -> None:
    other = {"StudyInstanceUID": "1.2.826.0.1.2", "SeriesInstanceUID": "1.2.826.0.1.2.1", "Modality": "CR"}
    pages, _ = told(
        dicom({"SeriesNumber": 7, "SeriesInstanceUID": "1.2.826.0.1.1.7"}), dicom(other), dicom({"SeriesNumber": 4})
    )
    assert [(r.document, p.number, p.text.splitlines()[0].split(" ")[0]) for p, r in pages] == [
        ("1.2.826.0.1.1", 1, "IRM"),
        ("1.2.826.0.1.1", 2, "IRM"),
        ("1.2.826.0.1.2", 3, "Radiographie"),
    ]


@pytest.mark.parametrize(
    ("over", "line"),
    [
        ({"PatientName": None, "PatientBirthDate": None}, "Patient : non indiqué"),
        ({"PatientName": "PERLEVENT SIDONIE", "PatientSex": None}, "Patient : PERLEVENT SIDONIE, né(e) le 09/02/1958"),
        ({"PatientName": "LÉGER^ÉLÉA", "PatientBirthDate": ""}, "Patient : LÉGER ÉLÉA"),
        ({"PatientBirthDate": "99999999"}, "Patient : PERLEVENT SIDONIE"),
        ({"StudyDate": None, "ContentDate": None}, "IRM · genou, côté droit · date inconnue"),
        ({"StudyDate": None}, "IRM · genou, côté droit · 02/05/2026"),
        ({"BodyPartExamined": "OMBILIC", "Laterality": ""}, "IRM · ombilic · 28/04/2026"),
        ({"Modality": "ZZ", "BodyPartExamined": None}, "ZZ · côté droit · 28/04/2026"),
        ({"SeriesDescription": None}, "Série : 1 image (format DICOM)"),
    ],
)
def test_what_a_header_lacks_is_said_and_not_guessed(over: dict[str, object], line: str) -> None:
    ((page, _),), _ = told(dicom(over))
    assert line in page.text.splitlines()


RAMP = np.array([[0, 1000, 2000, 4000]] * 4, dtype=np.uint16)


@pytest.mark.parametrize(
    ("over", "row"),
    [
        ({}, [0, 63, 127, 255]),
        ({"PhotometricInterpretation": "MONOCHROME1"}, [255, 192, 128, 0]),
        ({"WindowCenter": 1000, "WindowWidth": 2000}, [0, 127, 255, 255]),
        ({"WindowCenter": [1000, 40], "WindowWidth": [2000, 80]}, [0, 127, 255, 255]),
        ({"RescaleSlope": 2, "RescaleIntercept": -1000, "WindowCenter": 1000, "WindowWidth": 4000}, [0, 127, 255, 255]),
    ],
    ids=["plain", "inverted", "window", "two windows", "rescaled"],
)
def test_points_are_drawn_as_they_are_looked_at(over: dict[str, object], row: list[int]) -> None:
    drawn = draw(dicom(over, pixels=RAMP), 0)
    assert drawn is not None
    assert np.abs(drawn[1].astype(int) - row).max() <= 2


def test_a_large_image_is_drawn_small_and_a_colour_one_grey() -> None:
    large = draw(dicom(pixels=np.zeros((3300, 500), dtype=np.uint16)), 0)
    assert large is not None
    assert max(large.shape) <= 1600
    colour = np.zeros((4, 4, 3), dtype=np.uint8)
    colour[2:] = (0, 255, 0)
    form: dict[str, Any] = {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB", "PlanarConfiguration": 0}
    drawn = draw(dicom({**form, "BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}, pixels=colour), 0)
    assert drawn is not None
    assert (drawn[0, 0], drawn[3, 3]) == (0, 255)


def test_compressed_points_and_the_middle_frame_are_drawn() -> None:
    ((page, record),), _ = told(compressed(dicom(frames=9)))
    assert "Aperçu de l'image 5 sur 9, sans valeur diagnostique." in page.text
    assert record.images is not None
    assert (record.images.images, record.images.readable) == (9, True)


def test_another_image_is_shown_where_the_middle_one_is_broken() -> None:
    whole = [dicom({"InstanceNumber": n}) for n in range(1, 6)]
    whole[2] = whole[2][:-40]
    ((page, _),), refused = told(*whole)
    assert "Aperçu de l'image 2 sur 5, sans valeur diagnostique." in page.text
    assert refused == []


def test_broken_files_are_counted_and_the_rest_goes_on() -> None:
    pages, refused = told(dicom(), b"\0" * 128 + b"DICM" + b"\xff" * 60, b"\0" * 128 + b"DICM")
    assert len(pages) == 1
    assert [r.code for r in refused] == ["corrupt"]
    assert refused[0].message_fr.startswith("2 fichiers DICOM")


def test_a_directory_and_files_without_images_make_no_page_of_their_own() -> None:
    notes = dicom({"Modality": "PR", "PixelData": None, "Rows": None, "Columns": None, "SeriesInstanceUID": "1.2.9"})
    assert read_header(dicom({"SOPClassUID": "1.2.840.10008.1.3.10"})) is None
    pages, refused = told(dicom({"SOPClassUID": "1.2.840.10008.1.3.10"}), notes, dicom())
    assert (len(pages), refused) == (1, [])


HUGE: dict[str, object] = {"Rows": 65535, "Columns": 65535}


@pytest.mark.parametrize(
    "content",
    [
        dicom()[:-60],
        dicom(HUGE),
        dicom({"PixelData": b"\0\0"}),
        dicom({"BitsAllocated": 64}),
    ],
    ids=["truncated", "huge", "no points", "strange points"],
)
def test_an_image_that_cannot_be_drawn_is_told(content: bytes) -> None:
    ((page, record),), refused = told(content)
    assert "Aperçu impossible" in page.text
    assert record.images is not None
    assert not record.images.readable
    assert [r.code for r in refused] == ["corrupt"]


def test_frames_that_are_not_there_are_not_counted() -> None:
    ((_, record),), _ = told(dicom({"NumberOfFrames": 90_000_000}))
    assert record.images is not None
    assert record.images.images < 30


def test_nothing_of_a_patient_reaches_the_log(
    caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    told(dicom({"PatientBirthDate": "58-02-99", "PatientName": "PERLEVENT^" + "S" * 90}))
    assert caplog.text == ""
    assert not recwarn.list


def test_the_drawing_process_is_ended_and_started_again() -> None:
    with DicomPictures() as pictures:
        assert pictures.draw(dicom(), 0) is not None
        process = pictures._process
        assert process is not None
        process.kill()
        process.wait()
        assert pictures.draw(dicom(), 0) is not None
    assert pictures._process is None


def test_random_bytes_behind_the_mark_are_no_file() -> None:
    noise = np.random.default_rng(7)
    for length in (0, 1, 7, 60, 900, 20_000):
        content = b"\0" * 128 + b"DICM" + noise.bytes(length)
        pages, _ = told(content)
        assert pages == []


def test_a_compressed_header_is_not_opened() -> None:
    with pytest.raises(ValueError, match="compressed header"):
        read_header(dicom(syntax=DeflatedExplicitVRLittleEndian))


def test_two_patients_under_one_number_stay_apart() -> None:
    uid = generate_uid()
    pages, _ = told(
        dicom({"SeriesInstanceUID": uid}), dicom({"SeriesInstanceUID": uid, "PatientName": "DUNOYER^ACHILLE"})
    )
    assert [r.patient.family_names for _, r in pages if r.patient] == [("PERLEVENT",), ("DUNOYER",)]
