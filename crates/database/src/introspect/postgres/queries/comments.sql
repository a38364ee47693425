-- The engine's own identification of the object (`identity`) is what COMMENT ON takes, except for columns, constraints,
-- triggers, rules and policies, which stand on a relation. `public` has its comment from the start.
SELECT d.classoid, d.objoid,
       CASE WHEN d.classoid IN ('pg_event_trigger'::regclass, 'pg_publication'::regclass, 'pg_subscription'::regclass) THEN 140 ELSE 120 END,
       format('COMMENT ON %s IS %L',
              CASE WHEN d.classoid = 'pg_class'::regclass AND d.objsubid > 0
                   THEN (SELECT format('COLUMN %I.%I.%I', n.nspname, c.relname, a.attname)
                         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid WHERE c.oid = d.objoid)
                   ELSE upper(replace(replace(replace(i.type, 'table constraint', 'constraint'), 'domain constraint', 'constraint'),
                                      'statistics object', 'statistics'))
                        || ' ' || CASE WHEN i.type = 'domain constraint' THEN replace(i.identity, ' on ', ' ON DOMAIN ')
                                              WHEN d.classoid = 'pg_proc'::regclass THEN (SELECT CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN replace(d.objoid::regprocedure::text, '()', '(*)')
                                                                   ELSE d.objoid::regprocedure::text END FROM pg_proc p WHERE p.oid = d.objoid)
                                              ELSE i.identity END END,
              d.description)
FROM pg_description d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, 0) i
WHERE d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
  AND (:workshop OR coalesce(i.schema, '') <> 'migration_architect'
       AND i.identity NOT LIKE 'migration\_architect.%' AND i.identity NOT LIKE '% on migration\_architect.%'
       AND i.identity <> 'migration_architect')
UNION ALL
SELECT d.classoid, d.objoid, 120, format('COMMENT ON SCHEMA public IS %L', d.description)
FROM pg_description d JOIN pg_namespace n ON n.oid = d.objoid
WHERE d.classoid = 'pg_namespace'::regclass AND n.nspname = 'public' AND n.oid < 16384
  AND d.description <> 'standard public schema'
