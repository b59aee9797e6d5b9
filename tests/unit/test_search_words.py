"""What is typed into a search, as the database gets it; the passage that is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.search import Sought
from engine.steps.snippet import passage, snippet, wanted_words

TYPED = [
    ("kyste ovarien", "kyste & ovarien"),
    ('"kyste ovarien"', "(kyste <-> ovarien)"),
    ("« kyste ovarien » IRM", "(kyste <-> ovarien) & irm"),
    ("Échographie", "echographie"),
    ("œdème", "oedeme"),
    ("endomét*", "endomet:*"),
    ("irm OU scanner", "(irm | scanner)"),
    ("genou irm OU scanner", "genou & (irm | scanner)"),
    ("OU irm", "irm"),
    ("prothèse -hanche", "prothese & !hanche"),
    ('prothèse -"prothèse totale"', "prothese & !(prothese <-> totale)"),
    ("post-opératoire", "(post <-> operatoire)"),
    ("l'IRM", "(l <-> irm)"),
    ("12/11/2025", "(12 <-> 11 <-> 2025)"),
    ("pT2N0", "pt2n0"),
    ("a & !b | (c", "a & b & c"),
    ("'; drop table dossier", "drop & table & dossier"),
    ("x:*b <-> y", "(x <-> b) & y"),
    ('"sans fin', "(sans <-> fin)"),
]


@pytest.mark.parametrize(("typed", "expression"), TYPED)
def test_what_is_typed_becomes_an_expression(typed: str, expression: str) -> None:
    sought = Sought.of(typed)
    assert sought is not None
    assert sought.expression == expression


@pytest.mark.parametrize("typed", ["", "   ", "-hanche", '""', "*", "& | !", "OU", "OU OU"])
def test_nothing_is_sought(typed: str) -> None:
    assert Sought.of(typed) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_holds_words_and_our_own_operators_only(typed: str) -> None:
    sought = Sought.of(typed)
    if sought is not None:
        bare = sought.expression
        for own in (" <-> ", " & ", " | ", ":*", "!", "(", ")"):
            bare = bare.replace(own, " ")
        assert all(c.isascii() and (c.isalnum() or c == " ") for c in bare)
        assert bare.strip()


TEXT = (
    "Centre d'imagerie fictif, service de radiologie. Compte rendu d'IRM pelvienne.\nIndication : douleurs.\n\n"
    "Résultat : présence d'un kyste\novarien gauche de 32 mm, sans signe de torsion. L'ovaire droit est normal. "
    "Conclusion : endométriome gauche."
)


def test_the_passage_is_where_the_words_stand_together() -> None:
    found = passage(TEXT, {"kyste", "ovarien", "gauche"})
    assert found is not None
    assert TEXT[slice(*found)] == "kyste\novarien gauche"
    assert passage(TEXT, {"genou"}) is None
    pieces = snippet(TEXT, found, {"kyste", "ovarien", "gauche"})
    assert [p.text for p in pieces if p.marked] == ["kyste", "ovarien", "gauche"]
    whole = "".join(p.text for p in pieces)
    assert "présence d'un kyste ovarien gauche de 32 mm" in whole
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 260


@given(st.text(alphabet="ab é\n,.", max_size=400), st.sampled_from([{"a"}, {"ab", "b"}, {"e"}]))
def test_a_snippet_says_nothing_that_the_page_does_not(text: str, marked: set[str]) -> None:
    found = passage(text, marked)
    if found is None:
        assert not wanted_words(text) & marked
        return
    start, end = found
    assert 0 <= start < end <= len(text)
    shown = "".join(p.text for p in snippet(text, found, marked)).removeprefix("… ").removesuffix(" …")
    assert " ".join(shown.split()) in " ".join(text.split())
