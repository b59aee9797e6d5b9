-- The guideline library.

-- name: save_library_document
INSERT INTO library_document (id, version, sha256, record)
SELECT r->>'id', (r->>'version')::integer, r->>'sha256', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: library_documents
SELECT record::text FROM (
    SELECT DISTINCT ON (id) id, record FROM library_document ORDER BY id, version DESC) AS latest ORDER BY id;

-- name: library_document
SELECT record::text FROM library_document WHERE id = %(document)s ORDER BY version DESC LIMIT 1;

-- name: library_document_of_file
SELECT record::text FROM library_document WHERE sha256 = %(sha256)s ORDER BY seq DESC LIMIT 1;

-- name: save_passage
INSERT INTO library_passage (id, number, document, digest, record, vectors)
SELECT r#>>'{passage,id}',
    1 + (SELECT count(*) FROM library_passage WHERE id = r#>>'{passage,id}'),
    r#>>'{passage,document}', %(digest)s, r, %(vectors)s::vector(384)[]
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_library_withdrawal
INSERT INTO library_withdrawal (passage, record)
SELECT r->>'passage', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: count_library_stems
SELECT count_library_stems();

-- name: lock_library
SELECT pg_advisory_xact_lock(2860271447113);

-- name: library_seeding
SELECT sha256 FROM library_seeding ORDER BY seq DESC LIMIT 1;

-- name: save_library_seeding
INSERT INTO library_seeding (sha256) VALUES (%(sha256)s);

-- Every passage in its latest text, with its withdrawal if that came after.
-- name: library_shelf
SELECT DISTINCT ON (passage.id) passage.record->'passage' AS passage, passage.number, passage.recorded_at AS kept_at,
    passage.digest, withdrawal.record AS withdrawal
FROM library_passage AS passage
LEFT JOIN LATERAL (
    SELECT record FROM library_withdrawal WHERE passage = passage.id AND seq > passage.seq ORDER BY seq DESC LIMIT 1
) AS withdrawal ON true
WHERE (%(id)s::text IS NULL OR passage.id = %(id)s)
    AND (%(document)s::text IS NULL OR passage.document = %(document)s)
ORDER BY passage.id, passage.number DESC;

-- name: library_texts
SELECT record->'passage' AS passage, number, recorded_at AS kept_at, NULL AS withdrawal
FROM library_passage WHERE id = %(id)s ORDER BY number DESC;

-- What may answer: the passages that hold the words sought (in lower case without accents, each with its weight), the
-- rarest first until enough places are reached, and those whose vectors lie nearest; with how well each fits. In one
-- statement: each more would cost as much as it finds.
-- name: library_candidates
WITH asked AS (
    SELECT stem, max(weight) AS weight
    FROM unnest(%(words)s::text[], %(weights)s::float8[]) AS given (word, weight),
        unnest(tsvector_to_array(to_tsvector('pg_catalog.french', word))) AS stem
    GROUP BY stem
),
weighed AS (
    SELECT stem::tsquery AS stem, weight * ln(1 + (total.passages - known.passages + 0.5) / (known.passages + 0.5)) AS weight,
        sum(known.passages) OVER (ORDER BY known.passages, stem) AS reached
    FROM asked JOIN live.library_stem AS known USING (stem),
        (SELECT passages FROM live.library_stem WHERE stem = '') AS total
),
by_words AS MATERIALIZED (
    SELECT found.seq, sum(weighed.weight * ts_rank(%(fields)s::float4[], found.words, weighed.stem))::float8 AS score
    FROM weighed JOIN live.library_words AS found ON found.words @@ weighed.stem
    WHERE weighed.reached <= %(reach)s
    GROUP BY found.seq ORDER BY score DESC, found.seq LIMIT %(most)s
),
by_sense AS MATERIALIZED (
    SELECT near.seq
    FROM (SELECT set_config('hnsw.ef_search', %(breadth)s::text, true) AS breadth OFFSET 0) AS tuned,
        LATERAL (
            SELECT seq FROM live.library_vector WHERE tuned.breadth IS NOT NULL
            ORDER BY embedding <#> %(vector)s::halfvec LIMIT %(nearest)s
        ) AS near
),
fitting AS (
    SELECT seq, max(score) AS score
    FROM (SELECT seq, score FROM by_words UNION ALL SELECT seq, 0 FROM by_sense) AS either GROUP BY seq
)
SELECT found.seq, found.id, found.pathways, found.company, fitting.score,
    ARRAY(
        SELECT -(embedding <#> %(vector)s::halfvec) FROM live.library_vector WHERE seq = found.seq ORDER BY ordinal
    ) AS likeness
FROM fitting JOIN live.library_words AS found USING (seq);

-- name: near_enough
SELECT set_config('hnsw.ef_search', %(breadth)s::text, true);

-- name: passages_by_vector
SELECT seq, ordinal, -(embedding <#> %(vector)s::halfvec) AS likeness
FROM live.library_vector ORDER BY embedding <#> %(vector)s::halfvec LIMIT %(most)s;

-- name: passages_of_rows
SELECT seq, (record->'passage')::text AS passage FROM library_passage WHERE seq = ANY(%(seqs)s::bigint[]);
