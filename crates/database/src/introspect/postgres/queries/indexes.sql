-- Indexes that no constraint owns. One of a partitioned table goes to its partitions by itself, so these are left out.
SELECT 'pg_class'::regclass::oid, i.indexrelid, 70,
       CASE t.relkind WHEN 'p' THEN regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
                      ELSE pg_get_indexdef(i.indexrelid) END
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relispartition AND t.relkind IN ('r', 'p', 'm') AND t.relpersistence <> 't'
  AND :in_scope AND :own(pg_class, c.oid) AND :own(pg_class, t.oid)
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'pg_class'::regclass::oid, i.indexrelid, 112,
       format('ALTER TABLE %I.%I CLUSTER ON %I', n.nspname, t.relname, c.relname)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE i.indisclustered AND :in_scope AND :own(pg_class, t.oid)
