"""The verb `avis worker`."""

import os
import signal
import sys
import threading

import click

from engine.app import SystemClock, build, notices
from engine.services.errands import beside
from engine.services.logs import configure
from engine.settings import load_settings
from engine.store.jobs import Jobs

READY = (
    "Prêt : les dossiers déposés sont traités un à un, les plus anciens d'abord. Ctrl-C arrête ; le dossier en cours "
    "retourne dans la file et sera repris."
)
STOPPED = "Arrêté. Les dossiers en attente restent dans la file."


@click.command()
@click.option("--until-stdin-closes", is_flag=True, hidden=True, help="S'arrête avec le processus qui l'a lancé.")
def worker(*, until_stdin_closes: bool) -> None:
    """Traite les dossiers déposés, un à la fois, jusqu'à Ctrl-C (ou SIGTERM).

    « avis serve » en lance déjà un. Lancez-en d'autres pour aller plus vite, ici ou sur d'autres machines reliées à la
    même base (AVIS_DATABASE_URL) : un dossier n'est jamais traité deux fois à la fois, et celui d'une machine qui
    s'éteint est repris par une autre. Exemple :

        avis worker
    """
    settings = load_settings()
    configure(settings.log_level, settings.log_format)
    for notice in notices(settings):
        click.echo(notice, err=True)
    with build(settings) as engine, Jobs.open(settings) as jobs:
        stop = threading.Event()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda *_: stop.set())
        if until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
        click.echo(READY, err=True)
        with beside(settings, jobs, SystemClock(), stop):
            ended = jobs.work(engine.process, stop, engine.unfinished)
    click.echo(STOPPED, err=True)
    if not ended:
        # A page may be in the middle of its reading, in a library that hears no request to end.
        sys.stderr.flush()
        os._exit(0)


def _watch_stdin(stop: threading.Event) -> None:
    # Not sys.stdin: the interpreter cannot end while a thread waits inside its buffer.
    while os.read(0, 4096):
        pass
    stop.set()
