WITH identity AS (
    SELECT d.refobjid AS relation, d.refobjsubid AS attnum,
           format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
                  s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                  CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END) AS options
    FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
), relation AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND :in_scope AND :own(pg_class, c.oid)
), element AS (
    SELECT a.attrelid AS relation, a.attnum::int AS position,
           format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
           || CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
                   THEN (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname)
                         FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                         WHERE co.oid = a.attcollation)
                   ELSE '' END
           || CASE WHEN r.relkind = 'f' AND a.attfdwoptions IS NOT NULL
                   THEN (SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ') || ')'
                         FROM pg_options_to_table(a.attfdwoptions) o)
                   ELSE '' END
           || CASE WHEN a.attidentity <> ''
                   THEN format(' GENERATED %s AS IDENTITY (%s)',
                               CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.options)
                   WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
                   WHEN a.attgenerated = 'v' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid))
                   WHEN d.oid IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
                   ELSE '' END
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS ddl
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN identity i ON i.relation = a.attrelid AND i.attnum = a.attnum
    WHERE NOT r.relispartition AND r.reloftype = 0 AND (a.attislocal OR a.attinhcount = 0)
    UNION ALL
    -- A partition states the columns in which it is not as its parent is.
    SELECT a.attrelid, a.attnum::int,
           quote_ident(a.attname)
           || CASE WHEN a.attgenerated <> '' OR own.text IS NOT DISTINCT FROM inherited.text THEN ''
                   ELSE ' DEFAULT ' || coalesce(own.text, 'NULL') END
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    FROM relation r
    JOIN pg_inherits i ON i.inhrelid = r.oid
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname
    LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
    LEFT JOIN pg_attrdef pd ON pd.adrelid = p.attrelid AND pd.adnum = p.attnum
    CROSS JOIN LATERAL (SELECT pg_get_expr(ad.adbin, ad.adrelid) AS text) own
    CROSS JOIN LATERAL (SELECT pg_get_expr(pd.adbin, pd.adrelid) AS text) inherited
    WHERE r.relispartition
      AND (a.attnotnull AND NOT p.attnotnull OR a.attgenerated = '' AND own.text IS DISTINCT FROM inherited.text)
), body AS (
    SELECT relation, string_agg('    ' || ddl, E',\n' ORDER BY position, ddl) AS ddl FROM element GROUP BY relation
), parent AS (
    SELECT i.inhrelid AS relation, string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno) AS names
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
    GROUP BY i.inhrelid
), parameter AS (
    SELECT r.oid AS relation,
           string_agg(format('%s%I=%L', o.prefix, split_part(o.option, '=', 1), substr(o.option, strpos(o.option, '=') + 1)),
                      ', ' ORDER BY o.prefix, o.option) AS options
    FROM relation r LEFT JOIN pg_class toast ON toast.oid = r.reltoastrelid
    CROSS JOIN LATERAL (
        SELECT '' AS prefix, unnest(r.reloptions) AS option
        UNION ALL SELECT 'toast.', unnest(toast.reloptions)
    ) o
    GROUP BY r.oid
)
SELECT 'pg_class'::regclass::oid, r.oid, 50,
       'CREATE '
       || CASE WHEN r.relkind = 'f' THEN 'FOREIGN ' WHEN r.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END
       || 'TABLE ' || r.name
       || CASE WHEN r.relispartition
               THEN ' PARTITION OF ' || parent.names || coalesce(E' (\n' || body.ddl || E'\n)', '')
               WHEN r.reloftype <> 0 THEN ' OF ' || format_type(r.reloftype, NULL)
               WHEN body.ddl IS NULL THEN ' ()'
               ELSE E' (\n' || body.ddl || E'\n)' END
       || CASE WHEN r.relispartition THEN ' ' || pg_get_expr(r.relpartbound, r.oid)
               WHEN parent.names IS NOT NULL THEN format(' INHERITS (%s)', parent.names)
               ELSE '' END
       || CASE WHEN r.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(r.oid) ELSE '' END
       || CASE WHEN am.amname <> 'heap' THEN format(' USING %I', am.amname) ELSE '' END
       || CASE WHEN parameter.options IS NOT NULL THEN format(' WITH (%s)', parameter.options) ELSE '' END
       || CASE WHEN r.relkind = 'f'
               THEN format(' SERVER %I', server.srvname)
                    || coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ') || ')'
                                 FROM pg_options_to_table(ft.ftoptions) o), '')
               ELSE '' END
FROM relation r
LEFT JOIN body ON body.relation = r.oid
LEFT JOIN parent ON parent.relation = r.oid
LEFT JOIN parameter ON parameter.relation = r.oid
LEFT JOIN pg_am am ON am.oid = r.relam
LEFT JOIN pg_foreign_table ft ON ft.ftrelid = r.oid
LEFT JOIN pg_foreign_server server ON server.oid = ft.ftserver
