"""The embedded author: every sentence it can lay out stands its own check, whatever rules hold."""

import pytest

from engine.adapters.assembled_answer import EVERYBODY
from engine.adapters.assembled_model import MOST_STATEMENTS, AssembledModel, assemble
from engine.adapters.assembled_sentences import besides, grounds, once, plain
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.idle_quotes import REASON
from engine.domain.drafting import STATEMENT_MAX, DraftAnswer, DraftInputs, Evidence
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.ground import Grounder
from engine.steps.most_telling import is_tried
from tests.builders import a_brief, a_dossier, a_fact, a_page

XRAY = "RADIOGRAPHIES DU GENOU DROIT\nMme FICTIVE-LORRAIN Océane\nExamen du 12/01/2026\nGenou droit : Kellgren 4."
IRM = (
    "IRM PELVIENNE\nMme FICTIVE-LORRAIN Océane\nExamen du 12/01/2026\nEndométriome gauche de 32 mm. Pas d'adénomyose.\n"
    "Probable nodule du torus. EVA 7/10. Sœur : cancer du sein."
)
HISTOLOGY = (
    "ANATOMIE PATHOLOGIQUE\nMme FICTIVE-LORRAIN Océane\nPrélèvement du 12/01/2026\n"
    "Adénocarcinome du sigmoïde pT3 N1b. 2 ganglions métastatiques sur 21. Pas d'embols veineux. pMMR."
)
TEXTS = {"gonarthrose": XRAY, "endometriose": IRM, "cancer-colon-rectum": HISTOLOGY}


def inputs_of(pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader) -> DraftInputs:
    dossier = a_dossier(pathway=pathway.id, questionnaire={"surgery_proposed": True})
    return a_brief(dossier, {"rapport.pdf": TEXTS[pathway.id]}, pathway, vocabulary, reader)[0].inputs


def unread(inputs: DraftInputs) -> DraftInputs:
    """The same inputs without the pathway's own sentences."""
    kept = tuple(e for e in inputs.evidence if e.about != "interpretation")
    return inputs.model_copy(update={"evidence": kept})


