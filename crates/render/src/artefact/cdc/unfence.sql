-- Lifts the fence, wherever it stands.
BEGIN;
SET LOCAL lock_timeout = '5s';
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN SELECT t.tgrelid::regclass AS fenced FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'migration_architect' AND p.proname = 'fence'
  LOOP
    EXECUTE format('DROP TRIGGER migration_architect_fence ON %s', it.fenced);
  END LOOP;
END
$$;
DROP FUNCTION IF EXISTS migration_architect.fence();
COMMIT;
