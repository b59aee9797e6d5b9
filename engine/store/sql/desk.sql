-- What people decide about a dossier, and the lists that they work from.

-- name: next_number
SELECT nextval('dossier_number') AS number;

-- name: save_correction
INSERT INTO correction (dossier_id, upload, first_page, record)
SELECT %(dossier)s, r->>'upload', (r->>'first_page')::integer, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: corrections
SELECT record::text FROM (
    SELECT DISTINCT ON (upload, first_page) record FROM correction WHERE dossier_id = %(dossier)s
    ORDER BY upload, first_page, seq DESC) AS latest
WHERE NOT coalesce((record->>'withdrawn')::boolean, false);

-- name: save_page_said
INSERT INTO page_said (dossier_id, upload, page, about, record)
SELECT %(dossier)s, r->>'upload', (r->>'page')::integer, r->>'about', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: pages_said
SELECT record::text FROM (
    SELECT DISTINCT ON (upload, page, about) record FROM page_said WHERE dossier_id = %(dossier)s
    ORDER BY upload, page, about, seq DESC) AS latest
WHERE record->>'said' IS NOT NULL;

-- name: save_repetition
INSERT INTO repetition (dossier_id, upload, first_page, record)
SELECT %(dossier)s, r->>'upload', (r->>'first_page')::integer, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: repetitions
SELECT record::text FROM (
    SELECT DISTINCT ON (upload, first_page) seq, record FROM repetition WHERE dossier_id = %(dossier)s
    ORDER BY upload, first_page, seq DESC) AS latest
WHERE record->>'copies' IS NOT NULL ORDER BY seq;

-- name: save_reading_asked
INSERT INTO reading_asked (dossier_id, upload, page, record)
SELECT %(dossier)s, r->>'upload', (r->>'page')::integer, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: readings_asked
SELECT record::text FROM reading_asked WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: to_read_again
SELECT DISTINCT upload, page FROM (
    SELECT seq, upload, page FROM page_said WHERE dossier_id = %(dossier)s AND about = 'turn'
    UNION ALL SELECT seq, upload, page FROM reading_asked WHERE dossier_id = %(dossier)s) AS wish
WHERE seq > (
    SELECT coalesce(as_of, seq) FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1);

-- name: save_override
INSERT INTO requirement_override (dossier_id, requirement, record)
SELECT %(dossier)s, r->>'requirement', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: overrides
SELECT record::text FROM (
    SELECT DISTINCT ON (requirement) requirement, record FROM requirement_override WHERE dossier_id = %(dossier)s
    ORDER BY requirement, seq DESC) AS latest
WHERE record->>'status' IS NOT NULL;

-- name: save_clearance
INSERT INTO clearance (dossier_id, flag, quote, record)
SELECT %(dossier)s, r->>'flag', r->>'quote', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: clearances
SELECT record::text FROM clearance WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: save_assignment
INSERT INTO assignment (dossier_id, doctor, by_account, at, reason_fr)
VALUES (%(dossier)s, %(doctor)s, %(by)s, %(at)s, %(reason)s);

-- name: assigned
SELECT doctor FROM assignment WHERE dossier_id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: listed
SELECT id, pathway, received_on, patient, state, since, uploads, red_flags, provisional, doctor, signed_at, merged_into,
    processing, assigned_at, to_ask, asked, asked_for, asked_on, answered, leaving, piece, piece_label, piece_since,
    given_back, notes, born
FROM live.dossier_now
WHERE (%(states)s::text[] IS NULL OR state = ANY(%(states)s::text[]))
    AND (%(doctor)s::text IS NULL OR doctor = %(doctor)s)
    AND (%(wanted)s::text[] IS NULL OR plain LIKE ALL(%(wanted)s::text[]))
ORDER BY (received_on - DATE '2000-01-01') * %(order)s, id LIMIT %(limit)s OFFSET %(offset)s;

-- name: matching
SELECT count(*)::integer AS count
FROM live.dossier_now
WHERE (%(states)s::text[] IS NULL OR state = ANY(%(states)s::text[]))
    AND (%(doctor)s::text IS NULL OR doctor = %(doctor)s)
    AND (%(wanted)s::text[] IS NULL OR plain LIKE ALL(%(wanted)s::text[]));

-- name: listed_one
SELECT id, pathway, received_on, patient, state, since, uploads, red_flags, provisional, doctor, signed_at, merged_into,
    processing, assigned_at, to_ask, asked, asked_for, asked_on, answered, leaving, piece, piece_label, piece_since,
    given_back, notes, born
FROM live.dossier_now WHERE id = %(dossier)s;

-- name: counted
SELECT state, count(*)::integer AS count, count(*) FILTER (WHERE received_on <= %(late)s)::integer AS late
FROM live.dossier_now WHERE %(doctor)s::text IS NULL OR doctor = %(doctor)s GROUP BY state;

