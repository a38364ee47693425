-- $1: schema or NULL, $2: name
SELECT c.oid, n.nspname, c.relkind IN ('r', 'p', 'f'),
    CASE WHEN c.reltuples >= 0 THEN c.reltuples::pg_catalog.int8 END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $2::pg_catalog.text AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND CASE WHEN $1::pg_catalog.text IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1::pg_catalog.text END
