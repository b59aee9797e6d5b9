-- Texts of pathways, and what the scientific council did with them.

-- name: keep_pathway_text
INSERT INTO pathway_text (sha256, pathway, version, content)
VALUES (%(sha256)s, %(pathway)s, %(version)s, %(content)s) ON CONFLICT DO NOTHING;

-- name: pathway_texts
SELECT pathway, version, sha256, kept_at FROM pathway_text WHERE pathway = %(pathway)s ORDER BY kept_at DESC, version DESC;

-- name: pathway_text
SELECT content FROM pathway_text WHERE sha256 = %(sha256)s;

-- name: save_publication
INSERT INTO pathway_publication (pathway, sha256, act, record)
SELECT r->>'pathway', r->>'sha256', r->>'act', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: publications
SELECT record::text FROM pathway_publication WHERE pathway = %(pathway)s ORDER BY seq DESC;

-- name: standing_publications
SELECT record::text FROM (
    SELECT DISTINCT ON (sha256) sha256, act, record FROM pathway_publication ORDER BY sha256, seq DESC) AS latest
WHERE act = 'published';

-- name: standing_publication
SELECT record::text FROM (
    SELECT act, record FROM pathway_publication WHERE sha256 = %(sha256)s ORDER BY seq DESC LIMIT 1) AS latest
WHERE act = 'published';
