"""What a scientific council does with pathways in the pages, and what then holds for dossiers and commands."""

import hashlib
import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from engine import load_settings
from engine.commands.pathways import FaultyPathways, NoPathwayFile, NotOfTheCouncil, NotUtf8, pathways
from engine.pathways import digest, load, text_of
from engine.services.pathways import PublicationRefused
from engine.store.pathways import Publications
from tests.desk_samples import Desktop, desktop
from tests.web_samples import post

KNEE = "/referentiels/gonarthrose"
SAT = "Pr Eudoxie Chimère, orthopédiste\n\nDr Jean Fictif, radiologue"
OLDER = (
    text_of("gonarthrose").replace("max_age_months: 12", "max_age_months: 24").replace("version: 1", "version: 0", 1)
)


@pytest.fixture
def desk(database_url: str, tmp_path: Any) -> Iterator[Desktop]:
    with desktop(database_url, tmp_path) as opened:
        opened.member("council", "conseil", name="Pr Eudoxie Chimère")
        opened.member("doctor")
        yield opened


@pytest.fixture
def avis(database_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("AVIS_DATABASE_URL", database_url)
    monkeypatch.setenv("AVIS_DATA_DIR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(pathways, arguments)


def keep_older(desk: Desktop) -> str:
    sha256 = hashlib.sha256(OLDER.encode()).hexdigest()
    Publications(desk.store).keep("gonarthrose", "0.2.0", sha256, OLDER)
    return sha256


def read(answer: Any) -> str:
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def publish(browser: Any, **given: str) -> Any:
    form = {"sha256": digest("gonarthrose"), "act": "published", "members": SAT, "note": "", "read": "on", **given}
    return post(browser, f"{KNEE}/publication", page=KNEE, **form)


def test_the_council_publishes_a_text_by_name_and_date(desk: Desktop) -> None:
    council, doctor = desk.signed_in("conseil"), desk.signed_in("doctor")
    assert "Référentiel non validé" in read(doctor.get(KNEE))
    assert desk.service.intake.pathway("gonarthrose").status == "draft"
    assert publish(council).headers["location"] == KNEE
    page = read(doctor.get(KNEE))
    assert re.search(r"Publié le \d+ \w+ 2026 par Pr Eudoxie Chimère", page)
    assert "Pr Eudoxie Chimère, orthopédiste ; Dr Jean Fictif, radiologue" in page
    assert "Publier cette version" not in page
    published = desk.service.intake.pathway("gonarthrose")
    assert (published.status, published.approved_on) == ("published", desk.clock.now().date())
    assert [p.id for p in desk.service.intake.pathways() if p.status == "published"] == ["gonarthrose"]
    (entry,) = desk.service.journal.entries(action="pathway_published")
    assert entry.details == {"pathway": "gonarthrose", "version": load("gonarthrose").version,
                             "sha256": digest("gonarthrose")}  # fmt: skip


def test_what_is_published_may_be_withdrawn_with_a_reason(desk: Desktop) -> None:
    council = desk.signed_in("conseil")
    publish(council)
    assert "Dites pourquoi" in read(publish(council, act="withdrawn"))
    assert publish(council, act="withdrawn", note="Source retirée.").status_code == 303
    assert desk.service.intake.pathway("gonarthrose").status == "draft"
    page = read(council.get(KNEE))
    assert "Retrait" in page
    assert "« Source retirée. »" in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"members": " \n"}, "Écrivez qui a siégé"),
        ({"read": ""}, "Cochez cette case"),
        ({"members": "x" * 7000}, "trop longue"),
        ({"note": "x" * 5000}, "dépasse"),
        ({"sha256": "0" * 64}, "Version inconnue"),
        ({"sha256": load("gonarthrose").version}, "Version inconnue"),
        ({"act": "withdrawn", "note": "Erreur."}, "cette version n'est pas publiée"),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_is_lost(desk: Desktop, given: dict[str, str], told: str) -> None:
    answer = publish(desk.signed_in("conseil"), **given)
    assert answer.status_code >= 400
    assert told in read(answer)
    if "members" not in given:
        assert "Dr Jean Fictif" in read(answer)
    assert desk.service.intake.pathway("gonarthrose").status == "draft"


def test_a_text_that_was_changed_since_it_was_read_is_not_published(desk: Desktop) -> None:
    sha256 = keep_older(desk)
    account = desk.service.accounts.find("conseil")
    assert account is not None
    with pytest.raises(PublicationRefused, match="n'est plus celui qui est installé"):
        desk.service.pathways.publish(account, "gonarthrose", sha256, ["Dr Fictif"])
    publish(desk.signed_in("conseil"))
    with pytest.raises(PublicationRefused, match="déjà publiée"):
        desk.service.pathways.publish(account, "gonarthrose", digest("gonarthrose"), ["Dr Fictif"])


