"""The chronology of a dossier as one reader may see it."""

from engine.domain.chronology import Chronology
from engine.services.views import DossierView
from engine.steps.timeline import timeline
from engine.steps.trends import trends


def chronology(view: DossierView, *, with_proposals: bool) -> Chronology:
    """What happened when and the repeated results; `with_proposals` adds what a first doctor proposes."""
    return Chronology(
        events=timeline(view.documents, view.facts, view.pathway, with_proposals=with_proposals),
        trends=trends(view.documents, view.facts, view.pathway),
    )
