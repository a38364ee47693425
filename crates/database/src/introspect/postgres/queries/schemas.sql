SELECT 'pg_namespace'::regclass::oid, n.oid, 0, format('CREATE SCHEMA %I', n.nspname)
FROM pg_namespace n
WHERE :in_scope AND n.nspname <> 'public' AND :own(pg_namespace, n.oid)
