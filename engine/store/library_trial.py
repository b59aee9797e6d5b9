"""A scratch database with a large made-up library, to take times in."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from engine.store.border import border, connect
from engine.store.database import Connection, Database

# Each made-up passage is a mixture of three real ones: vectors that lie as real ones do, words as frequent as theirs.
FILL = """
WITH real AS MATERIALIZED (
    SELECT words.id, words.pathways, words.company, words.words, vector.embedding, passage.record,
        (row_number() OVER (ORDER BY words.seq, vector.ordinal) - 1)::integer AS place
    FROM live.library_words AS words
    JOIN live.library_vector AS vector USING (seq) JOIN library_passage AS passage USING (seq)
),
mixed AS MATERIALIZED (
    SELECT number, (random() * (total - 1))::integer AS a, (random() * (total - 1))::integer AS b,
        (random() * (total - 1))::integer AS c
    FROM generate_series(1, %(more)s) AS number, (SELECT count(*) AS total FROM real) AS real_total
)
SELECT 1000000000 + number AS seq, first.pathways, first.company,
    (first.words || second.words) AS words,
    l2_normalize(first.embedding + first.embedding + second.embedding + third.embedding) AS embedding,
    first.record
FROM mixed JOIN real AS first ON first.place = a JOIN real AS second ON second.place = b
JOIN real AS third ON third.place = c
"""
STATEMENTS = (
    "DROP INDEX live.library_vector_near",
    "DROP INDEX live.library_words_words",
    "INSERT INTO live.library_words (seq, id, pathways, company, words) "
    "SELECT seq, 'trial/' || seq, pathways, company, words FROM made",
    "INSERT INTO live.library_vector (seq, ordinal, embedding) SELECT seq, 1, embedding FROM made",
    "CREATE INDEX library_words_words ON live.library_words USING gin (words)",
    "SET maintenance_work_mem = '600MB'",
    "CREATE INDEX library_vector_near ON live.library_vector USING hnsw (embedding halfvec_ip_ops)",
    "ANALYZE live.library_words",
    "ANALYZE live.library_vector",
    "ALTER TABLE library_passage DISABLE TRIGGER find_passage",
    "INSERT INTO library_passage (seq, id, number, digest, record, vectors) "
    "SELECT seq, 'trial/' || seq, 1, '', record, '{}' FROM made",
    "SELECT count_library_stems()",
    "ANALYZE library_passage",
    "ANALYZE live.library_stem",
)


@contextmanager
def scratch(conninfo: str) -> Iterator[str]:
    """Give the address of a new database on the same server, and drop it at the end. Raises `DatabaseUnavailable`."""
    name = f"avis_essai_{secrets.token_hex(6)}"
    with border(), connect(conninfo) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name)))
        try:
            yield make_conninfo(conninfo, dbname=name)
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def enlarge(database: Database, vectors: int) -> None:
    """Add made-up passages to a library that holds real ones, until it has so many vectors."""
    with border(), connect(database.conninfo) as connection:
        found = connection.execute("SELECT count(*) FROM live.library_vector").fetchone()
        more = max(0, vectors - (found[0] if found else 0))
        connection.execute("SELECT setseed(0.42)")
        connection.execute("CREATE TEMPORARY TABLE made AS " + FILL, {"more": more})
        for statement in STATEMENTS:
            connection.execute(statement)


def exact(database: Database, vector: Sequence[float], most: int) -> set[tuple[int, int]]:
    """The nearest vectors (passage's row and ordinal), every one of them compared."""
    written = "[" + ",".join(f"{x:.6g}" for x in vector) + "]"
    with database.transaction() as connection:
        connection.execute("SET LOCAL enable_indexscan = off")
        return _nearest(database, connection, written, most)


def near(database: Database, vector: Sequence[float], most: int, breadth: int) -> set[tuple[int, int]]:
    """The nearest vectors that the index finds."""
    written = "[" + ",".join(f"{x:.6g}" for x in vector) + "]"
    with database.transaction() as connection:
        database.do(connection, "near_enough", breadth=breadth)
        return _nearest(database, connection, written, most)


def _nearest(database: Database, connection: Connection, written: str, most: int) -> set[tuple[int, int]]:
    rows = database.do(connection, "passages_by_vector", vector=written, most=most).fetchall()
    return {(int(row["seq"]), int(row["ordinal"])) for row in rows}
