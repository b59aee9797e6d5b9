"""The guideline library in the pages: searched and read by every role, withdrawn from by the council alone."""

import html
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk_samples import Desktop, desktop
from tests.web_samples import post

PASSAGE = "/bibliotheque/gonarthrose/ptg_s3"


@pytest.fixture
def desk(database_url: str, tmp_path: Any) -> Iterator[Desktop]:
    with desktop(database_url, tmp_path) as opened:
        opened.member("council", "conseil")
        opened.member("intake", "accueil")
        yield opened


def read(answer: Any) -> str:
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_passage_is_found_read_and_withdrawn_with_a_reason(desk: Desktop) -> None:
    council, staff = desk.signed_in("conseil"), desk.signed_in("accueil")
    assert "Gonarthrose" in read(staff.get("/bibliotheque"))
    wanted = "/bibliotheque?q=Je+suis+diab%C3%A9tique+et+fumeur,+mon+op%C3%A9ration+du+genou"
    assert PASSAGE in staff.get(wanted).text
    page = read(staff.get(PASSAGE))
    for told in ("ACR/AAHKS", "2023", "Prothèse totale de genou", "/referentiels/gonarthrose", "Versions"):
        assert told in page
    assert "Retirer" not in page
    assert post(staff, f"{PASSAGE}/retrait", page="/bibliotheque", why="Non.").status_code == 403
    assert "Dites pourquoi" in read(post(council, f"{PASSAGE}/retrait", page=PASSAGE, why=" "))
    kept = "Trop long." * 300
    assert kept in read(post(council, f"{PASSAGE}/retrait", page=PASSAGE, why=kept)), "what was typed comes back"
    assert post(council, f"{PASSAGE}/retrait", page=PASSAGE, why="Dépassé en 2026.").headers["location"] == PASSAGE
    page = read(staff.get(PASSAGE))
    assert "Dépassé en 2026." in page
    assert "Retiré le" in page
    assert PASSAGE not in staff.get(wanted).text
    (entry,) = desk.service.journal.entries(action="passage_withdrawn")
    assert entry.details == {"passage": "gonarthrose/ptg_s3", "count": 1}


def test_what_is_not_there_is_said(desk: Desktop) -> None:
    staff = desk.signed_in("accueil")
    assert staff.get("/bibliotheque/gonarthrose/nulle-part").status_code == 404
    assert "Aucun passage trouvé" in read(staff.get("/bibliotheque?q=,,,"))
    assert "<script>" not in staff.get("/bibliotheque?q=%3Cscript%3E&referentiel=inconnu").text.split("<main")[1]