def every_option_in_turn(inputs: DraftInputs) -> list[DraftInputs]:
    """The same inputs with each option preferred, then discouraged, by all passages that bear on it."""
    cases = []
    for option in inputs.options:
        passages = tuple(e.id for e in inputs.evidence if e.option == option.id)
        if passages:
            for found in ({"supported_by": passages, "preferred": True}, {"discouraged_by": passages}):
                none = {"supported_by": (), "discouraged_by": (), "preferred": False}
                alone = tuple(
                    o.model_copy(update={**none, **(found if o.id == option.id else {})}) for o in inputs.options
                )
                cases.append(inputs.model_copy(update={"options": alone}))
    return cases


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_sentence_stands_for_every_option_of_the_pathway(
    name: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    grounder = Grounder(vocabulary, clinical_reader)
    cases = every_option_in_turn(inputs_of(pathways[name], vocabulary, clinical_reader))
    assert len(cases) >= 4  # the options of which a passage holds for every patient, for and against
    for inputs in cases:
        for statement in assemble(inputs).statements:
            verdict = grounder.check(statement, inputs, may_be_cut=False)
            assert verdict.stands, (statement.text, verdict.why_fr)


def test_a_draft_has_its_sections_in_order_and_its_limits(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    answer = assemble(inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader))
    sections = [s.section for s in answer.statements]
    order = ("question", "resume", "analyse", "avis", "examens", "alerte", "limites")
    assert sections == sorted(sections, key=order.index)
    assert {"question", "resume", "avis", "examens"} <= set(sections)
    assert len(answer.statements) <= MOST_STATEMENTS
    assert all(
        s.text.rstrip(" »").endswith((".", "!", "?")) and len(s.text) < STATEMENT_MAX and s.cites
        for s in answer.statements
    )
    assert answer.position.option == "ptg"


def test_without_a_supported_option_the_answer_says_so(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = unread(inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader))
    bare = tuple(
        o.model_copy(update={"supported_by": (), "discouraged_by": (), "preferred": False}) for o in inputs.options
    )
    answer = assemble(inputs.model_copy(update={"options": bare, "diagnosis": None}))
    opinions = [s.text for s in answer.statements if s.section == "avis"]
    assert opinions[0].startswith("Hors référentiel")
    assert opinions[1:] == [s for s in opinions if s.startswith("Degré de certitude : faible")]
    assert (answer.position.option, answer.position.certainty) == (None, "faible")
    assert answer.position.diagnosis.startswith("Non établi")


def test_where_no_option_is_preferred_none_is_put_first(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = unread(inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader))
    equal = tuple(o.model_copy(update={"preferred": False}) for o in inputs.options)
    assert any(o.supported_by for o in equal)
    answer = assemble(inputs.model_copy(update={"options": equal}))
    opinions = [s.text for s in answer.statements if s.section == "avis"]
    assert opinions[0].startswith("Aucune option ne se détache")
    assert opinions[1].startswith("Options également soutenues par le dossier : Prothèse totale de genou ; ")
    assert (answer.position.option, answer.position.certainty) == (None, "faible")


TRIED = (
    "Nantes, le 12/01/2026\nCher confrère,\nMme FICTIVE-LORRAIN Océane souffre du genou droit.\n"
    "Paracétamol 3 g par jour, insuffisant seul.\nInfiltration du genou droit en mars 2025, efficace cinq semaines.\n"
    "Je lui prescris du paracétamol 1 g.\nConfraternellement"
)


def test_what_was_tried_is_told_apart_from_what_is_taken(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    dossier, texts = a_dossier(pathway="gonarthrose"), {"lettre.pdf": TRIED, "radio.pdf": XRAY}
    given = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs
    said = [s.text for s in assemble(given).statements]
    (tried,) = [s for s in said if s.startswith("Traitements déjà essayés")]
    assert "« Paracétamol 3 g par jour, insuffisant seul »" in tried
    assert "« Infiltration du genou droit en mars 2025, efficace cinq semaines »" in tried
    assert not any("insuffisant" in s.lower().partition("traitements relevés")[2] for s in said)


def test_of_two_quotes_that_run_into_each_other_the_longer_is_told() -> None:
    def piece(name: str, quote: str) -> Evidence:
        return Evidence(id=name, kind="fact", text=quote)

    line = "Reçus : léflunomide 2016 (diarrhée), méthotrexate depuis 2015, 15 mg par semaine"
    cut, alike = f"{line[8:]}, bien toléré depuis lors, sans incident", "Reçus : léflunomide 2018 (diarrhée)"
    told = once([piece("F1", line), piece("F2", cut), piece("F3", alike)])
    assert [ids for _, ids in told] == [["F2"], ["F3"]]
    assert besides(told, [(f"« {line}, bien toléré depuis lors, sans incident »", [])]) == [told[1]]


REPEATED = (
    "Nantes, le 20/01/2026\nCher confrère,\nMme FICTIVE-LORRAIN Océane, genou droit : Kellgren 3 sur un vieux cliché, "
    "périmètre de marche 400 m.\nConfraternellement"
)


def test_a_figure_is_that_of_the_paper_that_measured_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    dossier, texts = a_dossier(pathway="gonarthrose"), {"lettre.pdf": REPEATED, "radio.pdf": XRAY}
    given = a_brief(dossier, texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0].inputs
    (figures,) = [s.text for s in assemble(given).statements if s.text.startswith("Données qui comptent")]
    assert "4 (droite) le 12/01/2026" in figures
    assert "Périmètre de marche : 400 m (lettre du 20/01/2026)" in figures
    assert "Kellgren 3" not in figures
    assert " : 3" not in figures


def test_a_paper_is_not_quoted_for_what_the_draft_says_in_its_place(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    words = f"{REPEATED}\nElle souffre d'une gonarthrose droite. Pas d'antécédent d'ostéonécrose de ce genou."
    sheet = f"{XRAY}\nINFILTRATION DU GENOU\n\nIndication : gonarthrose droite, pas d'ostéonécrose connue."
    texts = {"lettre.pdf": words, "radio.pdf": sheet}
    given = a_brief(a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0]
    said = [s.text for s in assemble(given.inputs).statements if s.section == "resume"]
    (letter,) = [s for s in said if s.startswith("Lettre")]
    assert "antécédent d'ostéonécrose" in letter
    assert "souffre d'une gonarthrose" not in letter
    assert not any("« Indication" in s or "INFILTRATION" in s for s in said)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Clinique : lombosciatique gauche hyperalgique.", True),
        ("Contexte clinique : douleur du genou.", True),
        ("Mr DUVAL-FICTIF Jean (02.05.71), lombosciatique gauche", True),
        ("Mme DUVAL-FICTIF a été opérée du genou droit.", False),
        ("Cliniquement : pas d'épanchement.", False),
    ],
)
def test_why_a_paper_was_written_is_no_finding(line: str, reason: bool) -> None:
    assert bool(REASON.match(line)) is reason


def test_options_that_stand_equal_are_named_together(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = unread(inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader))
    first = next(o for o in inputs.options if o.preferred)
    level = first.model_copy(update={"id": "puc", "label_fr": "Autre geste", "preferred": False, "equal": True})
    answer = assemble(inputs.model_copy(update={"options": (first, level)}))
    opinions = [s.text for s in answer.statements if s.section == "avis"]
    assert opinions[0].startswith("Plusieurs options se valent d'après ce dossier, le choix se fait avec la patiente :")
    assert f"« {first.label_fr} » ou « Autre geste »" in opinions[0]
    assert not any("également soutenue" in said for said in opinions)
    assert (answer.position.option, answer.position.certainty) == (first.id, "faible")


def test_what_is_uncertain_or_contradicted_lowers_certainty(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader)
    sure = assemble(inputs.model_copy(update={"diagnosis": "gonarthrose droite"})).position.certainty
    doubt = assemble(inputs.model_copy(update={"diagnosis": "gonarthrose droite (incertain)"})).position.certainty
    assert (sure, doubt) == ("modérée", "faible")


def test_it_goes_on_record_with_its_prompt_and_is_repeatable(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    inputs = inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader)
    first, second = (AssembledModel().ask("draft_opinion", inputs, DraftAnswer) for _ in range(2))
    assert first == second
    assert (first.model.id, first.prompt.name) == ("assembled", "draft_opinion")
    with pytest.raises(TypeError):
        AssembledModel().ask("draft_opinion", inputs, DraftInputs)


def test_what_a_prescription_advises_is_no_finding_in_doubt(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = f"{REPEATED}\nEn cas de fièvre, toux. Une algodystrophie est possible."
    given = a_brief(
        a_dossier(pathway="gonarthrose"), {"lettre.pdf": letter}, pathways["gonarthrose"], vocabulary, clinical_reader
    )[0]
    assert not any("En cas de fièvre" in s.text for s in assemble(given.inputs).statements)


@pytest.mark.parametrize(
    ("words", "tried"),
    [
        ("Infiltration de juin inefficace, quinze séances de kinésithérapie faites.", True),
        ("Conformément à la réunion : kinésithérapie, 15 séances.", False),
    ],
)
def test_what_is_only_planned_was_not_tried(
    words: str, tried: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts = {"lettre.pdf": f"{REPEATED}\n{words}"}
    given = a_brief(a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0]
    assert any("déjà essayés" in s.text for s in assemble(given.inputs).statements) is tried


def test_an_answer_stands_where_no_fact_does_and_what_is_wanted_stands_always(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    given = inputs_of(pathways["gonarthrose"], vocabulary, clinical_reader)
    fact = Evidence(id="F1", kind="fact", text="Kellgren 4", bearer="patient", polarity="affirmed")
    answers = [
        Evidence(id="A1", kind="questionnaire", text="Prothèse douloureuse ? Réponse : non", polarity="negated"),
        Evidence(id="A2", kind="questionnaire", text="Genou déjà opéré ? Réponse : oui", polarity="affirmed"),
        Evidence(id="A3", kind="questionnaire", text="Projet de grossesse ? Réponse : non", polarity="negated"),
    ]
    inputs = given.model_copy(update={"evidence": (fact, *answers)})
    assert [ids for _, ids in grounds(inputs, ["F1", "A1", "A2", "A3"])] == [["F1"], ["A3"]]
    assert [ids for _, ids in grounds(inputs, ["A1", "A2"])] == [["A1"], ["A2"]]


def test_what_an_examination_was_made_with_is_no_treatment_of_today(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    scan = "TEP-TDM AU PSMA DU 28/09/2026\nMr FICTIF-GAVE Yvon\nFurosémide 20 mg IV après injection du traceur."
    letter = "CONSULTATION DU 02/10/2026\nMr FICTIF-GAVE Yvon\nTraitement : ramipril 5 mg le matin."
    texts = {"01-tep.pdf": scan, "02-lettre.pdf": letter}
    inputs = a_brief(
        a_dossier(pathway="cancer-prostate"), texts, pathways["cancer-prostate"], vocabulary, clinical_reader
    )
    said = [s.text for s in assemble(inputs[0].inputs).statements if "raitements relevés" in s.text]
    assert ["ramipril" in text and "Furosémide" not in text for text in said] == [True]


@pytest.mark.parametrize(
    ("kind", "quote", "tried"),
    [
        ("compte_rendu_operatoire", "Indication : sciatique, échec de deux mois de traitement", False),
        ("compte_rendu_operatoire", "Échec de deux infiltrations", True),
        ("courrier", "Échec de deux mois de traitement", True),
        ("biologie", "Échec de deux mois de traitement", False),
    ],
)
def test_why_an_operation_was_done_is_no_treatment_of_today(
    kind: str, quote: str, tried: bool, vocabulary: Vocabulary
) -> None:
    assert is_tried(a_fact("f1", a_page(quote), quote, key="essais", side=None), vocabulary, kind) is tried


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Enfant : Zoé F., 19/03/2014, 14 séances depuis mars", "14 séances depuis mars"),
        ("Pour : Mme FICTIVE, née le 19/03/1954, 14 séances", "14 séances"),
        ("Patient : douleur depuis le 19/03/2026, 14 séances", "Patient : douleur depuis le 19/03/2026, 14 séances"),
    ],
)
def test_a_quote_goes_without_whom_it_is_about(line: str, told: str) -> None:
    assert plain(line) == told


@pytest.mark.parametrize(
    ("when", "all_of_them"), [("Toute gonarthrose", True), ("Tout patient", True), ("IMC ≥ 30", False)]
)
def test_what_is_asked_of_every_patient_is_told_from_another_choice(when: str, all_of_them: bool) -> None:
    assert bool(EVERYBODY.match(when)) is all_of_them
