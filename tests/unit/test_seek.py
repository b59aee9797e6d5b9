"""What a question looks for: what people say to what guidelines call it, and the pathways that it speaks of."""

import re

import pytest

from engine.domain.search_words import SearchWords
from engine.domain.wording import fold
from engine.pathways import known, load, load_vocabulary, variants
from engine.pathways.passages import load_search_words, seeds, shipped_vectors, vector_key
from engine.steps.seek import FAINT, MEANT, OWN, needed, seek


@pytest.fixture(scope="module")
def table() -> SearchWords:
    return load_search_words(load_vocabulary().drugs)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("J'ai des règles douloureuses", "dysmenorrhee"),
        ("mal au ventre pendant mes règles", "dysmenorrhee"),
        ("On m'a parlé d'un Mirena", "levonorgestrel"),
        ("Femara ou Clomid ?", "letrozole"),
        ("kyste chocolat avant FIV", "endometriome"),
        ("PUC ou PTG ?", "unicompartimentale"),
        ("Xeljanz après 65 ans", "jak"),
        ("une poche après l'opération ?", "stomie"),
        ("5-FU et DPYD", "uracilemie"),
        ("pied tombant", "deficit"),
        ("Je ne sens plus l'entrejambe", "cheval"),
        ("Relugolix : DEXA ?", "densitometrie"),
        ("sigmoïde pT2N0 R0", "stade"),
        ("Mon pied ne se relève plus", "deficit"),
        ("Mon nodule est « chaud »", "autonome"),
    ],
)
def test_what_people_say_leads_to_what_guidelines_call_it(question: str, meant: str, table: SearchWords) -> None:
    assert meant in seek(question, table, variants()).words


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("MTX per os mal toléré", "osteoporose"),
        ("le rapport de l'IRM", "hysterectomie"),
        ("Je pars en compote", "stomie"),
        ("un réglement", "dysmenorrhee"),
        ("un nodule qui me gêne", "brca"),
        ("cT2 du sein", "stade"),
    ],
)
def test_a_part_of_another_word_means_nothing(question: str, word: str, table: SearchWords) -> None:
    assert word not in seek(question, table, variants()).words


@pytest.mark.parametrize(
    ("question", "pathway"),
    [
        ("Faut-il opérer mon genou ?", "gonarthrose"),
        ("Ma hanche est sortie de son logement", "coxarthrose"),
        ("PSA à 0,3 après PR", "cancer-prostate"),
        ("GS positif, curage ?", "cancer-sein"),
        ("Bethesda III", "cancer-thyroide-nodule"),
        ("OATS sévère", "infertilite-couple"),
        ("Imeth et grossesse", "polyarthrite-rhumatoide"),
        ("corset la nuit", "scoliose-adolescent"),
    ],
)
def test_a_question_tells_its_pathway(question: str, pathway: str, table: SearchWords) -> None:
    guessed = seek(question, table, variants()).pathways
    assert max(guessed, key=lambda name: guessed[name]) == pathway
    assert guessed[pathway] == 1.0


def test_a_question_that_tells_no_pathway_prefers_none(table: SearchWords) -> None:
    assert seek("Que dois-je faire ?", table, variants()).pathways == {}
    assert seek("Que dois-je faire ?", table, variants()).words == {}


def test_words_of_any_question_weigh_little(table: SearchWords) -> None:
    words = seek("Trois semaines avec une sciatique", table, variants()).words
    assert words["sciatique"] == OWN
    assert words["semaines"] == FAINT
    assert words["radiculalgie"] == MEANT


def test_every_verified_statement_is_a_passage_with_words_of_those_who_ask() -> None:
    wanted = {f"{n}/{s.id}" for n in known() for o in load(n).options for s in o.statements if s.verified}
    found = seeds()
    assert {s.passage.id for s in found} == wanted
    assert [s.passage.id for s in found if not s.asked or not s.names] == []
    unread = {f"{n}/{s.id}" for n in known() for o in load(n).options for s in o.statements if not s.verified}
    assert not unread & {s.passage.id for s in found}


def test_the_vectors_of_all_passages_come_with_the_program() -> None:
    shipped = shipped_vectors()
    missing = [s.passage.id for s in seeds() for text in s.embedded if vector_key(text) not in shipped]
    assert missing == [], "run « avis library lock »"


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("erections?", "erection"),
        (r"\bcap ?50\b", "cap"),
        ("(?:enlever|retirer) l.uterus", "uterus"),
        ("infect\\w+", "infect"),
        ("pus|suint", ""),
        ("a{2}bc", "bc"),
        ("go+d", "go"),
        ("[ab]c?d\\+e", "d"),
        ("(?:a|b)", ""),
    ],
)
def test_what_an_expression_cannot_do_without(expression: str, letters: str) -> None:
    assert needed(expression) == letters


def test_the_shortcut_finds_what_the_expressions_find(table: SearchWords) -> None:
    lay = " ".join(seed.asked for seed in seeds()[::20])
    expressions = [e for word in table.words for e in word.said] + [e for told in table.about.values() for e in told]
    for expression in expressions:
        found = re.search(expression.replace(" ?", r"\s*").replace(" ", r"\s+"), fold(lay))
        assert found is None or needed(expression) in found[0]
