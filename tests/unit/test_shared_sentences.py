"""Sentences that all pathways share: where they apply, what they are locked under, and when they are said."""

import re
from pathlib import Path

import pytest

from engine.domain.conditions import Value
from engine.domain.interpretation import FactMatch, Interpretation, SharedInterpretation
from engine.domain.interpretation_words import condition_fr
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.errors import BadPathway
from engine.pathways import digest, load, parsed, shared, text_of, whole
from engine.pathways.diff import changes
from tests.unit.sentences import Told, sentences, told

ONE = SharedInterpretation(
    id="avant_le_geste",
    section="avis",
    says_fr="Avant {geste}, {drogue} : à revoir",
    facts={"drogue": FactMatch(keys=("traitement_en_cours", "medicament"), value="^apixaban")},
    acts=("operation", "infiltration"),
)
APIXABAN = told("traitement_en_cours", "apixaban 5 mg")
WRITTEN = """# A remark.
- id: avant_le_geste
  section: avis
  says_fr: 'Avant {geste}, {drogue} : à revoir'
  facts:
    drogue: {keys: [traitement_en_cours], value: '<anticoagulant>'}
"""


@pytest.fixture
def knee(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["gonarthrose"]


def table_in(folder: Path, text: str) -> str:
    (folder / "vocabulary" / "common").mkdir(parents=True)
    (folder / "vocabulary" / "drug_classes.yaml").write_text("anticoagulant: '^(?:apixaban)'\n", "utf-8")
    (folder / "vocabulary" / "common" / "essai.yaml").write_text(text, "utf-8")
    return str(folder)


def test_the_text_of_a_pathway_stands_for_itself(pathways: dict[str, Pathway]) -> None:
    for name in ("gonarthrose", "infertilite-couple"):
        assert parsed(text_of(name), name) == pathways[name] == load(name)
        assert pathways[name].shared, name


def test_another_shared_sentence_is_another_text(knee: Pathway, tmp_path: Path) -> None:
    own = Path(shared.__file__).with_name("gonarthrose.yaml").read_text("utf-8")
    bare = knee.model_copy(update={"shared": ()})
    text = shared.written_out(own, bare, table_in(tmp_path, WRITTEN + "  acts: [implant]\n"))
    assert text.startswith(own.rstrip("\n"))
    assert parsed(text, "gonarthrose").shared[0].facts["drogue"].value == "^(?:apixaban)"
    assert [(c.id, c.what_fr, c.grave) for c in changes(bare, parsed(text, "gonarthrose"))] == [
        ("avant_le_geste", "Ajout", True)
    ]
    assert text != text_of("gonarthrose")
    assert len(digest("gonarthrose")) == 64
    assert whole(own, "gonarthrose") == text_of("gonarthrose") == whole(text_of("gonarthrose"), "gonarthrose")


@pytest.mark.parametrize(
    ("over", "applies"),
    [
        ({}, True),
        ({"acts": ("chimiotherapie",)}, False),
        ({"specialties": ("orthopedie",)}, True),
        ({"specialties": ("urologie",)}, False),
        ({"pathways": ("coxarthrose", "gonarthrose")}, True),
        ({"pathways": ("coxarthrose",)}, False),
    ],
)
def test_where_a_shared_sentence_applies(knee: Pathway, over: dict[str, tuple[str, ...]], applies: bool) -> None:
    one = ONE.model_copy(update=over)
    assert shared.applies(one, knee) is applies
    own = Interpretation(id=ONE.id, section="avis", says_fr="La sienne", when="kl >= 3")
    assert shared.applies(one, knee.model_copy(update={"interpretations": (own,)})) is False


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("phrases:\n" + WRITTEN, "commence par"),
        (WRITTEN + WRITTEN, "avant_le_geste"),
        (WRITTEN.replace("<anticoagulant>", "<poison>"), "poison"),
        (WRITTEN.replace("section: avis", "section: ailleurs"), "avant_le_geste : 1 validation error"),
        (WRITTEN.replace("{keys", "{keys: ["), "avant_le_geste : "),
    ],
)
def test_a_faulty_table_is_refused_with_its_sentence(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BadPathway, match=re.escape(what)):
        shared.table(table_in(tmp_path, text))


