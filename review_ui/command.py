"""The verb `avis serve`."""

import errno
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import Any

import click
import uvicorn

from engine import EngineError, build_service, configure_log, load_settings, notices
from review_ui.service_log import LOGGING
from review_ui.supervisor import Supervised

# -P: a file of the folder where the service is started must not pass for one of ours.
WORKER = [sys.executable, "-P", "-c", "from engine.cli import main; main()", "worker", "--until-stdin-closes"]
# Seconds that open pages and streams of events have to end in.
PATIENCE = 5
NO_WORKER = "Aucun dossier n'est traité ici (--no-worker) : ils attendent un « avis worker » relié à la même base."
OPEN = (
    "Attention : le service répond à tout le réseau, en clair. Placez devant lui un serveur mandataire HTTPS, ou "
    "retirez --host."
)


class CannotListen(EngineError):
    """The address or the port cannot be opened."""

    exit_code = 7
    message_fr = "Le service ne peut pas s'ouvrir sur {host}, port {port} : {why}"


class NotStarted(EngineError):
    """The application failed at its start; the log says where."""

    message_fr = "Le service n'a pas pu démarrer. La ligne ci-dessus dit où ; « avis doctor » vérifie la machine."


@click.command()
@click.option("--host", default="127.0.0.1", help="Adresse où répondre ; sinon 127.0.0.1, cette machine seule.")
@click.option("--port", default=8000, help="Port où répondre ; sinon 8000. 0 : un port libre.")
@click.option("--no-worker", is_flag=True, help="Ne traite pas les dossiers : d'autres « avis worker » s'en chargent.")
def serve(host: str, port: int, *, no_worker: bool) -> None:
    """Ouvre le service dans le navigateur, et traite les dossiers déposés, jusqu'à Ctrl-C (ou SIGTERM).

    Exemple :

        avis serve --port 8080
    """
    settings = load_settings()
    configure_log(settings.log_level, settings.log_format)
    for notice in notices(settings):
        click.echo(notice, err=True)
    with listen(host, port) as opened:
        # The pages take a second to load: the port is open before, and other verbs do not wait for it.
        from review_ui.app import create_app

        with build_service(settings) as service:
            run_service(create_app(service, settings), opened, None if no_worker else WORKER)


def listen(host: str, port: int) -> socket.socket:
    """Open the port, before anything slow is built. Raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family)
    except OverflowError:
        raise CannotListen(host=host, port=port, why="un port est un nombre de 0 à 65535.") from None
    except OSError as error:
        raise CannotListen(host=host, port=port, why=_why(error)) from None
    # Connections take this over. Without it the end of a short page waits 40 ms for the browser to confirm its head:
    # the loop sets it on the sockets that it makes itself, and not on those of a socket that it is given.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def run_service(app: Any, opened: socket.socket, worker: Sequence[str] | None) -> None:
    """Serve an ASGI application on an open port until SIGTERM or SIGINT, with a worker beside it.

    Raises `NotStarted`.
    """
    server = _Server(uvicorn.Config(app, log_config=LOGGING, server_header=False, timeout_graceful_shutdown=PATIENCE))

    def end(*_: object) -> None:
        server.should_exit = True

    # The server raises a signal once more when it has ended, for those that were there before: these are harmless.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, end)
    with ExitStack() as stack:
        if worker is None:
            _say(NO_WORKER)
        else:
            stack.enter_context(Supervised(worker, _say))
        with suppress(SystemExit):  # its way to say that the application did not start
            server.run(sockets=[opened])
    if not server.started:
        raise NotStarted
    _say("Service arrêté.")


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where the service is, once it answers there."""
        await super().startup(sockets)
        if self.started and sockets:
            _announce(*sockets[0].getsockname()[:2])


def _announce(host: str, port: int) -> None:
    address = ipaddress.ip_address(host)
    shown = "localhost" if address.is_unspecified else f"[{host}]" if address.version == 6 else host
    _say(f"Service ouvert : http://{shown}:{port} — Ctrl-C l'arrête.")
    if not address.is_loopback:
        _say(OPEN)


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "ce port est déjà pris. Choisissez-en un autre avec --port, ou arrêtez le programme qui l'occupe."
    if error.errno == errno.EACCES:
        return "ce port est réservé. Choisissez avec --port un numéro à partir de 1024."
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "cette adresse n'est pas celle de cette machine. Corrigez --host."
    return (
        f"{os.strerror(error.errno) if error.errno else 'erreur du système'}. Choisissez-en d'autres (--host, --port)."
    )


def _say(line: str) -> None:
    click.echo(line, err=True)
