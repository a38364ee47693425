SELECT 'pg_trigger'::regclass::oid, t.oid, 90, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND :in_scope AND :own(pg_class, c.oid)
UNION ALL
SELECT 'pg_trigger'::regclass::oid, t.oid, 113,
       format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
              CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgenabled <> 'O' AND t.tgparentid = 0 AND :in_scope AND :own(pg_class, c.oid)
