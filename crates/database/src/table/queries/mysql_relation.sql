-- schema or NULL, name
SELECT table_schema, table_name, table_type, table_rows, @@lower_case_table_names
FROM information_schema.tables
WHERE table_schema = coalesce(?, database()) AND table_name = ?
