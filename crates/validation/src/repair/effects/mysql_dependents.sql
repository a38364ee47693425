SELECT concat(constraint_schema, '.', table_name), constraint_name, delete_rule
FROM information_schema.referential_constraints
WHERE unique_constraint_schema = ? AND referenced_table_name = ? AND delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
ORDER BY 1, 2
