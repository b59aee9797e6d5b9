-- What the patient's side is asked and answers, who speaks, and what was agreed to.

-- One writer of an intake at a time, whoever it is.
-- name: lock_intake
SELECT pg_advisory_xact_lock(hashtextextended('intake ' || %(dossier)s::text, 0));

-- name: dossier_within
SELECT record::text FROM dossier WHERE id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: save_answer_sheet
INSERT INTO answer_sheet (dossier_id, version, record)
SELECT %(dossier)s, (r->>'version')::integer, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: next_answer_sheet
SELECT 1 + coalesce(max(version), 0) AS version FROM answer_sheet WHERE dossier_id = %(dossier)s;

-- name: answer_sheets
SELECT record::text FROM answer_sheet WHERE dossier_id = %(dossier)s ORDER BY version;

-- name: save_asked_link
INSERT INTO asked_link (id, dossier_id, token_sha256, expires_at, record)
SELECT r->>'id', r->>'dossier', r->>'token_sha256', (r->>'expires_at')::timestamptz, r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: end_asked_links
INSERT INTO asked_link_end (link_id, by_account, at)
SELECT id, %(by)s, %(at)s FROM asked_link
WHERE dossier_id = %(dossier)s AND expires_at > %(at)s
    AND NOT EXISTS (SELECT FROM asked_link_end WHERE link_id = asked_link.id)
ON CONFLICT DO NOTHING RETURNING link_id;

-- name: open_asked_links
SELECT record::text FROM asked_link
WHERE dossier_id = %(dossier)s AND expires_at > %(now)s
    AND NOT EXISTS (SELECT FROM asked_link_end WHERE link_id = asked_link.id)
ORDER BY seq DESC;

-- name: asked_link_by_token
SELECT record::text FROM asked_link
WHERE token_sha256 = %(token_sha256)s AND expires_at > %(now)s
    AND NOT EXISTS (SELECT FROM asked_link_end WHERE link_id = asked_link.id);

-- name: asked_link_by_id
SELECT record::text FROM asked_link
WHERE id = %(link)s AND expires_at > %(now)s
    AND NOT EXISTS (SELECT FROM asked_link_end WHERE link_id = asked_link.id);

-- name: note_asked_try
INSERT INTO asked_try (dossier_id, link_id, at, was_right) VALUES (%(dossier)s, %(link)s, %(at)s, %(was_right)s);

-- Wrong tries since the last right one, the latest first.
-- name: wrong_asked_tries
SELECT at FROM asked_try
WHERE link_id = %(link)s AND NOT was_right
    AND seq > coalesce((SELECT max(seq) FROM asked_try WHERE link_id = %(link)s AND was_right), 0)
ORDER BY seq DESC;

-- name: save_asked_progress
INSERT INTO asked_progress (dossier_id, record) VALUES (%(dossier)s, %(record)s::jsonb);

-- name: asked_progress
SELECT record::text FROM asked_progress WHERE dossier_id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: save_answer_alarm
INSERT INTO answer_alarm (dossier_id, flag, record)
SELECT %(dossier)s, r->>'flag', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: open_answer_alarms
SELECT (record || jsonb_build_object('number', seq))::text AS record FROM answer_alarm
WHERE dossier_id = %(dossier)s AND NOT EXISTS (SELECT FROM answer_alarm_done WHERE alarm = seq) ORDER BY seq;

-- name: answer_alarms_ever
SELECT (record || jsonb_build_object('number', seq))::text AS record FROM answer_alarm
WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: dossiers_alarmed
SELECT dossier_id AS dossier, min(record->>'at')::timestamptz AS since FROM answer_alarm
WHERE NOT EXISTS (SELECT FROM answer_alarm_done WHERE alarm = seq) GROUP BY dossier_id ORDER BY 2;

-- name: answer_alarms_done
SELECT done.record::text FROM answer_alarm_done AS done JOIN answer_alarm ON seq = alarm
WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: save_answer_alarm_done
INSERT INTO answer_alarm_done (alarm, record)
SELECT (r->>'alarm')::bigint, r FROM (SELECT %(record)s::jsonb AS r) AS given ON CONFLICT DO NOTHING RETURNING alarm;

-- name: save_voices
INSERT INTO voices (dossier_id, record) VALUES (%(dossier)s, %(record)s::jsonb);

-- name: voices
SELECT record::text FROM voices WHERE dossier_id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: save_consent_said
INSERT INTO consent_said (dossier_id, about, record)
SELECT %(dossier)s, r->>'about', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: consents_said
SELECT record::text FROM consent_said WHERE dossier_id = %(dossier)s ORDER BY seq;
