"""What an operator asks of the database: whether it answers, what it is, and whether it is of this program's form."""

from datetime import datetime

from engine.domain.record import Record
from engine.settings import Settings
from engine.store.backup import database
from engine.store.border import border, connect
from engine.store.migrate import applied, shipped


class Condition(Record):
    """The database as it stands: versions, migrations by name, its clock, and whether the queue's tables are there."""

    server: str
    vector: str | None
    pending: tuple[str, ...]
    foreign: tuple[str, ...]
    queue: bool
    size: int
    now: datetime


def created(settings: Settings) -> bool:
    """Say whether there is a database to ask: the embedded one is only made by the first start."""
    try:
        return bool(settings.database_url) or (settings.data_dir / "postgres" / "PG_VERSION").exists()
    except PermissionError:  # another account's: opening it will say so
        return True


def ping(settings: Settings) -> None:
    """Return when the database answers. Raises `DatabaseUnavailable`."""
    with database(settings) as conninfo, border(), connect(conninfo) as connection:
        connection.execute("SELECT 1")


def condition(settings: Settings) -> Condition:
    """Look at the database and change nothing. Raises `DatabaseUnavailable`."""
    with database(settings) as conninfo, border(), connect(conninfo) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'), (SELECT extversion FROM pg_extension WHERE extname = 'vector'), "
            "to_regclass('queue.procrastinate_jobs') IS NOT NULL, pg_database_size(current_database()), "
            "clock_timestamp()"
        ).fetchone()
        done = applied(connection)
    if row is None:
        raise RuntimeError("a SELECT without FROM gives one row")
    ours = shipped()
    return Condition(
        server=row[0].split()[0],
        vector=row[1],
        pending=tuple(name for name in ours if name not in done),
        foreign=tuple(name for name, digest in done.items() if ours.get(name) != digest),
        queue=row[2],
        size=row[3],
        now=row[4],
    )
