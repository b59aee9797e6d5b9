"""`avis run` on a dossier with a CDA document and a CD of images: kinds, days, owners, facts, refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.store.postgres import Store
from tests.acceptance.conftest import Avis, Ended
from tests.acceptance.paper import LETTER, dossier_folder, pdf
from tests.record_samples import LABORATORY, archive, cda, dicom

NAMESAKE = {"PatientBirthDate": "19611130", "StudyInstanceUID": "1.2.77", "SeriesInstanceUID": "1.2.77.1"}
FILES = {
    "01-lettre.pdf": pdf(LETTER),
    "02-export": cda(LABORATORY),  # known by its content, whatever its name
    "03-cd.zip": archive(
        {
            "DICOMDIR": dicom({"SOPClassUID": "1.2.840.10008.1.3.10", "PixelData": None}),
            "A/1": dicom({"InstanceNumber": 1}),
            "A/2": dicom({"InstanceNumber": 2, "SeriesInstanceUID": "1.2.9", "SeriesNumber": 9}),
            "viewer.exe": b"MZ" + b"\0" * 300,
        }
    ),
    "04-homonyme.dcm": dicom(NAMESAKE),
    "05-bombe.xml": b'<?xml version="1.0"?><!DOCTYPE ClinicalDocument [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    + cda(LABORATORY).split(b"?>", 1)[1].replace(b"<title>", b"<title>&b;"),
    "06-tronque.dcm": dicom()[:-40],
    "07-immense.dcm": dicom({"Rows": 65535, "Columns": 65535}),
}


Result = dict[str, Any]
PARTLY_READ = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier_folder(tmp_path_factory.mktemp("coded") / "perlevent", FILES)


@pytest.fixture(scope="module")
def ended(shared_avis: Avis, folder: Path) -> Ended:
    done = shared_avis("run", folder, "--json", folder / "resultat.json")
    assert done.code == PARTLY_READ, done.said
    return done


@pytest.fixture(scope="module")
def result(ended: Ended, folder: Path) -> Result:
    assert ended.code == PARTLY_READ
    written: Result = json.loads((folder / "resultat.json").read_text(encoding="utf-8"))
    return written


def test_each_document_is_what_its_file_says(result: Result) -> None:
    documents = {d["file"]: d for d in result["documents"]}
    assert [(d["file"], d["pages"]) for d in result["documents"] if d["file"] == "03-cd.zip"] == [("03-cd.zip", [1, 2])]
    seen = {name: (d["kind"], d["dated"], d["right_patient"]) for name, d in documents.items()}
    assert seen["02-export"] == ("biologie", "2026-04-28", True)
    assert seen["03-cd.zip"] == ("images_dicom", "2026-04-28", True)
    assert seen["04-homonyme.dcm"] == ("images_dicom", "2026-04-28", False)


def test_coded_results_are_facts_with_their_place(result: Result) -> None:
    facts = [f for f in result["facts"] if f["file"] == "02-export"]
    crp = [f for f in facts if f["key"] == "crp"]
    assert [(f["value"], f["unit"], f["date"], f["quote"]) for f in crp] == [
        (4.2, "mg/L", "2026-04-27", "CRP 4,2 mg/L")
    ]
    assert all(f["boxes"] for f in facts)


def test_hostile_files_are_refused_in_french_and_the_rest_goes_on(ended: Ended) -> None:
    said = ended.said
    for name in ("05-bombe.xml", "06-tronque.dcm", "07-immense.dcm"):
        assert name in said
    assert "déclare des entités" in said
    assert "est abîmé ou incomplet" in said
    assert "viewer.exe" not in said


def test_previews_and_places_are_kept(ended: Ended, shared_url: str) -> None:
    assert ended.code == PARTLY_READ
    with Store(shared_url) as store:
        pages, facts = store.pages("perlevent"), store.facts("perlevent")
        series = [p for p in pages if p.record and p.record.images]
        assert len(series) == 3
        assert all(store.content(p.image).startswith(b"\xff\xd8\xff") for p in series)
    by_place = {(p.filename, p.number): p.text for p in pages}
    for fact in facts:
        place = fact.source
        assert by_place[place.filename, place.page][place.start : place.end] == place.quote


def test_a_second_run_does_nothing_again(ended: Ended, shared_avis: Avis, shared_url: str, folder: Path) -> None:
    with Store(shared_url) as store:
        before = store.runs("perlevent")
    again = shared_avis("run", folder, "--json", folder / "resultat.json")
    assert (again.code, ended.code) == (PARTLY_READ, PARTLY_READ)
    with Store(shared_url) as store:
        assert store.runs("perlevent") == before
