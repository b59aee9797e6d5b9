-- Reviews and what is signed.

-- Nothing is written beside the version that comes next, nor after the signature.
-- name: save_event
INSERT INTO review_event (dossier_id, doctor, version, kind, record)
SELECT %(dossier)s, %(doctor)s, (r->>'version')::integer, r->>'kind', r FROM (SELECT %(record)s::jsonb AS r) AS given
WHERE NOT EXISTS (SELECT FROM signed_opinion WHERE dossier_id = %(dossier)s)
    AND (r->>'version')::integer = 1 + (
        SELECT coalesce(max(version), 0) FROM review_event WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s)
ON CONFLICT (dossier_id, doctor, version) DO NOTHING RETURNING version;

-- name: review_version
SELECT coalesce(max(version), 0) AS version FROM review_event WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s;

-- name: events
SELECT record::text FROM review_event WHERE dossier_id = %(dossier)s AND doctor = %(doctor)s ORDER BY version;

-- name: draft_of_run
SELECT record::text FROM draft WHERE run_id = %(run)s;

-- name: convergence_of_draft
SELECT convergence.record::text FROM run AS drafted
JOIN run AS compared ON compared.dossier_id = drafted.dossier_id AND compared.step = 'compare' AND compared.seq > drafted.seq
JOIN convergence ON convergence.run_id = compared.id
WHERE drafted.id = %(run)s ORDER BY compared.seq LIMIT 1;

-- name: save_signed
INSERT INTO signed_opinion (dossier_id, number, doctor, signed_at, pdf_sha256, record)
SELECT %(dossier)s, (r#>>'{opinion,number}')::integer, r#>>'{opinion,signer,account}',
    (r#>>'{opinion,signed_at}')::timestamptz, r->>'pdf_sha256', r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: signed
SELECT record::text FROM signed_opinion WHERE dossier_id = %(dossier)s ORDER BY number;

-- name: save_delivery
INSERT INTO delivery (dossier_id, number, recipient, by_account, at)
VALUES (%(dossier)s, %(number)s, %(recipient)s, %(by)s, %(at)s);

-- name: deliveries
SELECT number, recipient, by_account AS by, at FROM delivery WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: opinions_signed
SELECT dossier_id, (SELECT max(seq) FROM dossier WHERE dossier.id = signed_opinion.dossier_id) AS last FROM signed_opinion
WHERE number = 1
    AND (%(since)s::date IS NULL OR (signed_at AT TIME ZONE 'Europe/Paris')::date >= %(since)s::date)
    AND (%(until)s::date IS NULL OR (signed_at AT TIME ZONE 'Europe/Paris')::date <= %(until)s::date)
ORDER BY seq;

-- name: audit_last
SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1;

-- name: save_audit
INSERT INTO audit (number, at, actor, action, dossier_id, hash, record)
SELECT (r->>'number')::bigint, (r->>'at')::timestamptz, r->>'actor', r->>'action', r->>'dossier', r->>'hash', r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: audit_entries
SELECT record::text FROM audit
WHERE (%(dossier)s::text IS NULL OR dossier_id = %(dossier)s) AND (%(actor)s::text IS NULL OR actor = %(actor)s)
    AND (%(action)s::text IS NULL OR action = %(action)s)
    AND (%(before)s::bigint IS NULL OR number < %(before)s)
ORDER BY number DESC LIMIT %(limit)s;

-- name: signed_heads
SELECT record#>>'{opinion,audit_head}' AS head FROM signed_opinion WHERE record#>>'{opinion,audit_head}' IS NOT NULL;
