"""How a council reads conditions on drugs: a class by its name, with the drugs that it holds."""

from pathlib import Path

import pytest
import yaml

from engine import pathways
from engine.delivery.pathway_text import lines
from engine.domain.interpretation import FactMatch, Interpretation
from engine.domain.interpretation_words import Wording, condition_fr
from engine.domain.pathway import Pathway
from engine.pathways.drug_classes import NAMES, drugs_fr, expressions_fr
from engine.pathways.shared import classes

CLASSES = classes(Path(pathways.__file__).parent)
WORDING = Wording(expressions_fr(), drugs_fr)


@pytest.fixture(scope="module")
def knee() -> Pathway:
    return pathways.load("gonarthrose")


@pytest.mark.parametrize(
    ("expression", "drugs"),
    [
        ("^metformine", ("metformine",)),
        ("^(?:warfarine|acenocoumarol)", ("warfarine", "acénocoumarol")),
        ("^(?:celecoxib|acide (?:niflumique|mefenamique))", ("célécoxib", "acide niflumique", "acide méfénamique")),
        ("^(?!warfarine)", ()),
        ("warfarine", ()),
        (r"^estradiol \d", ()),
    ],
)
def test_drugs_of_an_expression(expression: str, drugs: tuple[str, ...]) -> None:
    assert drugs_fr(expression) == drugs


def test_every_expression_of_the_table_has_a_french_name() -> None:
    named = yaml.safe_load(Path(pathways.__file__).parent.joinpath(*NAMES).read_text("utf-8"))
    assert named.keys() == CLASSES.keys()


@pytest.mark.parametrize(
    ("value", "any_of", "told"),
    [
        (CLASSES["avk"], (), "medicament : antivitamine K (warfarine, fluindione, acénocoumarol)"),
        (
            f"{CLASSES['metformine']}|{CLASSES['gliflozine']}",
            (),
            "medicament : metformine ou gliflozine (dapagliflozine, empagliflozine)",
        ),
        (f"{CLASSES['metformine']}|^tramadol", (), "medicament : metformine ou tramadol"),
        ("^(?:amiodarone|sotalol)", (), "medicament : amiodarone ou sotalol"),
        ("hemochro", (), "medicament de valeur « hemochro »"),
        (
            CLASSES["metformine"],
            (CLASSES["avale"] + CLASSES["court"],),
            "medicament : metformine avalé, non appliqué sur la peau, dans une phrase courte",
        ),
        (None, (r"^[\s\S]{0,70}$",), "medicament dans une phrase courte (70 lettres au plus)"),
        (None, ("normo-?axe",), "medicament aux mots « normo-?axe »"),
    ],
)
def test_a_condition_names_classes(value: str | None, any_of: tuple[str, ...], told: str, knee: Pathway) -> None:
    match = FactMatch(keys=("medicament",), value=value, any_of=any_of)
    one = Interpretation(id="un", section="analyse", says_fr="Une phrase", facts={"m": match})
    assert condition_fr(one, knee, WORDING) == (told,)


def test_a_terminal_shows_the_sentences_with_their_conditions(knee: Pathway) -> None:
    told = list(lines(knee, lambda one, pathway: condition_fr(one, pathway, WORDING)))
    start = told.index("\nINTERPRÉTATIONS")
    assert told[start + 1 :: 2][0].startswith("- ")
    assert len([line for line in told[start:] if line.startswith("    Dite quand : ")]) == len(knee.sentences)
    assert not any(expression in line for line in told for expression in CLASSES.values() if "(" in expression)
