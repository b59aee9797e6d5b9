"""No author sees whom a dossier speaks of; what one answers comes back with names, numbers and dates in place."""

import inspect
from datetime import date
from typing import cast

import pytest
from pydantic import BaseModel

from engine import authoring, journey
from engine.domain.dossier import Dossier, FirstOpinion, Patient, Question, TreatingDoctor
from engine.domain.drafting import AnswerPosition, AnswerStatement, DraftAnswer, DraftInputs, Evidence, OptionView
from engine.domain.run import ModelUsed, PromptUsed
from engine.pathways.identifying import load_identifying
from engine.ports import Asked, T
from engine.steps.deidentify.veil import veil
from tests.builders import a_dossier, a_page

LETTER = (
    "Dr Hippolyte BRUMEVAL\n12 rue du Moulin-Gris, 29870 PLOUVENTEUX – Tél. 02 00 00 00 12\n"
    "Je revois Mme VALCHÉRINE Ombeline, née le 02/09/1958, le 14/03/2025.\nRupture du ligament croisé du genou droit."
)
SECRET = (
    "VALCH",
    "Ombeline",
    "BRUMEVAL",
    "Brumeval",
    "Hippolyte",
    "TRÉGOMBRE",
    "Trégombre",
    "Moulin",
    "PLOUV",
    "02/09/1958",
)


