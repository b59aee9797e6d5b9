"""The verb serve."""

import click


@click.command()
def serve() -> None:
    """Ouvre le service."""