def test_old_versions_stay_readable_and_are_compared(desk: Desktop) -> None:
    sha256, doctor = keep_older(desk), desk.signed_in("doctor")
    old = read(doctor.get(f"{KNEE}?version={sha256}"))
    assert "Ancienne version" in old
    assert "24 mois" in old
    for address in (f"{KNEE}/changements", f"{KNEE}/changements?depuis={sha256}"):
        changed = read(doctor.get(address))
        assert "Validité : 24 mois → 12 mois" in changed
        assert "Peut changer une décision" in changed
    unread = hashlib.sha256(b"id: gonarthrose").hexdigest()
    Publications(desk.store).keep("gonarthrose", "0.0.1", unread, "id: gonarthrose")
    assert "ne comprend plus la forme" in read(doctor.get(f"{KNEE}?version={unread}"))
    assert "Comparaison impossible" in read(doctor.get(f"{KNEE}/changements?depuis={unread}"))


@pytest.mark.parametrize("path", ["/referentiels/hanche", f"{KNEE}?version=8.0.0", f"{KNEE}/changements?depuis=abc"])
def test_what_was_never_kept_is_not_there(desk: Desktop, path: str) -> None:
    assert desk.signed_in("doctor").get(path).status_code == 404


def test_the_page_tells_conditions_sources_and_what_nobody_read(desk: Desktop) -> None:
    page = read(desk.signed_in("doctor").get("/referentiels/cancer-prostate"))
    assert "Opération déjà faite pour cette maladie : oui" in page
    assert "risk_group" not in page.split("Vérification automatique")[0]
    unread = [r for r in load("cancer-prostate").required_documents if not r.verified]
    assert page.count("Non relu, jamais cité") >= len(unread) > 0
    assert "Dit au patient : « surveiller le cancer de près" in page
    assert "« le compte rendu de l'IRM de la prostate »" in page
    assert "du sang rouge ou des caillots dans les urines" in page


def test_the_commands_list_show_compare_and_publish(desk: Desktop, avis: Callable[..., Result], tmp_path: Any) -> None:
    keep_older(desk)
    assert "gonarthrose" in avis("list", "--versions").output
    assert "0.2.0" in avis("list", "--versions").output
    shown = avis("show", "gonarthrose").output
    assert "SIGNAUX D'ALERTE" in shown
    assert "Si : Toujours" in shown
    assert "Validité : 24 mois → 12 mois" in avis("diff", "gonarthrose", "0.2.0").output
    assert "Validité : 24 mois → 12 mois" in avis("diff", "gonarthrose").output
    (tmp_path / "essai.yaml").write_text(OLDER, "utf-8")
    assert "Validité : 24 mois" in avis("diff", "gonarthrose", str(tmp_path / "essai.yaml")).output
    (tmp_path / "essai.yaml").write_text("label_fr: Endométriose", "cp1252")
    assert isinstance(avis("diff", "gonarthrose", str(tmp_path / "essai.yaml")).exception, NotUtf8)
    given = ("publish", "gonarthrose", "--member", "Dr Fictif", "--sha256", digest("gonarthrose")[:12], "--by")
    assert isinstance(avis(*given, "doctor").exception, NotOfTheCouncil)
    assert "Publié : gonarthrose" in avis(*given, "conseil").output
    assert "publié le" in avis("list").output


def test_the_linter_ends_with_a_code(avis: Callable[..., Result], tmp_path: Any) -> None:
    assert load_settings()
    fine = avis("check", "--quiet")
    assert fine.exit_code == 0
    assert "Aucune erreur dans 12 fichier(s)" in fine.output
    (tmp_path / "essai.yaml").write_text("id: [", "utf-8")
    faulty = avis("check", str(tmp_path))
    assert isinstance(faulty.exception, FaultyPathways)
    assert faulty.exception.exit_code == 7
    assert f"{tmp_path / 'essai.yaml'}:2: erreur" in faulty.output
    (tmp_path / "essai.yaml").write_text("label_fr: Endométriose", "cp1252")
    assert "essai.yaml:1: erreur : Le fichier n'est pas en UTF-8" in avis("check", str(tmp_path)).output
    (tmp_path / "vide").mkdir()
    nothing = avis("check", str(tmp_path), str(tmp_path / "vide"))
    assert isinstance(nothing.exception, NoPathwayFile)
    assert "vide" in str(nothing.exception)
