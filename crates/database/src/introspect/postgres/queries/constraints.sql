-- `NOT NULL` (type `n` since version 18) is part of the column; constraint triggers (`t`) are triggers; what a
-- partitioned table or a parent hands down is not the child's own, but for keys: these have a name of their own in every
-- partition, so the parent's is made alone and theirs are attached to it (see indexes.sql).
SELECT 'pg_constraint'::regclass::oid, k.oid,
       CASE k.contype WHEN 'p' THEN 60 WHEN 'u' THEN 60 WHEN 'f' THEN 64 ELSE 62 END,
       format('ALTER %sTABLE %s%I.%I ADD CONSTRAINT %I %s', CASE c.relkind WHEN 'f' THEN 'FOREIGN ' ELSE '' END,
              CASE WHEN c.relkind = 'p' AND k.contype IN ('p', 'u', 'x') THEN 'ONLY ' ELSE '' END,
              n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND c.relpersistence <> 't'
  AND (k.conislocal AND k.conparentid = 0 OR k.contype IN ('p', 'u', 'x')) AND :in_scope AND :own(pg_class, c.oid)
