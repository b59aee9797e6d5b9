-- The words of documents.

-- name: search_pages
WITH sought AS (SELECT to_tsquery('pg_catalog.french', %(expression)s) AS query),
candidate AS MATERIALIZED (
    SELECT found.run_id, found.ordinal, found.dossier_id, found.upload, found.number, found.words, now.patient,
        now.pathway, now.received_on
    FROM sought, live.page_words AS found JOIN live.dossier_now AS now ON now.id = found.dossier_id
    WHERE found.words @@ sought.query AND now.processing AND now.state <> 'merged'
        AND (%(doctor)s::text IS NULL OR now.doctor = %(doctor)s)
        AND (%(dossier)s::text IS NULL OR now.id = %(dossier)s)
    LIMIT %(most)s
),
ranked AS (
    SELECT candidate.*, count(*) OVER ()::integer AS count FROM candidate, sought
    ORDER BY ts_rank_cd(words, query, 1) DESC, received_on DESC, dossier_id, ordinal
    LIMIT %(limit)s OFFSET %(offset)s
)
SELECT ranked.dossier_id AS dossier, ranked.patient, ranked.pathway, ranked.upload, page.filename, ranked.number,
    document.kind, document.dated, page.record->>'text' AS text, ranked.count
FROM ranked
JOIN page ON page.run_id = ranked.run_id AND page.ordinal = ranked.ordinal
LEFT JOIN LATERAL (
    SELECT kind, dated FROM document
    WHERE run_id = (SELECT id FROM run WHERE dossier_id = ranked.dossier_id AND step = 'split' ORDER BY seq DESC LIMIT 1)
        AND document.upload = ranked.upload AND document.record->'pages' @> to_jsonb(ranked.number)
    LIMIT 1) AS document ON true;

-- name: marked_words
SELECT word FROM unnest(%(words)s::text[]) AS word
WHERE search_words(word) @@ to_tsquery('pg_catalog.french', %(positive)s);
