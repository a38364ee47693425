-- What is set on columns and is not part of their definition.
WITH col AS (
    SELECT a.*, c.relkind, t.typstorage, format('ALTER %s %I.%I ALTER COLUMN %s',
               CASE c.relkind WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
               n.nspname, c.relname,
               CASE WHEN c.relkind IN ('i', 'I') THEN a.attnum::text ELSE quote_ident(a.attname) END) AS head
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p', 'm', 'f', 'i', 'I') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
      AND :in_scope AND :own(pg_class, c.oid)
)
SELECT 'pg_class'::regclass::oid, attrelid, 114, format('%s SET STATISTICS %s', head, attstattarget)
FROM col WHERE attstattarget >= 0 AND (relkind NOT IN ('i', 'I') OR attstattarget > 0)
UNION ALL
SELECT 'pg_class'::regclass::oid, attrelid, 114,
       format('%s SET STORAGE %s', head, CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
FROM col WHERE attstorage <> typstorage AND relkind NOT IN ('i', 'I')
UNION ALL
SELECT 'pg_class'::regclass::oid, attrelid, 114,
       format('%s SET COMPRESSION %s', head, CASE attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END)
FROM col WHERE attcompression <> '' AND relkind NOT IN ('i', 'I')
UNION ALL
SELECT 'pg_class'::regclass::oid, attrelid, 114, format('%s SET (%s)', head, array_to_string(attoptions, ', '))
FROM col WHERE attoptions IS NOT NULL AND relkind NOT IN ('i', 'I')
