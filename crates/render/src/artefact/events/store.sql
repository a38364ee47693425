-- The store of events and what belongs to it. Run again, it changes nothing that is there.
BEGIN;
-- What happened, in the order of its positions.
CREATE TABLE IF NOT EXISTS {store} (
  position bigint PRIMARY KEY,
  stream text NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  type text NOT NULL,
  schema integer NOT NULL DEFAULT 1 CHECK (schema > 0),
  payload jsonb NOT NULL,
  made timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (stream, version)
);
-- The last position that was given. Each writer holds the row until its transaction ends, so that what is taken back gives
-- its position back: a sequence would leave a gap.
CREATE TABLE IF NOT EXISTS {last} (one boolean PRIMARY KEY DEFAULT true CHECK (one), position bigint NOT NULL);
INSERT INTO {last} (position) SELECT coalesce(max(position), 0) FROM {store} ON CONFLICT DO NOTHING;
-- Upcasters: what turns the payload of a type from one version of its schema into the next one.
CREATE TABLE IF NOT EXISTS upcasters (
  type text NOT NULL,
  schema integer NOT NULL CHECK (schema > 0),
  change regprocedure NOT NULL,
  says text NOT NULL CHECK (says <> ''),
  PRIMARY KEY (type, schema)
);
-- Projectors: what an event of a type does to the state of its stream, where it is not merged into it.
CREATE TABLE IF NOT EXISTS projectors (type text PRIMARY KEY, change regprocedure NOT NULL, says text NOT NULL CHECK (says <> ''));
-- How an event of a type gets into the old tables: the first one of a type without a row here is the point of no return.
CREATE TABLE IF NOT EXISTS compensations (
  type text PRIMARY KEY,
  way text NOT NULL CHECK (way IN ('projection', 'compensation', 'nothing')),
  says text NOT NULL CHECK (says <> '')
);
{imported}-- The state of each stream, and states of earlier positions from which a replay may begin.
CREATE TABLE IF NOT EXISTS projection (stream text PRIMARY KEY, version bigint NOT NULL, position bigint NOT NULL, state jsonb);
CREATE TABLE IF NOT EXISTS snapshots (
  stream text NOT NULL,
  version bigint NOT NULL,
  position bigint NOT NULL,
  state jsonb,
  PRIMARY KEY (stream, version)
);

CREATE OR REPLACE FUNCTION {base}_is_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened is not changed: write another event' USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
CREATE OR REPLACE TRIGGER is_past BEFORE UPDATE OR DELETE OR TRUNCATE ON {store} FOR EACH STATEMENT EXECUTE FUNCTION {base}_is_past();

-- A replay gives the same each time only where nothing in it depends on the day, on chance or on other tables.
CREATE OR REPLACE FUNCTION {base}_is_pure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT provolatile FROM pg_proc WHERE oid = NEW.change) <> 'i' THEN
    RAISE EXCEPTION '% is not IMMUTABLE: two replays could differ', NEW.change;
  END IF;
  RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER is_pure BEFORE INSERT OR UPDATE ON upcasters FOR EACH ROW EXECUTE FUNCTION {base}_is_pure();
CREATE OR REPLACE TRIGGER is_pure BEFORE INSERT OR UPDATE ON projectors FOR EACH ROW EXECUTE FUNCTION {base}_is_pure();

-- Writes an event behind version `expected` of its stream (0 where it begins), and says its position.
CREATE OR REPLACE FUNCTION {base}_append(stream text, expected bigint, type text, payload jsonb, schema integer DEFAULT 1)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
  found bigint;
BEGIN
  UPDATE {last} AS l SET position = l.position + 1 RETURNING l.position INTO given;
  SELECT coalesce(max(e.version), 0) INTO found FROM {store} e WHERE e.stream = {base}_append.stream;
  IF found <> expected THEN
    RAISE EXCEPTION 'the stream % is at version % and not at %', stream, found, expected USING ERRCODE = 'serialization_failure';
  END IF;
  INSERT INTO {store} (position, stream, version, type, schema, payload) VALUES (given, stream, expected + 1, type, schema, payload);
  RETURN given;
END
$$;

-- The payload in the latest version of its schema.
CREATE OR REPLACE FUNCTION {base}_upcast(of text, from_schema integer, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  at integer := from_schema;
  next regprocedure;
BEGIN
  LOOP
    SELECT change INTO next FROM upcasters WHERE type = of AND schema = at;
    EXIT WHEN next IS NULL;
    EXECUTE format('SELECT %s($1)', next::oid::regproc) INTO payload USING payload;
    at := at + 1;
  END LOOP;
  RETURN payload;
END
$$;

-- The state of a stream behind an event; without a type the payload is a state to begin from.
CREATE OR REPLACE FUNCTION {base}_apply(state jsonb, of text, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  own regprocedure;
BEGIN
  IF of IS NULL THEN
    RETURN payload;
  END IF;
  SELECT change INTO own FROM projectors WHERE type = of;
  IF own IS NOT NULL THEN
    EXECUTE format('SELECT %s($1, $2)', own::oid::regproc) INTO state USING state, payload;
    RETURN state;
  END IF;
  RETURN CASE WHEN of LIKE '%.deleted' THEN NULL ELSE coalesce(state, '{}') || payload END;
END
$$;
CREATE OR REPLACE AGGREGATE {base}_fold(text, jsonb) (SFUNC = {base}_apply, STYPE = jsonb);

-- Every stream as its events make it, from the last snapshots on where these are asked for.
CREATE OR REPLACE FUNCTION {base}_states(from_snapshots boolean)
RETURNS TABLE (stream text, version bigint, "position" bigint, state jsonb) LANGUAGE sql STABLE AS $$
  WITH begun AS (
    SELECT DISTINCT ON (s.stream) s.stream, s.version, s.position, s.state FROM snapshots s WHERE from_snapshots ORDER BY s.stream, s.version DESC
  ), told AS (
    SELECT b.stream, b.version, b.position, NULL::text AS type, b.state AS payload FROM begun b
    UNION ALL
    SELECT e.stream, e.version, e.position, e.type, {base}_upcast(e.type, e.schema, e.payload) FROM {store} e
    LEFT JOIN begun b ON b.stream = e.stream WHERE b.version IS NULL OR e.version > b.version
  )
  SELECT t.stream, max(t.version), max(t.position), {base}_fold(t.type, t.payload ORDER BY t.version) FROM told t GROUP BY t.stream
$$;
COMMIT;
