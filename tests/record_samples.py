"""Coded files that tests make up, CDA documents and DICOM images: every person, place and result is invented."""

import base64
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import numpy as np
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, RLELossless, generate_uid

import ocr

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
LOINC = 'codeSystem="2.16.840.1.113883.6.1"'


def attached_pages(content: bytes) -> Iterator[ocr.Page]:
    """What reads attachments, in this process."""
    return ocr.read(content, "piece-jointe")


PATIENT = """
<recordTarget><patientRole>
  <id root="1.2.250.1.213.1.4.10" extension="258020000000097"/><id root="1.2.3" extension="IPP-4"/>
  <patient><name>
    <family qualifier="BR">PERLEVENT</family><family qualifier="CL">ESTRAGON</family>
    <given>Sidonie Marthe</given><given qualifier="BR">Sidonie</given>
  </name><administrativeGenderCode code="F"/><birthTime value="19580209"/></patient>
</patientRole></recordTarget>
"""
AUTHOR = """
<author><assignedAuthor><assignedPerson><name><prefix>DR</prefix><given>Ambroise</given><family>TAMARIN</family></name>
</assignedPerson><representedOrganization><name>Laboratoire des Sept Écluses</name></representedOrganization>
</assignedAuthor></author>
"""
EVENT = """
<documentationOf><serviceEvent><effectiveTime><low value="20260428091500+0200"/></effectiveTime></serviceEvent>
</documentationOf>
"""
SAMPLE = """
<entry><procedure classCode="PROC" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.2"/>
<code code="5201" displayName="Prélèvement sanguin"/><effectiveTime value="202604270735+0200"/></procedure></entry>
"""


def cda(*sections: str, head: str = PATIENT + AUTHOR + EVENT, code: str = "11502-2", body: str | None = None) -> bytes:
    """A CDA document of these sections; `body` stands in for them."""
    inner = body or f"<structuredBody>{''.join(f'<component>{s}</component>' for s in sections)}</structuredBody>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<ClinicalDocument xmlns="urn:hl7-org:v3" {XSI}><id root="1.2.3.4" extension="CR-7"/>'
        f'<code code="{code}" {LOINC} displayName="CR d\'examens"/><title>Compte rendu de biologie</title>'
        f'<effectiveTime value="20260502120000+0200"/>{head}<component>{inner}</component></ClinicalDocument>'
    ).encode()


def section(title: str, text: str, *entries: str) -> str:
    return (
        f"<section><title>{title}</title><text>{text}</text>{''.join(f'<entry>{e}</entry>' for e in entries)}</section>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell "#crp CRP" has the id crp."""

    def cell(told: str) -> str:
        if not told.startswith("#"):
            return f"<td>{told}</td>"
        name, _, text = told[1:].partition(" ")
        return f'<td><content ID="{name}">{text}</content></td>'

    lines = "".join(f"<tr>{''.join(cell(told) for told in row)}</tr>" for row in rows)
    return f"<table><tbody>{lines}</tbody></table>"


def observation(
    code: str, name: str, value: str, *, refers: str = "", inside: str = "", system: str = LOINC, **attributes: str
) -> str:
    """A coded result; `value` is a whole element, `refers` an id of the text."""
    text = f'<text><reference value="#{refers}"/></text>' if refers else ""
    given = "".join(f' {key}="{told}"' for key, told in {"moodCode": "EVN", **attributes}.items())
    return (
        f'<observation classCode="OBS"{given}><code code="{code}" {system} displayName="{name}"/>{text}'
        f'<statusCode code="completed"/><effectiveTime value="202604270735+0200"/>{value}{inside}</observation>'
    )


def quantity(value: str, unit: str = "1") -> str:
    return f'<value xsi:type="PQ" value="{value}" unit="{unit}"/>'


def attached(content: bytes, media_type: str = "application/pdf") -> str:
    """A document whose whole body is a file."""
    told = base64.encodebytes(content).decode()
    return f'<nonXMLBody><text mediaType="{media_type}" representation="B64">{told}</text></nonXMLBody>'


LABORATORY = section(
    "Biochimie",
    table(
        ("Examen", "Résultat", "Valeurs de référence"),
        ("#crp CRP", "4,2 mg/L", "0 à 5"),
        ("Hémoglobine", "12,8 g/dL", "12 à 16"),
        ("#inr INR", "1,04", ""),
    ),
    observation(
        "1988-5",
        "C Réactive protéine [Masse/Volume] Sérum/Plasma",
        quantity("4.2", "mg/L"),
        refers="crp",
        inside="<referenceRange><observationRange><value xsi:type='IVL_PQ'><low value='0' unit='mg/L'/>"
        "<high value='5' unit='mg/L'/></value></observationRange></referenceRange>",
    ),
    observation("718-7", "Hémoglobine [Masse/Volume] Sang ; Numérique", quantity("12.8", "g/dL")),
    observation("6301-6", "INR", '<value xsi:type="REAL" value="1.04"/>', refers="inr"),
)


def dicom(
    over: dict[str, object] | None = None,
    *,
    pixels: np.ndarray | None = None,
    frames: int = 1,
    syntax: str = ExplicitVRLittleEndian,
) -> bytes:
    """An uncompressed MR image of a knee, of 8 by 12 points; an attribute of None is left out."""
    points = np.arange(96, dtype=np.uint16).reshape(8, 12) if pixels is None else pixels
    data = Dataset()
    given = {
        "PatientName": "PERLEVENT^SIDONIE",
        "PatientBirthDate": "19580209",
        "PatientSex": "F",
        "StudyInstanceUID": "1.2.826.0.1.1",
        "SeriesInstanceUID": "1.2.826.0.1.1.4",
        "SOPClassUID": MRImageStorage,
        "SOPInstanceUID": generate_uid(),
        "StudyDate": "20260428",
        "ContentDate": "20260502",
        "Modality": "MR",
        "BodyPartExamined": "KNEE",
        "Laterality": "R",
        "StudyDescription": "IRM DU GENOU DROIT",
        "SeriesDescription": "T1 coronal",
        "SeriesNumber": 4,
        "InstanceNumber": 1,
        "InstitutionName": "Imagerie du Vieux Moulin",
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": points.shape[0],
        "Columns": points.shape[1],
        "BitsAllocated": 16,
        "BitsStored": 16,
        "HighBit": 15,
        "PixelRepresentation": 0,
        **({"NumberOfFrames": frames} if frames > 1 else {}),
        "PixelData": points.tobytes() * frames,
        "SpecificCharacterSet": "ISO_IR 100",
        **(over or {}),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # wrong values are what some tests are about
        for name, value in given.items():
            if value is not None:
                setattr(data, name, value)
    return _written(data, given, syntax)


def _written(data: Dataset, given: dict[str, Any], syntax: str) -> bytes:
    data.file_meta = FileMetaDataset()
    data.file_meta.MediaStorageSOPClassUID = given["SOPClassUID"]
    data.file_meta.MediaStorageSOPInstanceUID = given["SOPInstanceUID"]
    data.file_meta.TransferSyntaxUID = syntax
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()


def compressed(content: bytes) -> bytes:
    """The same image, its points run-length encoded."""
    data = dcmread(BytesIO(content))
    data.compress(RLELossless)
    buffer = BytesIO()
    dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return buffer.getvalue()
