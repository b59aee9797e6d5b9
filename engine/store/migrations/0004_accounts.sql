-- Who may come in. Accounts and credentials are only ever added to, the latest wins; sessions and attempts come and go.

CREATE TABLE account_login (
    login text PRIMARY KEY,
    account text NOT NULL UNIQUE
);
SELECT append_only('account_login');

CREATE TABLE account (
    seq bigserial PRIMARY KEY,
    id text NOT NULL REFERENCES account_login (account),
    login text NOT NULL REFERENCES account_login,
    role text NOT NULL,
    active boolean NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL
);
CREATE INDEX account_latest ON account (id, seq DESC);
SELECT append_only('account');

-- Two who change the same credentials at once write the same version: the second is refused.
CREATE TABLE credentials (
    account text NOT NULL REFERENCES account_login (account),
    version integer NOT NULL CHECK (version > 0),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL,
    PRIMARY KEY (account, version)
);
SELECT append_only('credentials');

CREATE SCHEMA IF NOT EXISTS live;

-- Of a session's token only the sha256 is kept: who reads the table cannot come in with it.
CREATE TABLE live.session (
    token_sha256 text PRIMARY KEY,
    account text NOT NULL,
    version integer NOT NULL,
    csrf text NOT NULL,
    second_factor boolean NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX session_account ON live.session (account);

-- `key` is a keyed hash of what was tried: people type passwords where the login goes.
CREATE TABLE live.attempt (
    id bigserial PRIMARY KEY,
    key text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX attempt_key ON live.attempt (key, at);
CREATE INDEX attempt_at ON live.attempt (at);

-- The last 30-second step whose code an account used: a code is taken once.
CREATE TABLE live.used_code (
    account text PRIMARY KEY,
    step bigint NOT NULL
);

-- When somebody last came in for good.
CREATE TABLE live.last_login (
    account text PRIMARY KEY,
    at timestamptz NOT NULL
);
