-- $1: oid of the relation
-- The bits are those of INSERT, DELETE and UPDATE.
SELECT tgname
FROM pg_catalog.pg_trigger
WHERE tgrelid = $1 AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 28 <> 0
ORDER BY tgname
