-- Experts: what they take, when they are away, their ties, and what passes between them and staff about a dossier.

-- name: save_expert_profile
INSERT INTO expert_profile (doctor, record)
SELECT r->>'doctor', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_absence
INSERT INTO expert_absence (id, doctor, first_day, last_day, withdrawn, record)
SELECT r->>'id', r->>'doctor', (r->>'first')::date, (r->>'last')::date, (r->>'withdrawn')::boolean, r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_interest
INSERT INTO expert_interest (id, doctor, withdrawn, record)
SELECT r->>'id', r->>'doctor', (r->>'withdrawn')::boolean, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- Absences that ended before the day `since` are left out; ties that were withdrawn stay, for who looks back.
-- name: experts
SELECT json_build_object(
    'account', account.record,
    'profile', (SELECT record FROM expert_profile WHERE doctor = account.id ORDER BY seq DESC LIMIT 1),
    'absences', coalesce((
        SELECT json_agg(record ORDER BY first_day, id) FROM standing_absence
        WHERE doctor = account.id AND last_day >= %(since)s), '[]'),
    'interests', coalesce((
        SELECT json_agg(record ORDER BY seq) FROM (
            SELECT DISTINCT ON (id) seq, record FROM expert_interest WHERE doctor = account.id ORDER BY id, seq DESC) AS i),
        '[]'),
    'open', (SELECT count(*) FROM live.dossier_now WHERE doctor = account.id AND signed_at IS NULL)
)::text AS record
FROM (SELECT DISTINCT ON (id) id, record FROM account ORDER BY id, seq DESC) AS account
WHERE account.record->>'role' = 'doctor' AND (%(doctor)s::text IS NULL OR account.id = %(doctor)s)
ORDER BY account.record->>'name', account.id;

-- name: save_stance
INSERT INTO expert_stance (dossier_id, doctor, tie, record)
SELECT %(dossier)s, r->>'by', r->>'tie', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- The latest word of each doctor on a dossier.
-- name: stances
SELECT record::text FROM (
    SELECT DISTINCT ON (doctor) record FROM expert_stance WHERE dossier_id = %(dossier)s
    ORDER BY doctor, seq DESC) AS latest;

-- Who began to review before anybody was asked, or finds the opinion signed, is not asked any more.
-- name: ties_told
SELECT coalesce((
        SELECT tie = 'none' FROM expert_stance WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s
        ORDER BY seq DESC LIMIT 1), false)
    OR EXISTS (SELECT FROM signed_opinion WHERE dossier_id = %(dossier)s)
    OR EXISTS (SELECT FROM review_event WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s)
    AND NOT EXISTS (SELECT FROM expert_stance WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s) AS told;

-- name: save_decline
INSERT INTO expert_decline (dossier_id, doctor, reason, at, record)
SELECT %(dossier)s, r->>'by', r->>'reason', (r->>'at')::timestamptz, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: declines
SELECT record::text FROM expert_decline WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: given_back
SELECT dossier_id FROM given_back ORDER BY at, dossier_id;

-- name: assignments
SELECT doctor, by_account AS by, at, reason_fr FROM assignment WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: expert_holds
SELECT coalesce((SELECT doctor = %(doctor)s FROM assignment WHERE dossier_id = %(dossier)s ORDER BY seq DESC LIMIT 1), false)
    AND NOT EXISTS (SELECT FROM signed_opinion WHERE dossier_id = %(dossier)s) AS holds;

-- name: save_asked_piece
INSERT INTO asked_piece (id, dossier_id, doctor, needed, at, record)
SELECT r->>'id', %(dossier)s, r->>'by', (r->>'needed')::boolean, (r->>'at')::timestamptz, r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_piece_step
INSERT INTO asked_piece_step (piece, dossier_id, act, at, record)
SELECT r->>'piece', %(dossier)s, r->>'act', (r->>'at')::timestamptz, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: pieces
SELECT json_build_object('dossier', dossier_id, 'asked', record, 'lapsed_at', lapsed_at, 'steps', coalesce((
    SELECT json_agg(step.record ORDER BY seq) FROM asked_piece_step AS step WHERE step.piece = piece_now.id), '[]')
)::text AS record
FROM piece_now WHERE dossier_id = ANY(%(dossiers)s::text[]) ORDER BY asked_at, id;

-- Only without a needed piece does work stand still. Days are those of Paris.
-- name: piece_waits
SELECT dossier_id, (asked_at AT TIME ZONE 'Europe/Paris')::date AS since,
    (least(closed_at, lapsed_at) AT TIME ZONE 'Europe/Paris')::date AS until, forwarded_at IS NOT NULL AS with_patient
FROM piece_now WHERE needed AND dossier_id = ANY(%(dossiers)s::text[]);

-- name: dossiers_with_open_pieces
SELECT dossier_id FROM open_piece GROUP BY dossier_id ORDER BY min(asked_at), dossier_id;

-- Dossiers of doctors who are away today, or whose account was closed.
-- name: dossiers_of_absent
SELECT now.id, now.doctor, max(absence.last_day) AS back_after FROM live.dossier_now AS now
LEFT JOIN standing_absence AS absence
    ON absence.doctor = now.doctor AND %(today)s BETWEEN absence.first_day AND absence.last_day
WHERE now.doctor IS NOT NULL AND now.signed_at IS NULL AND (absence.id IS NOT NULL OR NOT coalesce((
    SELECT active FROM account WHERE account.id = now.doctor ORDER BY seq DESC LIMIT 1), false))
GROUP BY now.id, now.doctor, now.received_on ORDER BY now.received_on, now.id;

-- name: experts_counted
SELECT (SELECT count(*) FROM given_back)::integer AS given_back,
    (SELECT count(*) FROM live.dossier_now AS now WHERE now.doctor IS NOT NULL AND now.signed_at IS NULL AND now.doctor IN (
        SELECT doctor FROM standing_absence WHERE %(today)s BETWEEN first_day AND last_day
        UNION ALL SELECT id FROM (SELECT DISTINCT ON (id) id, active FROM account ORDER BY id, seq DESC) AS latest
        WHERE NOT active))::integer AS "left",
    (SELECT count(DISTINCT dossier_id) FROM open_piece)::integer AS pieces;
