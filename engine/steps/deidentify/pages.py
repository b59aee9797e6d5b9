"""A page for research: its text pseudonymised, and where its image has to be covered."""

from engine.domain.document import Page
from engine.domain.identifying import PseudonymisedPage
from engine.steps.deidentify.pseudonymise import Pseudonymiser

WELL_READ = 0.75
"""Below this quality of reading, words may stand on the image that were not read, or not as they are."""
UNREADABLE_FR = "Page illisible : ce qui n'a pas été lu ne peut pas être masqué."
DOUBTFUL_FR = "Page lue avec peine : des mots non lus peuvent rester visibles sur l'image."


def pseudonymise_page(page: Page, pseudonymiser: Pseudonymiser) -> PseudonymisedPage:
    """The page's text with surrogates and shifted dates; on the image, the same words and dates covered whole."""
    text = pseudonymiser.apply(page.text)
    spans = [(r.start, r.end) for r in text.replaced]
    covered = tuple(
        word.box for word in page.words if any(a < word.start + len(word.text) and word.start < b for a, b in spans)
    )
    reason = UNREADABLE_FR if page.origin == "unreadable" else DOUBTFUL_FR if page.quality < WELL_READ else None
    return PseudonymisedPage(number=page.number, text=text, covered=covered, kept_back_fr=reason)
