//! The workshop's own routines, made in `prepare`: rows are changed through them, by scripts and executors alike.
//!
//! - `quietly` runs one statement on a table with the user's triggers and rules muted, so that an `updated_at` trigger
//!   leaves the rows alone (muting takes SHARE ROW EXCLUSIVE where there is such a trigger, ACCESS EXCLUSIVE where there
//!   is a rule).
//! - `in_batches` runs a statement over ranges of blocks (`ctid`, manual 5.5 and TID range scans) and commits after
//!   each, until a pass over the table changes nothing; it can be stopped and called again. Of a partitioned table it
//!   takes the partitions one by one.
//!
//! - `unwritten` is the default of a twin column, by which its trigger tells a value written from none.
//!
//! The first two do nothing where the table that they *need* is not there.

use schema_diff::catalogue::{Catalogue, QualifiedName};

use super::tree::reaches_others;
use crate::operation::{Context, Draft};
use crate::plan::{Action, Batches, Facts, Sql};
use crate::workshop::WORKSHOP;

const QUIETLY: &str = r"CREATE OR REPLACE FUNCTION migration_architect.quietly(target regclass, statement text, needs text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql AS $function$
DECLARE
  muted text[];
  one text;
  changed bigint;
BEGIN
  IF needs IS NOT NULL AND to_regclass(needs) IS NULL THEN
    RETURN 0;
  END IF;
  WITH RECURSIVE tree AS (
    SELECT target::oid AS relation UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN tree ON inhparent = relation
  )
  SELECT coalesce(array_agg(named || E'\n' || owner::regclass ORDER BY named, owner), '{}') INTO muted FROM (
    SELECT format('TRIGGER %I', tgname) AS named, tgrelid AS owner FROM pg_catalog.pg_trigger JOIN tree ON tgrelid = relation
      WHERE (NOT tgisinternal OR tgparentid <> 0 AND tgconstraint = 0) AND tgenabled = 'O' AND tgname NOT LIKE '%migration\_architect\_%'
    UNION ALL
    SELECT format('RULE %I', rulename), ev_class FROM pg_catalog.pg_rewrite JOIN tree ON ev_class = relation
      WHERE ev_type <> '1' AND ev_enabled = 'O') AS own;
  FOREACH one IN ARRAY muted LOOP
    EXECUTE format('ALTER TABLE ONLY %s DISABLE %s', split_part(one, E'\n', 2), split_part(one, E'\n', 1));
  END LOOP;
  EXECUTE statement;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF muted <> '{}' THEN
    SET CONSTRAINTS ALL IMMEDIATE;
  END IF;
  FOREACH one IN ARRAY muted LOOP
    EXECUTE format('ALTER TABLE ONLY %s ENABLE %s', split_part(one, E'\n', 2), split_part(one, E'\n', 1));
  END LOOP;
  RETURN changed;
END
$function$";

const IN_BATCHES: &str = r"CREATE OR REPLACE PROCEDURE migration_architect.in_batches(target regclass, statement text, needs text DEFAULT NULL, blocks bigint DEFAULT 1000)
LANGUAGE plpgsql AS $procedure$
DECLARE
  holders regclass[];
  holder regclass;
  first bigint;
  changed bigint;
BEGIN
  IF needs IS NOT NULL AND to_regclass(needs) IS NULL THEN
    RETURN;
  END IF;
  WITH RECURSIVE tree AS (
    SELECT target::oid AS relation UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN tree ON inhparent = relation
  )
  SELECT coalesce(array_agg(oid::regclass ORDER BY oid), '{}') INTO holders
    FROM pg_catalog.pg_class WHERE oid IN (SELECT relation FROM tree) AND relkind = 'r';
  FOR pass IN 1..20 LOOP
    changed := 0;
    FOREACH holder IN ARRAY holders LOOP
      first := 0;
      WHILE first = 0 OR first * current_setting('block_size')::bigint < pg_relation_size(holder) LOOP
        PERFORM set_config('lock_timeout', '800ms', true);
        changed := changed + migration_architect.quietly(holder, replace(replace(statement, '{table}', holder::text), '{range}',
          format('t.ctid >= %L::tid AND t.ctid < %L::tid', format('(%s,0)', first), format('(%s,0)', first + blocks))));
        COMMIT;
        first := first + blocks;
      END LOOP;
    END LOOP;
    EXIT WHEN changed = 0;
  END LOOP;
