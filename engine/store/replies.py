"""The messages that came in, and what was done with them."""

from typing import Literal

from engine.domain.reply import Reply, ReplyAct, ReplyLine
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Replies:
    """Rows are only added. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, reply: Reply, connection: Connection) -> bool:
        """Keep a message whose bytes are kept; False when it came in before."""
        return self._database.do(connection, "save_reply", record=as_json(reply)).fetchone() is not None

    def act(self, act: ReplyAct, connection: Connection) -> None:
        """Keep what was done with a message; the latest counts."""
        self._database.do(connection, "save_reply_act", record=as_json(act))

    def line(self, sha256: str) -> ReplyLine | None:
        """Return a message with the last that was done with it."""
        return self._database.one("reply_line", ReplyLine, sha256=sha256)

    def waiting(self, limit: int = 200) -> tuple[ReplyLine, ...]:
        """Return the messages that nobody has joined or set aside, the latest first."""
        return self._lines("waits", None, limit)

    def done(self, act: Literal["joined", "aside"], limit: int = 200) -> tuple[ReplyLine, ...]:
        """Return the messages that were joined or set aside, the latest first."""
        return self._lines(act, None, limit)

    def of(self, dossier: str, limit: int = 200) -> tuple[ReplyLine, ...]:
        """Return the messages that are joined to a dossier, the latest first."""
        return self._lines("joined", dossier, limit)

    def count_waiting(self) -> int:
        """Count the messages that wait for somebody."""
        return int(self._database.rows("replies_waiting")[0]["count"])

    def _lines(self, act: str, dossier: str | None, limit: int) -> tuple[ReplyLine, ...]:
        return self._database.many("reply_lines", ReplyLine, act=act, dossier=dossier, limit=limit)
