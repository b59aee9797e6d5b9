"""How options stand: rules that are true, false or unknown, what documents may tell them, and which comes first."""

from datetime import date
from typing import Any

import pytest

from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from engine.domain.option import Option
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.known import Known, known_values, main_side
from engine.steps.options import WeighedOption, leading, preferred, weigh
from engine.steps.set_apart import set_apart
from tests.builders import a_document, a_fact, a_page, a_source

ENDO, KNEE, COLON = "endometriose", "gonarthrose", "cancer-colon-rectum"


def by_id(pathway: Pathway, values: dict[str, Value | None]) -> dict[str, WeighedOption]:
    return {w.option.id: w for w in weigh(pathway, Known(values=values, facts={}))}


RULES = [
    # A rule that holds, one that does not, one that nobody can judge.
    (KNEE, {"kl": 4}, "ptg", True, False),
    (KNEE, {"kl": 2}, "ptg", False, True),
    (KNEE, {}, "ptg", False, False),
    (KNEE, {}, "arthroscopie", False, True),
    (KNEE, {"surgery_proposed": True}, "infiltration", False, True),
    (KNEE, {"imc": 34.0}, "puc", False, True),
    (KNEE, {"imc": 27.0}, "puc", False, False),
    (ENDO, {"eva_douleur": 7, "fertility_wish": False}, "traitement_hormonal", True, False),
    (ENDO, {"fertility_wish": True, "ivf_already_indicated": False}, "traitement_hormonal", False, True),
    (ENDO, {"fertility_wish": True}, "traitement_hormonal", False, False),
    (ENDO, {"hydronephrose": True}, "abstention_surveillance", False, True),
    (ENDO, {"hydronephrose": True}, "chirurgie_profonde", True, False),
    (ENDO, {"rectosigmoid_lesion_suspected": True}, "coelioscopie_diagnostique", False, True),
    (COLON, {"surgery_done": True, "metastatic": False, "node_positive": True}, "chimio_adjuvante", True, False),
    (COLON, {"surgery_done": True, "metastatic": False}, "chimio_adjuvante", False, False),
    (COLON, {"uracile": 180}, "chimio_adjuvante", False, True),
]


@pytest.mark.parametrize(("pathway", "values", "option", "supported", "discouraged"), RULES)
def test_a_rule_is_true_false_or_unknown(
    pathway: str,
    values: dict[str, Value | None],
    option: str,
    supported: bool,
    discouraged: bool,
    pathways: dict[str, Pathway],
) -> None:
    found = by_id(pathways[pathway], values)[option]
    assert (found.supported, found.discouraged) == (supported, discouraged)


def test_what_is_unknown_neither_supports_nor_discourages(pathways: dict[str, Pathway]) -> None:
    ptg = by_id(pathways[KNEE], {})["ptg"]
    assert {r.truth for r in ptg.rules} == {None}
    assert ptg.score == 0


FIRST = [
    (KNEE, {"kl": 4}, "ptg"),
    (KNEE, {"kl": 2}, "traitement_conservateur"),
    (KNEE, {}, "traitement_conservateur"),
    (KNEE, {"prosthesis_painful": True, "fever": True}, "infection_prothese"),
    (KNEE, {"prosthesis_painful": True, "fever": False}, "revision_prothese"),
    ("scoliose-adolescent", {"cobb": 28, "cobb_gain": 7, "risser": 1}, "corset"),
    ("scoliose-adolescent", {"cobb": 28, "cobb_gain": 1, "risser": 1}, "surveillance"),
    ("coxarthrose", {"tonnis": 3, "prior_hip_surgery": False}, "pth"),
    (
        "cancer-thyroide-nodule",
        {"bethesda": 2, "eutirads": 3, "nodule_size_mm": 24, "nodule_a_suivre": True},
        "surveillance_nodule",
    ),
    (
        "cancer-thyroide-nodule",
        {"bethesda": 4, "eutirads": 4, "nodule_size_mm": 24, "surgery_done": False},
        "lobectomie",
    ),
    (
        "hernie-discale-lombaire",
        {"surgery_proposed": False, "prior_spine_surgery": False, "duree": 12},
        "infiltration",
    ),
    (ENDO, {}, None),
    (ENDO, {"eva_douleur": 7, "fertility_wish": False}, "traitement_hormonal"),
    (ENDO, {"eva_douleur": 0, "fertility_wish": False, "hydronephrose": False}, "abstention_surveillance"),
    (COLON, {"surgery_done": False, "metastatic": False, "localisation": "sigmoide"}, "chirurgie"),
    (COLON, {"surgery_done": True, "metastatic": False, "node_positive": True}, "chimio_adjuvante"),
    (
        COLON,
        {"surgery_done": True, "metastatic": False, "node_positive": True, "uracile": 180},
        "surveillance_apres_resection",
    ),
]


