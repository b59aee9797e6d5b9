"""What the table and the file say of a few cases."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from evaluation.case import Case
from evaluation.report import as_values, report_of, table
from evaluation.run import CaseScores, score_result
from tests.unit.evaluation_samples import RIGHT, an_expected


def scored(name: str = "un", raw: Any = None) -> CaseScores:
    case = Case(name=name, folder=Path(name), expected=an_expected())
    return score_result(case, deepcopy(RIGHT) if raw is None else raw, "stored")


def lines(*cases: CaseScores) -> list[str]:
    return list(table(report_of(cases)))


def line(label: str, *cases: CaseScores) -> str:
    (found,) = [text for text in lines(*cases) if text.strip().startswith(label)]
    return " ".join(found.split())


def wrong() -> dict[str, Any]:
    raw = deepcopy(RIGHT)
    raw["documents"][0]["kind"] = "autre"
    raw["draft"]["position"]["option"] = "ptg"
    raw["facts"].append({"key": "imc", "value": 27.1, "quote": "IMC 27,1"})
    return raw


def test_counts_stand_beside_each_rate() -> None:
    assert line("nature exacte", scored(), scored("deux", wrong())) == "nature exacte 0,875 7/8 0,529–0,978"


def test_the_baseline_stands_beside_what_it_can_be_compared_with() -> None:
    both = scored(), scored("deux", wrong())
    assert line("option acceptable", *both) == "option acceptable 0,500 1/2 0,095–0,905 0,000 0/2"
    assert line("option déconseillée", *both) == "option déconseillée (↓) 0,500 1/2 0,095–0,905 1,000 2/2"
    assert line("divergence vue", *both) == "divergence vue (sensibilité) 1,000 2/2 0,342–1,000 0,000 0/2"


def test_unscored_judgements_are_told_and_out_of_the_rate() -> None:
    assert line("valeur juste", scored("deux", wrong())) == "valeur juste pour sa clé 1,000 1/1 0,207–1,000 n. n. 1"


def test_a_figure_that_no_case_calls_for_has_a_dash() -> None:
    assert line("signal levé à raison", scored()) == "signal levé à raison —"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({}, "documents"),
        ([], "racine"),
        ({**RIGHT, "convergence": {"overall": "Z"}}, "convergence.overall"),
        ({**RIGHT, "draft": "texte"}, "draft"),
    ],
)
def test_an_unusable_result_is_named_and_changes_no_figure(raw: Any, place: str) -> None:
    unusable = scored("deux", raw)
    assert unusable.reason_fr == f"le résultat n'a pas la forme attendue ({place})"
    alone, beside = lines(scored()), lines(scored(), unusable)
    assert beside[0] == "Évaluation de 2 dossiers : 1 noté, 1 non noté (2 résultats relus)"
    assert beside[1] == f"  ! non noté : deux — {unusable.reason_fr}"
    assert beside[2:] == alone[1:]


def test_seconds_are_told_by_page() -> None:
    # Two runs of five pages: a.pdf has three, b.pdf and c.pdf one each.
    both = scored(), scored("deux")
    assert line("lecture des pages", *both) == "lecture des pages 1,200 12,0 s/10 p."
    assert line("total", *both) == "total 1,280 12,8 s/10 p."


def test_without_times_there_is_no_speed() -> None:
    assert lines(scored(raw={**RIGHT, "seconds": {}}))[-6:-4] == [
        "Secondes par page (chargement de ce qui lit les scans compris)",
        "  —",
    ]


def test_the_file_keeps_every_score_and_the_bounds() -> None:
    values = as_values(report_of([scored(), scored("deux", {})]))
    assert values["figures"]["documents.kind"] == pytest.approx(
        {"hits": 4, "of": 4, "unscored": 0, "rate": 1.0, "low": 0.5101, "high": 1.0}, abs=1e-4
    )
    assert values["always_agree"]["convergence.T"]["hits"] == 0
    first, second = values["cases"]
    assert {"figure": "facts.side", "hit": True}.items() <= next(
        score for score in first["scores"] if score["figure"] == "facts.side"
    ).items()
    assert (second["reason_fr"] is None, second["scores"]) == (False, ())