-- name: unfinished
SELECT id FROM live.dossier_now AS now
WHERE state = 'reading' AND NOT EXISTS (
    SELECT FROM upload WHERE case_id = now.id AND received_at > statement_timestamp() - interval '1 minute')
    AND (SELECT (record#>>'{consents,processing}')::boolean FROM dossier WHERE id = now.id ORDER BY seq DESC LIMIT 1)
ORDER BY received_on, id;

-- name: current_runs
SELECT read_run, split_run, extract_run, assess_run, draft_run, compare_run FROM dossier_stage WHERE id = %(dossier)s;

-- name: run
SELECT record::text FROM run WHERE id = %(run)s;

-- name: page_heads
SELECT upload, filename, number, origin, quality, rotation, image, width, height, blank FROM page
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: page_head
SELECT upload, filename, number, origin, quality, rotation, image, width, height, blank FROM page
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1)
    AND upload = %(upload)s AND number = %(number)s
LIMIT 1;

-- name: paces
SELECT step, sum(latest.seconds) / sum(latest.pages) AS pace
FROM unnest(ARRAY['read', 'split', 'extract', 'assess', 'draft', 'compare']) AS step
CROSS JOIN LATERAL (
    SELECT seconds, pages FROM run WHERE run.step = step.step AND pages > 0 ORDER BY seq DESC LIMIT 20) AS latest
GROUP BY step;

-- name: failed
SELECT now.id AS dossier, failure.message_fr AS message, failure.at AS since FROM live.dossier_now AS now
CROSS JOIN LATERAL (
    SELECT at, message_fr FROM processing_failure WHERE dossier_id = now.id ORDER BY seq DESC LIMIT 1) AS failure
WHERE now.state = 'failed';

-- name: failed_pages
SELECT page.dossier_id AS dossier, count(*)::integer AS count, max(run.recorded_at) AS since
FROM page JOIN run ON run.id = page.run_id
WHERE page.origin = 'failed' AND NOT EXISTS (
    SELECT FROM run AS later WHERE later.dossier_id = page.dossier_id AND later.step = 'read' AND later.seq > run.seq)
GROUP BY page.dossier_id;

-- name: page_numbered
SELECT record::text FROM page
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1)
    AND upload = %(upload)s AND number = %(number)s
LIMIT 1;

-- name: save_key
INSERT INTO signing_key (account_id, pkcs12, certificate, not_after)
VALUES (%(account)s, %(pkcs12)b, %(certificate)s, %(not_after)s);

-- name: key
SELECT account_id AS account, pkcs12, certificate, not_after FROM signing_key WHERE account_id = %(account)s
ORDER BY seq DESC LIMIT 1;

-- name: desk_groups
SELECT situation, coalesce(asked_on <= %(remind)s, false) AS overdue,
    CASE WHEN signed_at IS NOT NULL OR state = 'merged' THEN 'done' WHEN received_on <= %(late)s THEN 'late'
        WHEN received_on <= %(risk)s THEN 'risk' ELSE 'fine' END AS pace,
    count(*)::integer AS count
FROM live.dossier_now
WHERE (%(own)s::text IS NULL OR doctor = %(own)s)
    AND (%(wanted)s::text[] IS NULL OR plain LIKE ALL(%(wanted)s::text[]))
GROUP BY 1, 2, 3;

-- name: desk_page
WITH found AS MATERIALIZED (
    SELECT now.id, asked.rank, asked.place, received_on
    FROM live.dossier_now AS now
    JOIN unnest(%(situations)s::text[], %(overdues)s::boolean[], %(paces)s::text[], %(ranks)s::integer[])
        WITH ORDINALITY AS asked (situation, overdue, pace, rank, place)
        ON asked.situation = now.situation AND asked.overdue = coalesce(asked_on <= %(remind)s, false)
        AND asked.pace = CASE WHEN signed_at IS NOT NULL OR state = 'merged' THEN 'done' WHEN received_on <= %(late)s THEN 'late'
        WHEN received_on <= %(risk)s THEN 'risk' ELSE 'fine' END
    WHERE (%(own)s::text IS NULL OR doctor = %(own)s)
        AND (%(wanted)s::text[] IS NULL OR plain LIKE ALL(%(wanted)s::text[]))
    ORDER BY rank, (received_on - DATE '2000-01-01') * %(order)s, now.id LIMIT %(limit)s OFFSET %(offset)s)
SELECT found.place, now.* FROM found JOIN LATERAL (
    SELECT id, pathway, received_on, patient, state, since, uploads, red_flags, provisional, doctor, signed_at, merged_into,
    processing, assigned_at, to_ask, asked, asked_for, asked_on, answered, leaving, piece, piece_label, piece_since,
    given_back, notes, born
    FROM live.dossier_now WHERE id = found.id) AS now ON true
ORDER BY found.rank, (found.received_on - DATE '2000-01-01') * %(order)s, found.id;

-- name: desk_of
SELECT situation, coalesce(asked_on <= %(remind)s, false) AS overdue,
    CASE WHEN signed_at IS NOT NULL OR state = 'merged' THEN 'done' WHEN received_on <= %(late)s THEN 'late'
        WHEN received_on <= %(risk)s THEN 'risk' ELSE 'fine' END AS pace,
    1 AS count
FROM live.dossier_now WHERE id = %(dossier)s;

-- name: doctors_away
SELECT doctor, max(last_day) AS back_after FROM standing_absence
WHERE %(today)s BETWEEN first_day AND last_day GROUP BY doctor
UNION ALL
SELECT id, NULL FROM (SELECT DISTINCT ON (id) id, role, active FROM account ORDER BY id, seq DESC) AS latest
WHERE role = 'doctor' AND NOT active;
