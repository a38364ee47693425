SELECT 'pg_proc'::regclass::oid, p.oid, 45,
       format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %s, STYPE = %s', n.nspname, p.proname,
              CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END,
              a.aggtransfn, format_type(a.aggtranstype, NULL))
       || CASE WHEN a.aggfinalfn = 0 THEN '' ELSE ', FINALFUNC = ' || a.aggfinalfn END
       || CASE WHEN a.aggcombinefn = 0 THEN '' ELSE ', COMBINEFUNC = ' || a.aggcombinefn END
       || CASE WHEN a.aggserialfn = 0 THEN '' ELSE ', SERIALFUNC = ' || a.aggserialfn END
       || CASE WHEN a.aggdeserialfn = 0 THEN '' ELSE ', DESERIALFUNC = ' || a.aggdeserialfn END
       || CASE WHEN a.aggmtransfn = 0 THEN '' ELSE format(', MSFUNC = %s, MINVFUNC = %s, MSTYPE = %s', a.aggmtransfn, a.aggminvtransfn, format_type(a.aggmtranstype, NULL)) END
       || CASE WHEN a.aggmfinalfn = 0 THEN '' ELSE ', MFINALFUNC = ' || a.aggmfinalfn END
       || coalesce(', INITCOND = ' || quote_literal(a.agginitval), '')
       || coalesce(', MINITCOND = ' || quote_literal(a.aggminitval), '')
       || CASE WHEN a.aggsortop = 0 THEN '' ELSE ', SORTOP = ' || regexp_replace(a.aggsortop::regoperator::text, '^(.*)\(.*$', 'OPERATOR(\1)') END
       || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END
       || CASE WHEN a.aggkind = 'h' THEN ', HYPOTHETICAL' ELSE '' END || ')'
FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE :in_scope AND :own(pg_proc, p.oid)
UNION ALL
SELECT 'pg_operator'::regclass::oid, o.oid, 44,
       format('CREATE OPERATOR %I.%s (FUNCTION = %s', n.nspname, o.oprname, o.oprcode)
       || CASE WHEN o.oprleft = 0 THEN '' ELSE ', LEFTARG = ' || format_type(o.oprleft, NULL) END
       || ', RIGHTARG = ' || format_type(o.oprright, NULL)
       || CASE WHEN o.oprcom = 0 THEN '' ELSE (SELECT format(', COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, co.oprname)
            FROM pg_operator co JOIN pg_namespace cn ON cn.oid = co.oprnamespace WHERE co.oid = o.oprcom) END
       || CASE WHEN o.oprnegate = 0 THEN '' ELSE (SELECT format(', NEGATOR = OPERATOR(%I.%s)', cn.nspname, co.oprname)
            FROM pg_operator co JOIN pg_namespace cn ON cn.oid = co.oprnamespace WHERE co.oid = o.oprnegate) END
       || CASE WHEN o.oprrest = 0 THEN '' ELSE ', RESTRICT = ' || o.oprrest END
       || CASE WHEN o.oprjoin = 0 THEN '' ELSE ', JOIN = ' || o.oprjoin END
       || CASE WHEN o.oprcanhash THEN ', HASHES' ELSE '' END || CASE WHEN o.oprcanmerge THEN ', MERGES' ELSE '' END || ')'
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE o.oprcode <> 0 AND :in_scope AND :own(pg_operator, o.oid)
UNION ALL
SELECT 'pg_cast'::regclass::oid, c.oid, 46,
       format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
              CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
              CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END)
FROM pg_cast c WHERE c.oid >= 16384 AND :own(pg_cast, c.oid)
UNION ALL
SELECT 'pg_opclass'::regclass::oid, o.oid, 47,
       format('CREATE OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I AS ', n.nspname, o.opcname,
              CASE WHEN o.opcdefault THEN 'DEFAULT ' ELSE '' END, format_type(o.opcintype, NULL), am.amname)
       || concat_ws(', ',
            (SELECT string_agg(format('OPERATOR %s %s', a.amopstrategy, a.amopopr::regoperator), ', ' ORDER BY a.amopstrategy)
             FROM pg_amop a WHERE a.amopfamily = o.opcfamily AND a.amoplefttype = o.opcintype AND a.amoprighttype = o.opcintype),
            (SELECT string_agg(format('FUNCTION %s %s', a.amprocnum, a.amproc::oid::regprocedure), ', ' ORDER BY a.amprocnum)
             FROM pg_amproc a WHERE a.amprocfamily = o.opcfamily AND a.amproclefttype = o.opcintype AND a.amprocrighttype = o.opcintype),
            CASE WHEN o.opckeytype = 0 THEN NULL ELSE 'STORAGE ' || format_type(o.opckeytype, NULL) END)
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am am ON am.oid = o.opcmethod
WHERE :in_scope AND :own(pg_opclass, o.oid)
UNION ALL
SELECT 'pg_conversion'::regclass::oid, c.oid, 48,
       format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s', CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END, n.nspname, c.conname,
              pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE :in_scope AND :own(pg_conversion, c.oid)
UNION ALL
SELECT 'pg_language'::regclass::oid, l.oid, 2, format('CREATE LANGUAGE %I', l.lanname)
FROM pg_language l WHERE l.oid >= 16384 AND :own(pg_language, l.oid)
UNION ALL
SELECT 'pg_transform'::regclass::oid, t.oid, 49, format('CREATE TRANSFORM FOR %s LANGUAGE %I (%s)', format_type(t.trftype, NULL), l.lanname,
       concat_ws(', ', CASE WHEN t.trffromsql = 0 THEN NULL ELSE 'FROM SQL WITH FUNCTION ' || t.trffromsql::oid::regprocedure END,
                 CASE WHEN t.trftosql = 0 THEN NULL ELSE 'TO SQL WITH FUNCTION ' || t.trftosql::oid::regprocedure END))
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE t.oid >= 16384 AND :own(pg_transform, t.oid)
UNION ALL
SELECT 'pg_am'::regclass::oid, a.oid, 45, format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', a.amname,
       CASE a.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, a.amhandler)
FROM pg_am a WHERE a.oid >= 16384 AND :own(pg_am, a.oid)
