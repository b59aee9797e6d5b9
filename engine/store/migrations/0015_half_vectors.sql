-- The vectors that a search looks through, in half the room: what it reads then stays in the server's memory. Sixteen
-- bits a coordinate are more than the vectors that come with the program have. The passages keep theirs as they are.

DROP INDEX live.library_vector_near;
ALTER TABLE live.library_vector ALTER COLUMN embedding TYPE halfvec(384) USING embedding::halfvec(384);
CREATE INDEX library_vector_near ON live.library_vector USING hnsw (embedding halfvec_ip_ops);
