SELECT 'pg_type'::regclass::oid, t.oid, 21,
       format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
       || CASE WHEN t.typcollation <> b.typcollation
               THEN (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) FROM pg_collation co
                     JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = t.typcollation) ELSE '' END
       || coalesce(' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), '')
       || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
       || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)
                    FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated), '')
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typtype = 'd' AND :in_scope AND :own(pg_type, t.oid)
UNION ALL
SELECT 'pg_type'::regclass::oid, t.oid, 104,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE k.contype = 'c' AND NOT k.convalidated AND :in_scope AND :own(pg_type, t.oid)
UNION ALL
SELECT 'pg_type'::regclass::oid, t.oid, 21,
       format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
              (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
FROM pg_class c JOIN pg_type t ON t.oid = c.reltype JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE c.relkind = 'c' AND :in_scope AND :own(pg_type, t.oid)
UNION ALL
SELECT 'pg_type'::regclass::oid, t.oid, 21,
       format('CREATE TYPE %I.%I AS RANGE (subtype = %s', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
       || CASE WHEN oc.opcdefault THEN '' ELSE format(', subtype_opclass = %I.%I', ocn.nspname, oc.opcname) END
       || CASE WHEN r.rngcanonical = 0 THEN '' ELSE format(', canonical = %s', r.rngcanonical) END
       || CASE WHEN r.rngsubdiff = 0 THEN '' ELSE format(', subtype_diff = %s', r.rngsubdiff) END
       || format(', multirange_type_name = %s)', format_type(r.rngmultitypid, NULL))
FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_opclass oc ON oc.oid = r.rngsubopc JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
WHERE :in_scope AND :own(pg_type, t.oid)
UNION ALL
SELECT 'pg_type'::regclass::oid, t.oid, 21,
       format('CREATE TYPE %I.%I (INPUT = %s, OUTPUT = %s, INTERNALLENGTH = %s)', n.nspname, t.typname, t.typinput, t.typoutput,
              CASE WHEN t.typlen < 0 THEN 'VARIABLE' ELSE t.typlen::text END)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'b' AND t.typcategory <> 'A' AND :in_scope AND :own(pg_type, t.oid)
