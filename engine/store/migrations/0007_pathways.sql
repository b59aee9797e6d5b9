-- The texts of the pathways that this house has worked with or published, and what its scientific council did with
-- them. A text stays for ever: old drafts and old versions must remain readable.

CREATE TABLE pathway_text (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    pathway text NOT NULL,
    version text NOT NULL,
    content text NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pathway_text_of ON pathway_text (pathway, kept_at DESC);
SELECT append_only('pathway_text');

CREATE TABLE pathway_publication (
    seq bigserial PRIMARY KEY,
    pathway text NOT NULL,
    sha256 text NOT NULL REFERENCES pathway_text,
    act text NOT NULL CHECK (act IN ('published', 'withdrawn')),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL
);
CREATE INDEX pathway_publication_latest ON pathway_publication (sha256, seq DESC);
SELECT append_only('pathway_publication');
