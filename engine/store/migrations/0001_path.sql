-- What the path from upload to comparison leaves behind. Rows are only ever added.

CREATE EXTENSION IF NOT EXISTS vector;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END $$;

-- Every table of this schema is passed to this function by the migration that creates it; a test reads the catalogue.
CREATE FUNCTION append_only(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
END $$;

SELECT append_only('schema_migration');

-- One sequence for intakes, uploads and runs, so that "made after" can be asked across them.
CREATE SEQUENCE moment;

CREATE TABLE blob (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL,
    bytes bytea NOT NULL CHECK (octet_length(bytes) = size),
    received_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL; -- PDF and JPEG are compressed already
SELECT append_only('blob');

-- Uploads come before the intake is understood: a dossier of this id may never exist.
CREATE TABLE upload (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    case_id text NOT NULL,
    filename text NOT NULL,
    sha256 text NOT NULL REFERENCES blob,
    media_type text NOT NULL,
    size bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (case_id, filename, sha256)
);
CREATE INDEX upload_case ON upload (case_id, seq DESC);
SELECT append_only('upload');

CREATE TABLE dossier (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL,
    pathway text NOT NULL,
    received_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL
);
CREATE INDEX dossier_latest ON dossier (id, seq DESC);
CREATE INDEX dossier_age ON dossier (received_on, id);
SELECT append_only('dossier');

CREATE TABLE run (
    id text PRIMARY KEY,
    seq bigint NOT NULL UNIQUE DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    intake bigint NOT NULL REFERENCES dossier (seq), -- the intake that was the latest when the run was saved
    step text NOT NULL CHECK (step IN ('read', 'split', 'extract', 'assess', 'draft', 'compare')),
    prompt text,
    prompt_version text,
    model text,
    model_revision text,
    pathway text,
    pathway_version text,
    input_sha256 text NOT NULL,
    started_at timestamptz NOT NULL,
    seconds double precision NOT NULL,
    outcome text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL,
    UNIQUE (id, dossier_id)
);
CREATE INDEX run_latest ON run (dossier_id, step, seq DESC) INCLUDE (id);
SELECT append_only('run');

CREATE TABLE page (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    upload text NOT NULL REFERENCES blob,
    filename text NOT NULL,
    number integer NOT NULL,
    origin text NOT NULL,
    quality double precision NOT NULL,
    image text NOT NULL REFERENCES blob,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    UNIQUE (run_id, upload, filename, number),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('page');

CREATE TABLE refused_upload (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    upload text NOT NULL REFERENCES blob,
    filename text NOT NULL,
    code text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('refused_upload');

CREATE TABLE document (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    document_id text NOT NULL,
    upload text NOT NULL REFERENCES blob,
    filename text NOT NULL,
    kind text NOT NULL,
    dated date,
    owner text NOT NULL,
    duplicate_of text,
    legible boolean NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    UNIQUE (run_id, document_id),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
CREATE INDEX document_kind ON document (kind, dated);
SELECT append_only('document');

CREATE TABLE fact (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    fact_id text NOT NULL,
    key text NOT NULL,
    value text,
    unit_ucum text,
    dated date,
    side text,
    polarity text NOT NULL,
    bearer text NOT NULL,
    role text NOT NULL,
    document_id text NOT NULL,
    page integer NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    UNIQUE (run_id, fact_id),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
CREATE INDEX fact_key ON fact (key, value);
SELECT append_only('fact');

CREATE TABLE conflict (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    key text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('conflict');

CREATE TABLE red_flag (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    red_flag_id text NOT NULL,
    action text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('red_flag');

CREATE TABLE completeness (
    run_id text PRIMARY KEY,
    dossier_id text NOT NULL,
    pathway text NOT NULL,
    version text NOT NULL,
    provisional boolean NOT NULL,
    record jsonb NOT NULL,
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('completeness');

CREATE TABLE completeness_item (
    run_id text NOT NULL REFERENCES completeness,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    requirement text NOT NULL,
    level text NOT NULL,
    status text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    UNIQUE (run_id, requirement),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
CREATE INDEX completeness_item_status ON completeness_item (requirement, status);
SELECT append_only('completeness_item');

CREATE TABLE draft (
    run_id text PRIMARY KEY,
    dossier_id text NOT NULL,
    diagnosis text NOT NULL,
    option text,
    certainty text NOT NULL,
    record jsonb NOT NULL,
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('draft');

CREATE TABLE statement (
    run_id text NOT NULL REFERENCES draft,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    statement_id text NOT NULL,
    section text NOT NULL,
    origin text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    UNIQUE (run_id, statement_id),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('statement');

CREATE TABLE set_aside (
    run_id text NOT NULL REFERENCES draft,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('set_aside');

CREATE TABLE refusal (
    run_id text PRIMARY KEY,
    dossier_id text NOT NULL,
    code text NOT NULL,
    record jsonb NOT NULL,
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('refusal');

CREATE TABLE convergence (
    run_id text PRIMARY KEY,
    dossier_id text NOT NULL,
    diagnosis text NOT NULL,
    treatment text NOT NULL,
    exams text NOT NULL,
    overall text NOT NULL,
    severity integer,
    equipoise boolean NOT NULL,
    record jsonb NOT NULL,
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('convergence');

-- Where each dossier stands, from its latest rows. A step counts only while nothing that it rests on came after it:
-- a new upload puts the dossier back before reading, a corrected intake back before splitting.
CREATE VIEW dossier_stage AS
SELECT intake.id, intake.pathway, intake.received_on, intake.recorded_at, intake.record,
    arrived.uploads,
    CASE
        WHEN refusal.code = 'red_flag' THEN 'stopped'
        WHEN refusal.code IS NOT NULL THEN 'refused'
        WHEN c.compare IS NOT NULL THEN 'compared'
        WHEN d.draft IS NOT NULL THEN 'drafted'
        WHEN flags.count > 0 THEN 'stopped'
        WHEN a.assess IS NOT NULL THEN 'assessed'
        WHEN e.extract IS NOT NULL THEN 'structured'
        WHEN r.read IS NOT NULL THEN 'read'
        ELSE 'received'
    END AS stage,
    coalesce(last.recorded_at, intake.recorded_at) AS since,
    flags.count AS red_flags,
    completeness.provisional,
    refusal.code AS refusal,
    convergence.overall
FROM dossier AS intake
CROSS JOIN LATERAL (
    SELECT coalesce(max(seq), 0) AS seq, count(*) AS uploads FROM upload WHERE case_id = intake.id) AS arrived
CROSS JOIN LATERAL (
    SELECT
        max(seq) FILTER (WHERE step = 'read') AS read,
        max(seq) FILTER (WHERE step = 'split') AS split,
        max(seq) FILTER (WHERE step = 'extract') AS extract,
        max(seq) FILTER (WHERE step = 'assess') AS assess,
        max(seq) FILTER (WHERE step = 'draft') AS draft,
        max(seq) FILTER (WHERE step = 'compare') AS compare,
        max(id) FILTER (WHERE step = 'extract') AS extract_id,
        max(id) FILTER (WHERE step = 'assess') AS assess_id,
        max(id) FILTER (WHERE step = 'draft') AS draft_id,
        max(id) FILTER (WHERE step = 'compare') AS compare_id
    FROM (
        SELECT DISTINCT ON (step) step, seq, id FROM run WHERE dossier_id = intake.id ORDER BY step, seq DESC) AS latest
) AS done
CROSS JOIN LATERAL (SELECT CASE WHEN done.read > arrived.seq THEN done.read END AS read) AS r
CROSS JOIN LATERAL (
    SELECT CASE WHEN done.split > r.read AND done.split > intake.seq THEN done.split END AS split) AS s
CROSS JOIN LATERAL (SELECT CASE WHEN done.extract > s.split THEN done.extract END AS extract) AS e
CROSS JOIN LATERAL (SELECT CASE WHEN done.assess > e.extract THEN done.assess END AS assess) AS a
CROSS JOIN LATERAL (SELECT CASE WHEN done.draft > a.assess THEN done.draft END AS draft) AS d
CROSS JOIN LATERAL (SELECT CASE WHEN done.compare > d.draft THEN done.compare END AS compare) AS c
CROSS JOIN LATERAL (
    SELECT count(*) FROM red_flag WHERE run_id = done.extract_id AND e.extract IS NOT NULL) AS flags
LEFT JOIN run AS last ON last.seq = coalesce(c.compare, d.draft, a.assess, e.extract, s.split, r.read)
LEFT JOIN completeness ON completeness.run_id = done.assess_id AND a.assess IS NOT NULL
LEFT JOIN refusal ON refusal.run_id = done.draft_id AND d.draft IS NOT NULL
LEFT JOIN convergence ON convergence.run_id = done.compare_id AND c.compare IS NOT NULL
WHERE NOT EXISTS (SELECT FROM dossier AS later WHERE later.id = intake.id AND later.seq > intake.seq);
