"""The linter of pathways: what is wrong in a file is told in French, with its line."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.pathways import LOADER, known, text_of
from engine.pathways.lint import Finding, check, check_text, installed
from engine.pathways.reach import possible

Steps = list[str | int]
FEW = 8
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    read = yaml.load(text_of("gonarthrose"), Loader=LOADER)  # noqa: S506 - a safe loader
    assert isinstance(read, dict)
    read["interpretations"] = read["interpretations"][
        :FEW
    ]  # each fault is looked for in a whole pathway, time and again
    return read


def broken(content: dict[str, Any], vocabulary: Vocabulary, steps: Steps, value: object) -> list[Finding]:
    changed = deepcopy(content)
    inner: Any = changed
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    if steps != ["version"]:
        changed["version"] = "9.0.0"
    text = yaml.dump(changed, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
    return check_text(text, "gonarthrose.yaml", vocabulary)


SOURCE = {"ref": "x", "title": "t", "body": "b", "year": 2020, "url": None, "evidence_tier": "guideline",
          "read_level": "none"}  # fmt: skip
SAID = {"id": "stade", "section": "analyse", "says_fr": "Stade {kl} à revoir", "facts": {"kl": {"keys": ["kl"]}}}
ERRORS: list[tuple[Steps, object, str]] = [
    (["required_documents", 0, "couleur"], "bleu", "required_documents.0.couleur : champ inconnu"),
    (["required_documents", 0, "label_fr"], None, "required_documents.0.label_fr : texte attendu"),
    (["version"], "deux", "version : forme inattendue"),
    (["required_documents", 2, "condition", "expr"], "douleur ==", "condition illisible : « douleur == »"),
    (["required_documents", 2, "condition", "expr"], "jamais_vu == true", "variable inconnue : jamais_vu"),
    (["required_documents", 2, "condition", "expr"], "kl > 4", "condition jamais vraie : « kl > 4 »"),
    (["required_documents", 2, "condition", "expr"], "fever and not fever", "condition jamais vraie"),
    (["required_documents", 0, "type"], "radio", "type de document inconnu : « radio »"),
    (["required_documents", 0, "match", 0, "kinds"], ["lettre"], "type de document inconnu : « lettre »"),
    (["required_documents", 0, "match"], [], "qu'aucun document ne peut satisfaire"),
    (["required_documents", 0, "satisfied_by"], ["radio"], "pièce de substitution inconnue : « radio »"),
    (["required_documents", 0, "ask_patient_fr"], " ", "texte pour le patient absent"),
    (["variables", 0, "phone_fr"], None, "texte pour le patient absent : « fever.phone_fr »"),
    (["key_facts", 1, "patterns"], [], "fait « kl » sans mot de repérage"),
    (["key_facts", 1, "patterns", 0, "regex"], "kellgren (", "expression « kellgren ( »"),
    (["options", 0, "named_by"], [], "sans mot de repérage (« named_by »)"),
    (["options", 1, "id"], "ptg", "identifiant en double : « ptg »"),
    (["options", 0, "supports_if", 0, "statement_id"], "s99", "énoncé inconnu de cette option : « s99 »"),
    (["red_flags", 2, "any_of"], [], ""),
    (["red_flags", 0, "source"], SOURCE, "dit relu, mais sa source « x » n'a pas d'adresse lue"),
    (["derived_variables"], [{"id": "x", "fact": "y", "cases": []}], "fait inconnu : « y »"),
    (
        ["found_variables"],
        [{"id": "x", "findings": ["fievre"], "kinds": ["courrier"], "after": "hkb"}],
        "fait inconnu : « hkb »",
    ),
    (["id"], "genou", "n'est pas le nom du fichier"),
    (["options", 0, "plain_fr"], "une PTG du genou", "abréviation « PTG » dite au patient"),
    (["required_documents", 0, "plain_fr"], " ".join(["mot"] * 17), "trop long : 17 mots, 16 au plus"),
    (["diagnoses", 0, "plain_fr"], "Une arthrose", "ne complète pas une phrase"),
    (["red_flags", 0, "plain_fr"], ["un genou rouge ; de la fièvre"], "ne complète pas une phrase"),
    (["red_flags", 0, "plain_fr"], [" "], "texte pour le patient vide"),
    *(
        (["interpretations"], [{**SAID, **over}], told)
        for over, told in (
            ({"says_fr": "Stade {hka} à revoir"}, "« {hka} » n'est pas un de ses faits"),
            ({"says_fr": "Stade {kl} : attendre 6 mois"}, "le chiffre 6 ne vient d'aucun énoncé relu"),
            ({"says_fr": "Stade {kl} le {kl.date}"}, "« kl », daté ou latéralisé, va entre crochets"),
            ({"facts": {"kl": {"keys": ["kl"], "optional": True}}}, "« kl », facultatif, va entre crochets"),
            ({"says_fr": "Stade {kl} [à revoir"}, "accolade ou crochet sans son pendant"),
            ({"says_fr": "Stade {kl}."}, "le point final est ajouté"),
            ({"facts": {"kl": {"keys": ["kellgren"]}}}, "clé inconnue « kellgren »"),
            ({"facts": {"kl": {"keys": ["kl"], "kinds": ["radio"]}}}, "type de document inconnu « radio »"),
            ({"facts": {"kl": {"keys": ["kl"], "value": "("}}}, "value: "),
            ({"facts": {"kl": {"keys": ["kl"], "after": "hka"}}}, "« after: hka » n'est pas un fait"),
            ({"facts": {"kl": {}}}, "keys or any_of is wanted"),
            ({"pieces": {"radio": ["missing"]}}, "pièce inconnue « radio »"),
            ({"statement_id": "s99"}, "énoncé inconnu « s99 »"),
            ({"says_fr": "Arthrose", "facts": {}}, "dite de tout dossier"),
            ({"when": "kellgren == 4"}, "variable inconnue : kellgren"),
        )
    ),
]


@pytest.mark.parametrize(("steps", "value", "told"), [e for e in ERRORS if e[2]])
def test_a_fault_is_an_error_with_its_line(
    content: dict[str, Any], vocabulary: Vocabulary, steps: Steps, value: object, told: str
) -> None:
    errors = [f for f in broken(content, vocabulary, steps, value) if f.weight == "erreur"]
    assert [f for f in errors if told in f.text_fr], [str(f) for f in errors]
    assert str(errors[0]).startswith("gonarthrose.yaml:")


def test_an_interpretation_that_says_when_and_of_what_has_no_fault(
    content: dict[str, Any], vocabulary: Vocabulary
) -> None:
    found = broken(content, vocabulary, ["interpretations"], [SAID])
    assert [f for f in found if f.weight == "erreur"] == []


def test_an_abbreviation_that_patients_say_or_that_stands_behind_its_words_has_no_fault(
    content: dict[str, Any], vocabulary: Vocabulary
) -> None:
    found = broken(content, vocabulary, ["options", 0, "plain_fr"], "l'IRM, puis une prothèse totale (PTG)")
    assert [str(f) for f in found if f.weight == "erreur"] == []


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (["options", 0, "plain_fr"], "option « traitement_conservateur » sans mots pour le patient"),
        (["required_documents", 0, "plain_fr"], "pièce « courrier_premier_avis » sans mots pour le patient"),
        (["red_flags", 0, "plain_fr"], "signal « infection » sans mots pour le patient"),
    ],
)
def test_what_has_no_words_for_the_patient_is_told(
    content: dict[str, Any], vocabulary: Vocabulary, steps: Steps, told: str
) -> None:
    empty: object = [] if steps[0] == "red_flags" else None
    found = [f for f in broken(content, vocabulary, steps, empty) if "plain_fr" in f.text_fr]
    assert [(f.weight, f.text_fr.startswith(told)) for f in found] == [("avertissement", True)]


def test_a_variable_of_an_option_without_a_name_for_doctors_is_told(
    content: dict[str, Any], vocabulary: Vocabulary
) -> None:
    fever = next(n for n, v in enumerate(content["variables"]) if v["id"] == "fever")
    found = [f for f in broken(content, vocabulary, ["variables", fever, "label_fr"], None) if "label_fr" in f.text_fr]
    assert [f.weight for f in found] == ["avertissement"]
    assert not [f for f in check([installed() / "gonarthrose.yaml"]) if "label_fr" in f.text_fr]


def test_the_line_is_the_one_of_the_fault(vocabulary: Vocabulary) -> None:
    lines = text_of("gonarthrose").replace("version: ", "version: 9", 1).splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip() == "expr: always")
    lines[at] = "    expr: toujours =="
    found = check_text("\n".join(lines), "gonarthrose.yaml", vocabulary)
    assert [f.line for f in found if "illisible" in f.text_fr] == [at + 1]


def test_a_flag_that_nothing_can_raise_and_a_citation_of_what_nobody_read(
    content: dict[str, Any], vocabulary: Vocabulary
) -> None:
    bare = {**content["red_flags"][2], "any_of": [], "near_all_of": [], "question_all_of": []}
    told = [f.text_fr for f in broken(content, vocabulary, ["red_flags", 2], bare)]
    assert "signal « fracture » que rien ne peut lever (ni mots, ni réponse)" in told
    option = next(n for n, o in enumerate(content["options"]) if o["supports_if"])
    cited = content["options"][option]["supports_if"][0]["statement_id"]
    number = next(n for n, s in enumerate(content["options"][option]["statements"]) if s["id"] == cited)
    found = broken(content, vocabulary, ["options", option, "statements", number, "verified"], False)
    assert f"énoncé cité alors qu'il n'est pas relu : « {cited} »" in [f.text_fr for f in found]


def test_a_text_that_changed_under_its_version_is_an_error(vocabulary: Vocabulary) -> None:
    changed = text_of("gonarthrose").replace("Gonarthrose", "Gonarthroses", 1)
    found = check_text(changed, "gonarthrose.yaml", vocabulary)
    assert [f for f in found if "a changé sous la version" in f.text_fr and f.weight == "erreur"]
    older = changed.replace("version: ", "version: 0.0.1 # ", 1)
    assert [f for f in check_text(older, "gonarthrose.yaml", vocabulary) if "inférieure à celle du verrou" in f.text_fr]


@pytest.mark.parametrize(("text", "told"), [("id: [", "YAML : "), ("- a\n", "n'est pas une table"), ("", "une table")])
def test_what_is_no_pathway_at_all(vocabulary: Vocabulary, text: str, told: str) -> None:
    (found,) = check_text(text, "essai.yaml", vocabulary)
    assert found.weight == "erreur"
    assert told in found.text_fr


def test_the_pathways_that_ship_have_no_error() -> None:
    found = check([installed()])
    assert [str(f) for f in found if f.weight == "erreur"] == []
    assert {Path(f.path).stem for f in found} <= set(known())
    assert [str(f) for f in found if "plain_fr" in f.text_fr] == []


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("always", True),
        ("kl >= 3", True),
        ("kl > 4", False),
        ("fever == true and prosthesis_painful == true", True),
        ("fever == true and fever == false", False),
        ("age < 0", False),
        ("question_type == 'decision_chirurgicale'", True),
        ("question_type == 'iode'", False),
        ("cote == 'gauche'", True),
        ("inconnue == true", False),
    ],
)
def test_what_can_ever_be_true(pathways: dict[str, Pathway], expression: str, answer: bool) -> None:
    assert possible(expression, pathways["gonarthrose"]) is answer
