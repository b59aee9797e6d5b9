"""French typography of printed text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.delivery.typography import drawable, drawn, typeset

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Faut-il m'opérer ?", f"Faut-il m’opérer{N}?"),
        ("Non ; jamais !", f"Non{N}; jamais{N}!"),
        ("Conclusion : « rien »", f"Conclusion{W}: «{W}rien{W}»"),
        ("Heure 14:05, stade T3:N0", f"Heure 14:05, stade{W}T3:N0"),
        ("Vraiment?", "Vraiment?"),
        ("Kyste de 42 mm, AMH 1,1 ng/mL", f"Kyste de 42{W}mm, AMH 1,1{W}ng/mL"),
        ("12 % à 3 ans, diénogest 2 mg/j", f"12{W}% à 3{W}ans, diénogest 2{W}mg/j"),
        ("Le Dr Inventé, p. 3, n° 12", f"Le Dr{W}Inventé, p.{W}3, n°{W}12"),
        ("5' de marche", "5' de marche"),
        ("β-hCG ≥ 5 UI/L, 37,5 °C, ½ comprimé", f"β-hCG ≥ 5{W}UI/L, 37,5{W}°C, ½ comprimé"),
        ("ligne\r\nligne\rligne", "ligne\nligne\nligne"),
        ("e\u0301tat", "état"),
    ],
)
def test_french_spaces_and_apostrophes(text: str, printed: str) -> None:
    assert typeset(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("gauche\u202eetiord\u202c", "gaucheetiord"),
        ("a\u200bb\x00c\x1b", "abc"),
        ("㎜ et ①", "mm et 1"),
        ("אב 😀", "□□ □"),
        ("Ƚukasz Nguyễn Çelik", "□ukasz Nguyễn Çelik"),
    ],
)
def test_what_no_font_draws_is_never_a_silent_gap(text: str, printed: str) -> None:
    assert drawn(text) == printed


@given(st.text())
def test_what_is_printed_can_be_drawn_and_is_settled(text: str) -> None:
    printed = typeset(text)
    assert set(printed) <= drawable() | set("\n\t")
    assert not {c for c in printed if unicodedata.category(c) in {"Cc", "Cf"}} - set("\n\t")
    assert typeset(printed) == printed
