-- schema, name
-- An index over the first characters of a text, or over an expression, is left out as a whole.
SELECT s.index_name, s.index_name = 'PRIMARY', s.column_name, s.nullable = 'YES'
FROM information_schema.statistics s
WHERE s.table_schema = ? AND s.table_name = ? AND s.non_unique = 0
    AND NOT EXISTS (
        SELECT 1 FROM information_schema.statistics p
        WHERE p.table_schema = s.table_schema AND p.table_name = s.table_name AND p.index_name = s.index_name
            AND (p.sub_part IS NOT NULL OR p.column_name IS NULL))
ORDER BY s.index_name, s.seq_in_index
