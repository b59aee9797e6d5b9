"""`avis run` from a folder of files to the result that others read: its form, its places, what is kept."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.store.postgres import Store
from ocr import read
from tests.acceptance.conftest import DEMO, Avis, Ended
from tests.acceptance.paper import REPORT, dossier_folder, pdf, small_dossier

# What the contract names, with the forms that each value may take.
TEXT, NUMBER, MAYBE_TEXT = (str,), (int, float), (str, type(None))
TOP = {
    "case": TEXT,
    "pathway": (dict,),
    "documents": (list,),
    "completeness": (dict,),
    "facts": (list,),
    "conflicts": (list,),
    "red_flags": (list,),
    "draft": (dict,),
    "convergence": (dict,),
    "seconds": (dict,),
}
DOCUMENT = {
    "file": TEXT,
    "pages": (list,),
    "kind": TEXT,
    "dated": MAYBE_TEXT,
    "right_patient": (bool, type(None)),
    "duplicate_of": MAYBE_TEXT,
    "quality": NUMBER,
}
ITEM = {"requirement": TEXT, "status": TEXT, "documents": (list,), "reason_fr": TEXT, "request_fr": MAYBE_TEXT}
FACT = {
    "key": TEXT,
    "value": (str, int, float, type(None)),
    "unit": MAYBE_TEXT,
    "unit_ucum": MAYBE_TEXT,
    "date": MAYBE_TEXT,
    "side": MAYBE_TEXT,
    "polarity": TEXT,
    "bearer": TEXT,
    "file": TEXT,
    "page": (int,),
    "quote": TEXT,
    "boxes": (list,),
}
POSITION = {
    "diagnosis": TEXT,
    "option": MAYBE_TEXT,
    "alternatives": (list,),
    "discouraged": (list,),
    "exams": (list,),
    "certainty": TEXT,
}
STATEMENT = {"section": TEXT, "text": TEXT, "origin": TEXT, "cites": (list,)}
CONVERGENCE = {"D": TEXT, "T": TEXT, "E": TEXT, "overall": TEXT, "severity": (int, type(None)), "equipoise": (bool,)}
STATUSES = {"met", "missing", "outdated", "unreadable", "not_applicable", "ask"}
CITED = ("quote", "text", "date")

Result = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_dossier(tmp_path_factory.mktemp("small") / "perlevent")


@pytest.fixture(scope="module")
def ended(shared_avis: Avis, folder: Path) -> Ended:
    return shared_avis("run", folder, "--json", folder / "résultats" / "resultat.json")


@pytest.fixture(scope="module")
def result(ended: Ended, folder: Path) -> Result:
    assert ended.code == 0, ended.said
    written: Result = json.loads((folder / "résultats" / "resultat.json").read_text(encoding="utf-8"))
    return written


@pytest.fixture(scope="module")
def demo(shared_avis: Avis, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Result]:
    """A committed dossier: scans, a photo, a fax, a page turned on its side, another person's report."""
    out = tmp_path_factory.mktemp("demo") / "resultat.json"
    done = shared_avis("run", DEMO, "--json", out)
    assert done.code == 0, done.said
    return done, json.loads(out.read_text(encoding="utf-8"))


def assert_form(value: Result, form: dict[str, tuple[type, ...]]) -> None:
    assert set(form) <= set(value)
    for name, types in form.items():
        assert type(value[name]) in types, (name, value[name])


