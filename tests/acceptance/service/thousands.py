"""A house that has been at work for a year: thousands of dossiers, made of the one that was really read and signed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from engine.domain.account import Account, Credentials
from engine.domain.audit import Action, AuditEntry
from engine.store.accounts import Accounts
from engine.store.border import as_json
from engine.store.database import Database
from tests.acceptance.service.house import DEMO, Home
from tests.databases import many

SIGNED, IN_REVIEW, ASSIGNED, NEW, READING = 200, 500, 900, 1000, 1060
"""Up to which number dossiers are in that state; the others wait at intake."""
WITH_PAGES = 60  # dossiers with the words of their pages: 600 kB each
IN_FULL = 1000  # with facts, statements, pieces and drafts: 200 kB each
ACTS: tuple[Action, ...] = (
    *("dossier_created", "upload_received", "dossier_viewed", "requirement_overridden", "dossier_viewed"),
    *("doctor_assigned", "dossier_viewed", "review_changed"),
)
FAMILY = [
    "Fictive",
    "Imaginaire",
    "Supposée",
    "Postiche",
    "Inventée",
    "Feinte",
    "Fabulée",
    "Songée",
    "Rêvée",
    "Contée",
    "Peinte",
    "Factice",
]
GIVEN = [
    "Océane",
    "Capucine",
    "Anselme",
    "Odon",
    "Ondine",
    "Philomène",
    "Anatole",
    "Balthazar",
    "Zélie",
    "Fulgence",
    "Éloi",
    "Isaure",
    "Ulysse",
]

DOSSIERS = """
INSERT INTO dossier (id, pathway, received_on, record)
SELECT given.id, pathway, given.on, record || jsonb_build_object('id', given.id, 'received_on', given.on,
    'patient', record->'patient' || jsonb_build_object('family_name', given.family, 'given_name', given.given),
    'consents', record->'consents' || jsonb_build_object('research', given.n <= %(signed)s))
FROM dossier, LATERAL (
    SELECT n, 'DA-2026-' || lpad(n::text, 5, '0') AS id, current_date - (n * 7919 %% 380) AS on,
        (%(family)s::text[])[1 + n %% %(families)s] || '-' || n AS family,
        (%(given)s::text[])[1 + n * 31 %% %(givens)s] AS given
    FROM generate_series(1, %(count)s) AS n) AS given
WHERE dossier.id = %(demo)s ORDER BY given.n
"""
UPLOADS = """
INSERT INTO upload (case_id, filename, sha256, media_type, size)
SELECT made.id, filename, sha256, media_type, size FROM made, upload
WHERE case_id = %(demo)s AND (made.n <= %(reviewed)s OR made.n > %(new)s)
"""
RUNS = """
INSERT INTO run (id, dossier_id, intake, step, prompt, prompt_version, model, model_revision, pathway, pathway_version,
    input_sha256, started_at, seconds, outcome, record)
SELECT made.id || '-' || step, made.id, made.intake, step, prompt, prompt_version, model, model_revision, run.pathway,
    pathway_version, input_sha256, started_at, seconds, outcome,
    run.record || jsonb_build_object('id', made.id || '-' || step, 'dossier', made.id)
FROM made, run WHERE run.id = %(run)s AND (made.n <= %(reviewed)s OR made.n > %(reading)s)
"""
# For tables that hang on a run: their columns but the first two are taken as they are.
PARTS = """
INSERT INTO {table} (run_id, dossier_id, {columns})
SELECT made.id || '-{step}', made.id, {columns} FROM made, {table} WHERE run_id = %(run)s
    AND (made.n <= %(reviewed)s OR made.n > %(reading)s) AND made.n <= %(most)s
"""
OF_STEP = {
    "document": "split",
    "fact": "extract",
    "conflict": "extract",
    "completeness": "assess",
    "completeness_item": "assess",
    "draft": "draft",
    "statement": "draft",
    "set_aside": "draft",
    "convergence": "compare",
    "page": "read",
}
ASSIGNMENTS = """
INSERT INTO assignment (dossier_id, doctor, by_account, at)
SELECT made.id, %(doctor)s, %(intake)s, now() FROM made WHERE made.n <= %(assigned)s
"""
EVENTS = """
INSERT INTO review_event (dossier_id, doctor, version, kind, record)
SELECT made.id, doctor, version, kind, replace(record::text, %(run)s, made.id || '-draft')::jsonb
FROM made, review_event WHERE dossier_id = %(demo)s AND made.n <= %(in_review)s ORDER BY version
"""
OPINIONS = """
INSERT INTO signed_opinion (dossier_id, number, doctor, signed_at, pdf_sha256, record)
SELECT made.id, number, doctor, signed_at - made.n * interval '1 day', pdf_sha256,
    jsonb_set(jsonb_set(replace(record::text, %(run)s, made.id || '-draft')::jsonb,
        '{opinion,dossier}', to_jsonb(made.id)), '{opinion,signed_at}', to_jsonb(signed_at - made.n * interval '1 day'))
