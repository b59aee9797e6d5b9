"""The command line's own words in French: Click writes its headings and its complaints in English."""

from collections.abc import Iterable

import click

WORDS = {
    "Options": "Options",
    "Commands": "Verbes",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version.",
}


class FrenchFormatter(click.HelpFormatter):
    """Help pages with French headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or "Usage : ")

    def write_heading(self, heading: str) -> None:
        """Write a heading in French where Click gives it in English."""
        self.write(f"{'':>{self.current_indent}}{WORDS.get(heading, heading)} :\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or verbs."""
        told = [(name, WORDS.get(text, text).replace("[required]", "[obligatoire]")) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


class FrenchContext(click.Context):
    """A context whose help pages are French; give it to a command as its `context_class`."""

    formatter_class = FrenchFormatter


def complaint(error: click.UsageError) -> str:
    """Say in French what is wrong with a command as typed, and where its help is."""
    where = error.ctx.command_path if error.ctx else "avis"
    return f"{_wrong(error)} Voir « {where} --help »."


def _wrong(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" Vouliez-vous dire {' ou '.join(error.possibilities)} ?" if error.possibilities else ""
        return f"Option inconnue : {error.option_name}.{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"L'option {error.option_name} est mal employée : il lui manque sa valeur, ou elle n'en prend pas."
    if isinstance(error, click.MissingParameter):
        return f"Il manque {_name(error)}."
    if isinstance(error, click.BadParameter):
        return f"La valeur de {_name(error)} ne convient pas : fichier là où un dossier est attendu, ou l'inverse."
    if error.ctx and error.ctx.invoked_subcommand is None and isinstance(error.ctx.command, click.Group):
        return "Verbe inconnu ou absent."
    return "La commande est mal écrite : un mot de trop ou de moins."


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "un argument"
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
