-- schema, name
-- A column declared as JSON is one of text with this check.
SELECT constraint_name
FROM information_schema.check_constraints
WHERE constraint_schema = ? AND table_name = ? AND check_clause = concat('json_valid(`', constraint_name, '`)')
