-- What is set on relations and is not part of their definition.
WITH relation AS (
    SELECT c.*, format('ALTER TABLE %I.%I', n.nspname, c.relname) AS head, ts.spcname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.relpersistence <> 't' AND :in_scope AND :own(pg_class, c.oid)
)
SELECT 'pg_class'::regclass::oid, oid, 115, head || ' ENABLE ROW LEVEL SECURITY' FROM relation WHERE relrowsecurity
UNION ALL
SELECT 'pg_class'::regclass::oid, oid, 115, head || ' FORCE ROW LEVEL SECURITY' FROM relation WHERE relforcerowsecurity
UNION ALL
SELECT 'pg_class'::regclass::oid, oid, 115,
       head || ' REPLICA IDENTITY '
       || CASE relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                            ELSE coalesce((SELECT format('USING INDEX %I', x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                                           WHERE i.indrelid = relation.oid AND i.indisreplident), 'NOTHING') END
FROM relation WHERE relkind IN ('r', 'p') AND relreplident <> 'd'
UNION ALL
SELECT 'pg_class'::regclass::oid, i.indrelid, 115, format('%s CLUSTER ON %I', r.head, x.relname)
FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indisclustered AND r.relkind = 'r'
UNION ALL
SELECT 'pg_class'::regclass::oid, oid, 115, format('%s SET TABLESPACE %I', head, spcname) FROM relation WHERE spcname IS NOT NULL
