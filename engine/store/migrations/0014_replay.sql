-- What a draft was written from, so that it can be written again; and what in documents speaks to a machine.

CREATE TABLE draft_question (
    run_id text PRIMARY KEY REFERENCES draft,
    dossier_id text NOT NULL,
    record jsonb NOT NULL,
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('draft_question');

CREATE TABLE addressed (
    run_id text NOT NULL,
    dossier_id text NOT NULL,
    ordinal integer NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (run_id, ordinal),
    FOREIGN KEY (run_id, dossier_id) REFERENCES run (id, dossier_id)
);
SELECT append_only('addressed');