def assert_contract(result: Result) -> None:
    """The whole form of a run that reached its comparison."""
    assert_form(result, TOP)
    assert_form(result["pathway"], {"id": TEXT, "version": TEXT})
    for document in result["documents"]:
        assert_form(document, DOCUMENT)
        assert document["pages"]
        assert all(isinstance(page, int) and page >= 1 for page in document["pages"])
    assert type(result["completeness"]["provisional"]) is bool
    for item in result["completeness"]["items"]:
        assert_form(item, ITEM)
        assert item["status"] in STATUSES
        assert item["status"] != "met" or item["documents"]
        assert all(set(place) == {"file", "page"} for place in item["documents"])
    for fact in result["facts"]:
        assert_form(fact, FACT)
        assert fact["side"] in {"droite", "gauche", "bilatéral", None}
        assert fact["polarity"] in {"affirmed", "negated", "hypothetical"}
        assert fact["bearer"] in {"patient", "family"}
    for conflict in result["conflicts"]:
        assert_form(conflict, {"key": TEXT, "files": (list,), "what": TEXT})
    assert_form(result["draft"], {"position": (dict,), "statements": (list,), "set_aside": (list,)})
    assert_form(result["draft"]["position"], POSITION)
    assert result["draft"]["position"]["certainty"] in {"faible", "modérée", "élevée"}
    for statement in result["draft"]["statements"]:
        assert_form(statement, STATEMENT)
        assert statement["cites"]
    assert_form(result["convergence"], CONVERGENCE)
    assert {result["convergence"][axis] for axis in ("D", "T", "E", "overall")} <= set("CPXN")
    assert all(type(spent) in NUMBER for spent in result["seconds"].values())


def assert_placed(result: Result, texts: Mapping[tuple[str, int], str]) -> None:
    """Every quote stands where its fact says, in the texts of the pages by file and number."""
    assert result["facts"]
    for fact in result["facts"]:
        assert texts[fact["file"], fact["page"]][fact["start"] : fact["end"]] == fact["quote"]
        assert fact["boxes"]
        for x0, y0, x1, y1 in fact["boxes"]:
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1


def assert_numbers_cited(result: Result) -> None:
    """Every figure of a statement stands in what it cites, written the same but for spaces and leading zeros."""
    for statement in result["draft"]["statements"]:
        told = " ".join(str(cite[name]) for cite in statement["cites"] for name in CITED if cite.get(name))
        assert figures(statement["text"]) <= figures(told), statement


def figures(text: str) -> set[str]:
    """The figures of a text; a date counts as its three numbers."""
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text)
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+(?:[.,]\d+)?", joined)}


def item(result: Result, requirement: str) -> Result:
    found: Result = next(i for i in result["completeness"]["items"] if i["requirement"] == requirement)
    return found


def test_the_result_has_the_form_of_the_contract(result: Result) -> None:
    assert_contract(result)
    assert result["case"] == "perlevent"
    assert result["pathway"]["id"] == "gonarthrose"


def test_every_fact_stands_where_it_says(result: Result, folder: Path) -> None:
    assert {"cote", "imc", "kl"} <= {fact["key"] for fact in result["facts"]}
    again = [(path.name, page) for path in (folder / "documents").iterdir() for page in read(path.read_bytes(), "")]
    assert_placed(result, {(name, page.number): page.text for name, page in again})


def test_every_number_of_the_draft_is_cited(result: Result) -> None:
    assert any(figures(statement["text"]) for statement in result["draft"]["statements"])
    assert_numbers_cited(result)


def test_values_come_out_as_the_papers_say(result: Result) -> None:
    grade = next(fact for fact in result["facts"] if fact["key"] == "kl")
    assert (grade["value"], grade["side"], grade["date"], grade["file"]) == (4, "droite", "2026-04-28", "02-radio.pdf")
    index = next(fact for fact in result["facts"] if fact["key"] == "imc")
    assert (index["value"], index["unit_ucum"], index["date"]) == (27.1, "kg/m2", "2026-05-12")
    spared = next(fact for fact in result["facts"] if fact["key"] == "chondrocalcinose")
    assert spared["polarity"] == "negated"


def test_documents_are_recognised_and_what_is_missing_is_asked_for(result: Result) -> None:
    seen = [(d["file"], d["kind"], d["dated"], d["right_patient"]) for d in result["documents"]]
    assert seen == [
        ("01-lettre.pdf", "courrier", "2026-05-12", True),
        ("02-radio.pdf", "compte_rendu_imagerie", "2026-04-28", True),
    ]
    assert item(result, "courrier_premier_avis")["documents"] == [{"file": "01-lettre.pdf", "page": 1}]
    assert item(result, "rx_genou_cr")["documents"] == [{"file": "02-radio.pdf", "page": 1}]
    lacking = item(result, "pangonogramme")
    assert lacking["status"] == "missing"
    assert lacking["request_fr"]
    assert result["completeness"]["provisional"]