END
$procedure$";

/// The default of a twin that both versions may leave out: it tells the trigger that the row came without a value.
const UNWRITTEN: &str = r"CREATE OR REPLACE FUNCTION migration_architect.unwritten(nothing anyelement, mark text)
RETURNS anyelement LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM set_config('migration_architect.' || mark, 't', true);
  RETURN NULL;
END
$function$";

/// The step that makes the workshop.
pub(in crate::operation) fn prepare() -> Draft {
    let statements = vec![
        format!("CREATE SCHEMA IF NOT EXISTS {WORKSHOP}"),
        QUIETLY.to_owned(),
        IN_BATCHES.to_owned(),
        UNWRITTEN.to_owned(),
    ];
    Draft {
        subject: None,
        ..Draft::new(
            "prepare_workshop",
            &schema_diff::catalogue::ObjectPath::Schema(WORKSHOP.to_owned()),
            format!("Make the workshop schema {WORKSHOP}"),
            "It holds the archive of what is taken out and the procedures that change rows in batches; nothing of yours refers to it.",
        )
    }
    .forward([Action::Sql(Sql::in_transaction(statements))])
    .facts(Facts::default())
}

/// A statement after which sessions read the functions of a table's triggers anew: PL/pgSQL keeps what it knows of the
/// types of `NEW` and `OLD` for as long as a function is as it was.
pub(super) fn functions_read_anew(context: &Context<'_>, table: &str) -> String {
    let own = format!("{}::regclass", context.writer.literal(table));
    let tables = if reaches_others(context, table) {
        format!(
            "IN (WITH RECURSIVE tree AS (SELECT {own}::oid AS relation UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN tree ON inhparent = relation) SELECT relation FROM tree)"
        )
    } else {
        format!("= {own}")
    };
    format!(
        "DO $anew$ DECLARE it oid; BEGIN FOR it IN SELECT DISTINCT t.tgfoid FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid \
         JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang WHERE t.tgrelid {tables} AND NOT t.tgisinternal AND l.lanname = 'plpgsql' \
         AND p.pronamespace <> '{WORKSHOP}'::regnamespace LOOP EXECUTE pg_get_functiondef(it); END LOOP; END $anew$",
    )
}

/// Whether rows of the table, or of one that belongs to it, run through a trigger.
pub(super) fn has_triggers(context: &Context<'_>, now: &Catalogue, name: &QualifiedName) -> bool {
    let own = now.tables.get(name).is_some_and(|table| !table.triggers.is_empty());
    own || reaches_others(context, &context.writer.name(name)) && now.tables.values().any(|it| !it.triggers.is_empty())
}

/// Runs `statement`, which ranges over `{range}` of the alias `t`, on `table` in batches.
pub(super) fn in_batches(
    context: &Context<'_>,
    table: &str,
    title: impl Into<String>,
    statement: &str,
    needs: Option<&str>,
) -> Action {
    // Statements on a parent reach its children too; each of these is taken by itself.
    let alone =
        reaches_others(context, table).then(|| statement.replace(&format!("{table} AS t"), "ONLY {table} AS t"));
    let statement = alone.as_deref().unwrap_or(statement);
    let call = format!("CALL {WORKSHOP}.in_batches({})", arguments(context, table, statement, needs));
    Action::Batches(Batches { title: title.into(), call })
}

/// A statement that runs `statement` on `table` with the user's triggers and rules muted.
pub(super) fn quietly(context: &Context<'_>, table: &str, statement: &str, needs: Option<&str>) -> String {
    format!("SELECT {WORKSHOP}.quietly({})", arguments(context, table, statement, needs))
}

fn arguments(context: &Context<'_>, table: &str, statement: &str, needs: Option<&str>) -> String {
    let literal = |text: &str| context.writer.literal(text);
    let mut arguments = vec![literal(table), literal(statement)];
    arguments.extend(needs.map(literal));
    arguments.join(", ")
}
