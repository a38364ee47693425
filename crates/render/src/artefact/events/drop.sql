-- Takes the store of events away with all that belongs to it. What happened since it was filled is in the old tables still,
-- as long as these decide.
BEGIN;
DROP FUNCTION IF EXISTS {base}_states(boolean);
DROP AGGREGATE IF EXISTS {base}_fold(text, jsonb);
DROP FUNCTION IF EXISTS {base}_apply(jsonb, text, jsonb), {base}_upcast(text, integer, jsonb), {base}_append(text, bigint, text, jsonb, integer);
DROP TABLE IF EXISTS snapshots, projection, compensations, projectors, upcasters, {last}, {store};
DROP FUNCTION IF EXISTS {base}_is_pure(), {base}_is_past();
COMMIT;
