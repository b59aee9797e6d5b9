-- Empties a database before a backup takes its place, in the same transaction. Extensions stay: they may have been
-- installed by an administrator whose rights this program does not have.

DO $$
DECLARE gone record;
BEGIN
    FOR gone IN SELECT nspname FROM pg_namespace AS n
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = n.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', gone.nspname);
    END LOOP;
    FOR gone IN SELECT relname, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
            WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind
        FROM pg_class AS c
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP %s IF EXISTS public.%I CASCADE', gone.kind, gone.relname);
    END LOOP;
    FOR gone IN SELECT oid::regprocedure::text AS routine FROM pg_proc AS p
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE 'DROP ROUTINE IF EXISTS ' || gone.routine || ' CASCADE';
    END LOOP;
    FOR gone IN SELECT typname FROM pg_type AS t
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = t.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS public.%I CASCADE', gone.typname);
    END LOOP;
END $$;
