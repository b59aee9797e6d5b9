"""Texts and page images without what identifies, for research exports and for measuring."""

from collections.abc import Sequence

import ocr
from engine.domain.document import Page
from engine.domain.dossier import Dossier
from engine.domain.identifying import Identity, Pseudonymised, PseudonymisedPage
from engine.pathways.identifying import load_identifying
from engine.steps.deidentify.pages import pseudonymise_page
from engine.steps.deidentify.pseudonymise import Pseudonymiser, identity_of, shift_of

NOBODY = Identity(patient=())
MEASURED = b"a key for texts whose dates are not kept anywhere"


def pseudonymised_pages(dossier: Dossier, pages: Sequence[Page], key: bytes) -> tuple[PseudonymisedPage, ...]:
    """The pages of one dossier: one surrogate a person and one shift of dates, always the same under one secret key.

    The texts alone are safe to take out; see `PseudonymisedPage.kept_back_fr` for what is not. The order stays.
    """
    pseudonymiser = Pseudonymiser(identity_of(dossier), shift_of(dossier.id, key), load_identifying())
    pseudonymiser.learn(page.text for page in pages)
    return tuple(pseudonymise_page(page, pseudonymiser) for page in pages)


def covered_image(image: bytes, page: PseudonymisedPage) -> bytes:
    """A page image with black boxes over everything that was replaced in its text, as a JPEG without metadata."""
    return ocr.cover(image, page.covered)


def pseudonymised_text(text: str, identity: Identity = NOBODY) -> Pseudonymised:
    """One text by itself, of which no more is known than `identity`."""
    return Pseudonymiser(identity, shift_of("", MEASURED), load_identifying()).learn([text]).apply(text)
