"""The pathways that ship: ids that never change, references that hold, errors that a reader understands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import engine.pathways
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import variables_of
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.errors import BadPathway, UnknownPathway
from engine.pathways import digest, known, load, locked
from tests.builders import a_brief, a_dossier
from tests.pathway_ids import FROZEN

COMPUTED = {"age", "age_femme", "male", "question_type", "lacks"}


def test_twelve_pathways_ship() -> None:
    assert known() == tuple(sorted(FROZEN))


@pytest.mark.parametrize(("name", "group"), [(n, g) for n in FROZEN for g in FROZEN[n]])
def test_ids_never_change(name: str, group: str, pathways: dict[str, Pathway]) -> None:
    ids = [member.id for member in getattr(pathways[name], group)]
    assert ids == FROZEN[name][group].split()


def test_every_variable_of_a_condition_can_be_known(pathways: dict[str, Pathway]) -> None:
    for pathway in pathways.values():
        told = {v.id for v in pathway.variables} | {k.id for k in pathway.key_facts}
        told |= {d.id for d in (*pathway.derived_variables, *pathway.found_variables)} | COMPUTED
        told |= {c.id for c in pathway.concluded_variables}
        expressions = [r.condition.expr for r in pathway.required_documents]
        expressions += [r.expr for o in pathway.options for r in (*o.supports_if, *o.discourages_if)]
        expressions += [e for flag in pathway.red_flags for e in flag.answers]
        assert {v for e in expressions for v in variables_of(e)} - told == set(), pathway.id


def test_every_requirement_option_and_flag_can_be_recognised(pathways: dict[str, Pathway]) -> None:
    for pathway in pathways.values():
        assert all(r.match and r.ask_patient_fr.endswith((".", "?", "!")) for r in pathway.required_documents)
        assert all(o.named_by and o.statements for o in pathway.options)
        assert all(f.any_of or f.answers for f in pathway.red_flags)


def test_answer_checks_look_at_facts_that_exist(pathways: dict[str, Pathway], vocabulary: Vocabulary) -> None:
    shared = {f.key for f in vocabulary.findings}
    for pathway in pathways.values():
        assert {c.fact for c in pathway.answer_checks} <= shared | {k.id for k in pathway.key_facts}


def test_no_pathway_passes_for_published(pathways: dict[str, Pathway]) -> None:
    assert {(p.status, p.approved_by) for p in pathways.values()} == {("draft", None)}


def test_only_verified_statements_become_citations(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    shown = set()
    for pathway in pathways.values():
        options = tuple(
            o.model_copy(update={"statements": tuple(s.model_copy(update={"verified": False}) for s in o.statements)})
            for o in pathway.options
        )
        flags = tuple(f.model_copy(update={"verified": False}) for f in pathway.red_flags)
        doubted = pathway.model_copy(update={"options": options, "red_flags": flags})
        dossier = a_dossier(pathway=pathway.id, questionnaire={"surgery_proposed": True})
        texts = {"lettre.pdf": "Cher confrère,\nGenou droit : Kellgren 4."}
        shipped, _ = a_brief(dossier, texts, pathway, vocabulary, clinical_reader)
        without, _ = a_brief(dossier, texts, doubted, vocabulary, clinical_reader)
        cited = {c.ref for c in shipped.citations.values() if c.kind == "passage"}
        verified = {f"{pathway.id}/{s.id}" for o in pathway.options for s in o.statements if s.verified}
        verified |= {f"{pathway.id}/{f.id}" for f in pathway.red_flags if f.verified}
        shown |= cited
        assert cited <= verified
        assert not [c for c in without.citations.values() if c.kind == "passage"]
        assert all(c.source for c in shipped.citations.values() if c.kind == "passage")
    assert {ref.split("/")[0] for ref in shown} >= {"coxarthrose", "endometriose", "gonarthrose"}


@pytest.fixture
def content() -> dict[str, Any]:
    """The knee pathway as written, to be broken."""
    text = Path(engine.pathways.__file__).with_name("gonarthrose.yaml").read_text("utf-8")
    read = yaml.load(text, Loader=engine.pathways.LOADER)  # noqa: S506 - a safe loader
    assert isinstance(read, dict)
    return read


def reload(content: object, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pathway:
    text = yaml.dump(content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True)
    (folder / "essai.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(engine.pathways, "HERE", folder)
    return load("essai")


BROKEN: list[tuple[list[str | int], object, str]] = [
    (["required_documents", 0, "condition", "expr"], "__import__('os')", "condition « __import__('os') »"),
    (["required_documents", 0, "condition", "expr"], "douleur ==", "condition « douleur == »"),
    (["options", 0, "supports_if", 0, "expr"], "kl + 1", "condition « kl + 1 »"),
    (["red_flags", 0, "answers"], ["fever = true"], "condition « fever = true »"),
    (["required_documents", 0, "couleur"], "bleu", "required_documents.0.couleur : champ inconnu"),
    (["options", 0, "label_fr"], None, "options.0.label_fr : texte attendu"),
    (["red_flags", 0, "action"], "attendre", "red_flags.0.action : valeur hors de la liste"),
    (["version"], "deux", "version : forme inattendue"),
    (["required_documents", 0, "satisfied_by"], ["radio"], "satisfied_by inconnu ['radio']"),
    (["options", 0, "supports_if", 0, "statement_id"], "s99", "énoncés inconnus ['s99']"),
    (["options", 1, "id"], "ptg", "identifiants en double ['ptg']"),
    (["derived_variables"], [{"id": "x", "fact": "y", "cases": []}], "faits inconnus ['y']"),
    (["key_facts", 1, "patterns", 0, "regex"], "kellgren (", "expression « kellgren ( »"),
]


@pytest.mark.parametrize(("place", "value", "told"), BROKEN)
def test_a_broken_pathway_is_refused_with_its_place_in_french(
    place: list[str | int],
    value: object,
    told: str,
    content: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner: Any = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(BadPathway) as refused:
        reload(content, tmp_path, monkeypatch)
    assert str(refused.value).startswith("Le référentiel essai.yaml est invalide : ")
    assert told in str(refused.value)
    assert refused.value.exit_code == 7


def test_a_missing_field_an_empty_file_and_no_yaml_are_refused(
    content: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del content["key_facts"]
    for broken, told in ((content, "key_facts : champ manquant"), ([], "n'est pas une table YAML")):
        with pytest.raises(BadPathway, match=told):
            reload(broken, tmp_path, monkeypatch)
    (tmp_path / "essai.yaml").write_text("id: [", "utf-8")
    with pytest.raises(BadPathway, match=r"essai\.yaml"):
        load("essai")


def test_a_published_text_that_changed_in_silence_is_refused(
    content: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pathways.lock").write_text("{}", "utf-8")
    published = content | {"status": "published"}
    with pytest.raises(BadPathway, match="qui l'a validé"):
        reload(published, tmp_path, monkeypatch)
    approved = {"approved_by": "Conseil scientifique d'essai", "approved_on": "2026-03-01"}
    with pytest.raises(BadPathway, match="sans nouvelle version"):
        reload(published | approved, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", ["hanche", "../vocabulary/cues", "", "Gonarthrose"])
def test_an_unknown_pathway_names_those_that_are_there(name: str) -> None:
    with pytest.raises(
        UnknownPathway, match=r"cancer-colon-rectum, cancer-prostate, .* scoliose-adolescent"
    ) as refused:
        load(name)
    assert refused.value.exit_code == 3


def test_the_lock_names_every_pathway() -> None:
    assert set(locked()) == set(FROZEN)
    assert all(len(digest(name)) == 64 for name in FROZEN)
