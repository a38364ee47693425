SELECT 'pg_proc'::regclass::oid, p.oid, 40, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p', 'w') AND :in_scope AND :own(pg_proc, p.oid)