FROM made, signed_opinion WHERE dossier_id = %(demo)s AND made.n <= %(signed)s
"""
DELIVERIES = """
INSERT INTO delivery (dossier_id, number, recipient, by_account, at)
SELECT made.id, 1, 'patient', %(intake)s, now() FROM made WHERE made.n <= %(signed)s / 2
"""


@dataclass(frozen=True)
class Thousands:
    """Makes `count` dossiers beside the demo's, which is signed by `doctor`."""

    home: Home
    doctor: str
    intake: str
    count: int = 5000

    def make(self) -> None:
        with psycopg.connect(self.home.database_url) as connection:
            connection.execute("SET LOCAL synchronous_commit = off")
            with many(connection):
                self._rows(connection)
            self._journal(connection)
        with psycopg.connect(self.home.database_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        self._accounts()

    def _rows(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        def do(query: str, **more: object) -> None:
            connection.execute(query, {**self._asked, **more})  # type: ignore[call-overload]

        do(DOSSIERS)
        do(
            "CREATE TEMPORARY TABLE made ON COMMIT DROP AS "
            "SELECT right(id, 5)::integer AS n, id, seq AS intake FROM dossier WHERE id LIKE 'DA-2026-%%' ORDER BY seq"
        )
        do(UPLOADS)
        runs = dict(
            connection.execute(
                "SELECT DISTINCT ON (step) step, id FROM run WHERE dossier_id = %s ORDER BY step, seq DESC", (DEMO,)
            ).fetchall()
        )
        for step in ("read", "split", "extract", "assess", "draft", "compare"):
            do(RUNS, run=runs[step])
        for table, step in OF_STEP.items():
            columns = self._columns(connection, table)
            most = {
                "page": WITH_PAGES,
                **dict.fromkeys(("fact", "draft", "statement", "set_aside", "completeness_item"), IN_FULL),
            }
            do(PARTS.format(table=table, columns=columns, step=step), run=runs[step], most=most.get(table, self.count))
        do(ASSIGNMENTS)
        do(EVENTS, run=runs["draft"])
        do(OPINIONS, run=runs["draft"])
        do(DELIVERIES)

    @property
    def _asked(self) -> dict[str, object]:
        return {
            "demo": DEMO,
            "count": self.count,
            "doctor": self.doctor,
            "intake": self.intake,
            "signed": SIGNED,
            "in_review": IN_REVIEW,
            "assigned": ASSIGNED,
            "reviewed": ASSIGNED,
            "new": NEW,
            "reading": READING,
            "family": FAMILY,
            "families": len(FAMILY),
            "given": GIVEN,
            "givens": len(GIVEN),
        }

    @staticmethod
    def _columns(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> str:
        found = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "AND column_name NOT IN ('run_id', 'dossier_id') AND is_generated = 'NEVER' ORDER BY ordinal_position",
            (table,),
        )
        return ", ".join(str(name) for (name,) in found)

    def _journal(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        """Eight acts for each dossier, in one chain with those that are there."""
        ((number, previous),) = connection.execute(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
        ).fetchall()
        assert isinstance(number, int)
        at, last = datetime.now(UTC), str(previous)
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY audit (number, at, actor, action, dossier_id, hash, record) FROM STDIN") as copy,
        ):
            for n in range(self.count * len(ACTS)):
                number += 1
                entry = AuditEntry.chained(
                    last,
                    number=number,
                    at=at + timedelta(milliseconds=n),
                    actor=self.doctor if n % 3 else self.intake,
                    role="doctor" if n % 3 else "intake",
                    action=ACTS[n % len(ACTS)],
                    dossier=f"DA-2026-{n // len(ACTS) + 1:05d}",
                )
                row = (entry.number, entry.at, entry.actor, entry.action, entry.dossier, entry.hash)
                copy.write_row((*row, as_json(entry)))
                last = entry.hash

    def _accounts(self) -> None:
        with Database(self.home.database_url) as database:
            for n in range(30):
                person = Account(
                    id=f"A{n}", login=f"personne-{n}", name=f"{GIVEN[n % 13]} {FAMILY[n % 12]}", role="intake"
                )
                Accounts(database).add(person, Credentials(password="$argon2id$fictif"), lambda _: None)