def test_the_summary_says_in_french_what_was_found(ended: Ended, folder: Path, result: Result) -> None:
    assert "Dossier perlevent" in ended.out
    assert "avis provisoire" in ended.out
    assert "Comparé au premier avis" in ended.out
    assert str(folder / "résultats" / "resultat.json") in ended.out
    assert "référentiel non validé" in ended.out
    assert result["draft"]["position"]["option"] == "ptg"
    assert "Prothèse totale de genou" in ended.out
    for document in result["documents"]:
        (line,) = [x for x in ended.out.splitlines() if f"{document['file']}, p. {document['pages'][0]}" in x]
        assert document["kind"].replace("_", " ") in line
        assert date.fromisoformat(document["dated"]).strftime("%d/%m/%Y") in line


def test_the_originals_are_kept_byte_for_byte(ended: Ended, shared_url: str, folder: Path) -> None:
    assert ended.code == 0
    with Store(shared_url) as store:
        kept = {upload.filename: store.content(upload.sha256) for upload in store.uploads("perlevent")}
        stage = store.stage("perlevent")
    assert kept == {path.name: path.read_bytes() for path in (folder / "documents").iterdir()}
    assert stage is not None
    assert stage.stage == "compared"


def test_only_intake_and_documents_are_read_and_a_result_is_replaced_whole(avis: Avis, tmp_path: Path) -> None:
    """Expected answers beside a case would stop any reader here; sources would add a fact."""
    folder = dossier_folder(tmp_path / "dossier", {"radio.pdf": pdf(REPORT)})
    (folder / "expected.yaml").write_bytes(b"\x00\xff: [")
    (folder / "src").mkdir()
    (folder / "src" / "lettre.md").write_text("Stade Kellgren-Lawrence 1 à gauche.")
    out = tmp_path / "resultat.json"
    out.write_text("un ancien résultat")
    ended = avis("run", folder, "--quiet", "--json", out)
    assert (ended.code, ended.said) == (0, "")
    facts = json.loads(out.read_text(encoding="utf-8"))["facts"]
    assert [fact["value"] for fact in facts if fact["key"] == "kl"] == [4]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "resultat.json"]


def test_a_demo_dossier_of_scans_goes_the_whole_way(demo: tuple[Ended, Result], shared_url: str) -> None:
    _, result = demo
    assert_contract(result)
    with Store(shared_url) as store:
        pages = store.pages(DEMO.name)
    assert {page.origin for page in pages} == {"text_layer", "ocr"}
    assert_placed(result, {(page.filename, page.number): page.text for page in pages})
    assert_numbers_cited(result)
    assert len(result["documents"]) == 7
    assert {"question", "resume", "analyse", "avis"} <= {s["section"] for s in result["draft"]["statements"]}
    assert result["draft"]["set_aside"] == []  # the author that ships has nothing but evidence to write from


def test_contradictions_of_the_demo_dossier_are_reported(demo: tuple[Ended, Result]) -> None:
    ended, result = demo
    conflicts = {conflict["key"]: conflict["files"] for conflict in result["conflicts"]}
    # Another person's radiograph, on which no letter leans, is set apart and contradicts nothing.
    assert [d["file"] for d in result["documents"] if d["right_patient"] is False] == ["06-radio-genou-bis.pdf"]
    assert "patient" not in conflicts
    assert set(conflicts["kl"]) == {"01-consultation-orthopedie.pdf", "02-radiographies-genoux.pdf"}
    assert {"04-bilan-kine.pdf", "01-consultation-orthopedie.pdf"} <= set(conflicts["cote"])
    assert "autre personne : 06-radio-genou-bis.pdf" in ended.out
    assert ended.out.count("contradiction :") == len(result["conflicts"])


def test_another_persons_document_meets_nothing_and_gives_no_fact(demo: tuple[Ended, Result]) -> None:
    _, result = demo
    stranger = next(d for d in result["documents"] if d["file"] == "06-radio-genou-bis.pdf")
    assert stranger["right_patient"] is False
    used = {place["file"] for i in result["completeness"]["items"] for place in i["documents"]}
    cited = {cite.get("file") for s in result["draft"]["statements"] for cite in s["cites"]}
    assert stranger["file"] not in used | cited | {fact["file"] for fact in result["facts"]}
