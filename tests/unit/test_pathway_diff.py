"""What changed between two versions of a pathway, told by its meaning."""

from typing import Any

import pytest

from engine.domain.interpretation import FactMatch, Interpretation
from engine.domain.pathway import Condition, Pathway
from engine.pathways.diff import changes


@pytest.fixture
def knee(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["gonarthrose"]


def changed(pathway: Pathway, group: str, ident: str, **fields: Any) -> Pathway:
    members = tuple(m.model_copy(update=fields) if m.id == ident else m for m in getattr(pathway, group))
    return pathway.model_copy(update={group: members})


def said(old: Pathway, new: Pathway) -> list[tuple[str, str, bool]]:
    return [(c.id, c.what_fr, c.grave) for c in changes(old, new)]


def test_an_interpretation_that_says_something_else_is_a_grave_change(knee: Pathway) -> None:
    one = Interpretation(id="stade", section="analyse", says_fr="Stade {kl}", facts={"kl": FactMatch(keys=("kl",))})
    old = knee.model_copy(update={"interpretations": (one,)})
    assert said(knee.model_copy(update={"interpretations": ()}), old) == [("stade", "Ajout", True)]
    later = one.model_copy(update={"says_fr": "Stade {kl}, avancé", "when": "kl >= 3"})
    told = said(old, knee.model_copy(update={"interpretations": (later,)}))
    assert any(what.startswith("Phrase : ") and grave for _, what, grave in told), told
    assert any(what.startswith("Condition (ajout) : Stade Kellgren") and grave for _, what, grave in told)


def test_the_same_text_has_no_changes(pathways: dict[str, Pathway]) -> None:
    assert all(changes(p, p) == () for p in pathways.values())


ONE: list[tuple[str, str, dict[str, Any], str, bool]] = [
    ("required_documents", "rx_genou_cr", {"max_age_months": 6}, "Validité : 12 mois → 6 mois", True),
    ("required_documents", "rx_genou_cr", {"max_age_months": None}, "Validité : 12 mois → sans limite", True),
    ("required_documents", "rx_genou_cr", {"level": "recommended"}, "Niveau : obligatoire → recommandée", True),
    (
        *("required_documents", "rx_genou_cr", {"condition": Condition(expr="age >= 50", label_fr="x")}),
        *("Condition : Toujours → Âge : au moins 50 ans", True),
    ),
    ("required_documents", "rx_genou_cr", {"why_fr": "Parce que."}, "Motif : ", False),
    ("required_documents", "rx_genou_cr", {"match": ()}, "Documents acceptés : mots de repérage modifiés", True),
    ("required_documents", "rx_genou_cr", {"verified": False}, "N'est plus tenu pour relu", True),
    ("options", "ptg", {"supports_if": ()}, "Règle en faveur (retrait) : ", True),
    ("options", "ptg", {"named_by": ("x",)}, "Mots de repérage modifiés", False),
    ("options", "ptg", {"complement": True}, "Devient un complément d'une autre option", True),
    ("options", "ptg", {"statements": ()}, "Énoncé retiré : ", True),
    (
        *("red_flags", "thrombose", {"action": "avis_specialise_24_72h"}),
        *("Conduite : appel au 15 → avis spécialisé sous 24 à 72 heures", True),
    ),
    ("red_flags", "thrombose", {"answers": ("fever == true",)}, "Levé par la réponse (ajout) : Fièvre : oui", True),
    ("red_flags", "thrombose", {"triggers_fr": ("mollet gonflé",)}, "Signe (retrait) : essoufflement brutal", False),
    ("red_flags", "thrombose", {"plain_fr": ("un mollet rouge",)}, "Signe dit au patient (ajout) : un mollet", False),
    ("options", "ptg", {"plain_fr": "une prothèse"}, "Dit au patient : remplacer l'articulation", False),
    ("key_facts", "hka", {"unit": "rad"}, "Unité : degrés → rad", True),
    ("key_facts", "hka", {"patterns": ()}, "Mots de repérage modifiés", False),
    ("variables", "fever", {"asked_of": "staff"}, "Posée à : le patient → l'équipe", True),
    (
        "variables",
        "fever",
        {"ask_if": "prosthesis_painful == true"},
        "Posée si : Toujours → Prothèse douloureuse : oui",
        True,
    ),
    ("patient_questions", "ptg_douloureuse", {"label_fr": "Et si elle fait mal ?"}, "Nom : ", False),
]


@pytest.mark.parametrize(("group", "ident", "fields", "told", "grave"), ONE)
def test_one_change_is_told(
    knee: Pathway, group: str, ident: str, fields: dict[str, Any], told: str, grave: bool
) -> None:
    found = said(knee, changed(knee, group, ident, **fields))
    # A rule that asks for a question names it, too: renamed, it reads otherwise.
    others = {"traitement_conservateur", "ptg"} if group == "patient_questions" else set()
    assert {i for i, _, _ in found} - others == {ident}
    assert [g for _, what, g in found if what.startswith(told)][:1] == [grave]


def test_what_came_and_went(knee: Pathway) -> None:
    fewer = knee.model_copy(
        update={
            "required_documents": tuple(d for d in knee.required_documents if d.id != "antecedents_cr"),
            "version": "2.0.0",
        }
    )
    assert said(knee, fewer) == [
        ("gonarthrose", f"Version : {knee.version} → 2.0.0", False),
        ("antecedents_cr", "Retrait", True),
    ]
    assert ("antecedents_cr", "Ajout", True) in said(fewer, knee)


def test_the_grave_changes_of_a_part_come_first(knee: Pathway) -> None:
    new = changed(knee, "required_documents", "courrier_premier_avis", why_fr="Autrement dit.")
    new = changed(new, "required_documents", "bilan_terrain", max_age_months=1)
    assert [c.grave for c in changes(knee, new)] == [True, False]
