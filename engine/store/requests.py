"""What is asked of patients: where they are reached, messages and what became of them, marks on pieces."""

from datetime import datetime

from engine.domain.mark import Mark
from engine.domain.request import Contact, RequestEvent, RequestLine, SentRequest, Unanswered
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Requests:
    """Rows are only added. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_contact(self, dossier: str, contact: Contact, connection: Connection) -> None:
        """Keep where a patient is reached; the latest counts."""
        self._database.do(connection, "save_contact", dossier=dossier, record=as_json(contact))

    def contact(self, dossier: str) -> Contact | None:
        """Return where a patient is reached."""
        return self._database.one("contact", Contact, dossier=dossier)

    def save(self, request: SentRequest, once: str, connection: Connection) -> bool:
        """Keep a message; False when the form that `once` was made with has been sent already."""
        done = self._database.do(connection, "save_request", record=as_json(request), once=once)
        return done.fetchone() is not None

    def line(self, request: str) -> RequestLine | None:
        """Return a message with the last that happened to it."""
        return self._database.one("request_line", RequestLine, request=request)

    def lines(self, dossier: str) -> tuple[RequestLine, ...]:
        """Return the messages of a dossier, the latest first."""
        return self._database.many("request_lines", RequestLine, dossier=dossier)

    def batch(self, batch: str) -> tuple[RequestLine, ...]:
        """Return the messages of a lot of reminders, in order."""
        return self._database.many("batch_lines", RequestLine, batch=batch)

    def letters_to_post(self) -> tuple[RequestLine, ...]:
        """Return the letters that nobody has said to be posted, the oldest first."""
        return self._database.many("letters_to_post", RequestLine)

    def of_code(self, code: str) -> SentRequest | None:
        """Return the message whose reply carries that code."""
        return self._database.one("request_of_code", SentRequest, code=code)

    def due(self, now: datetime) -> tuple[str, ...]:
        """Return the e-mails whose time has come and that have not left, in order."""
        return tuple(row["id"] for row in self._database.rows("requests_due", now=now))

    def hold(self, request: str, connection: Connection) -> bool:
        """Hold a message until the transaction ends; False while another holds it."""
        row = self._database.do(connection, "hold_request", request=request).fetchone()
        return bool(row and row["held"])

    def alone(self, dossier: str, connection: Connection) -> bool:
        """Let nobody else remind this patient until the transaction ends; False when a message waits to leave."""
        self._database.do(connection, "hold_reminder", dossier=dossier)
        row = self._database.do(connection, "request_waiting", dossier=dossier).fetchone()
        return row is None

    def add(self, event: RequestEvent, connection: Connection) -> bool:
        """Keep what became of a message; False when it has come to an end already."""
        return self._database.do(connection, "save_request_event", record=as_json(event)).fetchone() is not None

    def unanswered(self, before: datetime, limit: int = 500) -> tuple[Unanswered, ...]:
        """Return the dossiers whose last message left at `before` or earlier and has no answer, the oldest first."""
        return self._database.many("unanswered", Unanswered, before=before, limit=limit)

    def unanswered_since(self, dossier: str) -> datetime | None:
        """Return when the last message to a patient left, where nothing came since."""
        rows = self._database.rows("unanswered_since", dossier=dossier)
        return rows[0]["left_at"] if rows else None

    def mark(self, dossier: str, mark: Mark, connection: Connection) -> None:
        """Keep what is known of a piece; the latest of its kind counts."""
        self._database.do(connection, "save_mark", dossier=dossier, record=as_json(mark))

    def marks(self, dossier: str) -> tuple[Mark, ...]:
        """Return what is known of the pieces of a dossier, the latest of each."""
        return self._database.many("marks", Mark, dossier=dossier)
