"""A pathway with the standing that the council of this house gave it."""

from engine.domain.pathway import Pathway
from engine.domain.publication import Publication


def standing(pathway: Pathway, publication: Publication | None) -> Pathway:
    """The pathway as published by the council, or as it is written where nobody published this very text."""
    if publication is None:
        return pathway
    given = {"status": "published", "approved_by": ", ".join(publication.members), "approved_on": publication.at.date()}
    return pathway.model_copy(update=given)
