"""The demo."""

import click


@click.command()
def demo() -> None:
    """Installe la démonstration."""
