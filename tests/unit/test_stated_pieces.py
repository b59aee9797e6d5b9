"""A piece that is there and cannot be read, or is too old, is not told as absent."""

import pytest

from engine.steps.stated_pieces import as_it_is

LACKING = "Bilan d'extension absent alors que le risque le demande : TEP à obtenir avant tout traitement"
RECENT = "Aucune fiche de RCP récente au dossier, à demander : le dossier doit y être présenté"


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [
        (LACKING, "unreadable", "Bilan d'extension illisible alors que le risque le demande : TEP à renvoyer avant"),
        (LACKING, "outdated", "Bilan d'extension trop ancien alors que le risque le demande : TEP à actualiser avant"),
        (LACKING, "missing", LACKING),
        (RECENT, "unreadable", "Fiche de RCP illisible, à renvoyer : le dossier doit y être présenté"),
        (RECENT, "outdated", RECENT),
        (
            "Pas d'IRM de la prostate au dossier : à obtenir avant",
            "unreadable",
            "IRM de la prostate illisible : à renv",
        ),
        ("Ordonnances non fournies alors que", "unreadable", "Ordonnances illisibles alors que"),
        ("AMH absente du dossier, mais", "unreadable", "AMH illisible, mais"),
        ("AMH absente du dossier, mais", "outdated", "AMH trop ancienne, mais"),
        ("ACE initial non fourni ou ancien : à doser", "unreadable", "ACE initial illisible : à doser"),
        ("Explorations non faites ou non reçues : à demander", "unreadable", "Explorations non faites ou illisibles"),
        (
            "Compte rendu absent (type) : à demander ou à renvoyer ; sans lui",
            "unreadable",
            "illisible (type) : à renvoyer ;",
        ),
        ("Compte rendu absent ou illisible : à obtenir", "unreadable", "Compte rendu absent ou illisible : à obtenir"),
        ("Bilan (« scanner absent ») : à faire", "unreadable", "Bilan (« scanner absent ») : à faire"),
        ("Radiographies manquantes ou de plus d'un an : à refaire", "outdated", "Radiographies manquantes ou de plus"),
        ("Carcinome lobulaire : IRM à obtenir avant de décider", "unreadable", "IRM à obtenir avant"),
    ],
)
def test_tells_what_is_wrong_with_a_piece_that_is_there(said: str, state: str, told: str) -> None:
    assert told in as_it_is(said, {state})


def test_leaves_a_sentence_about_pieces_of_two_states() -> None:
    assert as_it_is("RCP et images absentes", {"missing", "unreadable"}) == "RCP et images absentes"
