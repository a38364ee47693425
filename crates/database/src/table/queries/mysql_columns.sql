-- schema, name
SELECT column_name, column_type, is_nullable = 'YES', coalesce(generation_expression, '') <> '', extra, data_type,
    collation_name, character_set_name, numeric_scale, datetime_precision
FROM information_schema.columns
WHERE table_schema = ? AND table_name = ?
ORDER BY ordinal_position
