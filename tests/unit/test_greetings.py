"""A quote begins behind the greeting of a letter, and never in the middle of what it says."""

import pytest

from engine.domain.greetings import without_greeting


@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        ("J'ai reçu Mme FICTIVE Océane, 52 ans (03/04/1973), ", "pour des douleurs du genou droit"),
        ("Merci de m'avoir adressé ce patient de 41 ans, ", "sans antécédent notable, souffrant du dos"),
        ("Je revois votre patiente ", "pour sa polyarthrite, sous méthotrexate"),
        ("Je vous remercie de m'avoir confié ce couple, ", "en infertilité depuis deux ans"),
    ],
)
def test_a_greeting_is_not_quoted(greeting: str, told: str) -> None:
    assert without_greeting(greeting + told) == told


@pytest.mark.parametrize(
    "quote",
    [
        "J'ai revu l'IRM : pas de nodule rectal, pas de sténose",
        "Je n'ai pas prescrit d'hystérographie, l'histoire étant peu évocatrice",
        "Je revois Mme FICTIVE, 52 ans, ce jour",
        "Patiente de 52 ans, adressée pour un nodule",
    ],
)
def test_what_is_said_stays(quote: str) -> None:
    assert without_greeting(quote) == quote