@pytest.mark.parametrize(("pathway", "values", "option"), FIRST)
def test_the_option_to_put_first(
    pathway: str, values: dict[str, Value | None], option: str | None, pathways: dict[str, Pathway]
) -> None:
    best = preferred(weigh(pathways[pathway], Known(values=values, facts={})))
    assert (best.option.id if best else None) == option


def _option(identifier: str, pathway: Pathway, **over: Any) -> Option:
    """A real option under another id, with rules of our own on its first verified statement."""
    real = next(option for option in pathway.options if option.id == "ptg")
    statement = next(s for s in real.statements if s.verified)
    rules = {
        name: tuple({"expr": e, "statement_id": statement.id} for e in over.pop(name, ()))
        for name in ("supports_if", "discourages_if")
    }
    return Option.model_validate({**real.model_dump(), "id": identifier, **rules, **over})


def _with(pathway: Pathway, *options: Option) -> Pathway:
    return pathway.model_copy(update={"options": options})


RANKS = [
    # Of equals the one without an operation comes first; a rule with more conditions weighs more; what is discouraged
    # never wins.
    ({"supports_if": ["a == 1"]}, {"supports_if": ["a == 1"]}, "first"),
    ({"supports_if": ["a == 1"]}, {"supports_if": ["a == 1"], "surgical": False}, "second"),
    ({"supports_if": ["a == 1"]}, {"supports_if": ["a == 1 and b == 2"]}, "second"),
    ({"supports_if": ["a == 1"]}, {"supports_if": ["a == 1 and b == 2"], "discourages_if": ["a == 1"]}, "first"),
    ({"supports_if": ["a == 1"], "discourages_if": ["a == 1"]}, {}, None),
    ({"supports_if": ["a == 1"]}, {"supports_if": ["a == 1 and b == 2"], "complement": True}, "first"),
    ({}, {"supports_if": ["a == 1"], "complement": True}, "second"),
    ({"supports_if": ["a == 1"], "discourages_if": ["unknown == 1"]}, {}, "first"),
]


@pytest.mark.parametrize(("first", "second", "wins"), RANKS)
def test_ranking(first: dict[str, Any], second: dict[str, Any], wins: str | None, pathways: dict[str, Pathway]) -> None:
    real = pathways[KNEE]
    pathway = _with(real, _option("first", real, **first), _option("second", real, **second))
    best = preferred(weigh(pathway, Known(values={"a": 1, "b": 2}, facts={})))
    assert (best.option.id if best else None) == wins


def test_those_that_stand_level_are_told_apart_from_the_others(pathways: dict[str, Pathway]) -> None:
    real = pathways[KNEE]
    options = [
        _option(name, real, supports_if=[expr]) for name, expr in (("x", "a == 1"), ("y", "a == 1"), ("z", "a > 1"))
    ]
    weighed = weigh(_with(real, *options), Known(values={"a": 1}, facts={}))
    assert [w.option.id for w in leading(weighed)] == ["x", "y"]
    assert leading(weighed[2:]) == ()


def test_a_rule_on_an_unverified_statement_weighs_nothing(pathways: dict[str, Pathway]) -> None:
    real = pathways[KNEE]
    option = _option("first", real, supports_if=["a == 1"])
    doubted = option.model_copy(
        update={"statements": tuple(s.model_copy(update={"verified": False}) for s in option.statements)}
    )
    (weighed,) = weigh(_with(real, doubted), Known(values={"a": 1}, facts={}))
    assert weighed.score == 0


PAGE = a_page("Kellgren 4")


def kl(value: float | str, number: int = 1, **over: Any) -> Fact:
    document = over.pop("document", f"d{number}")
    source = a_source(PAGE, "Kellgren 4", document).model_copy(update={"filename": f"{document}.pdf"})
    given = {"key": "kl", "kind": "measurement", "value": value, "side": "droite", "source": source}
    return a_fact(f"F{number}", **{**given, **over})


KINDS = {"d1": "compte_rendu_imagerie", "d2": "courrier", "d3": "compte_rendu_imagerie"}

