"""Everything that lasts, in PostgreSQL; the only room that knows psycopg."""
