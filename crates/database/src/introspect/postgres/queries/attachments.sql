-- What stands on relations or on the database: policies, rules, statistics, event triggers.
SELECT 'pg_policy'::regclass::oid, p.oid, 95,
       format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', p.polname, n.nspname, c.relname,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
              (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' WHEN pg_get_userbyid(r) LIKE 'migration\_architect\_scratch\_%' THEN 'CURRENT_USER'
                                       ELSE quote_ident(pg_get_userbyid(r)) END, ', ') FROM unnest(p.polroles) r))
       || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
       || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE :in_scope AND :own(pg_policy, p.oid)
UNION ALL
SELECT 'pg_rewrite'::regclass::oid, r.oid, 94, rtrim(pg_get_ruledef(r.oid), '; ')
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND :in_scope AND :own(pg_class, c.oid)
UNION ALL
SELECT 'pg_rewrite'::regclass::oid, r.oid, 117,
       format('ALTER TABLE %I.%I %s RULE %I', n.nspname, c.relname,
              CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, r.rulename)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND r.ev_enabled <> 'O' AND :in_scope AND :own(pg_class, c.oid)
UNION ALL
SELECT 'pg_statistic_ext'::regclass::oid, s.oid, 85, pg_get_statisticsobjdef(s.oid)
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE :in_scope
UNION ALL
SELECT 'pg_event_trigger'::regclass::oid, e.oid, 130,
       format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
              coalesce(' WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ') FROM unnest(e.evttags) t) || ')', ''), e.evtfoid::regproc)
FROM pg_event_trigger e WHERE :own(pg_event_trigger, e.oid)
UNION ALL
SELECT 'pg_event_trigger'::regclass::oid, e.oid, 131,
       format('ALTER EVENT TRIGGER %I %s', e.evtname,
              CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END)
FROM pg_event_trigger e WHERE e.evtenabled <> 'O' AND :own(pg_event_trigger, e.oid)