KNOWN = [
    ((kl(4),), 4, "F1"),
    # A report that measured goes before a letter that repeats; then the latest.
    ((kl(2, 2, dated=date(2026, 2, 20)), kl(4, 1)), 4, "F1"),
    ((kl(3, 3, dated=date(2024, 5, 5)), kl(4, 1)), 4, "F1"),
    # Uncertain, of the family, proposed, or of the other side: not used.
    ((kl(4, polarity="hypothetical"),), None, None),
    ((kl(4, bearer="family"),), None, None),
    ((kl(4, role="proposal"),), None, None),
    ((kl(4, 1), kl(4, 3), kl(2, 2, side="gauche", dated=date(2026, 2, 20))), 4, "F1"),
    ((kl(2, 2, side="gauche"), kl(4, 1), kl(4, 3, side="droite", key="autre")), 4, "F1"),
    ((kl("< 2"),), None, None),
]


@pytest.mark.parametrize(("facts", "value", "origin"), KNOWN)
def test_what_documents_may_tell_a_rule(
    facts: tuple[Fact, ...], value: float | None, origin: str | None, pathways: dict[str, Pathway]
) -> None:
    known = known_values({}, facts, pathways[KNEE], KINDS)
    assert (known.values.get("kl"), known.facts.get("kl")) == (value, origin)


@pytest.mark.parametrize(
    ("variable", "answer", "kind", "known"),
    [
        ("localisation", "rectum", "compte_rendu_imagerie", "sigmoide"),  # read from documents: the report decides
        ("localisation", "rectum", "courrier", "rectum"),
        ("localisation", "sigmoide", "compte_rendu_imagerie", "sigmoide"),
    ],
)
def test_a_report_stands_before_an_answer_that_is_read_from_documents(
    variable: str, answer: str, kind: str, known: str, pathways: dict[str, Pathway]
) -> None:
    fact = a_fact(key="localisation", value="sigmoïde", side=None)
    assert known_values({variable: answer}, (fact,), pathways[COLON], {"d1": kind}).values[variable] == known


def test_where_a_report_and_the_patient_differ_nobody_knows(pathways: dict[str, Pathway]) -> None:
    colon = pathways[COLON]
    asked = tuple(v.model_copy(update={"asked_of": "patient"}) for v in colon.variables)
    fact = a_fact(key="localisation", value="sigmoïde", side=None)
    known = known_values(
        {"localisation": "rectum"}, (fact,), colon.model_copy(update={"variables": asked}), {"d1": "anatomopathologie"}
    )
    assert known.values["localisation"] is None


def test_an_absence_on_the_other_side_is_known_where_the_pathway_is_not_about_one_joint(
    pathways: dict[str, Pathway],
) -> None:
    nodule = [kl(27, n, key="taille_nodule") for n in (1, 3)]
    absent = kl("absent", 4, key="adenopathies", side="gauche", polarity="negated")
    thyroid = pathways["cancer-thyroide-nodule"]
    assert known_values({}, [*nodule, absent], thyroid, KINDS).values["adenopathies"] is False
    present = absent.model_copy(update={"polarity": "affirmed", "value": "présent"})
    assert "adenopathies" not in known_values({}, [*nodule, present], thyroid, KINDS).values


def test_what_a_report_tells_of_one_place_and_denies_of_another_is_told(pathways: dict[str, Pathway]) -> None:
    denied = kl("absentes", 2, key="erosions", polarity="negated")
    told = kl("présentes", 2, key="erosions")
    known = known_values({}, [denied, told], pathways["polyarthrite-rhumatoide"], KINDS)
    assert known.values["erosions"] == "presentes"


def test_an_answer_stands_before_every_document(pathways: dict[str, Pathway]) -> None:
    known = known_values({"kl": 2}, (kl(4),), pathways[KNEE], KINDS)
    assert (known.values["kl"], known.facts) == (2, {})


@pytest.mark.parametrize(
    ("key", "value", "variable", "known"),
    [
        ("tnm", "pT3 N1b M0", "node_positive", True),
        ("tnm", "pT3 N0", "node_positive", False),
        ("mmr", "dMMR/MSI-H", "dmmr", True),
        ("mmr", "pMMR/MSS", "dmmr", False),
        ("emvi", "présent", "emvi", True),
        ("emvi", "absent", "emvi", False),
        ("localisation", "sigmoïde", "localisation", "sigmoide"),
    ],
)
def test_words_become_what_rules_compare(
    key: str, value: str, variable: str, known: object, pathways: dict[str, Pathway]
) -> None:
    fact = a_fact(key=key, value=value, side=None)
    found = known_values({}, (fact,), pathways[COLON], {"d1": "anatomopathologie"})
    assert (found.values.get(variable), found.facts.get(variable)) == (known, "f1")


