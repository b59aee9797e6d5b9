"""The text proposed for the patient: plain, short, and with nothing that the draft does not hold."""

from typing import Any

import pytest

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.drafting import DraftInputs, Evidence, OptionView
from engine.domain.opinion import Draft, Position
from engine.domain.pathway import Pathway
from engine.domain.review import PATIENT_WORDS, words_of
from engine.domain.vocabulary import Vocabulary
from engine.steps.draft import write
from engine.steps.ground import Grounder
from engine.steps.patient_version import patient_version
from tests.builders import a_brief, a_dossier

TEXT = (
    "RADIOGRAPHIES DU GENOU DROIT\nMme FICTIVE-LORRAIN Océane, née le 17/05/1991\nExamen du 12/01/2026\n"
    "Genou droit : {kl}. Gonarthrose droite."
)


def drafted(kl: str, pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader) -> Draft:
    dossier = a_dossier(pathway=pathway.id, questionnaire={"surgery_proposed": True, "fever": False})
    given, completeness = a_brief(dossier, {"radio.pdf": TEXT.format(kl=kl)}, pathway, vocabulary, reader)
    return write(given, completeness, pathway, AssembledModel(), Grounder(vocabulary, reader))[0]


def test_it_names_what_is_preferred_what_is_not_and_what_is_missing(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = drafted("Kellgren 4", pathways["gonarthrose"], vocabulary, clinical_reader).patient_fr
    preferred = "remplacer l'articulation du genou par une prothèse (prothèse totale)"
    assert f"Ce qui paraît le plus adapté, à discuter avec votre médecin : {preferred}." in told
    assert "nettoyer le genou" in told.partition("pas adapté pour le moment")[2]
    assert "Ce que montrent vos documents : une usure du cartilage du genou" in told
    assert "gonarthrose), à droite." in told
    assert "Appelez le 15 sans attendre si vous avez un de ces signes :\n– un genou chaud et rouge" in told
    assert "après une chute" not in told, "a sign that nobody read on its source"
    assert "examinée" in told
    assert 60 < words_of(told) <= PATIENT_WORDS


def test_another_reading_of_the_film_gives_another_text(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = drafted("Kellgren 1", pathways["gonarthrose"], vocabulary, clinical_reader).patient_fr
    assert "(prothèse totale)" in told.partition("pas adapté pour le moment")[2]


@pytest.mark.parametrize("words", [10, 400])
def test_a_long_question_never_makes_it_longer_than_it_may_be(
    words: int, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway = pathways["gonarthrose"]
    dossier = a_dossier(pathway=pathway.id)
    given, _ = a_brief(dossier, {"radio.pdf": TEXT.format(kl="Kellgren 4")}, pathway, vocabulary, clinical_reader)
    draft = drafted("Kellgren 4", pathway, vocabulary, clinical_reader)
    asked = given.inputs.model_copy(update={"question": "mot " * words})
    told = patient_version(asked, draft.position, pathway)
    assert ("mot mot" in told) == (words < 60)
    assert words_of(told) <= PATIENT_WORDS


def told_of(pathway: Pathway, position: dict[str, Any], **over: Any) -> str:
    given = {"pathway_label": pathway.label_fr, "question": "Et maintenant ?", "question_type": "autre", "age": 34,
             "sex": "F", "diagnosis": None, "evidence": (), "options": ()}  # fmt: skip
    taken = {"diagnosis": "x", "option": None, "certainty": "faible", **position}
    return patient_version(DraftInputs(**{**given, **over}), Position(**taken), pathway)


def lacks(number: int, key: str, status: str, **over: Any) -> Evidence:
    given = {"kind": "requirement", "text": key, "key": key, "status": status, "level": "required", **over}
    return Evidence(id=f"R{number}", **given)


CONFLICT = Evidence(id="K1", kind="calculation", about="conflict", text="Le côté diffère.")


def test_an_adult_reads_what_it_is_on_which_side_what_fits_and_how_sure_that_is(pathways: dict[str, Pathway]) -> None:
    position = {"option": "amp", "alternatives": ("preservation_fertilite", "abstention_surveillance"),
                "discouraged": ("kystectomie",), "certainty": "modérée"}  # fmt: skip
    lacking = (
        lacks(1, "irm_pelvienne_cr", "outdated"),
        lacks(2, "amh", "missing"),
        lacks(3, "spermogramme", "missing", settled_fr="Selon le patient, il n'existe pas."),
        lacks(4, "cfa", "unreadable"),
        lacks(5, "imagerie_digestive", "missing", level="optional"),
    )
    told = told_of(pathways["endometriose"], position, diagnosis="endométriose ovarienne gauche", evidence=lacking)
    assert "pousse ailleurs (endométriose), sur l'ovaire, à gauche." in told
    assert "votre médecin : une aide médicale à la procréation" in told
    assert "Aussi possible : ne pas traiter pour le moment, et surveiller." in told
    assert "On peut y ajouter : congeler des ovules" in told
    assert "Ce qui ne paraît pas adapté pour le moment : retirer le kyste de l'ovaire" in told
    assert "il manque : la prise de sang qui estime la réserve des ovaires (AMH)." in told
    assert "trop ancien, un plus récent serait utile : le compte rendu de l'IRM du bassin." in told
    assert "illisible, il faudrait l'envoyer de nouveau : l'échographie qui compte les petits sacs" in told
    assert "sperme" not in told, "a piece that will not come is not asked for"
    assert "intestins" not in told, "an optional piece is not asked for"
    assert "Le médecin qui donne cet avis en est assez sûr, mais il manque des documents utiles." in told


def test_treatments_that_stand_equal_are_told_together(pathways: dict[str, Pathway]) -> None:
    position = {"option": "surveillance_active", "alternatives": ("prostatectomie",), "certainty": "faible"}
    equal = OptionView(id="prostatectomie", label_fr="Prostatectomie totale", equal=True)
    told = told_of(pathways["cancer-prostate"], position, diagnosis="adénocarcinome de la prostate", options=(equal,))
    assert "Ces traitements paraissent aussi adaptés l'un que l'autre, à choisir avec votre médecin :\n– " in told
    assert "le plus adapté" not in told
    assert "Aussi possible" not in told


def test_the_parents_of_a_child_are_spoken_to(pathways: dict[str, Pathway]) -> None:
    told = told_of(
        pathways["scoliose-adolescent"], {"option": "corset", "certainty": "élevée"}, age=13, diagnosis="scoliose"
    )
    assert "n'a pas examiné votre enfant" in told
    assert "à discuter avec le médecin de votre enfant : un traitement par corset." in told
    assert "Le médecin qui donne cet avis en est sûr, d'après les documents reçus." in told
    assert "si votre enfant a un de ces signes :\n– des jambes faibles ;" in told
    assert "vos documents" not in told.casefold()
    assert "Ce que montrent les documents de votre enfant : scoliose." in told, "what the table has no words for"


def test_what_is_doubtful_is_said_as_doubtful_with_the_reasons(pathways: dict[str, Pathway]) -> None:
    knee = pathways["gonarthrose"]
    diagnosis = "fracture sous-chondrale par insuffisance gauche (incertain)"
    told = told_of(knee, {"option": "traitement_conservateur"}, diagnosis=diagnosis, evidence=(CONFLICT,))
    assert "insuffisance), à gauche. Cela reste à confirmer." in told
    why = "parce que le diagnostic reste à confirmer et que certains documents ne disent pas la même chose."
    assert f"en est peu sûr, {why} C'est à vérifier avec votre médecin." in told
    nothing = told_of(knee, {}, evidence=(lacks(1, "rx_genou_cr", "missing"),))
    assert "parce qu'aucun traitement ne se détache, que vos documents ne suffisent pas" in nothing
    assert "et qu'il manque des documents utiles." in nothing


def test_where_to_look_first_is_no_treatment(pathways: dict[str, Pathway]) -> None:
    knee = pathways["gonarthrose"]
    label = next(o.label_fr for o in knee.options if o.id == "infection_prothese")
    told = told_of(knee, {"in_words": label, "discouraged": ("revision_prothese", "ptg")}, diagnosis="gonarthrose")
    assert "il faut d'abord ceci, à voir avec votre médecin : vérifier s'il y a une infection" in told
    assert "pas adapté pour le moment : remplacer l'articulation" in told
    assert "aucun traitement" not in told.casefold()


def test_labels_stand_in_where_a_pathway_has_no_plain_words_and_unread_signs_stay_out(
    pathways: dict[str, Pathway],
) -> None:
    pathway = pathways["fibromes-uterins"]
    bare = pathway.model_copy(
        update={
            "options": tuple(o.model_copy(update={"plain_fr": None}) for o in pathway.options),
            "red_flags": tuple(f.model_copy(update={"plain_fr": ()}) for f in pathway.red_flags),
        }
    )
    told = told_of(bare, {"option": "hysterectomie"}, diagnosis="fibromes utérins")
    assert "à discuter avec votre médecin : Hystérectomie." in told
    assert "– malaise ;" in told
    assert "protection changée" not in told


@pytest.mark.parametrize("name", ["cancer-colon-rectum", "hernie-discale-lombaire", "polyarthrite-rhumatoide"])
def test_the_fullest_text_keeps_to_its_length_and_to_the_urgent_signs(name: str, pathways: dict[str, Pathway]) -> None:
    pathway = pathways[name]
    options = [o.id for o in pathway.options]
    position = {"option": options[0], "alternatives": tuple(options[1:5]), "discouraged": tuple(options[5:])}
    lacking = tuple(lacks(n, r.id, "missing") for n, r in enumerate(pathway.required_documents, 1))
    told = told_of(pathway, position, question="mot " * 59, evidence=(*lacking, CONFLICT))
    assert 150 < words_of(told) <= PATIENT_WORDS
    urgent = [f for f in pathway.red_flags if f.verified and f.action == "appel_15_urgences"]
    assert urgent
    assert all(sign in told for flag in urgent for sign in flag.plain_fr)
