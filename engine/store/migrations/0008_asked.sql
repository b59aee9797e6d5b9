-- What the patient's side is asked and answers, who speaks for the patient, and what was agreed to.

-- Each version holds what changed with it; the key refuses a second one of the same number.
CREATE TABLE answer_sheet (
    seq bigint NOT NULL UNIQUE DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    record jsonb NOT NULL,
    PRIMARY KEY (dossier_id, version)
);
SELECT append_only('answer_sheet');

-- Of a link's token only the hash is kept.
CREATE TABLE asked_link (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL UNIQUE,
    dossier_id text NOT NULL,
    token_sha256 text NOT NULL UNIQUE CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
    expires_at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX asked_link_dossier ON asked_link (dossier_id, seq DESC);
SELECT append_only('asked_link');

CREATE TABLE asked_link_end (
    link_id text PRIMARY KEY REFERENCES asked_link (id),
    by_account text NOT NULL,
    at timestamptz NOT NULL
);
SELECT append_only('asked_link_end');

-- Birth dates that were tried at a dossier's links: after too many wrong ones the links are shut.
CREATE TABLE asked_try (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    link_id text NOT NULL REFERENCES asked_link (id),
    at timestamptz NOT NULL,
    was_right boolean NOT NULL
);
CREATE INDEX asked_try_link ON asked_try (link_id, seq DESC);
SELECT append_only('asked_try');

-- Answers that are not sent yet: the latest row of a dossier counts.
CREATE TABLE asked_progress (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX asked_progress_dossier ON asked_progress (dossier_id, seq DESC);
SELECT append_only('asked_progress');

CREATE TABLE answer_alarm (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    flag text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX answer_alarm_dossier ON answer_alarm (dossier_id, seq DESC);
SELECT append_only('answer_alarm');

CREATE TABLE answer_alarm_done (
    alarm bigint PRIMARY KEY REFERENCES answer_alarm (seq),
    record jsonb NOT NULL
);
SELECT append_only('answer_alarm_done');

CREATE TABLE voices (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX voices_dossier ON voices (dossier_id, seq DESC);
SELECT append_only('voices');

CREATE TABLE consent_said (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    about text NOT NULL CHECK (about IN ('processing', 'ai_assistance', 'share_with_treating_doctor', 'research')),
    record jsonb NOT NULL
);
CREATE INDEX consent_said_dossier ON consent_said (dossier_id, seq);
SELECT append_only('consent_said');
