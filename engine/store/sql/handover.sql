-- Notes that people of the house leave each other.

-- name: save_note
INSERT INTO handover_note (dossier_id, record) VALUES (%(dossier)s, %(record)s::jsonb);

-- name: save_note_mark
INSERT INTO handover_mark (note, dossier_id, act, record)
SELECT id, written_in, %(act)s, %(record)s::jsonb FROM handover
WHERE id = %(note)s AND dossier = %(dossier)s RETURNING note;

-- name: notes_of
SELECT id, dossier, text, turn, for_doctor, by, at, pinned, done_by, done_at FROM handover
WHERE written_in = ANY(ARRAY(SELECT %(dossier)s UNION ALL SELECT joined FROM merged WHERE kept = %(dossier)s))
    AND (for_doctor OR NOT %(for_doctor)s)
ORDER BY done_at IS NOT NULL, pinned DESC, id DESC;

-- name: notes_of_shift
SELECT handover.id, dossier, text, turn, for_doctor, by, at, pinned, done_by, done_at, now.patient FROM handover JOIN live.dossier_now AS now ON now.id = handover.dossier
WHERE (for_doctor OR NOT %(for_doctor)s) AND (%(doctor)s::text IS NULL OR now.doctor = %(doctor)s)
    AND (%(done)s OR done_at IS NULL)
ORDER BY done_at IS NOT NULL, pinned DESC, handover.id DESC LIMIT %(limit)s;
