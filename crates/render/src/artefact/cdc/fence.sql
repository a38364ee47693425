-- Writes to the tables that are replicated are refused: INSERT, UPDATE, DELETE and TRUNCATE of every session, whatever its
-- role. What replication applies passes. Reads, other tables and DDL are not fenced. The lock waits for transactions that
-- write now, 5 s per table: where one takes longer, nothing is fenced, and this can be run again.
-- Lifted by unfence.sql.
BEGIN;
SET LOCAL lock_timeout = '5s';
CREATE SCHEMA IF NOT EXISTS migration_architect;
CREATE OR REPLACE FUNCTION migration_architect.fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'writes to %.% are fenced: the migration has moved them to another server', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'read_only_sql_transaction';
END
$$;
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN SELECT DISTINCT p.schemaname, p.tablename FROM pg_publication_tables p
    WHERE p.pubname IN ({publication_text}, {publication_back_text}) AND p.schemaname <> 'migration_architect' ORDER BY 1, 2
  LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER migration_architect_fence BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I.%I '
      'FOR EACH STATEMENT EXECUTE FUNCTION migration_architect.fence()', it.schemaname, it.tablename);
  END LOOP;
END
$$;
COMMIT;