def test_without_a_table_a_text_is_its_file(knee: Pathway, tmp_path: Path) -> None:
    assert shared.written_out("id: x", knee, str(tmp_path)) == "id: x"


def said(
    pathway: Pathway, facts: list[Told], answers: dict[str, Value | None], one: SharedInterpretation = ONE
) -> str | None:
    alone = pathway.model_copy(update={"shared": (one,)})
    return sentences(alone, facts, answers, age=66).get(one.id)


def test_the_act_is_the_option_that_stands(knee: Pathway) -> None:
    bare = knee.model_copy(update={"interpretations": ()})
    kept = tuple(o for o in knee.options if o.id in ("infiltration", "ptg"))
    only = bare.model_copy(update={"options": kept})
    assert said(only, [APIXABAN], {}) == "Avant une prothèse totale de genou, apixaban 5 mg : à revoir"
    assert said(bare, [APIXABAN], {}) == "Avant une opération, apixaban 5 mg : à revoir"
    assert said(bare, [], {}) is None
    (needle,) = (o for o in kept if o.id == "infiltration")
    without = only.model_copy(update={"options": (needle,)})
    assert said(without, [APIXABAN], {}) == "Avant une infiltration du genou, apixaban 5 mg : à revoir"


def test_a_discouraged_act_is_not_prepared(knee: Pathway) -> None:
    (option,) = (o for o in knee.options if o.id == "infiltration")
    one = ONE.model_copy(update={"acts": ("infiltration",)})
    only = knee.model_copy(update={"interpretations": (), "options": (option,)})
    rule = option.discourages_if[0].model_copy(update={"expr": "fever == true"})
    against = only.model_copy(update={"options": (option.model_copy(update={"discourages_if": (rule,)}),)})
    assert said(against, [APIXABAN], {"fever": True}, one) is None
    assert said(against, [APIXABAN], {"fever": False}, one)


def test_after_the_operation_it_is_not_prepared_again(pathways: dict[str, Pathway]) -> None:
    colon = pathways["cancer-colon-rectum"].model_copy(update={"interpretations": ()})
    assert said(colon, [APIXABAN], {"surgery_done": True}) is None
    assert said(colon, [APIXABAN], {"surgery_done": False})


def test_a_sentence_of_the_pathway_on_the_same_fact_stands_for_the_shared_one(knee: Pathway) -> None:
    own = Interpretation(id="la_sienne", section="avis", says_fr="{drogue} et genou", facts=ONE.facts)
    letter = told("medicament", "apixaban")
    assert said(knee.model_copy(update={"interpretations": (own,)}), [letter, APIXABAN], {}) is None
    other = own.model_copy(
        update={"facts": {**own.facts, "crp": FactMatch(keys=("crp",))}, "says_fr": "{drogue} {crp}"}
    )
    both = [APIXABAN, told("crp", 4)]
    assert said(knee.model_copy(update={"interpretations": (other,)}), both, {})
    summary = own.model_copy(update={"section": "resume"})
    assert said(knee.model_copy(update={"interpretations": (summary,)}), both, {})


def test_the_council_reads_under_which_act_it_is_said(knee: Pathway) -> None:
    assert condition_fr(ONE, knee)[0] == "une option, non déconseillée ici, comporte une opération ou une infiltration"


def test_classes_name_drugs_that_are_read(vocabulary: Vocabulary) -> None:
    names = [fold(drug.name) for drug in vocabulary.drugs]
    text = Path(shared.__file__).with_name("vocabulary").joinpath("drug_classes.yaml").read_text("utf-8")
    classes = re.findall(r"^([a-z_]+): '\^(?:\(\?:)?([a-z].*?)\)?'$", text, re.MULTILINE)
    assert len(classes) > 20
    for name, words in classes:
        for word in re.sub(
            r"acide \(\?:([^)]*)\)", lambda m: "|".join(f"acide {w}" for w in m[1].split("|")), words
        ).split("|"):
            assert any(pattern(f"^{word}").search(drug) for drug in names), (name, word)
