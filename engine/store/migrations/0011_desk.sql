-- The desk: words of all pages, notes that staff hand over, dossiers that were merged.

-- Words

-- What a search compares: lower case without accents, words of letters and digits, as
-- `engine.domain.wording.words` gives what is searched. Folded here and not by the extension unaccent: its function may
-- change under an index, the parser would keep « mg/L » or « genou/hanche » as one word, and another's server may lack it.
CREATE FUNCTION plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(pg_catalog.lower(pg_catalog.translate(
        pg_catalog.replace(pg_catalog.replace(pg_catalog.normalize(given), 'œ', 'oe'), 'Œ', 'OE'),
        'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ',
        'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy')), '[^a-z0-9]+', ' ', 'g')
$$;

-- Stems with their places, for words and phrases; whole words without, for the beginnings of words (« endomét* »).
CREATE FUNCTION search_words(given text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.to_tsvector('pg_catalog.french', public.plain_words(given))
        || pg_catalog.strip(pg_catalog.to_tsvector('pg_catalog.simple', public.plain_words(given)))
$$;

-- The words of each page as last read: a new reading takes the place of the one before in the same transaction.
CREATE TABLE live.page_words (
    run_id text NOT NULL,
    ordinal integer NOT NULL,
    dossier_id text NOT NULL,
    upload text NOT NULL,
    number integer NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);
CREATE INDEX page_words_dossier ON live.page_words (dossier_id);
CREATE INDEX page_words_words ON live.page_words USING gin (words);

CREATE FUNCTION forget_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM live.page_words WHERE dossier_id = NEW.dossier_id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_words AFTER INSERT ON run FOR EACH ROW WHEN (NEW.step = 'read') EXECUTE FUNCTION forget_words();

CREATE FUNCTION keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live.page_words (run_id, ordinal, dossier_id, upload, number, words)
    VALUES (NEW.run_id, NEW.ordinal, NEW.dossier_id, NEW.upload, NEW.number, public.search_words(NEW.record->>'text'));
    RETURN NULL;
END $$;
CREATE TRIGGER keep_words AFTER INSERT ON page FOR EACH ROW EXECUTE FUNCTION keep_words();

INSERT INTO live.page_words (run_id, ordinal, dossier_id, upload, number, words)
SELECT run_id, ordinal, page.dossier_id, upload, number, search_words(page.record->>'text')
FROM page JOIN (
    SELECT DISTINCT ON (dossier_id) id, dossier_id FROM run WHERE step = 'read' ORDER BY dossier_id, seq DESC
) AS latest ON latest.id = page.run_id;

-- Notes between people of the house

CREATE TABLE handover_note (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX handover_note_dossier ON handover_note (dossier_id, seq DESC);
SELECT append_only('handover_note');

-- What was done with a note since: the latest of each pair counts.
CREATE TABLE handover_mark (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    note bigint NOT NULL REFERENCES handover_note,
    dossier_id text NOT NULL,
    act text NOT NULL CHECK (act IN ('pinned', 'unpinned', 'done', 'reopened')),
    record jsonb NOT NULL
);
CREATE INDEX handover_mark_note ON handover_mark (note, seq DESC);
SELECT append_only('handover_mark');

-- Two dossiers of one patient that were made one

-- `dossier_id` is the one that is kept, `joined` the one that is read no more under its own number. The latest row of a
-- joined one counts.
CREATE TABLE merger (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    joined text NOT NULL,
    act text NOT NULL CHECK (act IN ('merged', 'undone')),
    record jsonb NOT NULL,
    CHECK (dossier_id <> joined)
);
CREATE INDEX merger_kept ON merger (dossier_id, seq DESC);
CREATE INDEX merger_joined ON merger (joined, seq DESC);
SELECT append_only('merger');

CREATE VIEW merged AS
SELECT joined, dossier_id AS kept, seq, record FROM merger
WHERE act = 'merged' AND NOT EXISTS (
    SELECT FROM merger AS later WHERE later.joined = merger.joined AND later.seq > merger.seq);

-- A note of a joined dossier is one of the dossier that is kept.
CREATE VIEW handover AS
SELECT note.seq AS id, note.dossier_id AS written_in, coalesce(merged.kept, note.dossier_id) AS dossier,
    note.record->>'text' AS text, note.record->>'turn' AS turn, (note.record->>'for_doctor')::boolean AS for_doctor, note.record->>'by' AS by,
    (note.record->>'at')::timestamptz AS at,
    coalesce(pin.act = 'pinned', false) AS pinned,
    CASE WHEN done.act = 'done' THEN done.record->>'by' END AS done_by,
    CASE WHEN done.act = 'done' THEN (done.record->>'at')::timestamptz END AS done_at
FROM handover_note AS note
LEFT JOIN LATERAL (
    SELECT act FROM handover_mark WHERE note = note.seq AND act IN ('pinned', 'unpinned') ORDER BY seq DESC LIMIT 1
) AS pin ON true
LEFT JOIN LATERAL (
    SELECT act, record FROM handover_mark WHERE note = note.seq AND act IN ('done', 'reopened') ORDER BY seq DESC LIMIT 1
) AS done ON true
LEFT JOIN merged ON merged.joined = note.dossier_id;

-- Files of a joined dossier are those of the one that is kept as well: they stay where they came in. Merging, and taking
-- it back, have the kept one read anew.
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
    SELECT
        greatest(max(seq), (SELECT max(seq) FROM merger WHERE dossier_id = intake.id), 0) AS seq,
        count(DISTINCT (filename, sha256)) AS uploads
    FROM upload
    WHERE case_id = ANY(ARRAY(SELECT intake.id UNION ALL SELECT joined FROM merged WHERE kept = intake.id))) AS arrived
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
