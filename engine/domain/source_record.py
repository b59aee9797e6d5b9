"""What a file says of itself in coded form: whose it is, what it is, and its results, each with its place on a page."""

from datetime import date
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

Comparator = Literal["<", "≤", ">", "≥"]
ResultKind = Literal["measurement", "finding", "procedure"]
Assertion = Literal["affirmed", "negated", "hypothetical"]

MODALITIES_FR = {
    "CR": "Radiographie",
    "CT": "Scanner",
    "DX": "Radiographie",
    "ECG": "Électrocardiogramme",
    "ES": "Endoscopie",
    "IO": "Radiographie dentaire",
    "IVUS": "Échographie endovasculaire",
    "MG": "Mammographie",
    "MR": "IRM",
    "NM": "Scintigraphie",
    "OCT": "Tomographie en cohérence optique",
    "OP": "Photographie du fond d'œil",
    "OPT": "Tomographie en cohérence optique",
    "PT": "TEP",
    "PX": "Panoramique dentaire",
    "RF": "Radioscopie",
    "RG": "Radiographie",
    "SM": "Lame de pathologie",
    "US": "Échographie",
    "XA": "Angiographie",
    "XC": "Photographie",
}
"""What each DICOM modality of images is called; others (structured reports, presentation states) hold no images."""

BODY_PARTS_FR = {
    "ABDOMEN": "abdomen",
    "ABDOMENPELVIS": "abdomen et pelvis",
    "ANKLE": "cheville",
    "BLADDER": "vessie",
    "BRAIN": "cerveau",
    "BREAST": "sein",
    "CHEST": "thorax",
    "CHESTABDOMEN": "thorax et abdomen",
    "CHESTABDPELVIS": "thorax, abdomen et pelvis",
    "COLON": "côlon",
    "CSPINE": "rachis cervical",
    "ELBOW": "coude",
    "EXTREMITY": "membre",
    "FEMUR": "fémur",
    "FOOT": "pied",
    "HAND": "main",
    "HEAD": "tête",
    "HEADNECK": "tête et cou",
    "HEART": "cœur",
    "HIP": "hanche",
    "KIDNEY": "rein",
    "KNEE": "genou",
    "LEG": "jambe",
    "LIVER": "foie",
    "LSPINE": "rachis lombaire",
    "LSSPINE": "rachis lombo-sacré",
    "NECK": "cou",
    "OVARY": "ovaire",
    "PELVIS": "pelvis",
    "PROSTATE": "prostate",
    "RECTUM": "rectum",
    "SHOULDER": "épaule",
    "SKULL": "crâne",
    "SPINE": "rachis",
    "SSPINE": "sacrum",
    "TESTIS": "testicule",
    "THYROID": "thyroïde",
    "TSPINE": "rachis dorsal",
    "UTERUS": "utérus",
    "WHOLEBODY": "corps entier",
    "WHOLESPINE": "rachis entier",
    "WRIST": "poignet",
}
"""What the body parts of DICOM are called in French; one that is not here is shown as the file names it."""


class RecordedPatient(Record):
    """Who a file says that it is about. `family_names` are those of birth and of use, without repetition."""

    family_names: tuple[str, ...] = ()
    given_names: tuple[str, ...] = ()
    birth_name: str | None = None
    used_name: str | None = None
    birth_date: date | None = None
    sex: Literal["F", "M"] | None = None
    ins: str | None = None
    """The national health identity, only where its issuer says that it is one."""

    def evidence_fr(self) -> str:
        """The identity as a report prints it; empty where nothing is known."""
        names = " ".join((*(n.upper() for n in self.family_names), *self.given_names))
        born = {"F": "née", "M": "né"}.get(self.sex or "", "né(e)")
        birth = f"{born} le {self.birth_date:%d/%m/%Y}" if self.birth_date else ""
        told = ", ".join(part for part in (names, birth) if part)
        return f"Patient : {told}" if told else ""


class CodedResult(Record):
    """One coded result: `page.text[start:end]` names it and ends with its value.

    `value` is a number, a text, or None for an act; `unit_ucum` is the code that the file gives; `low` and `high` are
    the reference range; `flag` is the laboratory's interpretation code (H, L, N…). One that `qualifies` only describes
    another entry (a status, a severity), says nothing on its own and may have the place of that entry.
    """

    kind: ResultKind
    name: str
    code: str | None = None
    system: str | None = None
    value: float | int | str | None = None
    value_code: str | None = None
    comparator: Comparator | None = None
    unit_ucum: str | None = None
    sampled_on: date | None = None
    low: float | None = None
    high: float | None = None
    range_fr: str | None = None
    flag: str | None = None
    status: str | None = None
    assertion: Assertion = "affirmed"
    of_family: bool = False
    qualifies: bool = False
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class CodedDrug(Record):
    """One drug that the file codes: `page.text[start:end]` names it; `prescribed` where it is ordered and not noted."""

    name: str
    code: str | None = None
    system: str | None = None
    dose_fr: str | None = None
    route_fr: str | None = None
    begun_on: date | None = None
    ended_on: date | None = None
    assertion: Assertion = "affirmed"
    prescribed: bool = False
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class RecordedImages(Record):
    """One series of images: `images` counts them, `readable` says whether one of them could be shown."""

    modality: str | None = None
    body_part: str | None = None
    side_fr: str | None = None
    study_fr: str | None = None
    series_fr: str | None = None
    images: int = Field(ge=0)
    readable: bool = True


class SourceRecord(Record):
    """What the file of a page says of itself in coded form.

    `document` is the same for all pages of one document; `code` is its kind in the sender's coding (LOINC for CDA) and
    `dated` the day of the examination, never of the file. Results and drugs are those of this page.
    """

    format: Literal["cda", "dicom"]
    document: str
    patient: RecordedPatient | None = None
    code: str | None = None
    title: str | None = None
    dated: date | None = None
    author: str | None = None
    establishment: str | None = None
    images: RecordedImages | None = None
    results: tuple[CodedResult, ...] = ()
    drugs: tuple[CodedDrug, ...] = ()
