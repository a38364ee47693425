-- Options of user mappings hold passwords and are not read.
SELECT 'pg_foreign_data_wrapper'::regclass::oid, w.oid, 46,
       format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname)
       || CASE WHEN w.fdwhandler = 0 THEN '' ELSE ' HANDLER ' || w.fdwhandler::regproc END
       || CASE WHEN w.fdwvalidator = 0 THEN '' ELSE ' VALIDATOR ' || w.fdwvalidator::regproc END
       || coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name) || ')'
                    FROM pg_options_to_table(w.fdwoptions) o), '')
FROM pg_foreign_data_wrapper w WHERE :own(pg_foreign_data_wrapper, w.oid)
UNION ALL
SELECT 'pg_foreign_server'::regclass::oid, s.oid, 47,
       format('CREATE SERVER %I', s.srvname) || coalesce(' TYPE ' || quote_literal(s.srvtype), '')
       || coalesce(' VERSION ' || quote_literal(s.srvversion), '')
       || format(' FOREIGN DATA WRAPPER %I', w.fdwname)
       || coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name) || ')'
                    FROM pg_options_to_table(s.srvoptions) o), '')
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE :own(pg_foreign_server, s.oid)
UNION ALL
SELECT 'pg_user_mapping'::regclass::oid, m.umid, 132,
       format('CREATE USER MAPPING FOR %s SERVER %I', CASE WHEN m.umuser = 0 THEN 'PUBLIC' WHEN m.usename LIKE 'migration\_architect\_scratch\_%' THEN 'CURRENT_USER' ELSE quote_ident(m.usename) END,
              m.srvname)
FROM pg_user_mappings m
