-- What staff say of single pages and of copies, and the wish to have pages read anew; what lists show of pages.

CREATE TABLE page_said (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    upload text NOT NULL,
    page integer NOT NULL,
    about text NOT NULL CHECK (about IN ('boundary', 'turn', 'use', 'legibility')),
    record jsonb NOT NULL
);
CREATE INDEX page_said_dossier ON page_said (dossier_id, seq DESC);
SELECT append_only('page_said');

CREATE TABLE repetition (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    upload text NOT NULL,
    first_page integer NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX repetition_dossier ON repetition (dossier_id, seq DESC);
SELECT append_only('repetition');

-- Of one page, of a whole upload, or (without either) of the whole dossier.
CREATE TABLE reading_asked (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    upload text,
    page integer,
    record jsonb NOT NULL,
    CHECK (upload IS NOT NULL OR page IS NULL)
);
CREATE INDEX reading_asked_dossier ON reading_asked (dossier_id, seq DESC);
SELECT append_only('reading_asked');

-- What pages of a dossier show of each page without its words: taking it out of the record costs as much as reading it.
ALTER TABLE page
    ADD COLUMN rotation integer GENERATED ALWAYS AS ((record->>'rotation')::integer) STORED,
    ADD COLUMN width integer GENERATED ALWAYS AS ((record->>'width')::integer) STORED,
    ADD COLUMN height integer GENERATED ALWAYS AS ((record->>'height')::integer) STORED,
    ADD COLUMN blank boolean GENERATED ALWAYS AS (coalesce((record->>'blank')::boolean, false)) STORED;
CREATE INDEX page_failed ON page (dossier_id, run_id) WHERE origin = 'failed';

-- Pages that were read anew in a run, and in how many seconds: what an estimate goes by.
ALTER TABLE run ADD COLUMN pages integer GENERATED ALWAYS AS ((record->>'pages')::integer) STORED;
CREATE INDEX run_pace ON run (step, seq DESC) INCLUDE (pages, seconds) WHERE pages > 0;

-- Reading now also counts only while nobody turned a page or asked for a new reading since, and splitting while nobody
-- said anything of a page or a copy.
CREATE OR REPLACE VIEW dossier_stage AS
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
    greatest(arrived.seq, intake.seq, last.seq, noted.correction, noted.reading, noted.override, noted.clearance)
        AS last_seq,
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
        greatest(
            (SELECT max(seq) FROM correction WHERE dossier_id = intake.id),
            (SELECT max(seq) FROM page_said WHERE dossier_id = intake.id AND about <> 'turn'),
            (SELECT max(seq) FROM repetition WHERE dossier_id = intake.id), 0) AS correction,
        greatest(
            (SELECT max(seq) FROM page_said WHERE dossier_id = intake.id AND about = 'turn'),
            (SELECT max(seq) FROM reading_asked WHERE dossier_id = intake.id), 0) AS reading,
        (SELECT coalesce(max(seq), 0) FROM requirement_override WHERE dossier_id = intake.id) AS override,
        (SELECT coalesce(max(seq), 0) FROM clearance WHERE dossier_id = intake.id) AS clearance
    OFFSET 0 -- or the planner asks them again wherever they are compared
) AS noted
CROSS JOIN LATERAL (
    SELECT CASE WHEN done.read_of > greatest(arrived.seq, noted.reading) THEN done.read END AS read) AS r
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

SELECT keeps_now(t::regclass, 'dossier_id') FROM unnest(ARRAY['page_said', 'repetition', 'reading_asked']) AS t;
