-- The schema is stated only where nobody would guess it: not `public`, not one that the extension made itself.
SELECT 'pg_extension'::regclass::oid, e.oid, 1,
       format('CREATE EXTENSION IF NOT EXISTS %I', e.extname)
       || CASE WHEN n.nspname IN ('public', 'pg_catalog') OR NOT :own(pg_namespace, n.oid) THEN ''
               ELSE format(' WITH SCHEMA %I', n.nspname) END
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql' AND (:workshop OR n.nspname <> 'migration_architect')
UNION ALL
SELECT 'pg_extension'::regclass::oid, e.oid, 120,
       format('COMMENT ON EXTENSION %I IS %L', e.extname, d.description)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid
LEFT JOIN pg_available_extensions() AS a(name, default_version, comment) ON a.name = e.extname
WHERE e.extname <> 'plpgsql' AND (:workshop OR n.nspname <> 'migration_architect')
  AND d.description IS DISTINCT FROM a.comment
