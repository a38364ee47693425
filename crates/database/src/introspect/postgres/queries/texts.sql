-- Collations and text search. The provider's locale moved between columns from version to version, hence to_jsonb.
SELECT 'pg_collation'::regclass::oid, c.oid, 3,
       format('CREATE COLLATION %I.%I (provider = %s', n.nspname, c.collname, CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END)
       || coalesce(', locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),
                   format(', lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype))
       || CASE WHEN c.collisdeterministic THEN '' ELSE ', deterministic = false' END || ')'
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE :in_scope AND :own(pg_collation, c.oid)
UNION ALL
SELECT 'pg_ts_parser'::regclass::oid, p.oid, 45,
       format('CREATE TEXT SEARCH PARSER %I.%I (START = %s, GETTOKEN = %s, END = %s, LEXTYPES = %s)', n.nspname, p.prsname, p.prsstart, p.prstoken, p.prsend, p.prslextype)
FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace WHERE :in_scope AND :own(pg_ts_parser, p.oid)
UNION ALL
SELECT 'pg_ts_template'::regclass::oid, t.oid, 45, format('CREATE TEXT SEARCH TEMPLATE %I.%I (LEXIZE = %s)', n.nspname, t.tmplname, t.tmpllexize)
FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace WHERE :in_scope AND :own(pg_ts_template, t.oid)
UNION ALL
SELECT 'pg_ts_dict'::regclass::oid, d.oid, 46,
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname, coalesce(', ' || d.dictinitoption, ''))
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE :in_scope AND :own(pg_ts_dict, d.oid)
UNION ALL
SELECT 'pg_ts_config'::regclass::oid, c.oid, 47,
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname)
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE :in_scope AND :own(pg_ts_config, c.oid)
UNION ALL
SELECT 'pg_ts_config'::regclass::oid, c.oid, 116,
       format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %s WITH %s', n.nspname, c.cfgname,
              (SELECT quote_ident(t.alias) FROM ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype),
              string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno))
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_config_map m ON m.mapcfg = c.oid
WHERE :in_scope AND :own(pg_ts_config, c.oid)
GROUP BY c.oid, c.cfgname, c.cfgparser, n.nspname, m.maptokentype
