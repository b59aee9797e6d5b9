-- The desk: words of all pages, notes that staff hand over, dossiers that were merged, and whose turn each dossier is.

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

CREATE VIEW handover AS
SELECT note.seq AS id, note.dossier_id AS dossier, note.record->>'text' AS text, note.record->>'turn' AS turn,
    (note.record->>'for_doctor')::boolean AS for_doctor, note.record->>'by' AS by,
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
) AS done ON true;

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
    FROM upload WHERE case_id = intake.id OR case_id IN (SELECT joined FROM merged WHERE kept = intake.id)) AS arrived
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

-- What a work list shows of a dossier, and what tells whose turn it is.
CREATE OR REPLACE VIEW dossier_state AS
SELECT stage.id, stage.pathway, stage.received_on,
    concat_ws(' ', stage.record#>>'{patient,family_name}', stage.record#>>'{patient,given_name}') AS patient,
    CASE
        WHEN merged.kept IS NOT NULL THEN 'merged'
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
    signed.signed_at,
    merged.kept AS merged_into,
    (stage.record#>>'{consents,processing}')::boolean AS processing,
    CASE WHEN assigned.doctor IS NOT NULL THEN assigned.at END AS assigned_at,
    pieces.to_ask,
    pieces.asked,
    pieces.asked_for,
    greatest(pieces.asked_on, CASE WHEN request.unanswered THEN request.left_at::date END) AS asked_on,
    coalesce(request.answered_at::date >= pieces.asked_on, false) AS answered,
    coalesce(request.waiting IS NOT NULL, false) AS leaving,
    CASE
        WHEN wanted.to_forward > 0 THEN 'staff'
        WHEN wanted.needed > 0 THEN 'patient'
    END AS piece,
    wanted.label AS piece_label,
    wanted.since AS piece_since,
    back.doctor AS given_back,
    notes.open AS notes,
    (stage.record#>>'{patient,birth_date}')::date AS born
FROM dossier_stage AS stage
LEFT JOIN LATERAL (
    SELECT doctor, at FROM assignment WHERE dossier_id = stage.id ORDER BY seq DESC LIMIT 1) AS assigned ON true
LEFT JOIN LATERAL (
    SELECT signed_at FROM signed_opinion WHERE dossier_id = stage.id AND number = 1) AS signed ON true
LEFT JOIN LATERAL (
    SELECT max(at) AS at FROM delivery WHERE dossier_id = stage.id) AS delivered ON true
LEFT JOIN LATERAL (
    SELECT max(seq) AS seq FROM processing_failure WHERE dossier_id = stage.id) AS failed ON true
LEFT JOIN LATERAL (
    SELECT EXISTS (SELECT FROM review_event WHERE dossier_id = stage.id) AS begun) AS review ON true
LEFT JOIN LATERAL (SELECT kept FROM merged WHERE joined = stage.id) AS merged ON true
LEFT JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE told.ended IS NULL AND told.asked IS NULL)::integer AS to_ask,
        count(*) FILTER (WHERE told.ended IS NULL AND told.asked IS NOT NULL)::integer AS asked,
        (array_agg(item.record->>'label_fr' ORDER BY told.asked, item.ordinal)
            FILTER (WHERE told.ended IS NULL AND told.asked IS NOT NULL))[1] AS asked_for,
        max(told.asked) FILTER (WHERE told.ended IS NULL) AS asked_on
    FROM completeness_item AS item
    CROSS JOIN LATERAL (
        SELECT
            max((record->>'on')::date) FILTER (WHERE about = 'asked') AS asked,
            max(record->>'kind') FILTER (WHERE record->>'kind' IN ('refused', 'nonexistent')) AS ended
        FROM (
            SELECT DISTINCT ON (about) about, record FROM piece_mark
            WHERE dossier_id = stage.id AND requirement = item.requirement ORDER BY about, seq DESC) AS mark
        WHERE record->>'kind' IS NOT NULL) AS told
    WHERE item.run_id = stage.assess_run AND item.level = 'required' AND item.status NOT IN ('met', 'not_applicable')
) AS pieces ON true
LEFT JOIN LATERAL (
    SELECT left_at, unanswered, answered_at, waiting FROM request_now WHERE dossier_id = stage.id) AS request ON true
LEFT JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE forwarded_at IS NULL)::integer AS to_forward,
        count(*) FILTER (WHERE needed)::integer AS needed,
        (array_agg(record->>'label_fr' ORDER BY forwarded_at NULLS FIRST, needed DESC, asked_at))[1] AS label,
        (array_agg(coalesce(forwarded_at, asked_at) ORDER BY forwarded_at NULLS FIRST, needed DESC, asked_at))[1] AS since
    FROM open_piece WHERE dossier_id = stage.id) AS wanted ON true
LEFT JOIN LATERAL (SELECT doctor FROM given_back WHERE dossier_id = stage.id) AS back ON true
LEFT JOIN LATERAL (
    SELECT count(*)::integer AS open FROM handover WHERE dossier = stage.id AND done_at IS NULL) AS notes ON true;

