from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from review_ui.view import (
    STATIC,
    date_fr,
    datetime_fr,
    duration_fr,
    environment,
    number_fr,
    percent_fr,
    plural,
    render,
    size_fr,
    static_url,
    time_fr,
)


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (date_fr(date(2026, 3, 12)), "12 mars 2026"),
        (date_fr(date(2026, 8, 1)), "1er août 2026"),
        (date_fr(None), "sans date"),
        (datetime_fr(datetime(2026, 3, 12, 13, 2, tzinfo=UTC)), "12 mars 2026 à 14 h 02"),
        (datetime_fr(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)), "1er août 2026 à 0 h 30"),  # summer time, next day
        (datetime_fr(None), "jamais"),
        (time_fr(datetime(2026, 1, 5, 8, 7, tzinfo=UTC)), "9 h 07"),
        (number_fr(1234.5), "1 234,5"),
        (number_fr(5021), "5 021"),
        (number_fr(-0.416, 2), "−0,42"),
        (percent_fr(0.783), "78 %"),
        (percent_fr(1, 1), "100,0 %"),
        (size_fr(1), "1 octet"),
        (size_fr(320), "320 octets"),
        (size_fr(48_200), "48 ko"),
        (size_fr(2_412_345), "2,4 Mo"),
        (size_fr(3_100_000_000), "3,1 Go"),
        (plural(0, "dossier"), "0 dossier"),
        (plural(1, "document manquant"), "1 document manquant"),
        (plural(12, "document manquant"), "12 documents manquants"),
        (plural(2, "avis"), "2 avis"),
        (plural(3, "journal", "journaux"), "3 journaux"),
    ],
)
def test_french_forms(shown: str, expected: str) -> None:
    assert spaced(shown) == expected


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        time_fr(datetime(2026, 3, 12, 13, 2))  # noqa: DTZ001 - the very thing that is refused


def test_what_people_write_is_escaped() -> None:
    page = environment().from_string("{% from 'parts/messages.html' import notice %}{{ notice('info', text) }}")
    assert "&lt;script&gt;" in page.render(text="<script>alert(1)</script>")


def test_missing_name_fails() -> None:
    with pytest.raises(UndefinedError):
        render("layout.html")


def test_address_of_a_static_file_changes_with_its_content() -> None:
    path, _, digest = static_url("css/tokens.css").partition("?v=")
    assert path == "/static/css/tokens.css"
    assert len(digest) == 12
    assert digest != static_url("css/base.css").partition("?v=")[2]


def test_no_template_breaks_the_policy() -> None:
    for name in environment().list_templates():
        source = environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]
        for refused in (" style=", "<style", " onclick=", "hx-on", "javascript:", "https://", "http://"):
            assert refused not in source, f"{name}: {refused}"


def test_static_files_name_nothing_outside() -> None:
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "moins d'une minute"),
        (44, "moins d'une minute"),
        (46, "environ 1 min"),
        (130, "environ 2 min"),
        (9.4 * 60, "environ 9 min"),
        (13 * 60, "environ 15 min"),
        (56 * 60, "environ 55 min"),
        (58 * 60, "environ 1 h"),
        (88 * 60, "environ 1 h 30"),
        (5 * 3600, "environ 5 h"),
    ],
)
def test_a_duration_is_said_as_roughly_as_it_is_known(seconds: float, said: str) -> None:
    assert duration_fr(seconds).replace("\u00a0", " ") == said
