-- Sequences behind identity columns (dependency type `i`) are part of their column.
WITH owner AS (
    SELECT d.objid, d.deptype, format('%I.%I.%I', tn.nspname, t.relname, a.attname) AS column_name
    FROM pg_depend d
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
      AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
), sequence AS (
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relpersistence, s.*, owner.column_name
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_sequence s ON s.seqrelid = c.oid
    LEFT JOIN owner ON owner.objid = c.oid
    WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND :in_scope AND :own(pg_class, c.oid)
      AND owner.deptype IS DISTINCT FROM 'i'
)
SELECT 'pg_class'::regclass::oid, oid, 30,
       format('CREATE %sSEQUENCE %s AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
              CASE WHEN relpersistence = 'u' AND column_name IS NULL THEN 'UNLOGGED ' ELSE '' END,
              name, format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcache,
              CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END)
FROM sequence
UNION ALL
SELECT 'pg_class'::regclass::oid, oid, 110, format('ALTER SEQUENCE %s OWNED BY %s', name, column_name)
FROM sequence WHERE column_name IS NOT NULL
