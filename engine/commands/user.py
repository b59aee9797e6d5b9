"""Accounts."""

import click


@click.group()
def user() -> None:
    """Gère les comptes."""
