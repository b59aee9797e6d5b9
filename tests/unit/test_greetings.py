"""A quote begins behind the greeting of a letter, and never in the middle of what it says."""

import pytest

from engine.domain.greetings import without_greeting, without_identity


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


def test_the_salutation_below_a_line_is_not_quoted() -> None:
    assert without_greeting("couple suivi pour infertilité Chère amie") == "couple suivi pour infertilité"
    assert without_greeting("adressée par un confrère") == "adressée par un confrère"


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("Enfant : Zoé F., 19/03/2014, ", "14 séances depuis mars"),
        ("Zoé FICTIVE, 12 ans et demi (19/03/2014), ", "vient pour sa scoliose"),
        ("Océane FICTIVE-LORRAIN (19.03.1961) – ", "10 séances depuis mai"),
        ("FICTIVE-LORRAIN Zoé, née le 19/03/2014, ", "élève de seconde, handball"),
        ("Zoé FICTIVE-LORRAIN — 19/03/2014 — ", "clichés réalisés sans corset"),
        ("", "INFILTRATION le 12/05/2026 de corticoïde"),
        ("", "SCANNER (12/05/2026) : nodule"),
        ("", "Prothèse totale, 12/05/2019, suites simples"),
        ("", "Patient : douleur depuis le 19/03/2026, 14 séances"),
    ],
)
def test_a_name_with_its_birth_is_not_quoted(opening: str, told: str) -> None:
    assert without_identity(opening + told, surely=True) == told
