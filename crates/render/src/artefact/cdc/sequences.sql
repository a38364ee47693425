-- On the side that writes were fenced on: the statements that let the sequences of the other side go on behind its own.
SELECT format('SELECT setval(%L, %s, true) WHERE to_regclass(%L) IS NOT NULL;', format('%I.%I', schemaname, sequencename), last_value,
  format('%I.%I', schemaname, sequencename))
FROM pg_sequences
WHERE last_value IS NOT NULL AND schemaname <> 'migration_architect'
ORDER BY 1;
