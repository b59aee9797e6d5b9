"""What an operator must know of this machine: each part looked at, and the way out where one does not stand."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from engine.adapters.openai_model import OpenAIModel
from engine.adapters.transformers_model import check_headers
from engine.delivery.print_check import CannotPrint, printed_with
from engine.errors import BadSettings, DatabaseUnavailable, EngineError
from engine.services import machine
from engine.services.check import Check, failed, ok, warning
from engine.services.model_check import model_server
from engine.settings import LOOPBACK, Settings, read_settings, tracing_on
from engine.store.condition import Condition, condition, created
from ocr import missing_tools, version

ABSENT_FR = {
    "tesseract": "Tesseract est absent.",
    "tesseract fra": "Les données françaises de Tesseract sont introuvables.",
    "rapidocr": "Les poids du second moteur de lecture sont introuvables.",
}
APART = 5  # seconds between two clocks above which one-time codes begin to fail


def diagnose(now: datetime) -> tuple[Check, ...]:
    """Check what the environment says, unusable settings included; they are then the first check to fail."""
    try:
        return check(read_settings(), now)
    except BadSettings as error:
        bad = Check(
            name="Réglages", status="failed", told_fr=str(error), remedy_fr="Corrigez cette variable, puis relancez."
        )
        return (bad, _tracing(), *_reading(), *_machine(now))


def check(settings: Settings, now: datetime | None = None) -> tuple[Check, ...]:
    """Look at every part; takes a second or two, starts the embedded database if need be, and changes nothing.

    Never tells a password or anything of a dossier. `now` is the machine's clock when absent.
    """
    instant = now or datetime.now().astimezone()
    return (
        _settings(settings),
        _tracing(),
        *_database(settings, instant),
        *_reading(),
        _model(settings),
        *machine.storage(settings),
        *_machine(instant),
    )


def alive(ping: Callable[[], object]) -> Check:
    """Say at once whether the service can work: `ping` asks the database and raises an `EngineError` when it cannot."""
    try:
        ping()
    except EngineError:
        return failed("Base de données", "La base de données ne répond pas.", "Lancez « avis doctor » sur la machine.")
    return ok("Base de données", "La base de données répond.")


def _settings(settings: Settings) -> Check:
    name = "Réglages"
    address = urlsplit(settings.public_url)
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        told = f"AVIS_PUBLIC_URL ({settings.public_url}) n'est pas en https : les dossiers passeraient en clair."
        remedy = "Placez le service derrière un mandataire TLS (voir docs/operations.md) et donnez son adresse https."
        return failed(name, told, remedy) if settings.production else warning(name, told, remedy)
    if not settings.production:
        return ok(name, "Lisibles. AVIS_PRODUCTION=false : démonstration, les référentiels non validés sont admis.")
    return ok(name, "Lisibles. AVIS_PRODUCTION=true.")


def _tracing() -> Check:
    name = "Envois vers des tiers"
    if on := tracing_on():
        told = f"{', '.join(on)} : actif, enverrait des données de santé à un tiers."
        return failed(
            name, told, "Retirez cette variable de l'environnement du service ; il refuse de démarrer avec elle."
        )
    if there := machine.senders():
        told = f"{', '.join(there)} : défini, prépare l'envoi de traces à un tiers."
        return warning(name, told, "Retirez ces variables : le service n'en a pas besoin.")
    return ok(name, "Aucune trace n'est envoyée.")


def _database(settings: Settings, now: datetime) -> tuple[Check, ...]:
    name = "Base de données"
    if not created(settings):
        return (ok(name, "Base intégrée, pas encore créée : le premier démarrage la crée."),)
    try:
        found = condition(settings)
    except DatabaseUnavailable as error:
        remedy = (
            "Démarrez le serveur PostgreSQL et vérifiez AVIS_DATABASE_URL (adresse, compte, mot de passe)."
            if settings.database_url
            else f"Lisez {settings.data_dir / 'postgres' / 'server.log'} ; vérifiez la place et les droits du dossier."
        )
        return (failed(name, str(error), remedy),)
    kind = "serveur" if settings.database_url else "base intégrée"
    server = ok(name, f"PostgreSQL {found.server} ({kind}), {found.size // 1_000_000} Mo.")
    return (server, _vector(found), _migrations(found), _queue(found), _two_clocks(found, now))


def _vector(found: Condition) -> Check:
    name = "Extension pgvector"
    if found.vector:
        return ok(name, f"Version {found.vector}.")
    if found.foreign or not found.pending:
        return failed(name, "Absente.", "Installez le paquet postgresql-NN-pgvector sur le serveur de la base.")
    return ok(name, "Pas encore créée : le premier démarrage la crée.")


def _migrations(found: Condition) -> Check:
    name = "Forme de la base"
    if found.foreign:
        return failed(
            name,
            f"Migration inconnue de ce programme : {', '.join(found.foreign)}.",
            "Installez la version de double-avis qui a créé cette base, ou restaurez une sauvegarde.",
        )
    if found.pending:
        return warning(
            name,
            f"À appliquer : {', '.join(found.pending)}.",
            "Faites une sauvegarde (avis backup), puis démarrez le service : il les applique.",
        )
    return ok(name, "À jour.")


def _queue(found: Condition) -> Check:
    told = "Présente." if found.queue else "Pas encore créée : le premier démarrage du service la crée."
    return ok("File d'attente", told)


def _two_clocks(found: Condition, now: datetime) -> Check:
    name = "Horloge de la base"
    seconds = abs((found.now - now).total_seconds())
    if seconds > APART:
        return warning(
            name,
            f"{seconds:.0f} s d'écart avec celle de cette machine.",
            "Activez la synchronisation (timedatectl set-ntp true) sur les deux machines.",
        )
    return ok(name, "Accordée à celle de cette machine.")


def _reading() -> tuple[Check, ...]:
    return (_scans(), _fonts())


def _scans() -> Check:
    name = "Lecture des scans"
    for tool, how in missing_tools():
        where = machine.tessdata_prefix() if tool == "tesseract fra" else None
        return failed(name, ABSENT_FR[tool], f"{how}, ou corrigez TESSDATA_PREFIX ({where})." if where else f"{how}.")
    return ok(name, f"Tesseract {version()}, données françaises et poids du second moteur présents.")


def _fonts() -> Check:
    name = "Composition des PDF"
    try:
        library, fonts = printed_with()
    except CannotPrint as error:
        return failed(name, str(error), "Installez ces paquets, puis redémarrez le service.")
    return ok(name, f"WeasyPrint {library}, police {fonts}.")


def _model(settings: Settings) -> Check:
    name = "Rédaction du pré-avis"
    if settings.author == "assembled":
        return ok(name, "Assemblage des faits, sans modèle génératif.")
    if settings.author == "server":
        return _model_server(name, settings)
    remedy = "Corrigez AVIS_MODEL_DIR, ou choisissez AVIS_AUTHOR=assembled."
    if settings.model_dir is None:
        return failed(name, "AVIS_AUTHOR=transformers sans AVIS_MODEL_DIR.", remedy)
    try:
        model = check_headers(settings.model_dir)
    except EngineError as error:
        return failed(name, str(error), remedy)
    except OSError:
        return failed(name, f"Le dossier {settings.model_dir} ne peut pas être lu.", remedy)
    return ok(name, f"Modèle local {model}, en-têtes lisibles (poids non chargés).")


def _model_server(name: str, settings: Settings) -> Check:
    """Whether the settings are whole; whether the server answers is asked by `avis models check`."""
    try:
        OpenAIModel(server := model_server(settings))
    except EngineError as error:
        return failed(name, str(error), "Corrigez ce réglage, ou choisissez AVIS_AUTHOR=assembled.")
    return ok(name, f"Modèle {server.name} sur {server.address} (non joint : lancez avis models check).")


def _machine(now: datetime) -> tuple[Check, ...]:
    return (machine.memory(), machine.clock(now), machine.time_zone(now))
