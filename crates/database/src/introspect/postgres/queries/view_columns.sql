-- Name and modifier of the type apart, and arrays as their elements: what the model holds.
SELECT n.nspname, c.relname, a.attname,
       CASE WHEN bn.nspname = 'pg_catalog' THEN format_type(b.oid, CASE WHEN a.atttypmod < 0 THEN NULL ELSE a.atttypmod END)
            ELSE bn.nspname || '.' || b.typname || coalesce(substring(format_type(b.oid, a.atttypmod) FROM '\([^()]*\)$'), '') END,
       b.oid <> t.oid
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typelem <> 0 AND t.typsubscript = 'array_subscript_handler'::regproc THEN t.typelem ELSE t.oid END
JOIN pg_namespace bn ON bn.oid = b.typnamespace
WHERE c.relkind IN ('v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND :in_scope
ORDER BY a.attrelid, a.attnum
