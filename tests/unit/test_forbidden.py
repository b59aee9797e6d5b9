"""A class of treatments that a dossier forbids: what becomes of the options it is part of, and of a first opinion that
proposes one."""

import pytest

from engine.domain.opinion import RULE_FR, Citation
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.steps.compare import compare
from engine.steps.disagreements import Disagreements
from engine.steps.first_position import FirstPosition
from engine.steps.forbidden import is_part_of, proposed_all_the_same
from tests.builders import a_draft, a_statement
from tests.unit.test_compare import position

ENDO, KEPT = "endometriose", "hormones_sans_estrogene"
FORBIDS = "les œstrogènes sont contre-indiqués"

OPINIONS = [
    ("Je prescris lévonorgestrel 150 µg / éthinylestradiol 30 µg en continu.", True),
    ("CAT : pilule œstroprogestative en continu, sans placebo.", True),
    ("Je propose Leeloo en continu et la revois dans six mois.", True),
    ("On commence Optilova, diénogest si échec.", True),
    ("Anneau vaginal : NuvaRing en continu.", True),
    ("Contraception combinée en première intention.", True),
    ("Traitement par estradiol oral (Provames) en complément.", True),
    ("Je propose le diénogest 2 mg par jour, sans œstrogènes.", False),
    ("DIU au lévonorgestrel 52 mg.", False),
    ("J'évite les œstrogènes : désogestrel en continu.", False),
    ("Pas d'œstroprogestatif chez elle, plutôt le diénogest.", False),
    ("Arrêt de la pilule œstroprogestative, relais par le diénogest.", False),
    ("Après échec d'un œstroprogestatif, je propose le diénogest.", False),
    ("Les œstrogènes sont contre-indiqués, je propose le diénogest.", False),
    ("Éthinylestradiol déjà arrêté, diénogest en relais.", False),
    ("Une pilule œstroprogestative est exclue par la migraine. Je propose un DIU au lévonorgestrel.", False),
    ("Je propose une coelioscopie.", False),
]


@pytest.mark.parametrize(("said", "proposes"), OPINIONS)
def test_a_first_opinion_that_gives_what_the_draft_forbids_is_partial_and_grave(
    said: str, proposes: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    rule = Citation(kind="calculation", ref=f"{ENDO}/{KEPT}", text=f"{RULE_FR}, à valider : {FORBIDS}")
    draft = a_draft(statements=(a_statement(cites=(rule,)),))
    first = FirstPosition(options=("traitement_hormonal",), diagnoses=(ENDO,), text=said, proposed=fold(said))
    told = proposed_all_the_same(draft, first, pathways[ENDO], vocabulary)
    assert told == ((FORBIDS,) if proposes else ())
    found = compare(
        position("traitement_hormonal", diagnosis="endométriose"),
        "endométriose",
        first.model_copy(update={"diagnoses": ("endométriose",)}),
        pathways[ENDO],
        Disagreements(),
        forbidden=told,
    )
    assert (found.treatment, found.overall, found.severity) == (("P", "P", 3) if proposes else ("C", "C", 0))


def test_only_what_the_draft_says_forbids(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    first = FirstPosition(options=(), diagnoses=(), text="", proposed="pilule oestroprogestative")
    assert proposed_all_the_same(a_draft(), first, pathways[ENDO], vocabulary) == ()
    assert proposed_all_the_same(a_draft(), None, pathways[ENDO], vocabulary) == ()


@pytest.mark.parametrize(
    ("pathway", "option", "part"),
    [
        (ENDO, "traitement_hormonal", True),
        (ENDO, "kystectomie", False),
        (ENDO, "prise_en_charge_douleur", False),
        ("fibromes-uterins", "embolisation", False),
    ],
)
def test_of_which_options_a_class_is_part(
    pathway: str, option: str, part: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    oestrogens = next(s for s in vocabulary.contradictions.shunned if s.key == "oestrogenes")
    assert is_part_of(oestrogens, next(o for o in pathways[pathway].options if o.id == option)) is part


def test_every_class_that_a_sentence_forbids_is_known(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    known = {s.key for s in vocabulary.contradictions.shunned}
    assert {i.forbids for p in pathways.values() for i in p.sentences if i.forbids} <= known