@pytest.mark.parametrize(
    ("facts", "side"),
    [
        ((kl(4, 1), kl(2, 2, side="gauche")), None),
        ((kl(4, 1), kl(4, 3), kl(2, 2, side="gauche")), "droite"),
        ((kl(4, 1, side="bilatéral"),), None),
        ((kl(4, 1, polarity="negated"), kl(2, 2, side="gauche")), "gauche"),
        ((), None),
    ],
)
def test_the_side_of_the_dossier_is_the_one_most_documents_name(facts: tuple[Fact, ...], side: str | None) -> None:
    assert main_side(facts) == side


def test_the_side_of_the_disease_goes_before_that_of_an_old_prosthesis() -> None:
    old = (kl(1, 1, side="gauche"), kl(1, 2, side="gauche"), kl(1, 3, side="gauche"))
    sick = kl(4, 4).model_copy(update={"key": "diagnostic", "value": "gonarthrose"})
    assert main_side((*old, sick)) == "droite"
    other = sick.model_copy(update={"side": "gauche"})
    assert main_side((*old, sick, other)) == "gauche"
    assert main_side((*old, sick.model_copy(update={"polarity": "negated"}))) == "gauche"


def test_how_far_an_angle_rose_is_told_from_the_last_earlier_film(pathways: dict[str, Pathway]) -> None:
    page = a_page("Cobb 28° contre 21° puis 24°")
    told = [("cobb_principal", 28, 18, 8), ("cobb_serie", "21", 10, 1), ("cobb_serie", "24", 9, 4)]
    facts = [
        a_fact(
            f"f{n}",
            page=page,
            quote=f"{value}°",
            key=key,
            kind="measurement",
            value=value,
            dated=date(2026, month, day),
        )
        for n, (key, value, day, month) in enumerate(told)
    ]
    pathway = pathways["scoliose-adolescent"]
    assert known_values({}, facts, pathway, {}).values["cobb_gain"] == 4
    assert "cobb_gain" not in known_values({}, facts[:1], pathway, {}).values


def test_what_is_denied_is_no_value_of_its_key(pathways: dict[str, Pathway]) -> None:
    page = a_page("Absence d'hydrosalpinx décelable.")
    denied = a_fact(page=page, quote="hydrosalpinx", key="trompes", value="hydrosalpinx", polarity="negated")
    said = denied.model_copy(update={"polarity": "affirmed"})
    pathway = pathways["infertilite-couple"]
    assert "trompes" not in known_values({}, [denied], pathway, {}).values
    assert known_values({}, [said], pathway, {}).values["trompes"] == "hydrosalpinx"


def test_her2_that_is_undecided_yields_to_the_report_that_decides_it_and_to_no_letter(
    pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    breast = pathways["cancer-sein"]
    told = [
        a_fact(f"f{n}", key="her2", value=value, dated=day, source=a_source(a_page(), "Kyste", document=f"d{n}"))
        for n, value, day in ((1, "2+", date(2026, 9, 8)), (2, "amplifié", date(2026, 9, 8)))
    ]
    documents = [a_document("d1", kind="anatomopathologie"), a_document("d2", kind="anatomopathologie")]
    for kind, known in (("anatomopathologie", "positif"), ("courrier", None)):
        kinds = {"d1": "anatomopathologie", "d2": kind}
        papers = [d.model_copy(update={"kind": kinds[d.id]}) for d in documents]
        facts = set_apart(told, breast, papers, vocabulary)
        assert known_values({}, facts, breast, kinds).values.get("her2") == known


@pytest.mark.parametrize(("high", "value", "known"), [(5.0, 3.1, True), (5.0, 18.0, False), (None, 3.1, None)])
def test_a_result_is_weighed_against_its_laboratorys_range(
    high: float | None, value: float, known: bool | None, pathways: dict[str, Pathway]
) -> None:
    reference = Reference(low=None, high=high, quote="réf.", start=0, end=4) if high else None
    page = a_page(f"CRP {value} mg/L")
    fact = a_fact("f1", page, page.text, key="crp", value=value, reference=reference)
    found = known_values({}, (fact,), pathways["polyarthrite-rhumatoide"], {"d1": "biologie"})
    assert found.values.get("crp_normale") is known
