-- What a draft was written from, and what speaks to a machine in the documents.

-- name: save_addressed
INSERT INTO addressed (run_id, dossier_id, ordinal, record)
SELECT %(run)s, %(dossier)s, ordinal, r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: addressed
SELECT record::text FROM addressed
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'extract' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_question
INSERT INTO draft_question (run_id, dossier_id, record) VALUES (%(run)s, %(dossier)s, %(record)s::jsonb);

-- name: question
SELECT record::text FROM draft_question WHERE run_id = %(run)s;

-- name: draft_run
SELECT run.record::text FROM run JOIN draft ON draft.run_id = run.id
WHERE run.id = %(id)s OR run.dossier_id = %(id)s ORDER BY run.seq DESC LIMIT 1;

-- name: dossier_of_run
SELECT record::text FROM dossier WHERE seq = (SELECT intake FROM run WHERE id = %(run)s);

-- name: pages_of_run
SELECT record::text FROM page
WHERE run_id = (
    SELECT id FROM run
    WHERE dossier_id = (SELECT dossier_id FROM run WHERE id = %(run)s) AND step = 'read'
        AND seq < (SELECT seq FROM run WHERE id = %(run)s)
    ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;
