SELECT cn.nspname || '.' || cc.relname, k.conname::text,
    CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class cc ON cc.oid = k.conrelid
JOIN pg_catalog.pg_namespace cn ON cn.oid = cc.relnamespace
WHERE k.contype = 'f' AND n.nspname = $1 AND c.relname = $2 AND k.confdeltype IN ('c', 'n', 'd')
ORDER BY 1, 2
