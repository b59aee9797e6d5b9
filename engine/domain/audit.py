"""The journal of who saw, decided and signed what: append-only and chained by hashes."""

import hashlib
import json
from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

Action = Literal[
    "login",
    "login_failed",
    "logout",
    "account_changed",
    "dossier_created",
    "dossier_changed",
    "dossier_viewed",
    "original_viewed",
    "upload_received",
    "document_corrected",
    "requirement_overridden",
    "doctor_assigned",
    "expert_changed",
    "ties_told",
    "dossier_declined",
    "piece_asked",
    "piece_answered",
    "red_flag_cleared",
    "processing_asked",
    "contact_changed",
    "request_made",
    "request_withdrawn",
    "request_left",
    "request_failed",
    "piece_marked",
    "reply_received",
    "reply_joined",
    "reply_set_aside",
    "reply_put_back",
    "questionnaire_link_made",
    "questionnaire_links_ended",
    "questionnaire_opened",
    "questionnaire_answered",
    "questionnaire_alarm",
    "questionnaire_alarm_answered",
    "speaker_recorded",
    "consent_recorded",
    "draft_viewed",
    "review_changed",
    "opinion_signed",
    "signature_failed",
    "opinion_viewed",
    "copy_given",
    "research_exported",
    "documents_searched",
    "note_written",
    "note_marked",
    "dossiers_merged",
    "merger_undone",
    "pathway_published",
    "pathway_withdrawn",
    "guideline_added",
    "passage_withdrawn",
    "backup_made",
    "restored",
]

FIRST = "0" * 64


class AuditEntry(Record):
    """One act. `details` hold ids and counts, never health data; `previous` is the hash of the entry before."""

    number: int = Field(ge=1)
    at: datetime
    actor: str
    role: str
    action: Action
    dossier: str | None = None
    details: dict[str, str | int | bool] = Field(default_factory=dict)
    previous: str
    hash: str

    @classmethod
    def chained(cls, previous: str, **values: object) -> "AuditEntry":
        """Make the entry that follows the one whose hash is `previous`."""
        made = cls.model_validate({**values, "previous": previous, "hash": FIRST})
        return made.model_copy(update={"hash": made.digest()})

    def digest(self) -> str:
        """sha256 (hex) over all other fields, keys sorted."""
        values = self.model_dump(mode="json", exclude={"hash"})
        return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Verified(Record):
    """What checking the journal found: `broken_at` is the number of the first entry that does not fit, if any.

    `anchored` is false when all fits, and yet a head that was noted earlier is not in it: the end was cut off, or the
    whole was written anew.
    """

    entries: int
    head: str
    broken_at: int | None
    why_fr: str | None = None
    anchored: bool = True
