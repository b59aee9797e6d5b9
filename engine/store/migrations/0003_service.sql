-- What people decide about a dossier, what a doctor makes of it and signs, and the journal of all that.

CREATE SEQUENCE dossier_number;

-- The moment before the inputs of a run were looked up: what arrives while a file is being read came after it.
ALTER TABLE run ADD COLUMN as_of bigint;

CREATE TABLE correction (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    upload text NOT NULL,
    first_page integer NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX correction_dossier ON correction (dossier_id, seq DESC);
SELECT append_only('correction');

CREATE TABLE requirement_override (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    requirement text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX requirement_override_dossier ON requirement_override (dossier_id, seq DESC);
SELECT append_only('requirement_override');

CREATE TABLE clearance (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    flag text NOT NULL,
    quote text NOT NULL,
    record jsonb NOT NULL,
    UNIQUE (dossier_id, flag, quote)
);
SELECT append_only('clearance');

CREATE TABLE assignment (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    doctor text, -- an account's id; none takes the dossier back
    by_account text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX assignment_dossier ON assignment (dossier_id, seq DESC);
SELECT append_only('assignment');

-- The key refuses a second event of the same version: two tabs cannot overwrite each other.
CREATE TABLE review_event (
    seq bigint NOT NULL UNIQUE DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    doctor text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (dossier_id, doctor, version)
);
SELECT append_only('review_event');

CREATE TABLE signing_key (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    account_id text NOT NULL,
    pkcs12 bytea NOT NULL,
    certificate text NOT NULL,
    not_after timestamptz NOT NULL
);
CREATE INDEX signing_key_account ON signing_key (account_id, seq DESC);
SELECT append_only('signing_key');

-- Number 1 is the opinion, the following ones its addenda.
CREATE TABLE signed_opinion (
    seq bigint NOT NULL UNIQUE DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    doctor text NOT NULL,
    signed_at timestamptz NOT NULL,
    pdf_sha256 text NOT NULL REFERENCES blob,
    record jsonb NOT NULL,
    PRIMARY KEY (dossier_id, number)
);
SELECT append_only('signed_opinion');

CREATE TABLE delivery (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    number integer NOT NULL,
    recipient text NOT NULL CHECK (recipient IN ('patient', 'treating_doctor')),
    by_account text NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (dossier_id, number) REFERENCES signed_opinion (dossier_id, number)
);
CREATE INDEX delivery_dossier ON delivery (dossier_id);
SELECT append_only('delivery');

CREATE TABLE audit (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    dossier_id text,
    hash text NOT NULL UNIQUE,
    record jsonb NOT NULL
);
CREATE INDEX audit_dossier ON audit (dossier_id, number DESC);
CREATE INDEX audit_actor ON audit (actor, number DESC);
SELECT append_only('audit');

-- A step counts only while nothing that it rests on came after it: a new upload puts the dossier back before reading, a
-- corrected intake or document before splitting, an override before assessing, a clearance before drafting.
DROP VIEW dossier_stage;
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
    convergence.overall,
    greatest(arrived.seq, intake.seq, last.seq, noted.correction, noted.override, noted.clearance) AS last_seq,
    CASE WHEN r.read IS NOT NULL THEN done.read_id END AS read_run,
    CASE WHEN s.split IS NOT NULL THEN done.split_id END AS split_run,
    CASE WHEN e.extract IS NOT NULL THEN done.extract_id END AS extract_run,
    CASE WHEN a.assess IS NOT NULL THEN done.assess_id END AS assess_run,
    CASE WHEN d.draft IS NOT NULL THEN done.draft_id END AS draft_run,
    CASE WHEN c.compare IS NOT NULL THEN done.compare_id END AS compare_run
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
        max(as_of) FILTER (WHERE step = 'read') AS read_of,
        max(as_of) FILTER (WHERE step = 'split') AS split_of,
        max(as_of) FILTER (WHERE step = 'assess') AS assess_of,
        max(as_of) FILTER (WHERE step = 'draft') AS draft_of,
        max(id) FILTER (WHERE step = 'read') AS read_id,
        max(id) FILTER (WHERE step = 'split') AS split_id,
        max(id) FILTER (WHERE step = 'extract') AS extract_id,
        max(id) FILTER (WHERE step = 'assess') AS assess_id,
        max(id) FILTER (WHERE step = 'draft') AS draft_id,
        max(id) FILTER (WHERE step = 'compare') AS compare_id
    FROM (
        SELECT DISTINCT ON (step) step, seq, coalesce(as_of, seq) AS as_of, id
        FROM run WHERE dossier_id = intake.id ORDER BY step, seq DESC) AS latest
) AS done
CROSS JOIN LATERAL (
    SELECT
        (SELECT coalesce(max(seq), 0) FROM correction WHERE dossier_id = intake.id) AS correction,
        (SELECT coalesce(max(seq), 0) FROM requirement_override WHERE dossier_id = intake.id) AS override,
        (SELECT coalesce(max(seq), 0) FROM clearance WHERE dossier_id = intake.id) AS clearance
    OFFSET 0 -- or the planner asks the three again wherever they are compared
) AS noted
CROSS JOIN LATERAL (SELECT CASE WHEN done.read_of > arrived.seq THEN done.read END AS read) AS r
CROSS JOIN LATERAL (
    SELECT CASE WHEN done.split > r.read AND done.split_of > greatest(intake.seq, noted.correction)
        THEN done.split END AS split) AS s
CROSS JOIN LATERAL (SELECT CASE WHEN done.extract > s.split THEN done.extract END AS extract) AS e
CROSS JOIN LATERAL (
    SELECT CASE WHEN done.assess > e.extract AND done.assess_of > noted.override THEN done.assess END AS assess) AS a
CROSS JOIN LATERAL (
    SELECT CASE WHEN done.draft > a.assess AND done.draft_of > noted.clearance THEN done.draft END AS draft) AS d
CROSS JOIN LATERAL (SELECT CASE WHEN done.compare > d.draft THEN done.compare END AS compare) AS c
CROSS JOIN LATERAL (
    SELECT count(*) FROM red_flag
    WHERE run_id = done.extract_id AND e.extract IS NOT NULL AND NOT EXISTS (
        SELECT FROM clearance
        WHERE dossier_id = intake.id AND flag = red_flag_id AND quote = red_flag.record->>'quote')) AS flags
LEFT JOIN run AS last ON last.seq = coalesce(c.compare, d.draft, a.assess, e.extract, s.split, r.read)
LEFT JOIN completeness ON completeness.run_id = done.assess_id AND a.assess IS NOT NULL
LEFT JOIN refusal ON refusal.run_id = done.draft_id AND d.draft IS NOT NULL
LEFT JOIN convergence ON convergence.run_id = done.compare_id AND c.compare IS NOT NULL
WHERE NOT EXISTS (SELECT FROM dossier AS later WHERE later.id = intake.id AND later.seq > intake.seq);

-- What a work list shows of a dossier: its stage, and what people have done with it since.
CREATE VIEW dossier_state AS
SELECT stage.id, stage.pathway, stage.received_on,
    concat_ws(' ', stage.record#>>'{patient,family_name}', stage.record#>>'{patient,given_name}') AS patient,
    CASE
        WHEN delivered.at IS NOT NULL THEN 'delivered'
        WHEN signed.signed_at IS NOT NULL THEN 'signed'
        WHEN failed.seq > stage.last_seq THEN 'failed'
        WHEN stage.uploads = 0 THEN 'new'
        WHEN stage.stage = 'stopped' THEN 'stopped'
        WHEN stage.stage IN ('received', 'read', 'structured', 'assessed') THEN 'reading'
        WHEN review.begun THEN 'in_review'
        WHEN assigned.doctor IS NOT NULL THEN 'assigned'
        WHEN stage.provisional THEN 'incomplete'
        ELSE 'to_assign'
    END AS state,
    coalesce(delivered.at, signed.signed_at, stage.since) AS since,
    stage.uploads::integer AS uploads,
    stage.red_flags::integer AS red_flags,
    coalesce(stage.provisional, false) AS provisional,
    assigned.doctor,
    signed.signed_at
FROM dossier_stage AS stage
LEFT JOIN LATERAL (
    SELECT doctor FROM assignment WHERE dossier_id = stage.id ORDER BY seq DESC LIMIT 1) AS assigned ON true
LEFT JOIN LATERAL (
    SELECT signed_at FROM signed_opinion WHERE dossier_id = stage.id AND number = 1) AS signed ON true
LEFT JOIN LATERAL (
    SELECT max(at) AS at FROM delivery WHERE dossier_id = stage.id) AS delivered ON true
LEFT JOIN LATERAL (
    SELECT max(seq) AS seq FROM processing_failure WHERE dossier_id = stage.id) AS failed ON true
LEFT JOIN LATERAL (
    SELECT EXISTS (SELECT FROM review_event WHERE dossier_id = stage.id) AS begun) AS review ON true;

-- The same, kept ready for lists of thousands of dossiers. The database itself refreshes it when a transaction that
-- touched a dossier ends, so that it cannot disagree with the view; a test compares both.
CREATE TABLE live.dossier_now (
    id text PRIMARY KEY,
    pathway text NOT NULL,
    received_on date NOT NULL,
    patient text NOT NULL,
    state text NOT NULL,
    since timestamptz NOT NULL,
    uploads integer NOT NULL,
    red_flags integer NOT NULL,
    provisional boolean NOT NULL,
    doctor text,
    signed_at timestamptz
);
CREATE INDEX dossier_now_state ON live.dossier_now (state, received_on, id);
CREATE INDEX dossier_now_age ON live.dossier_now (received_on, id);
CREATE INDEX dossier_now_doctor ON live.dossier_now (doctor, received_on, id);

CREATE FUNCTION refresh_now(dossier text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO live.dossier_now SELECT * FROM public.dossier_state WHERE id = dossier
    ON CONFLICT (id) DO UPDATE SET (pathway, received_on, patient, state, since, uploads, red_flags, provisional, doctor,
        signed_at) = ROW (excluded.pathway, excluded.received_on, excluded.patient, excluded.state, excluded.since,
        excluded.uploads, excluded.red_flags, excluded.provisional, excluded.doctor, excluded.signed_at)
$$;

CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    dossier text := to_jsonb(NEW)->>TG_ARGV[0];
BEGIN
    -- One at a time for a dossier: two that end at once would not see each other's rows.
    PERFORM pg_advisory_xact_lock(hashtextextended('dossier_now ' || dossier, 0));
    PERFORM public.refresh_now(dossier);
    RETURN NULL;
END $$;

CREATE FUNCTION keeps_now(kept regclass, named text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER keeps_now AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED '
        'FOR EACH ROW EXECUTE FUNCTION touched(%L)', kept, named);
END $$;

SELECT keeps_now('dossier', 'id');
SELECT keeps_now('upload', 'case_id');
SELECT keeps_now(t::regclass, 'dossier_id') FROM unnest(ARRAY['run', 'correction', 'requirement_override', 'clearance',
    'assignment', 'review_event', 'signed_opinion', 'delivery', 'processing_failure']) AS t;

SELECT refresh_now(id) FROM (SELECT DISTINCT id FROM dossier) AS known;