class Echo:
    """An author who cites all facts back word for word, as one that copies its prompt does."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        self.seen.append(inputs.model_dump_json())
        assert isinstance(inputs, DraftInputs)
        value = DraftAnswer(
            position=AnswerPosition(
                diagnosis="Rupture", option=None, alternatives=(), discouraged=(), exams=(), certainty="faible"
            ),
            statements=tuple(
                AnswerStatement(section="resume", text=e.text, cites=(e.id,)) for e in inputs.evidence if e.id[0] != "P"
            ),
        )
        return Asked(
            value=cast("T", value),
            raw=value.model_dump_json(),
            origin="model",
            model=ModelUsed(id="echo", revision="1"),
            prompt=PromptUsed(name=prompt, version="1", sha256="0" * 64),
            tokens_in=None,
            tokens_out=None,
        )


@pytest.fixture
def dossier() -> Dossier:
    return a_dossier(
        patient=Patient(family_name="Valchérine", given_name="Ombeline", sex="F", birth_date=date(1958, 9, 2)),
        first_opinion=FirstOpinion(given=True, by="Dr Hippolyte BRUMEVAL, orthopédiste", on=date(2025, 3, 14)),
        treating_doctor=TreatingDoctor(name="Dr Anselme TRÉGOMBRE", informed=True),
        question=Question(type="operer_ou_non", text="Le Dr Brumeval veut m'opérer."),
    )


def inputs() -> DraftInputs:
    facts = (
        "Je revois Mme VALCHÉRINE Ombeline, née le 02/09/1958, le 14/03/2025.",
        "IRM du 3 mars 2025, vue par Brumeval : rupture du ligament croisé du genou droit.",
        "Le docteur Trégombre a prescrit du paracétamol 1 g depuis 2019, tél. 02 00 00 00 12.",
    )
    passage = Evidence(
        id="P1", kind="passage", text="Recommandation du 12/05/2022 (Société Brumeval) : opérer.", stance="supports"
    )
    return DraftInputs(
        pathway_label="Genou",
        question="Le Dr Brumeval veut m'opérer.",
        question_type="operer_ou_non",
        age=66,
        sex="F",
        diagnosis="Rupture du ligament croisé",
        evidence=(
            *(Evidence(id=f"F{n}", kind="fact", text=t, dated=date(2025, 3, 14)) for n, t in enumerate(facts, start=1)),
            passage,
        ),
        options=(OptionView(id="operer", label_fr="Opérer"),),
    )


def test_no_identifier_reaches_the_author(dossier: Dossier) -> None:
    echo = Echo()
    veil(echo, dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
    prompt = echo.seen[0].replace(inputs().evidence[-1].text, "")
    assert [word for word in SECRET if word in prompt] == []
    assert "02 00 00 00 12" not in prompt
    assert "2025" not in prompt
    assert "rupture du ligament croisé du genou droit" in prompt
    assert "paracétamol 1 g" in prompt
    assert '"age":66' in prompt


def test_published_passages_reach_it_word_for_word(dossier: Dossier) -> None:
    echo = Echo()
    veil(echo, dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
    assert inputs().evidence[-1].text in echo.seen[0]


def test_what_it_says_comes_back_in_the_words_of_the_dossier(dossier: Dossier) -> None:
    asked = veil(Echo(), dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
    assert [s.text for s in asked.value.statements] == [e.text for e in inputs().evidence if e.id[0] == "F"]
    assert "VALCH" not in asked.raw


@pytest.mark.parametrize(
    "quote",
    [
        "Allergie : céfazoline (éruption, 2015)",
        "Antécédents : migraine, deux grossesses (2012, 2017)",
        "Appendicite 2014",
        "Fracture du poignet (2016",
        "Suivie depuis 2011, sous traitement : 2013",
        "2016, appendicectomie",
        "Opérée 2014",
    ],
)
def test_a_year_that_only_the_sentence_shows_to_be_one_stays(quote: str, dossier: Dossier) -> None:
    class Quoting(Echo):
        def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
            asked = super().ask(prompt, inputs, answer)
            value = cast("DraftAnswer", asked.value)
            said = tuple(
                s.model_copy(update={"text": f"À noter : « {s.text} » ; {s.text}, puis."}) for s in value.statements
            )
            return Asked(**{**asked.__dict__, "value": value.model_copy(update={"statements": said})})

    given = inputs().model_copy(update={"evidence": (Evidence(id="F1", kind="fact", text=quote),)})
    asked = veil(Quoting(), dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", given, DraftAnswer)
    assert [s.text for s in asked.value.statements] == [f"À noter : « {quote} » ; {quote}, puis."]


@pytest.mark.parametrize("day", [4, 9, 16])
def test_quotes_of_several_papers_each_come_back_in_the_words_of_their_own(day: int) -> None:
    """One year may be where that of another paper was moved to."""
    patient = Patient(family_name="Valchérine", given_name="Ombeline", sex="F", birth_date=date(1958, 9, day))
    dossier = a_dossier(patient=patient)
    papers = (
        "Port prescrit 20 h par jour puis nocturne depuis mars 2025",
        "Port mesuré par capteur : 15 h par jour en moyenne en 2023-2024",
        "Radiographie du 16/04/2025 : 31°",
        "Scoliose suivie depuis 2022 et traitée par corset jusqu'en septembre 2025",
        "Imagerie : 31° en avril 2025 et 43° en août 2026",
        "Tumeur classée cT3 N+",
    )

    class Joining(Echo):
        def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
            asked = super().ask(prompt, inputs, answer)
            told = [s.text for s in cast("DraftAnswer", asked.value).statements]
            text = f"Lettres : {' ; '.join(f'« {t} »' for t in told)}."
            said = AnswerStatement(section="resume", text=text, cites=tuple(f"F{n + 1}" for n in range(len(told))))
            value = cast("DraftAnswer", asked.value).model_copy(update={"statements": (said,)})
            return Asked(**{**asked.__dict__, "value": value})

    evidence = tuple(Evidence(id=f"F{n + 1}", kind="fact", text=text) for n, text in enumerate(papers))
    given = inputs().model_copy(update={"evidence": evidence})
    asked = veil(Joining(), dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", given, DraftAnswer)
    assert asked.value.statements[0].text == f"Lettres : {' ; '.join(f'« {t} »' for t in papers)}."


def test_a_date_that_it_works_out_comes_back_too(dossier: Dossier) -> None:
    """A month that stands in no evidence is moved back by the same days."""

    class Later(Echo):
        def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
            assert isinstance(inputs, DraftInputs)
            told = inputs.evidence[0].dated
            assert told is not None
            asked = super().ask(prompt, inputs, answer)
            said = AnswerStatement(section="resume", text=f"À revoir le {told:%d/%m/%Y}.", cites=("F1",))
            value = cast("DraftAnswer", asked.value).model_copy(update={"statements": (said,)})
            return Asked(**{**asked.__dict__, "value": value})

    asked = veil(Later(), dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
    assert asked.value.statements[0].text == "À revoir le 14/03/2025."


def test_the_journey_hands_its_author_over_behind_the_veil_only() -> None:
    source = inspect.getsource(authoring)
    assert source.count("parts.model") == source.count("veil(parts.model") == 1
    assert "parts.model" not in inspect.getsource(journey)


def test_two_runs_ask_the_same(dossier: Dossier) -> None:
    first, second = Echo(), Echo()
    for echo in (first, second):
        veil(echo, dossier, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
    assert first.seen == second.seen


def test_the_first_doctors_name_in_the_intake_changes_nothing_that_is_asked(dossier: Dossier) -> None:
    other = dossier.model_copy(update={"first_opinion": FirstOpinion(given=False)})
    seen = []
    for one in (dossier, other):
        echo = Echo()
        veil(echo, one, [a_page(LETTER)], load_identifying()).ask("draft_opinion", inputs(), DraftAnswer)
        seen.append(echo.seen)
    assert seen[0] == seen[1]
