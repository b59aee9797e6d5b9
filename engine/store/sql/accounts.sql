-- Accounts, credentials, sessions and attempts. The latest account and the highest version of credentials count.

-- name: claim_login
INSERT INTO account_login (login, account) VALUES (%(login)s, %(account)s) ON CONFLICT DO NOTHING RETURNING login;

-- name: save_account
INSERT INTO account (id, login, role, active, record)
SELECT r->>'id', r->>'login', r->>'role', (r->>'active')::boolean, r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_credentials
INSERT INTO credentials (account, version, record)
SELECT %(account)s, (r->>'version')::integer, r FROM (SELECT %(record)s::jsonb AS r) AS given
ON CONFLICT DO NOTHING RETURNING version;

-- name: account
SELECT record::text FROM account WHERE id = %(account)s ORDER BY seq DESC LIMIT 1;

-- name: account_by_login
SELECT record::text FROM account WHERE id = (SELECT account FROM account_login WHERE login = %(login)s)
ORDER BY seq DESC LIMIT 1;

-- name: accounts
SELECT record::text FROM (SELECT DISTINCT ON (id) id, login, record FROM account ORDER BY id, seq DESC) AS latest
ORDER BY login;

-- name: members
SELECT a.record AS account, c.record->>'totp' IS NOT NULL AS enrolled, (c.record->>'temporary')::boolean AS temporary,
    last.at AS last_login
FROM (SELECT DISTINCT ON (id) id, login, record FROM account ORDER BY id, seq DESC) AS a
JOIN (SELECT DISTINCT ON (account) account, record FROM credentials ORDER BY account, version DESC) AS c
    ON c.account = a.id
LEFT JOIN live.last_login AS last ON last.account = a.id
ORDER BY a.login;

-- name: credentials
SELECT record::text FROM credentials WHERE account = %(account)s ORDER BY version DESC LIMIT 1;

-- name: open_session
INSERT INTO live.session (token_sha256, account, version, csrf, second_factor, created_at, seen_at, ends_at)
VALUES (%(token_sha256)s, %(account)s, %(version)s, %(csrf)s, %(second_factor)s, %(now)s, %(now)s, %(ends_at)s);

-- name: forget_sessions
DELETE FROM live.session WHERE ends_at <= %(now)s OR seen_at <= %(idle)s;

-- name: session
SELECT s.account, s.csrf, s.second_factor, s.created_at, s.seen_at, s.ends_at, a.record AS member, c.record AS proof
FROM live.session AS s
CROSS JOIN LATERAL (SELECT record FROM account WHERE id = s.account ORDER BY seq DESC LIMIT 1) AS a
CROSS JOIN LATERAL (
    SELECT version, record FROM credentials WHERE account = s.account ORDER BY version DESC LIMIT 1) AS c
WHERE s.token_sha256 = %(token_sha256)s AND s.ends_at > %(now)s AND s.seen_at > %(idle)s
    AND c.version = s.version AND (a.record->>'active')::boolean;

-- name: see_session
UPDATE live.session SET seen_at = greatest(seen_at, %(now)s) WHERE token_sha256 = %(token_sha256)s;

-- name: end_session
DELETE FROM live.session WHERE token_sha256 = %(token_sha256)s;

-- name: end_sessions
DELETE FROM live.session WHERE account = %(account)s;

-- name: lock_attempts
SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0));

-- name: attempts
SELECT count(*) AS count, max(at) AS last, min(at) AS first FROM live.attempt WHERE key = %(key)s AND at > %(since)s;

-- name: note_attempt
INSERT INTO live.attempt (key, at) VALUES (%(key)s, %(now)s) RETURNING id;

-- name: forget_attempt
DELETE FROM live.attempt WHERE id = %(id)s;

-- name: forget_attempts
DELETE FROM live.attempt WHERE key = %(key)s;

-- name: forget_old_attempts
DELETE FROM live.attempt WHERE at <= %(before)s;

-- name: use_code
INSERT INTO live.used_code AS used (account, step) VALUES (%(account)s, %(step)s)
ON CONFLICT (account) DO UPDATE SET step = excluded.step WHERE used.step < excluded.step RETURNING step;

-- name: note_login
INSERT INTO live.last_login (account, at) VALUES (%(account)s, %(now)s)
ON CONFLICT (account) DO UPDATE SET at = excluded.at;
