SELECT 'pg_class'::regclass::oid, c.oid, 80,
       CASE c.relkind WHEN 'm' THEN 'CREATE MATERIALIZED VIEW ' ELSE 'CREATE VIEW ' END
       || format('%I.%I', n.nspname, c.relname)
       || CASE WHEN am.amname <> 'heap' THEN format(' USING %I', am.amname) ELSE '' END
       || coalesce((SELECT ' WITH (' || string_agg(format('%I=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)),
                                                     ', ' ORDER BY o) || ')'
                    FROM unnest(c.reloptions) o), '')
       || E' AS\n' || rtrim(pg_get_viewdef(c.oid), E'; \n')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND :in_scope AND :own(pg_class, c.oid)
UNION ALL
SELECT 'pg_class'::regclass::oid, c.oid, 111,
       format('ALTER VIEW %I.%I ALTER COLUMN %I SET DEFAULT %s', n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attrdef d
JOIN pg_class c ON c.oid = d.adrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE c.relkind = 'v' AND :in_scope AND :own(pg_class, c.oid)
