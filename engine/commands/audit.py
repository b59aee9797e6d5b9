"""The verbs of the journal."""

import click


@click.group()
def audit() -> None:
    """Vérifie le journal des actes."""
