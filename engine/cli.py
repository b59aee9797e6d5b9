"""The command `avis`: one short function a verb; other rooms add verbs through the group avis.commands."""

import hashlib
import io
import json
import mimetypes
import os
import re
import signal
import sys
import traceback
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import NoReturn

import click

from engine.app import notices
from engine.delivery.files import cause_fr, write_whole
from engine.delivery.usage import FrenchContext, complaint
from engine.domain.progress import Progress
from engine.errors import EngineError, UploadRefused
from engine.services.logs import configure
from engine.settings import Settings, load_settings

PARTLY_READ = UploadRefused.exit_code
INTERRUPTED = "Interrompu : aucun résultat n'est écrit. Les documents reçus sont conservés ; relancez la commande."
# Control characters, and the marks that make a text run backwards.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version("double-avis"), prog_name="avis")
def avis() -> None:
    """Prépare un pré-avis de deuxième avis médical, que signe un médecin. Tout reste sur cette machine.

    Codes de fin : 0 fait ; 1 erreur interne ; 2 commande mal écrite ou dossier introuvable ; 3 fiche d'accueil
    inutilisable, pathologie inconnue ou consentement absent ; 4 fait, mais au moins un fichier n'a pas pu être lu ;
    5 programme ou modèle absent ; 6 base de données ; 7 réglage ou référentiel ; 130 interrompu.
    """


@avis.command()
@click.argument("case_dir", type=click.Path(path_type=Path))
@click.option("--json", "out", type=click.Path(path_type=Path, dir_okay=False), help="Fichier où écrire le résultat.")
@click.option("--prompt", "version_of_prompt", metavar="VERSION", help="Autre version de la demande faite au modèle.")
@click.option("--quiet", is_flag=True, help="N'affiche que les erreurs.")
def run(case_dir: Path, out: Path | None, version_of_prompt: str | None, *, quiet: bool) -> None:
    """Mène un dossier jusqu'au pré-avis et à sa comparaison au premier avis.

    CASE_DIR contient intake.yaml et documents/. Exemple :

        avis run evaluation/cases/demo-gonarthrose --json resultat.json
    """
    from engine import build, case_id, dossier_of, files_of, passed_over, result
    from engine.delivery.summary import summary
    from engine.pathways import load

    settings = _settings()
    if version_of_prompt is not None:
        settings = settings.model_copy(update={"prompt": version_of_prompt})
    folder_id = case_id(case_dir)
    if out is not None:
        _check_writable(out)
    try:
        files = list(files_of(case_dir))
    except OSError as error:
        raise click.ClickException(f"{error.filename} : {_why_unread(error)}") from error
    for name in passed_over(case_dir):
        _complain(
            _harmless(f"Ignoré : documents/{name} (sous-dossier, lien ou fichier caché). Placez-le dans documents/.")
        )
    with build(settings) as engine:
        try:
            dossier = dossier_of(case_dir)
        except EngineError:
            engine.keep(folder_id, files)
            raise
        uploads = engine.receive(dossier, files)
        outcome = engine.run(dossier, uploads, (lambda _: None) if quiet else _progress)
    if out is not None:
        _write(out, json.dumps(result(outcome), ensure_ascii=False, indent=1))
    if not quiet:
        for line in summary(outcome, load(dossier.pathway)):
            click.echo(_harmless(line))
        if out is not None:
            click.echo(_harmless(f"  Résultat : {out}"))
    if any(not refused.was_read for refused in outcome.refused):
        sys.exit(PARTLY_READ)


@avis.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--jsonl", "out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Fichier à écrire."
)
def structure(files: tuple[Path, ...], out: Path) -> None:
    """Structure des textes cliniques français (UTF-8), un objet JSON par fichier.

    Exemple :

        avis structure courrier.txt --jsonl courrier.jsonl
    """
    from engine.adapters.clinical_nlp import EdsNlpReader
    from engine.delivery.result import structured
    from engine.pathways import load_vocabulary
    from engine.steps.structure import structure as read_structure

    _check_writable(out)
    reader, vocabulary, lines, failed = EdsNlpReader(), load_vocabulary(), [], False
    for path in files:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            failed = True
            _complain(f"{path} : {_why_unread(error)}")
            continue
        name = os.fsencode(path.name).decode("utf-8", "replace")  # a file name may hold bytes that are no text
        lines.append(json.dumps(structured(name, *read_structure(text, vocabulary, reader)), ensure_ascii=False))
    _write(out, "".join(f"{line}\n" for line in lines))
    if failed:
        sys.exit(PARTLY_READ)


