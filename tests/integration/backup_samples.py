"""A service that has lived a little, and the way its backup is put back, for tests of backups."""

from datetime import UTC, datetime

from procrastinate.schema import SchemaManager

from engine.services.backup import restore
from engine.settings import Settings
from engine.store.border import connect

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
SECRET = "phrase secrète d'essai"


def lived_in(url: str) -> None:
    """What a service leaves beside the dossiers: its queue with a job, a session, the progress of a run."""
    with connect(url) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS live")
        connection.execute("CREATE SCHEMA IF NOT EXISTS queue")
        connection.execute("CREATE TABLE IF NOT EXISTS live.session (token text)")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS live.progress (seq bigserial PRIMARY KEY, dossier_id text, record jsonb)"
        )
        connection.execute("INSERT INTO live.progress (dossier_id, record) VALUES ('dossier-1', '{}')")
        connection.execute("SET search_path = queue")
        found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if found == (None,):
            connection.execute(SchemaManager.get_schema().encode())
        connection.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't')")


def put_back(path, url, folder, passphrase=None, replace=False, agree=lambda _: None):
    said: list[str] = []
    settings = Settings(data_dir=folder, database_url=url)
    restore(settings, path, now=NOW, passphrase=passphrase, replace=replace, agree=agree, say=said.append)
    return said
