"""Backup and restore."""

import click


@click.command()
def backup() -> None:
    """Sauvegarde."""


@click.command()
def restore() -> None:
    """Restaure."""
