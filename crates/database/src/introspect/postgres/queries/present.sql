-- Which of the rarer kinds of object there are at all: each costs a query that most databases need not run. What has a
-- number below 16384 is the engine's own.
SELECT
    EXISTS (SELECT FROM pg_type WHERE oid >= 16384 AND typtype IN ('d', 'r', 'b') AND NOT (typtype = 'b' AND typcategory = 'A'))
        OR EXISTS (SELECT FROM pg_class WHERE oid >= 16384 AND relkind = 'c') AS types,
    EXISTS (SELECT FROM pg_proc WHERE oid >= 16384 AND prokind = 'a')
        OR EXISTS (SELECT FROM pg_operator WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
        OR EXISTS (SELECT FROM pg_opclass WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_conversion WHERE oid >= 16384)
        OR EXISTS (SELECT FROM pg_language WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_transform WHERE oid >= 16384)
        OR EXISTS (SELECT FROM pg_am WHERE oid >= 16384) AS operators,
    EXISTS (SELECT FROM pg_policy) OR EXISTS (SELECT FROM pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN')
        OR EXISTS (SELECT FROM pg_event_trigger)
        OR EXISTS (SELECT FROM pg_statistic_ext) AS attachments,
    EXISTS (SELECT FROM pg_collation WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_ts_config WHERE oid >= 16384)
        OR EXISTS (SELECT FROM pg_ts_dict WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_ts_parser WHERE oid >= 16384)
        OR EXISTS (SELECT FROM pg_ts_template WHERE oid >= 16384) AS texts,
    EXISTS (SELECT FROM pg_foreign_data_wrapper) AS foreign_data,
    EXISTS (SELECT FROM pg_seclabel) AS labels,
    EXISTS (SELECT FROM pg_publication) OR EXISTS (SELECT subdbid FROM pg_subscription) AS replication,
    current_setting('server_version_num')::int / 10000 AS version
