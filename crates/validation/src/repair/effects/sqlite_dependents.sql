SELECT m.name, f."from", upper(f.on_delete)
FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table' AND lower(f."table") = lower(?1) AND upper(f.on_delete) IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
ORDER BY m.name, f.id, f.seq
