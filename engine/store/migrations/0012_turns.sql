-- The work list: what blocks each dossier and whose turn it is, and which others are of the same patient.

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
    SELECT EXISTS (
        SELECT FROM review_event WHERE dossier_id = stage.id AND doctor = assigned.doctor) AS begun) AS review ON true
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
    SELECT count(*)::integer AS open FROM handover
    WHERE written_in = ANY(ARRAY(SELECT stage.id UNION ALL SELECT joined FROM merged WHERE kept = stage.id))
        AND dossier = stage.id AND done_at IS NULL) AS notes ON true;

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
