-- Which dossiers experts take and when, with whom they have ties, and what passes between an expert and staff.

-- Why a dossier was given to a doctor against whom something spoke.
ALTER TABLE assignment ADD COLUMN reason_fr text;

-- The latest row of a doctor (an account's id) counts; of an absence or an interest, the latest of its id.
CREATE TABLE expert_profile (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    doctor text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX expert_profile_doctor ON expert_profile (doctor, seq DESC);
SELECT append_only('expert_profile');

CREATE TABLE expert_absence (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL,
    doctor text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    withdrawn boolean NOT NULL,
    record jsonb NOT NULL,
    CHECK (first_day <= last_day)
);
CREATE INDEX expert_absence_latest ON expert_absence (id, seq DESC);
SELECT append_only('expert_absence');

CREATE TABLE expert_interest (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL,
    doctor text NOT NULL,
    withdrawn boolean NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX expert_interest_latest ON expert_interest (id, seq DESC);
SELECT append_only('expert_interest');

-- What a doctor says of ties with a dossier before opening it; the latest counts. Tie `none`: there is no conflict.
CREATE TABLE expert_stance (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    doctor text NOT NULL,
    tie text NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX expert_stance_dossier ON expert_stance (dossier_id, doctor, seq DESC);
SELECT append_only('expert_stance');

-- A dossier given back by its expert. In the same transaction its assignment ends (a row without a doctor follows).
CREATE TABLE expert_decline (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    dossier_id text NOT NULL,
    doctor text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('competence', 'conflict', 'unavailable', 'other')),
    at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX expert_decline_dossier ON expert_decline (dossier_id, seq DESC);
SELECT append_only('expert_decline');

CREATE TABLE asked_piece (
    seq bigint NOT NULL UNIQUE DEFAULT nextval('moment'),
    id text PRIMARY KEY,
    dossier_id text NOT NULL,
    doctor text NOT NULL,
    needed boolean NOT NULL,
    at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX asked_piece_dossier ON asked_piece (dossier_id, seq);
SELECT append_only('asked_piece');

CREATE TABLE asked_piece_step (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    piece text NOT NULL REFERENCES asked_piece,
    dossier_id text NOT NULL,
    act text NOT NULL CHECK (act IN ('forwarded', 'received', 'unavailable', 'withdrawn', 'reopened')),
    at timestamptz NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX asked_piece_step_piece ON asked_piece_step (piece, seq);
SELECT append_only('asked_piece_step');

-- Each asked piece as it stands. `forwarded_at` is when the patient was first asked; `closed_at` when it was received, said
-- not to be had or taken back (a mistake `reopened` it); `lapsed_at` when the opinion was signed or the dossier was taken
-- from the doctor who had asked.
CREATE VIEW piece_now AS
SELECT piece.dossier_id, piece.id, piece.doctor, piece.needed, piece.at AS asked_at,
    (SELECT min(at) FROM asked_piece_step AS step WHERE step.piece = piece.id AND act = 'forwarded') AS forwarded_at,
    CASE WHEN last.act <> 'reopened' THEN last.at END AS closed_at,
    least(
        (SELECT min(at) FROM assignment WHERE dossier_id = piece.dossier_id AND seq > piece.seq
            AND doctor IS DISTINCT FROM piece.doctor),
        (SELECT signed_at FROM signed_opinion WHERE dossier_id = piece.dossier_id AND number = 1)) AS lapsed_at,
    piece.record
FROM asked_piece AS piece
LEFT JOIN LATERAL (
    SELECT act, at FROM asked_piece_step AS step WHERE step.piece = piece.id AND act <> 'forwarded'
    ORDER BY seq DESC LIMIT 1) AS last ON true;

-- The pieces that are still waited for: until one is forwarded it is staff's turn, from then on the patient's. Without one
-- that is not `needed` the expert can go on.
CREATE VIEW open_piece AS
SELECT dossier_id, id, doctor, needed, asked_at, forwarded_at, record FROM piece_now
WHERE closed_at IS NULL AND lapsed_at IS NULL;

-- The dossiers that their expert gave back and that nobody has been given since.
CREATE VIEW given_back AS
SELECT decline.dossier_id, decline.doctor, decline.reason, decline.at, decline.record
FROM (SELECT DISTINCT ON (dossier_id) * FROM expert_decline ORDER BY dossier_id, seq DESC) AS decline
WHERE NOT EXISTS (
    SELECT FROM assignment
    WHERE dossier_id = decline.dossier_id AND seq > decline.seq AND doctor IS NOT NULL)
    AND NOT EXISTS (SELECT FROM signed_opinion WHERE dossier_id = decline.dossier_id);

-- The absences that stand.
CREATE VIEW standing_absence AS
SELECT id, doctor, first_day, last_day, record
FROM (SELECT DISTINCT ON (id) * FROM expert_absence ORDER BY id, seq DESC) AS latest WHERE NOT withdrawn;

SELECT keeps_now(t::regclass, 'dossier_id')
FROM unnest(ARRAY['expert_stance', 'expert_decline', 'asked_piece', 'asked_piece_step']) AS t;
