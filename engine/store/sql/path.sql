-- Every query of the store by name; `Store` has one method for each. Columns are taken from the record in the same
-- statement, so that they cannot disagree with it.

-- name: keep_blob
INSERT INTO blob (sha256, size, bytes) VALUES (%(sha256)s, %(size)s, %(bytes)b) ON CONFLICT DO NOTHING;

-- name: blob
SELECT bytes FROM blob WHERE sha256 = %(sha256)s;

-- name: keep_upload
INSERT INTO upload (case_id, filename, sha256, media_type, size)
VALUES (%(case_id)s, %(filename)s, %(sha256)s, %(media_type)s, %(size)s) ON CONFLICT DO NOTHING;

-- name: upload
SELECT sha256, filename, media_type, size FROM upload
WHERE case_id = %(case_id)s AND filename = %(filename)s AND sha256 = %(sha256)s;

-- name: uploads
SELECT sha256, filename, media_type, size FROM (
    SELECT DISTINCT ON (filename, sha256) * FROM upload
    WHERE case_id = ANY(ARRAY(SELECT %(case_id)s UNION ALL SELECT joined FROM merged WHERE kept = %(case_id)s))
    ORDER BY filename, sha256, seq) AS arrived
ORDER BY seq;

-- name: save_dossier
INSERT INTO dossier (id, pathway, received_on, record)
SELECT r->>'id', r->>'pathway', (r->>'received_on')::date, r
FROM (SELECT %(record)s::jsonb AS r) AS given
WHERE r IS DISTINCT FROM (SELECT record FROM dossier WHERE id = r->>'id' ORDER BY seq DESC LIMIT 1);

-- name: dossier
SELECT record::text FROM dossier WHERE id = %(dossier)s ORDER BY seq DESC LIMIT 1;

-- name: stage
SELECT id, pathway, received_on, stage, since, uploads, red_flags, provisional, refusal, overall
FROM dossier_stage WHERE id = %(dossier)s;

-- name: stages
SELECT id, pathway, received_on, stage, since, uploads, red_flags, provisional, refusal, overall
FROM dossier_stage WHERE %(stage)s::text IS NULL OR stage = %(stage)s ORDER BY received_on, id
LIMIT %(limit)s OFFSET %(offset)s;

-- name: moment
SELECT nextval('moment') AS moment;

-- name: save_run
INSERT INTO run (id, dossier_id, intake, as_of, step, prompt, prompt_version, model, model_revision, pathway,
    pathway_version, input_sha256, started_at, seconds, outcome, record)
SELECT r->>'id', r->>'dossier', (SELECT max(seq) FROM dossier WHERE id = r->>'dossier'),
    (r->>'as_of')::bigint, r->>'step',
    r#>>'{prompt,name}', r#>>'{prompt,version}', r#>>'{model,id}', r#>>'{model,revision}',
    r#>>'{pathway,id}', r#>>'{pathway,version}',
    r->>'input_sha256', (r->>'started_at')::timestamptz, (r->>'seconds')::double precision, r->>'outcome', r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: runs
SELECT record::text FROM run WHERE dossier_id = %(dossier)s ORDER BY seq;

-- name: save_page
INSERT INTO page (run_id, dossier_id, ordinal, upload, filename, number, origin, quality, image, record)
SELECT %(run)s, %(dossier)s, %(ordinal)s, r->>'upload', r->>'filename', (r->>'number')::integer, r->>'origin',
    (r->>'quality')::double precision, r->>'image', r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: pages
SELECT record::text FROM page
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_refused
INSERT INTO refused_upload (run_id, dossier_id, ordinal, upload, filename, code, record)
SELECT %(run)s, %(dossier)s, ordinal, r#>>'{upload,sha256}', r#>>'{upload,filename}', r->>'code', r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: refused
SELECT record::text FROM refused_upload
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'read' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_documents
INSERT INTO document
    (run_id, dossier_id, ordinal, document_id, upload, filename, kind, dated, owner, duplicate_of, legible, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'id', r->>'upload', r->>'filename', r->>'kind', (r->>'dated')::date,
    r->>'owner', r->>'duplicate_of', (r->>'legible')::boolean, r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: documents
SELECT record::text FROM document
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'split' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_facts
INSERT INTO fact (run_id, dossier_id, ordinal, fact_id, key, value, unit_ucum, dated, side, polarity, bearer, role,
    document_id, page, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'id', r->>'key', r->>'value', r->>'unit_ucum', (r->>'dated')::date,
    r->>'side', r->>'polarity', r->>'bearer', r->>'role', r#>>'{source,document}', (r#>>'{source,page}')::integer, r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: facts
SELECT record::text FROM fact
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'extract' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_conflicts
INSERT INTO conflict (run_id, dossier_id, ordinal, key, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'key', r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: conflicts
SELECT record::text FROM conflict
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'extract' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_red_flags
INSERT INTO red_flag (run_id, dossier_id, ordinal, red_flag_id, action, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'id', r->>'action', r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: red_flags
SELECT record::text FROM red_flag
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'extract' ORDER BY seq DESC LIMIT 1)
ORDER BY ordinal;

-- name: save_completeness
INSERT INTO completeness (run_id, dossier_id, pathway, version, provisional, record)
SELECT %(run)s, %(dossier)s, r->>'pathway', r->>'version', (r->>'provisional')::boolean, r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_items
INSERT INTO completeness_item (run_id, dossier_id, ordinal, requirement, level, status, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'requirement', r->>'level', r->>'status', r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: completeness
SELECT record::text FROM completeness
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'assess' ORDER BY seq DESC LIMIT 1);

-- name: save_draft
INSERT INTO draft (run_id, dossier_id, diagnosis, option, certainty, record)
SELECT %(run)s, %(dossier)s, r#>>'{position,diagnosis}', r#>>'{position,option}', r#>>'{position,certainty}', r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: save_statements
INSERT INTO statement (run_id, dossier_id, ordinal, statement_id, section, origin, record)
SELECT %(run)s, %(dossier)s, ordinal, r->>'id', r->>'section', r->>'origin', r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: save_set_aside
INSERT INTO set_aside (run_id, dossier_id, ordinal, record)
SELECT %(run)s, %(dossier)s, ordinal, r
FROM jsonb_array_elements(%(records)s::jsonb) WITH ORDINALITY AS given (r, ordinal);

-- name: save_refusal
INSERT INTO refusal (run_id, dossier_id, code, record)
SELECT %(run)s, %(dossier)s, r->>'code', r FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: draft
WITH latest AS (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'draft' ORDER BY seq DESC LIMIT 1)
SELECT 'draft' AS kind, record::text FROM draft WHERE run_id = (SELECT id FROM latest)
UNION ALL
SELECT 'refusal', record::text FROM refusal WHERE run_id = (SELECT id FROM latest);

-- name: save_convergence
INSERT INTO convergence (run_id, dossier_id, diagnosis, treatment, exams, overall, severity, equipoise, record)
SELECT %(run)s, %(dossier)s, r->>'diagnosis', r->>'treatment', r->>'exams', r->>'overall', (r->>'severity')::integer,
    (r->>'equipoise')::boolean, r
FROM (SELECT %(record)s::jsonb AS r) AS given;

-- name: convergence
SELECT record::text FROM convergence
WHERE run_id = (SELECT id FROM run WHERE dossier_id = %(dossier)s AND step = 'compare' ORDER BY seq DESC LIMIT 1);