@avis.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text-dir", required=True, type=click.Path(path_type=Path, file_okay=False), help="Dossier des textes.")
def ocr(files: tuple[Path, ...], text_dir: Path) -> None:
    """Lit des documents, images et archives : un texte NOM.txt par page, NOM-pN.txt quand il y en a plusieurs.

    Exemple :

        avis ocr scan.pdf photo.jpg --text-dir textes
    """
    from engine.adapters.page_reader import OcrPageReader
    from engine.domain.dossier import Upload
    from engine.ports import ReadPage, ReadRefusal

    reader, failed, stems = OcrPageReader(), False, set()
    reader.check()
    for path in files:
        if path.stem in stems:
            failed = True
            _complain(f"{path} : un autre fichier s'appelle aussi {path.stem}. Lisez-les dans deux dossiers de textes.")
            continue
        stems.add(path.stem)
        try:
            content = path.read_bytes()
            media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            digest = hashlib.sha256(content).hexdigest()
            upload = Upload(sha256=digest, filename=path.name, media_type=media_type, size=len(content))
            read = list(reader.read(upload, content))
        except (OSError, UploadRefused) as error:
            failed = True
            _complain(f"{path} : {_why_unread(error)}")
            continue
        for told in (each for each in read if isinstance(each, ReadRefusal)):
            failed = failed or told.code not in ("active", "attached")
            _complain(f"{path}{f' › {told.member}' if told.member else ''} : {told.reason_fr}")
        pages = [each.page for each in read if isinstance(each, ReadPage)]
        for page in pages:
            name = path.stem if len(pages) == 1 else f"{path.stem}-p{page.number}"
            _write(text_dir / f"{name}.txt", page.text)
    if failed:
        sys.exit(PARTLY_READ)


@avis.command()
def settings() -> None:
    """Affiche les réglages, leur valeur et leur rôle.

    Exemple :

        AVIS_LOG_LEVEL=INFO avis settings
    """
    current = load_settings()
    for name, field in Settings.model_fields.items():
        value = "(défini)" if name == "database_url" and current.database_url else getattr(current, name)
        click.echo(f"AVIS_{name.upper()} = {value}\n    {field.description}")


def _stop(*_: object) -> NoReturn:
    """A supervisor's request to end leaves through the same doors as an interruption: the database is stopped."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; every failure is one French message and an exit code, never a stack trace."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no « or œ must not end a run
    signal.signal(signal.SIGTERM, _stop)
    try:
        for verb in entry_points(group="avis.commands"):
            avis.add_command(verb.load(), verb.name)
        _speak_french(avis)
        avis(standalone_mode=False)
    except click.exceptions.Abort:
        _end(INTERRUPTED, 130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        _end(complaint(error), 2)
    except click.ClickException as error:
        _end(error.format_message(), 2)
    except EngineError as error:
        _end(str(error), error.exit_code)
    except KeyboardInterrupt:
        _end(INTERRUPTED, 130)
    except Exception as error:
        _end(_unexpected(error), 1)


def _speak_french(command: click.Command) -> None:
    command.context_class = FrenchContext
    for verb in command.commands.values() if isinstance(command, click.Group) else ():
        _speak_french(verb)


def _settings() -> Settings:
    current = load_settings()
    configure(current.log_level, current.log_format)
    for notice in notices(current):
        _complain(notice)
    return current


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise click.ClickException(
            f"Impossible d'écrire {path} : {cause_fr(error)}. Indiquez un fichier d'un dossier où vous pouvez écrire."
        ) from error


def _check_writable(path: Path) -> None:
    """Say that a result could not be written before minutes are spent on it."""
    _write(path.with_name(f".{path.name}.essai"), "")
    path.with_name(f".{path.name}.essai").unlink()


def _why_unread(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "ce n'est pas un texte UTF-8. Enregistrez-le en UTF-8."
    if isinstance(error, OSError):
        return f"fichier illisible ({cause_fr(error)}). Vérifiez le chemin et vos droits."
    return str(error)


def _unexpected(error: Exception) -> str:
    """Where it happened and no more: the message of an unknown error may hold health data."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"Erreur interne ({type(error).__name__}, {Path(place.filename).name}:{place.lineno}). Les documents reçus "
        "sont conservés ; signalez ce message à l'équipe technique."
    )


def _progress(step: Progress) -> None:
    _complain(f"  … {step.text_fr}")


def _complain(line: str) -> None:
    click.echo(_harmless(line), err=True)


def _harmless(line: str) -> str:
    """A file name may hold line ends and commands to the terminal: neither may pass for what the program says."""
    return CONTROLS.sub("\ufffd", line)


def _end(message: str, code: int) -> NoReturn:
    _complain(message)
    sys.exit(code)
