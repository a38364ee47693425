-- Indexes that no constraint owns. That of a partitioned table is made alone; those of its partitions, which have names
-- of their own, are attached to it.
SELECT 'pg_class'::regclass::oid, i.indexrelid, 70, pg_get_indexdef(i.indexrelid)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.relkind IN ('r', 'p', 'm') AND t.relpersistence <> 't'
  AND :in_scope AND :own(pg_class, c.oid) AND :own(pg_class, t.oid)
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'pg_inherits'::regclass::oid, c.oid, 72,
       format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I', pn.nspname, p.relname, n.nspname, c.relname)
FROM pg_inherits h
JOIN pg_class c ON c.oid = h.inhrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class p ON p.oid = h.inhparent
JOIN pg_namespace pn ON pn.oid = p.relnamespace
JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_class t ON t.oid = i.indrelid
WHERE c.relkind IN ('i', 'I') AND :in_scope AND :own(pg_class, t.oid)
UNION ALL
SELECT 'pg_class'::regclass::oid, i.indexrelid, 112,
       format('ALTER TABLE %I.%I CLUSTER ON %I', n.nspname, t.relname, c.relname)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE i.indisclustered AND :in_scope AND :own(pg_class, t.oid)
