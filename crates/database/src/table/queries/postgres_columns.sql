-- $1: oid of the relation
-- The sequence behind a column: its own, or the one that its default takes its values from.
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    NOT (a.attnotnull OR t.typtype = 'd' AND t.typnotnull),
    a.attgenerated <> '',
    a.attidentity,
    CASE WHEN a.attidentity <> '' OR used.name IS NOT NULL THEN coalesce(
        pg_catalog.pg_get_serial_sequence(pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), a.attname),
        used.name) END,
    -- Whether the order of its texts is that of their bytes in UTF-8.
    coalesce(CASE
        WHEN a.attcollation = 0 THEN true
        WHEN pg_catalog.getdatabaseencoding() NOT IN ('UTF8', 'LATIN1', 'SQL_ASCII') THEN false
        WHEN o.collprovider = 'd' THEN CASE pg_catalog.to_jsonb(d) ->> 'datlocprovider'
            WHEN 'i' THEN false WHEN 'b' THEN true ELSE d.datcollate IN ('C', 'POSIX') END
        WHEN o.collprovider = 'c' THEN o.collcollate IN ('C', 'POSIX')
        ELSE o.collprovider = 'b' END, false),
    coalesce(NOT o.collisdeterministic, false)
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
LEFT JOIN LATERAL (
    SELECT pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(s.relname) AS name
    FROM pg_catalog.pg_attrdef f
    JOIN pg_catalog.pg_depend p ON p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND p.objid = f.oid
        AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    JOIN pg_catalog.pg_class s ON s.oid = p.refobjid AND s.relkind = 'S'
    JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
    WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum AND a.attgenerated = ''
    LIMIT 1) used ON true
WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
