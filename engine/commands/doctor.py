"""Checks."""

import click


@click.command()
def doctor() -> None:
    """Vérifie la machine."""
