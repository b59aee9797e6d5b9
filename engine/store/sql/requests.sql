-- What is asked of patients and how they answer.

-- name: save_contact
INSERT INTO patient_contact (dossier_id, record) VALUES (%(dossier)s, %(record)s);

-- name: contact
SELECT record::text FROM patient_contact WHERE dossier_id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: save_request
INSERT INTO patient_request (id, dossier_id, form, code, batch, leaves_at, once, record)
SELECT r->>'id', r->>'dossier', r->>'form', r->>'code', r->>'batch', (r->>'leaves_at')::timestamptz, %(once)s, r
FROM (SELECT %(record)s::jsonb AS r) AS given
ON CONFLICT (dossier_id, once) DO NOTHING RETURNING id;

-- name: request_line
SELECT json_build_object('request', request.record, 'last', last.record)::text AS record
FROM patient_request AS request LEFT JOIN LATERAL (
    SELECT record FROM request_event WHERE request_id = request.id ORDER BY seq DESC LIMIT 1) AS last ON true
WHERE request.id = %(request)s;

-- name: request_lines
SELECT json_build_object('request', request.record, 'last', last.record)::text AS record
FROM patient_request AS request LEFT JOIN LATERAL (
    SELECT record FROM request_event WHERE request_id = request.id ORDER BY seq DESC LIMIT 1) AS last ON true
WHERE request.dossier_id = %(dossier)s ORDER BY request.seq DESC;

-- name: batch_lines
SELECT json_build_object('request', request.record, 'last', last.record)::text AS record
FROM patient_request AS request LEFT JOIN LATERAL (
    SELECT record FROM request_event WHERE request_id = request.id ORDER BY seq DESC LIMIT 1) AS last ON true
WHERE request.batch = %(batch)s ORDER BY request.seq;

-- name: letters_to_post
SELECT json_build_object('request', request.record, 'last', NULL)::text AS record
FROM patient_request AS request
WHERE request.form = 'letter' AND NOT EXISTS (
    SELECT FROM request_event WHERE request_id = request.id AND what <> 'delayed')
ORDER BY request.seq;

-- name: request_of_code
SELECT record::text FROM patient_request WHERE code = %(code)s;

-- name: requests_due
SELECT id FROM patient_request AS request
WHERE form = 'email' AND leaves_at <= %(now)s AND NOT EXISTS (
    SELECT FROM request_event WHERE request_id = request.id AND what <> 'delayed')
ORDER BY seq;

-- name: hold_request
SELECT pg_try_advisory_xact_lock(hashtextextended('request ' || %(request)s, 0)) AS held;

-- name: hold_reminder
SELECT pg_advisory_xact_lock(hashtextextended('reminder ' || %(dossier)s, 0));

-- name: request_waiting
SELECT waiting FROM request_now WHERE dossier_id = %(dossier)s AND waiting IS NOT NULL;

-- name: save_request_event
INSERT INTO request_event (request_id, dossier_id, what, at, record)
SELECT r->>'request', (SELECT dossier_id FROM patient_request WHERE id = r->>'request'), r->>'what',
    (r->>'at')::timestamptz, r
FROM (SELECT %(record)s::jsonb AS r) AS given
ON CONFLICT DO NOTHING RETURNING seq;

-- name: unanswered
SELECT now.dossier_id AS dossier, listed.patient, listed.pathway, listed.received_on, now.request, now.form, now.left_at,
    now.times::integer AS times, CASE
        WHEN contact.record->>'email' IS NOT NULL THEN 'email' WHEN contact.record->>'address' IS NOT NULL THEN 'letter'
    END AS way
FROM request_now AS now JOIN live.dossier_now AS listed ON listed.id = now.dossier_id
LEFT JOIN LATERAL (
    SELECT record FROM patient_contact WHERE dossier_id = now.dossier_id ORDER BY seq DESC LIMIT 1) AS contact ON true
WHERE now.unanswered AND now.waiting IS NULL AND now.left_at <= %(before)s
    AND listed.state NOT IN ('signed', 'delivered')
ORDER BY now.left_at, now.dossier_id LIMIT %(limit)s;

-- name: unanswered_since
SELECT left_at FROM request_now WHERE dossier_id = %(dossier)s AND unanswered;

-- name: save_mark
INSERT INTO piece_mark (dossier_id, requirement, about, record)
SELECT %(dossier)s, r->>'requirement', r->>'about', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: marks
SELECT record::text FROM (
    SELECT DISTINCT ON (requirement, about) requirement, about, record FROM piece_mark WHERE dossier_id = %(dossier)s
    ORDER BY requirement, about, seq DESC) AS latest
WHERE record->>'kind' IS NOT NULL ORDER BY requirement, about;

-- name: save_reply
INSERT INTO reply (sha256, record)
SELECT r->>'sha256', r FROM (SELECT %(record)s::jsonb AS r) AS given
ON CONFLICT DO NOTHING RETURNING seq;

-- name: save_reply_act
INSERT INTO reply_act (sha256, act, dossier_id, at, record)
SELECT r->>'sha256', r->>'act', r->>'dossier', (r->>'at')::timestamptz, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: reply_line
SELECT json_build_object('reply', reply.record, 'last', last.record)::text AS record
FROM reply LEFT JOIN LATERAL (
    SELECT nullif(act, 'back') AS act, record FROM reply_act WHERE sha256 = reply.sha256 ORDER BY seq DESC LIMIT 1
) AS last ON last.act IS NOT NULL
WHERE reply.sha256 = %(sha256)s;

-- name: reply_lines
SELECT json_build_object('reply', reply.record, 'last', last.record)::text AS record
FROM reply LEFT JOIN LATERAL (
    SELECT nullif(act, 'back') AS act, dossier_id, record FROM reply_act
    WHERE sha256 = reply.sha256 ORDER BY seq DESC LIMIT 1
) AS last ON last.act IS NOT NULL
WHERE coalesce(last.act, 'waits') = %(act)s AND (%(dossier)s::text IS NULL OR last.dossier_id = %(dossier)s)
ORDER BY reply.seq DESC LIMIT %(limit)s;

-- name: replies_waiting
SELECT count(*)::integer AS count FROM reply
WHERE coalesce((SELECT act FROM reply_act WHERE sha256 = reply.sha256 ORDER BY seq DESC LIMIT 1), 'back') = 'back';
