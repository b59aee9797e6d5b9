"""Interpretations of a pathway: said where their condition holds, with what makes it true, and nowhere else."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from engine.domain.interpretation import FactMatch, Interpretation
from engine.domain.interpretation_words import condition_fr
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.fact_match import level_of
from engine.steps.filled_sentence import filled, fitting
from engine.steps.ground import Grounder
from engine.steps.interpret import Interpreted, interpret
from engine.steps.known import Known
from tests.builders import a_brief, a_completeness, a_dossier, a_fact, a_page, a_source

IRON = Interpretation(
    id="surcharge_en_fer",
    section="analyse",
    says_fr="Ferritine {ferritine} : surcharge en fer à explorer[ (ALAT {alat}, le {alat.date})], à {age} ans",
    when="fever == false",
    facts={
        "ferritine": FactMatch(keys=("ferritine",), level="high"),
        "alat": FactMatch(keys=("alat",), level="high", optional=True),
    },
    without=(FactMatch(keys=("diagnostic",), value="hemochromatose"),),
    pieces={"rx_genou_cr": ("missing", "outdated")},
)


def result(key: str, value: float, printed: str, low: float | None, high: float | None, **over: Any) -> Fact:
    page = a_page(f"Biologie : {printed}.", filename=f"{key}{over.get('dated', '')}.pdf")
    told = {"key": key, "value": value, "unit": printed.rsplit(maxsplit=1)[-1], "side": None, "kind": "measurement"}
    reference = Reference(low=low, high=high, quote="réf.", start=0, end=4)
    return a_fact(f"{key}.{value}", page, printed, reference=reference, **{**told, **over})


FERRITIN = result("ferritine", 1124, "Ferritine 1 124 µg/L", 15, 200)
ALAT = result("alat", 58, "ALAT 58 UI/L", None, 35)


def said(
    one: Interpretation, pathway: Pathway, facts: list[Fact], values: dict[str, Value | None] | None = None
) -> list[Interpreted]:
    known = Known(values={"fever": False} if values is None else values, facts={})
    items = a_completeness().items[:1]
    lacking = tuple(i.model_copy(update={"requirement": "rx_genou_cr", "status": "missing"}) for i in items)
    completeness = a_completeness().model_copy(update={"items": lacking})
    shown = pathway.model_copy(update={"interpretations": (one,), "shared": ()})
    return list(interpret(shown, facts, known, completeness, {}, 61))


def test_words_are_quoted_once_in_a_sentence() -> None:
    page = a_page("Échec de 30 séances et de deux infiltrations")
    fact = a_fact("tried", page, "Échec de 30 séances et de deux infiltrations")
    told, _ = filled("En échec[ ({a.quote})][ ; {b.quote}][, infiltrations ({b.quote})]", {"a": fact, "b": fact}, 61)
    quote = "« Échec de 30 séances et de deux infiltrations »"
    assert told == f"En échec ({quote}), infiltrations ({quote})"


@pytest.fixture
def knee(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["gonarthrose"]


def test_a_name_stands_once_and_two_brackets_are_one() -> None:
    drug = a_fact(page=a_page("Metformine"), quote="Metformine", key="traitement_en_cours", value="metformine")
    told, _ = filled("Metformine ({d}) et rein (DFG bas) ({d.quote})", {"d": drug}, 61)
    assert told == "Metformine et rein (DFG bas ; « Metformine »)"


def test_a_sentence_is_filled_with_its_facts_and_names_what_it_rests_on(knee: Pathway) -> None:
    (told,) = said(IRON, knee, [FERRITIN, ALAT])
    expected = "Ferritine 1 124 µg/L : surcharge en fer à explorer (ALAT 58 UI/L, le 12/01/2026), à 61 ans"
    assert told.text == expected
    assert (told.facts, told.answers, told.pieces) == ((FERRITIN.id, ALAT.id), ("fever",), ("rx_genou_cr",))


def test_a_part_in_brackets_goes_with_its_fact(knee: Pathway) -> None:
    (told,) = said(IRON, knee, [FERRITIN])
    assert told.text == "Ferritine 1 124 µg/L : surcharge en fer à explorer, à 61 ans"
    assert told.facts == (FERRITIN.id,)
    undated = ALAT.model_copy(update={"dated": None})
    assert said(IRON, knee, [FERRITIN, undated])[0].text == told.text


def test_of_a_sentence_that_is_too_long_the_longest_part_in_brackets_goes(knee: Pathway) -> None:
    long = ALAT.model_copy(
        update={"source": a_source(a_page(f"ALAT 58 UI/L{' et encore' * 60}."), "ALAT 58 UI/L" + " et encore" * 60)}
    )
    says = "Fer à explorer[ ({ferritine})][ {alat.quote}]"
    found = {"ferritine": FERRITIN, "alat": long}
    assert fitting(says, found, 61) == ("Fer à explorer (1 124 µg/L)", frozenset({"ferritine"}))
    assert len(fitting("Fer {alat.quote}", found, 61)[0]) > 400  # what is not in brackets is never left out
    assert said(IRON.model_copy(update={"says_fr": "Fer {ferritine} et {alat.quote}"}), knee, [FERRITIN, long]) == []


STRANGERS = {
    "normal": FERRITIN.model_copy(update={"value": 150.0}),
    "no range printed": FERRITIN.model_copy(update={"reference": None}),
    "the family's": FERRITIN.model_copy(update={"bearer": "family"}),
    "denied": FERRITIN.model_copy(update={"polarity": "negated"}),
    "read in two ways": FERRITIN.model_copy(update={"doubtful": True}),
    "another result": FERRITIN.model_copy(update={"key": "fer"}),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_sentence_without_its_fact(knee: Pathway, name: str) -> None:
    assert said(IRON, knee, [STRANGERS[name], ALAT]) == []


def test_no_sentence_where_its_condition_is_false_or_unknown_or_something_speaks_against(knee: Pathway) -> None:
    assert said(IRON, knee, [FERRITIN], {"fever": True}) == []
    assert said(IRON, knee, [FERRITIN], {}) == []
    known = a_fact("d", key="diagnostic", value="Hémochromatose", side=None)
    assert said(IRON, knee, [FERRITIN, known]) == []
    assert said(IRON, knee, [FERRITIN, known.model_copy(update={"doubtful": True})]) == []
    met = IRON.model_copy(update={"pieces": {"rx_genou_cr": ("met",)}})
    assert said(met, knee, [FERRITIN]) == []


def test_what_forbids_a_sentence_must_be_known_to_be_true(knee: Pathway) -> None:
    unless = IRON.model_copy(update={"when": "always", "unless": "fever == true"})
    assert [one.answers for one in said(unless, knee, [FERRITIN], {})] == [()]
    assert [one.answers for one in said(unless, knee, [FERRITIN], {"fever": False})] == [("fever",)]
    assert said(unless, knee, [FERRITIN], {"fever": True}) == []
    assert any(told.startswith("sauf si : ") for told in condition_fr(unless, knee))


def test_the_latest_report_speaks_before_an_earlier_one(knee: Pathway) -> None:
    earlier = result("ferritine", 800, "Ferritine 800 µg/L", 15, 200, dated=date(2025, 3, 2))
    assert said(IRON, knee, [earlier, FERRITIN])[0].facts == (FERRITIN.id,)


def test_facts_of_the_other_side_are_left_out(knee: Pathway) -> None:
    one = Interpretation(
        id="cote", section="analyse", says_fr="Nodule[ {n.side}]", facts={"n": FactMatch(keys=("nodule",))}
    )
    right = [
        a_fact(f"r{n}", a_page(f"Nodule droit {n}", filename=f"{n}.pdf"), "Nodule droit", key="nodule", side="droite")
        for n in range(2)
    ]
    left = a_fact("l", key="nodule", side="gauche", dated=date(2026, 6, 1))
    (told,) = said(one, knee, [left, *right])
    assert told.text == "Nodule droite"
    other = one.model_copy(update={"facts": {"n": FactMatch(keys=("nodule_autre",))}})
    aside = left.model_copy(update={"key": "nodule_autre"})  # whose key says that it is the other's
    assert [t.text for t in said(other, knee, [aside, *right])] == ["Nodule gauche"]


LEVELS = [
    ({"flag": "HH", "reference": None}, "high"),
    ({"flag": "↓"}, "low"),
    ({"flag": "bas"}, "low"),
    ({"flag": "*"}, "high"),  # the mark says that it lies outside, the range on which side
    ({"flag": "*", "value": 100.0}, None),  # marked, yet inside the range: nobody knows
    ({"value": 200.0}, "normal"),
    ({"value": 12.0}, "low"),
    ({"value": "négatif"}, None),
    ({"value": "< 2,0", "reference": Reference(low=None, high=10, quote="< 10", start=0, end=4)}, "normal"),
    ({"value": "< 20", "reference": Reference(low=None, high=10, quote="< 10", start=0, end=4)}, None),
    ({"value": "< 2,0"}, "low"),
    ({"value": "< 20"}, None),  # below a bound, and maybe below the range
    ({"reference": None}, None),
]


@pytest.mark.parametrize(("over", "level"), LEVELS)
def test_a_result_stands_against_what_its_laboratory_printed(over: dict[str, Any], level: str | None) -> None:
    assert level_of(FERRITIN.model_copy(update=over)) == level


def test_the_figure_of_a_class_is_told_with_its_letter() -> None:
    page = a_page("Classification dPEI : A12, forme légère.")
    fact = a_fact("f", page, "Classification dPEI : A12", value=12)
    assert filled("Score {d}", {"d": fact}, 40)[0] == "Score « Classification dPEI : A12 »"


def test_a_figure_is_not_taken_from_a_day() -> None:
    page = a_page("Née le 08/11/1997, règles douloureuses à 8/10.")
    fact = a_fact("f", page, "Née le 08/11/1997, règles douloureuses à 8/10", value=8, unit="/10")
    assert filled("Douleur {d}", {"d": fact}, 29)[0] == "Douleur 8/10"


def test_a_value_that_its_quote_does_not_print_is_told_by_the_quote() -> None:
    page = a_page("Score : deux sur dix.")
    fact = a_fact("f", page, "deux sur dix", value=2)
    assert filled("Douleur {d}", {"d": fact}, 40)[0] == "Douleur « deux sur dix »"
    assert a_source(page, "deux sur dix").quote == fact.source.quote


@pytest.mark.parametrize(
    ("quote", "value", "unit", "told"),
    [
        ("Motif : sciatique gauche datant de huit semaines", 8, "semaines", "huit semaines"),
        ("radiculalgie depuis deux mois", 9, "semaines", "deux mois"),
        ("essais depuis deux ans et demi, soit 30 mois", 30, "mois", "30 mois"),
        ("depuis vingt et un mois", 21, "mois", "vingt et un mois"),
        (
            "apparue le 14 septembre en soulevant un meuble",
            8,
            "semaines",
            "« apparue le 14 septembre en soulevant un meuble »",
        ),
        ("trois mois de douleur, arrêt de deux semaines", 13, "semaines", "trois mois"),
        ("huit ganglions prélevés", 8, "ganglions", "« huit ganglions prélevés »"),
    ],
)
def test_a_time_in_words_is_told_by_its_own_words(quote: str, value: int, unit: str, told: str) -> None:
    fact = a_fact("f", a_page(f"{quote}."), quote, value=value, unit=unit)
    assert filled("Depuis {d}", {"d": fact}, 40)[0] == f"Depuis {told}"


def test_the_draft_says_it_with_its_facts_and_it_stands_its_check(
    knee: Pathway, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    one = Interpretation(
        id="kl_avance",
        section="analyse",
        says_fr="Arthrose avancée sur la radiographie : Kellgren {kl}, sans qu'une fièvre soit signalée",
        when="kl >= 3 and fever == false",
        facts={"kl": FactMatch(keys=("kl",))},
    )
    texts = {"radio.pdf": "RADIOGRAPHIES DU GENOU DROIT\nExamen du 12/01/2026\nGenou droit : Kellgren 4."}
    dossier = a_dossier(pathway="gonarthrose", questionnaire={"fever": False})
    pathway = knee.model_copy(update={"interpretations": (one,), "shared": ()})
    given, _ = a_brief(dossier, texts, pathway, vocabulary, clinical_reader)
    found = [s for s in assemble(given.inputs).statements if s.text.startswith("Arthrose avancée")]
    (statement,) = found
    assert statement.text == "Arthrose avancée sur la radiographie : Kellgren 4, sans qu'une fièvre soit signalée."
    assert {given.citations[i].kind for i in statement.cites} == {"fact", "questionnaire", "calculation"}
    assert any("à valider par un conseil scientifique" in given.citations[i].text for i in statement.cites)
    assert Grounder(vocabulary, clinical_reader).check(statement, given.inputs).stands
    other = {"radio.pdf": texts["radio.pdf"].replace("Kellgren 4", "Kellgren 2")}
    mild, _ = a_brief(dossier, other, pathway, vocabulary, clinical_reader)
    assert not [e for e in mild.inputs.evidence if e.about == "interpretation"]


def test_a_council_reads_the_condition_in_french(knee: Pathway) -> None:
    clauses = condition_fr(IRON, knee)
    assert "ferritine au-dessus des valeurs de référence imprimées" in clauses
    assert "facultatif : alat au-dessus des valeurs de référence imprimées" in clauses
    assert "sans : diagnostic de valeur « hemochromatose »" in clauses
    assert clauses[-1].endswith("manquante ou trop ancienne")


@pytest.mark.parametrize(
    ("over", "named"),
    [
        ({"was_above": "now"}, True),
        ({"was_below": "now"}, False),
        ({"was_above": "now", "keys": ("autre",)}, False),
    ],
)
def test_an_earlier_value_stands_on_the_side_that_is_asked(over: dict[str, Any], named: bool, knee: Pathway) -> None:
    now = result("ferritine", 40, "Ferritine 40 µg/L", 15, 200, dated=date(2026, 3, 2))
    before = result("ferritine", 90, "Ferritine 90 µg/L", 15, 200, dated=date(2025, 3, 2))
    other_unit = result("ferritine", 900, "Ferritine 900 ng/mL", 15, 200, dated=date(2025, 3, 2))
    was = FactMatch(**{"keys": ("ferritine",), **over})
    one = Interpretation(
        id="cours",
        section="analyse",
        says_fr="De {was} à {now}",
        facts={"was": was, "now": FactMatch(keys=("ferritine",))},
    )
    assert bool(said(one, knee, [now, before])) is named
    assert said(one, knee, [now, other_unit]) == []


def test_only_one_relation_to_another_fact_is_asked_of_a_fact() -> None:
    with pytest.raises(ValueError, match="one of after"):
        FactMatch(keys=("crp",), after="now", was_above="now")
