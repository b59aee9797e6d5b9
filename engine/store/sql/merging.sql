-- Dossiers of one patient that were made one.

-- name: save_merger
INSERT INTO merger (dossier_id, joined, act, record) VALUES (%(kept)s, %(joined)s, 'merged', %(record)s::jsonb);

-- name: save_merger_undone
INSERT INTO merger (dossier_id, joined, act, record) VALUES (%(kept)s, %(joined)s, 'undone', %(record)s::jsonb);

-- name: merged_into
SELECT kept FROM merged WHERE joined = %(dossier)s;

-- name: mergers_of
SELECT record::text FROM merged WHERE kept = %(dossier)s ORDER BY seq;

-- name: twins
SELECT other.id, other.patient, other.pathway, other.state, other.pathway = this.pathway AS same_pathway
FROM live.dossier_now AS this JOIN live.dossier_now AS other
    ON other.born = this.born AND other.person = this.person AND other.id <> this.id
WHERE this.id = %(dossier)s AND other.state <> 'merged' ORDER BY other.received_on, other.id LIMIT 10;

-- name: with_twins
SELECT this.id FROM live.dossier_now AS this
WHERE this.id = ANY(%(dossiers)s::text[]) AND this.state <> 'merged' AND EXISTS (
    SELECT FROM live.dossier_now AS other
    WHERE other.born = this.born AND other.person = this.person AND other.id <> this.id
        AND other.pathway = this.pathway AND other.state <> 'merged');