ALTER TABLE live.dossier_now
    ADD COLUMN merged_into text,
    ADD COLUMN processing boolean NOT NULL DEFAULT true,
    ADD COLUMN assigned_at timestamptz,
    ADD COLUMN to_ask integer NOT NULL DEFAULT 0,
    ADD COLUMN asked integer NOT NULL DEFAULT 0,
    ADD COLUMN asked_for text,
    ADD COLUMN asked_on date,
    ADD COLUMN answered boolean NOT NULL DEFAULT false,
    ADD COLUMN leaving boolean NOT NULL DEFAULT false,
    ADD COLUMN piece text,
    ADD COLUMN piece_label text,
    ADD COLUMN piece_since timestamptz,
    ADD COLUMN given_back text,
    ADD COLUMN notes integer NOT NULL DEFAULT 0,
    ADD COLUMN born date;

-- Two dossiers of one patient: the same words in the name, in whatever order they were typed, and the same birth date.
CREATE FUNCTION same_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.string_agg(word, ' ' ORDER BY word)
    FROM pg_catalog.regexp_split_to_table(pg_catalog.btrim(public.plain_words(given)), ' ') AS word
$$;
ALTER TABLE live.dossier_now ADD COLUMN person text GENERATED ALWAYS AS (same_words(patient)) STORED;
CREATE INDEX dossier_now_person ON live.dossier_now (born, person);

CREATE OR REPLACE FUNCTION refresh_now(dossier text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO live.dossier_now (id, pathway, received_on, patient, state, since, uploads, red_flags, provisional,
        doctor, signed_at, merged_into, processing, assigned_at, to_ask, asked, asked_for, asked_on, answered,
        leaving, piece, piece_label, piece_since, given_back, notes, born)
    SELECT * FROM public.dossier_state WHERE id = dossier
    ON CONFLICT (id) DO UPDATE SET (
        pathway, received_on, patient, state, since, uploads, red_flags, provisional, doctor, signed_at, merged_into,
        processing, assigned_at, to_ask, asked, asked_for, asked_on, answered, leaving, piece, piece_label,
        piece_since, given_back, notes, born
    ) = ROW (
        excluded.pathway, excluded.received_on, excluded.patient, excluded.state, excluded.since, excluded.uploads,
        excluded.red_flags, excluded.provisional, excluded.doctor, excluded.signed_at, excluded.merged_into,
        excluded.processing, excluded.assigned_at, excluded.to_ask, excluded.asked, excluded.asked_for,
        excluded.asked_on, excluded.answered, excluded.leaving, excluded.piece, excluded.piece_label,
        excluded.piece_since, excluded.given_back, excluded.notes, excluded.born)
$$;

-- What comes to a dossier that was joined to another changes that one too.
CREATE OR REPLACE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched text;
BEGIN
    FOR touched IN
        SELECT id FROM (
            SELECT to_jsonb(NEW)->>TG_ARGV[0] AS id
            UNION SELECT joined FROM public.merger WHERE TG_TABLE_NAME = 'merger' AND seq = (to_jsonb(NEW)->>'seq')::bigint
            UNION SELECT kept FROM public.merged WHERE joined = to_jsonb(NEW)->>TG_ARGV[0]
            UNION SELECT dossier_id FROM public.reply_act
            WHERE TG_TABLE_NAME = 'reply_act' AND sha256 = to_jsonb(NEW)->>'sha256' -- it may have left another dossier
        ) AS all_of_them WHERE id IS NOT NULL ORDER BY id -- always in one order: two that end at once would wait for each other
    LOOP
        -- One at a time for a dossier: two that end at once would not see each other's rows.
        PERFORM pg_advisory_xact_lock(hashtextextended('dossier_now ' || touched, 0));
        PERFORM public.refresh_now(touched);
    END LOOP;
    RETURN NULL;
END $$;

SELECT keeps_now(t::regclass, 'dossier_id')
FROM unnest(ARRAY['handover_note', 'handover_mark', 'merger', 'patient_request', 'request_event', 'piece_mark', 'reply_act'])
    AS t;

SELECT refresh_now(id) FROM (SELECT DISTINCT id FROM dossier) AS known;

-- Whose turn a dossier is hangs on these few things, on the days since the patient was asked and since it came, and on
-- who is away: `engine.steps.turn` decides. Kept as one text, for thousands are counted by it for every list.
ALTER TABLE live.dossier_now ADD COLUMN situation text GENERATED ALWAYS AS (
    state || '|' || pathway || '|' || coalesce(doctor, '')
    || CASE WHEN processing THEN '|1' ELSE '|0' END
    || CASE WHEN provisional THEN '|1' ELSE '|0' END
    || CASE WHEN red_flags > 0 THEN '|1' ELSE '|0' END
    || CASE WHEN given_back IS NOT NULL THEN '|1' ELSE '|0' END
    || CASE WHEN to_ask > 0 THEN '|1' ELSE '|0' END
    || CASE WHEN asked_on IS NULL THEN '|no' WHEN answered THEN '|answered' ELSE '|yes' END
    || CASE WHEN leaving THEN '|1' ELSE '|0' END
    || '|' || coalesce(piece, '')) STORED;
