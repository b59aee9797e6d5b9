-- The guideline library: passages that a draft may cite, the documents that some of them come from, and what was withdrawn.
-- Rows are only added: a newer text under an id takes the place of the one before, and what is withdrawn stays readable.

CREATE TABLE library_document (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL,
    version integer NOT NULL,
    sha256 text NOT NULL REFERENCES blob,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL,
    UNIQUE (id, version)
);
SELECT append_only('library_document');

CREATE TABLE library_passage (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    id text NOT NULL,
    number integer NOT NULL,
    document text,
    digest text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL, -- engine.domain.passage.Indexed
    vectors vector(384)[] NOT NULL,
    UNIQUE (id, number)
);
SELECT append_only('library_passage');
CREATE INDEX library_passage_document ON library_passage (document);

CREATE TABLE library_withdrawal (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    passage text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL
);
SELECT append_only('library_withdrawal');
CREATE INDEX library_withdrawal_of ON library_withdrawal (passage, seq DESC);

-- Which set of statements of the reference pathways was put in last.
CREATE TABLE library_seeding (
    seq bigint PRIMARY KEY DEFAULT nextval('moment'),
    sha256 text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
SELECT append_only('library_seeding');

-- What a search looks through: the latest text of each passage that is not withdrawn.
CREATE TABLE live.library_words (
    seq bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    pathways text[] NOT NULL,
    company text[] NOT NULL, -- its options, or its document: what is about the same answers the same questions
    words tsvector NOT NULL
);
CREATE INDEX library_words_words ON live.library_words USING gin (words);

CREATE TABLE live.library_vector (
    seq bigint NOT NULL,
    ordinal smallint NOT NULL,
    embedding vector(384) NOT NULL,
    PRIMARY KEY (seq, ordinal)
);
-- The vectors are of length 1: their inner product is their cosine.
CREATE INDEX library_vector_near ON live.library_vector USING hnsw (embedding vector_ip_ops);

-- In how many passages each stem stands: a rare one tells more than a common one. The empty stem counts all passages.
CREATE TABLE live.library_stem (
    stem text PRIMARY KEY,
    passages integer NOT NULL
);

CREATE FUNCTION library_text(given text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.to_tsvector('pg_catalog.french', public.plain_words(coalesce(given, '')))
$$;

CREATE FUNCTION find_passage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
BEGIN
    DELETE FROM live.library_words WHERE id = NEW.id RETURNING seq INTO before;
    DELETE FROM live.library_vector WHERE seq = before;
    INSERT INTO live.library_words (seq, id, pathways, company, words)
    SELECT NEW.seq, NEW.id,
        ARRAY(SELECT jsonb_array_elements_text(NEW.record#>'{passage,pathways}')),
        ARRAY(SELECT jsonb_array_elements_text(NEW.record#>'{passage,options}')) || array_remove(ARRAY[NEW.document], NULL),
        setweight(public.library_text(concat_ws(' ', NEW.record#>>'{passage,when_fr}', NEW.record#>>'{passage,text}')), 'A')
            || setweight(public.library_text(
                concat_ws(' ', NEW.record#>>'{passage,heading}', NEW.record->>'names')), 'B')
            || setweight(public.library_text(NEW.record->>'asked'), 'C');
    INSERT INTO live.library_vector (seq, ordinal, embedding)
    SELECT NEW.seq, ordinal, embedding FROM unnest(NEW.vectors) WITH ORDINALITY AS given (embedding, ordinal);
    RETURN NULL;
END $$;
CREATE TRIGGER find_passage AFTER INSERT ON library_passage FOR EACH ROW EXECUTE FUNCTION find_passage();

CREATE FUNCTION find_passage_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM live.library_words WHERE id = NEW.passage RETURNING seq INTO gone;
    DELETE FROM live.library_vector WHERE seq = gone;
    RETURN NULL;
END $$;
CREATE TRIGGER find_passage_no_more AFTER INSERT ON library_withdrawal
    FOR EACH ROW EXECUTE FUNCTION find_passage_no_more();

CREATE FUNCTION count_library_stems() RETURNS void LANGUAGE sql AS $$
    DELETE FROM live.library_stem;
    INSERT INTO live.library_stem (stem, passages)
    SELECT word, ndoc FROM pg_catalog.ts_stat('SELECT words FROM live.library_words')
    UNION ALL SELECT '', count(*) FROM live.library_words
$$;
