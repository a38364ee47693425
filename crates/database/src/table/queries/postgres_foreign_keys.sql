-- $1: oid of the relation
-- A constraint whose parent lies on the same table is that for one partition of the table referred to.
SELECT f.conname, own.attname, n.nspname, r.relname, other.attname, f.condeferrable
FROM pg_catalog.pg_constraint f
JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY k(own, other, place)
JOIN pg_catalog.pg_attribute own ON own.attrelid = f.conrelid AND own.attnum = k.own
JOIN pg_catalog.pg_attribute other ON other.attrelid = f.confrelid AND other.attnum = k.other
WHERE f.conrelid = $1 AND f.contype = 'f'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p WHERE p.oid = f.conparentid AND p.conrelid = f.conrelid)
ORDER BY f.conname, k.place
