"""The JSON that `avis run` writes: complete, plain, and with the names of the contract."""

import json
from datetime import date
from typing import Any

from engine.delivery.result import result
from engine.domain.opinion import Citation
from engine.domain.outcome import Outcome
from tests.builders import (
    a_completeness,
    a_conflict,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_red_flag,
    a_refusal,
    a_refused_upload,
    a_statement,
)


def an_outcome(**over: Any) -> Outcome:
    given: dict[str, Any] = {
        "dossier": a_dossier(),
        "documents": (
            a_document("d1", filename="irm.pdf"),
            a_document("d2", filename="copie.pdf", duplicate_of="d1"),
            a_document("d3", filename="voisin.pdf", owner="other_person", dated=None),
            a_document("d4", filename="flou.jpg", owner="unknown", quality=0.12345),
        ),
        "refused": (a_refused_upload(),),
        "facts": (a_fact(),),
        "conflicts": (a_conflict(),),
        "red_flags": (),
        "completeness": a_completeness(),
        "draft": a_draft(),
        "refusal": None,
        "convergence": a_convergence(),
        "published": False,
        "seconds": {"read": 1.5},
    }
    return Outcome(**{**given, **over})


def test_a_result_is_plain_json() -> None:
    told = result(an_outcome())
    assert json.loads(json.dumps(told)) == told
    assert told["pathway"] == {"id": "endometriose", "version": "1.0.0", "published": False}
    assert told["seconds"] == {"read": 1.5}


def test_documents_say_whose_they_are_and_what_they_repeat() -> None:
    documents = result(an_outcome())["documents"]
    assert [d["right_patient"] for d in documents] == [True, True, False, None]
    assert [d["duplicate_of"] for d in documents] == [None, "irm.pdf", None, None]
    assert [d["dated"] for d in documents] == ["2026-01-12", "2026-01-12", None, "2026-01-12"]
    assert documents[3]["quality"] == 0.123


def test_a_fact_keeps_its_place_and_all_that_qualifies_it() -> None:
    (fact,) = result(an_outcome())["facts"]
    assert (fact["file"], fact["page"], fact["quote"]) == ("compte-rendu.pdf", 1, "Kyste ovarien gauche")
    assert fact["end"] - fact["start"] == len(fact["quote"])
    assert (fact["date"], fact["side"], fact["polarity"], fact["bearer"]) == (
        "2026-01-12",
        "gauche",
        "affirmed",
        "patient",
    )
    assert all(len(box) == 4 for box in fact["boxes"])


def test_each_kind_of_citation_has_its_own_form() -> None:
    cites = (
        Citation(kind="fact", ref="f1", text="q", filename="irm.pdf", page=2, dated=date(2026, 1, 12)),
        Citation(kind="passage", ref="endometriose/s1", text="t", source="HAS", url="https://example.org"),
        Citation(kind="requirement", ref="amh", text="AMH : absente"),
        Citation(kind="questionnaire", ref="imc", text="IMC ? 22,5"),
        Citation(kind="calculation", ref="age", text="34 ans"),
    )
    draft = a_draft(statements=(a_statement(cites=cites),))
    (statement,) = result(an_outcome(draft=draft))["draft"]["statements"]
    assert statement["cites"] == [
        {"fact": "f1", "file": "irm.pdf", "page": 2, "quote": "q", "date": "2026-01-12"},
        {"passage": "endometriose/s1", "source": "HAS", "url": "https://example.org", "text": "t"},
        {"requirement": "amh", "text": "AMH : absente"},
        {"questionnaire": "imc", "text": "IMC ? 22,5"},
        {"calculation": "age", "text": "34 ans"},
    ]


def test_a_refusal_says_why_and_leaves_no_draft() -> None:
    told = result(an_outcome(draft=None, refusal=a_refusal(), convergence=None, red_flags=(a_red_flag(),)))
    assert (told["draft"], told["convergence"]) == (None, None)
    assert told["draft_refused"] == "La personne n'a pas accepté l'assistance d'une IA."
    assert told["red_flags"] == ["occlusion"]
    assert told["red_flag_details"][0]["quote"] == "arrêt des matières et des gaz"
    assert "draft_refused" not in result(an_outcome())


def test_convergence_and_what_was_set_aside_are_told() -> None:
    told = result(an_outcome())
    axes = {name: told["convergence"][name] for name in ("D", "T", "E", "overall", "severity", "equipoise")}
    assert axes == {"D": "C", "T": "P", "E": "N", "overall": "P", "severity": 1, "equipoise": True}
    assert told["draft"]["set_aside"] == [
        {"text": "Kyste de 90 mm.", "why": "90 mm ne figure dans aucune source citée."}
    ]
    assert told["draft"]["limits"] == ["Aucune échographie récente."]
    assert told["refused"][0]["code"] == "encrypted"
