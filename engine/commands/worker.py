"""The worker."""

import click


@click.command()
def worker() -> None:
    """Traite les dossiers en attente."""
