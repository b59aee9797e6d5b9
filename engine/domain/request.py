"""What is still asked of the patient, put together into one message."""

from engine.domain.record import Record


class PatientRequest(Record):
    """Everything that a dossier lacks, each sentence once.

    `required` and `useful` are the requests for pieces that were never received; `outdated` and `unreadable` those to
    send again; `questions` are for the patient, `staff_questions` for the team to look up. `message_fr` is the whole as
    a letter to the patient, empty when there is nothing to ask.
    """

    required: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    staff_questions: tuple[str, ...] = ()
    message_fr: str = ""
