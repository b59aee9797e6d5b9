-- What is asked of patients and how they answer: where they are reached, messages, marks on pieces, replies.

-- Where a patient is reached: beside the intake, whose form other programs share. The latest row counts.
CREATE TABLE patient_contact (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX patient_contact_dossier ON patient_contact (dossier_id, seq DESC);
SELECT append_only('patient_contact');

-- One message to one patient, as it leaves. `once` is made with the form that it is sent from: a second click changes
-- nothing. `code` is what a reply is known by.
CREATE TABLE patient_request (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL UNIQUE,
    dossier_id text NOT NULL,
    form text NOT NULL CHECK (form IN ('email', 'letter', 'phone')),
    code text NOT NULL UNIQUE,
    batch text,
    leaves_at timestamptz, -- of an e-mail: until then it can be taken back
    once text NOT NULL,
    record jsonb NOT NULL,
    UNIQUE (dossier_id, once)
);
CREATE INDEX patient_request_dossier ON patient_request (dossier_id, seq DESC);
CREATE INDEX patient_request_batch ON patient_request (batch) WHERE batch IS NOT NULL;
SELECT append_only('patient_request');

CREATE TABLE request_event (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    request_id text NOT NULL REFERENCES patient_request (id),
    dossier_id text NOT NULL,
    what text NOT NULL CHECK (what IN ('delayed', 'withdrawn', 'failed', 'left')),
    at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX request_event_dossier ON request_event (dossier_id, seq DESC);
-- It leaves, or it is taken back, or it is given up: one end, whoever is quicker.
CREATE UNIQUE INDEX request_event_end ON request_event (request_id) WHERE what <> 'delayed';
SELECT append_only('request_event');

-- What is known of a piece beside the documents: when it was asked for, and what the patient said of it.
CREATE TABLE piece_mark (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    requirement text NOT NULL,
    about text NOT NULL CHECK (about IN ('asked', 'answer')),
    record jsonb NOT NULL
);
CREATE INDEX piece_mark_dossier ON piece_mark (dossier_id, requirement, about, seq DESC);
SELECT append_only('piece_mark');

-- A message that came in, byte for byte as `sha256`. The same message again changes nothing.
CREATE TABLE reply (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    sha256 text NOT NULL UNIQUE REFERENCES blob,
    record jsonb NOT NULL
);
SELECT append_only('reply');

-- What was done with it, the latest counts: joined to a dossier, set aside, or put back among those that wait.
CREATE TABLE reply_act (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    sha256 text NOT NULL REFERENCES reply (sha256),
    act text NOT NULL CHECK (act IN ('joined', 'aside', 'back')),
    dossier_id text CHECK ((act = 'joined') = (dossier_id IS NOT NULL)),
    at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX reply_act_latest ON reply_act (sha256, seq DESC);
CREATE INDEX reply_act_dossier ON reply_act (dossier_id, seq DESC);
SELECT append_only('reply_act');

-- The last message that left to each patient and whether anything came since: a reply, or a file. `waiting` is the id
-- of a message that has not left yet.
CREATE VIEW request_now AS
SELECT known.dossier_id,
    gone.id AS request, gone.form, gone.at AS left_at, gone.count AS times,
    greatest(came.at, joined.at) AS answered_at,
    gone.at IS NOT NULL AND greatest(came.at, joined.at) IS NULL AS unanswered,
    pending.id AS waiting
FROM (SELECT DISTINCT dossier_id FROM patient_request) AS known
LEFT JOIN LATERAL (
    SELECT request.id, request.form, event.at, event.seq, count(*) OVER () AS count
    FROM patient_request AS request JOIN request_event AS event ON event.request_id = request.id AND event.what = 'left'
    WHERE request.dossier_id = known.dossier_id ORDER BY event.seq DESC LIMIT 1) AS gone ON true
LEFT JOIN LATERAL (
    SELECT max(received_at) AS at FROM upload WHERE case_id = known.dossier_id AND seq > gone.seq) AS came ON true
LEFT JOIN LATERAL (
    SELECT max(act.at) AS at FROM reply_act AS act
    WHERE act.dossier_id = known.dossier_id AND act.act = 'joined' AND act.seq > gone.seq AND NOT EXISTS (
        SELECT FROM reply_act AS later WHERE later.sha256 = act.sha256 AND later.seq > act.seq)) AS joined ON true
LEFT JOIN LATERAL (
    SELECT request.id FROM patient_request AS request
    WHERE request.dossier_id = known.dossier_id AND NOT EXISTS (
        SELECT FROM request_event WHERE request_id = request.id AND what <> 'delayed')
    ORDER BY request.seq DESC LIMIT 1) AS pending ON true;

-- Whoever puts `request_now` into the view of the work list adds `keeps_now` for patient_request, request_event and
-- reply_act there.
