-- Publications and subscriptions. The connection of a subscription may hold a password and is not read.
SELECT 'pg_publication'::regclass::oid, p.oid, 131,
       format('CREATE PUBLICATION %I%s WITH (publish = %L%s)', p.pubname,
              CASE WHEN p.puballtables THEN ' FOR ALL TABLES'
                   ELSE coalesce(' FOR ' || nullif(concat_ws(', ',
                        (SELECT 'TABLE ' || string_agg(format('%I.%I', n.nspname, c.relname)
                                || coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs::int2[])), '') -- from 15
                                || coalesce(' WHERE (' || pg_get_expr(r.prqual, c.oid) || ')', '') -- from 15
                                , ', ' ORDER BY n.nspname, c.relname)
                         FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE r.prpubid = p.oid AND :in_scope)
                        , (SELECT 'TABLES IN SCHEMA ' || string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname) -- from 15
                           FROM pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid) -- from 15
                        ), ''), '') END,
              concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                        CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
              CASE WHEN p.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END
              || CASE WHEN p.pubgencols = 's' THEN ', publish_generated_columns = stored' ELSE '' END -- from 18
              )
FROM pg_publication p
UNION ALL
SELECT 'pg_subscription'::regclass::oid, s.oid, 132,
       format('CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %s WITH (connect = false, slot_name = %s, binary = %s, streaming = %s, synchronous_commit = %L%s)',
              s.subname, '', (SELECT string_agg(quote_ident(p), ', ' ORDER BY p) FROM unnest(s.subpublications) p),
              coalesce(quote_literal(s.subslotname), 'NONE'), s.subbinary::text,
              CASE s.substream::text WHEN 't' THEN 'on' WHEN 'true' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END, s.subsynccommit, ''
              || CASE WHEN s.subtwophasestate <> 'd' THEN ', two_phase = true' ELSE '' END -- from 15
              || CASE WHEN s.subdisableonerr THEN ', disable_on_error = true' ELSE '' END -- from 15
              || CASE WHEN s.suborigin <> 'any' THEN format(', origin = %L', s.suborigin) ELSE '' END -- from 16
              || CASE WHEN NOT s.subpasswordrequired THEN ', password_required = false' ELSE '' END -- from 16
              || CASE WHEN s.subrunasowner THEN ', run_as_owner = true' ELSE '' END -- from 16
              || CASE WHEN s.subfailover THEN ', failover = true' ELSE '' END -- from 17
              )
FROM pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
UNION ALL
SELECT 'pg_subscription'::regclass::oid, s.oid, 133, format('ALTER SUBSCRIPTION %I ENABLE', s.subname)
FROM pg_subscription s
WHERE s.subenabled AND s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
