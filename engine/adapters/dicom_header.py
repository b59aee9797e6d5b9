"""What the header of a DICOM file says: whose image, of what, of which day, in which series."""

import logging
import warnings
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from engine.adapters.cda_tree import day
from engine.domain.source_record import RecordedImages, RecordedPatient, SourceRecord

MOST_HEADER = 4_000_000
"""Bytes in which a header ends: a longer one is not read to its end."""
DEFLATED = b"1.2.840.10008.1.2.1.99"
PIXELS = (b"\xe0\x7f\x10\x00", b"\x7f\xe0\x00\x10")
DIRECTORY = "1.2.840.10008.1.3.10"
ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
LEAST_FRAME = 64
"""Bytes that an image takes at least, however it is compressed: a header may count more than there are."""
LONGEST = 120
"""Characters of a description that are shown."""
SIDES_FR = {"R": "côté droit", "L": "côté gauche", "B": "des deux côtés"}
TAGS = [
    "SOPClassUID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "StudyDate",
    "SeriesDate",
    "AcquisitionDate",
    "ContentDate",
    "Modality",
    "BodyPartExamined",
    "Laterality",
    "ImageLaterality",
    "StudyDescription",
    "SeriesDescription",
    "SeriesNumber",
    "InstanceNumber",
    "NumberOfFrames",
    "Rows",
    "Columns",
    "PatientName",
    "PatientBirthName",
    "PatientBirthDate",
    "PatientSex",
    "InstitutionName",
    "PerformingPhysicianName",
    "NameOfPhysiciansReadingStudy",
]


@dataclass(frozen=True)
class Header:
    """One file of a series. `record` is what it says; `frames` is 0 for a file without an image; `pdf` when it holds a
    document; `order` is where it stands in its series."""

    record: SourceRecord
    series: str
    series_number: int
    order: int
    frames: int
    pdf: bool


def read_header(content: bytes) -> Header | None:
    """The header of a file; None for a directory of a CD. Raises `ValueError` where the file cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # values are understood when they are asked for, and warned of with what they say
        return _header(content)


def _header(content: bytes) -> Header | None:
    found = _dataset(content)
    kind = _text(found, "SOPClassUID")
    if kind == DIRECTORY or _meta(found) == DIRECTORY:
        return None
    study, series = _text(found, "StudyInstanceUID"), _text(found, "SeriesInstanceUID")
    if not (study or series or kind):
        raise ValueError("no DICOM object")
    has_image = _number(found, "Rows") > 0 and _number(found, "Columns") > 0 and any(mark in content for mark in PIXELS)
    return Header(
        record=_record(found, study or series),
        series=series,
        series_number=_number(found, "SeriesNumber"),
        order=_number(found, "InstanceNumber"),
        frames=max(1, min(len(content) // LEAST_FRAME, _number(found, "NumberOfFrames"))) if has_image else 0,
        pdf=kind == ENCAPSULATED_PDF,
    )


def pdf_in(content: bytes) -> bytes:
    """The document that a file encapsulates; empty where there is none."""
    try:
        return bytes(_read(content).get("EncapsulatedDocument", b""))
    except ValueError:
        return b""


def _dataset(content: bytes) -> Any:
    return _read(content[:MOST_HEADER], stop_before_pixels=True, specific_tags=TAGS)


def _read(content: bytes, **how: Any) -> Any:
    """A dataset. Raises `ValueError` for whatever is wrong with it."""
    from pydicom import dcmread

    if DEFLATED in content[:2000]:
        raise ValueError("a compressed header may be of any size")
    logging.getLogger("pydicom").setLevel(logging.CRITICAL + 1)  # it would log what it finds wrong: names and dates
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what other programs wrote against the rules
        try:
            return dcmread(BytesIO(content), **how)
        except Exception as error:  # the library raises what it meets: from a wrong length to an endless nesting
            raise ValueError("no readable DICOM file") from error


def _record(found: Any, study: str) -> SourceRecord:
    body = _text(found, "BodyPartExamined").upper().replace(" ", "") or None
    side = SIDES_FR.get((_text(found, "ImageLaterality") or _text(found, "Laterality")).upper())
    return SourceRecord(
        format="dicom",
        document=study,
        patient=_patient(found),
        code="DICOM",
        title=_text(found, "StudyDescription") or None,
        dated=_first_day(found, "StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"),
        author=_name(found, "NameOfPhysiciansReadingStudy") or _name(found, "PerformingPhysicianName") or None,
        establishment=_text(found, "InstitutionName") or None,
        images=RecordedImages(
            modality=_text(found, "Modality").upper() or None,
            body_part=body,
            side_fr=side,
            study_fr=_text(found, "StudyDescription") or None,
            series_fr=_text(found, "SeriesDescription") or None,
            images=0,
        ),
    )


def _patient(found: Any) -> RecordedPatient | None:
    names = [_name_parts(found, tag) for tag in ("PatientName", "PatientBirthName")]
    sex = _text(found, "PatientSex").upper()
    patient = RecordedPatient(
        family_names=tuple(dict.fromkeys(family for family, _ in names if family)),
        given_names=tuple(dict.fromkeys(given for _, given in names if given)),
        birth_name=names[1][0] or None,
        birth_date=day(_text(found, "PatientBirthDate")),
        sex="F" if sex == "F" else "M" if sex == "M" else None,
    )
    return patient if patient.family_names or patient.birth_date else None


def _name_parts(found: Any, tag: str) -> tuple[str, str]:
    """Family and given names; one that is not divided counts as family name, where both are looked for."""
    family, _, rest = _text(found, tag).split("=")[0].partition("^")
    return " ".join(family.split()), " ".join(rest.replace("^", " ").split())


def _name(found: Any, tag: str) -> str:
    family, given = _name_parts(found, tag)
    return f"{given} {family}".strip()


def _text(found: Any, tag: str) -> str:
    """A value as one line of text, whatever its sender put there."""
    try:
        value = found.get(tag)
        several = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
        told = " ".join(str(part) for part in several if part is not None)
    except Exception:  # a value of a wrong form fails where it is looked at
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in told).split())[:LONGEST]


def _number(found: Any, tag: str) -> int:
    told = _text(found, tag).split(" ")[0].split(".")[0]
    return int(told) if told.lstrip("-").isascii() and told.lstrip("-").isdigit() and len(told) < 10 else 0


def _first_day(found: Any, *tags: str) -> date | None:
    return next((read for tag in tags if (read := day(_text(found, tag)))), None)


def _meta(found: Any) -> str:
    try:
        return str(found.file_meta.get("MediaStorageSOPClassUID", ""))
    except Exception:  # as in `_text`: values are only understood here
        return ""
