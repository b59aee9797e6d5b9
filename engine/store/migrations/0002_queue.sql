-- The background work. What it leaves for good is only added to, in the schema public; `live` holds what is told while
-- it runs, and `queue` the tables of the library procrastinate, which it makes and changes itself (queue_schema.py).

CREATE TABLE processing_failure (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    code text NOT NULL,
    message_fr text NOT NULL
);
CREATE INDEX processing_failure_dossier ON processing_failure (dossier_id, seq DESC);
SELECT append_only('processing_failure');

CREATE SCHEMA live;

CREATE TABLE live.progress (
    seq bigserial PRIMARY KEY,
    dossier_id text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    record jsonb NOT NULL
);
CREATE INDEX progress_dossier ON live.progress (dossier_id, seq);

CREATE SCHEMA queue;

-- Which scripts of procrastinate the tables of `queue` hold, and the version of the library that brought each.
CREATE TABLE live.queue_script (
    name text PRIMARY KEY,
    library text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
