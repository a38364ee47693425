//! Triggers that keep two shapes of a column equal.
//!
//! The trigger runs last (its name sorts behind every other), on every insert and update and without a look at the
//! depth of triggers, so that it sees what the statement and all other triggers made of the row. It writes to the row
//! itself only: `TRUNCATE`, row level security and grants are as without it. A subscriber that receives the table by
//! logical replication needs the twin column before the trigger is there, and no trigger: its rows come complete.

use schema_diff::catalogue::QualifiedName;

use super::group::{Group, Pair, Shape};
use super::keep::keep;
use crate::operation::Context;
use crate::operation::postgres::tree::is_partitioned;
use crate::workshop::WORKSHOP;

/// The name of the trigger: `~` sorts behind letters, digits and `_` (triggers fire in the order of their names, as
/// `strcmp` puts them).
pub(super) const TRIGGER: &str = "~migration_architect_sync";

/// Which shape follows which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Only this shape is written by applications; the other one follows.
    From(Shape),
    /// Each follows the other. What hangs on the column hangs on the shape before.
    BothWays,
}

impl Direction {
    /// The shape that everything hangs on.
    pub(super) fn live(self) -> Shape {
        match self {
            Self::From(shape) => shape,
            Self::BothWays => Shape::Old,
        }
    }
}

fn function(context: &Context<'_>, table: &QualifiedName) -> String {
    context.workshop.sql("sync", table, &[])
}

/// Statements that make the triggers of one table.
pub(super) fn start(group: &Group, table: &QualifiedName, direction: Direction, context: &Context<'_>) -> Vec<String> {
    let writer = context.writer;
    let (name, function) = (writer.name(table), function(context, table));
    if group.written(table).next().is_none() {
        return Vec::new();
    }
    let body: String = group.written(table).map(|pair| follow(pair, direction, context)).collect();
    let mut statements = vec![format!(
        "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS $sync$\n\
             BEGIN\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN NEW;\n  END IF;\n{body}  RETURN NEW;\nEND\n$sync$",
        path = search_path(table, context),
    )];
    statements.extend(group.with_triggers(table, context).map(|it| {
        format!(
            "CREATE OR REPLACE TRIGGER \"{TRIGGER}\" BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {function}()",
            writer.name(it)
        )
    }));
    if direction == Direction::BothWays {
        statements.extend(group.written(table).map(|pair| {
            format!(
                "ALTER TABLE {name} ALTER COLUMN {} SET DEFAULT {WORKSHOP}.unwritten(NULL::{}, '{}')",
                writer.ident(&pair.name(Shape::New, Shape::Old)),
                writer.data_type(&pair.new.data_type),
                mark(pair, context)
            )
        }));
    }
    if direction != Direction::From(Shape::Old) {
        statements.extend(keep(group, table, direction.live(), context));
    }
    statements
}

/// Statements that take the triggers of one table away.
pub(super) fn stop(group: &Group, table: &QualifiedName, context: &Context<'_>) -> Vec<String> {
    let drop = |it| format!("DROP TRIGGER IF EXISTS \"{TRIGGER}\" ON {}", context.writer.name(it));
    let mut statements: Vec<String> = group.with_triggers(table, context).map(drop).collect();
    statements.push(format!("DROP FUNCTION IF EXISTS {}()", function(context, table)));
    statements.extend(super::keep::stop(group, table, context));
    statements
}

/// Conversions may use what lies beside the table; nothing else is looked up by path.
pub(in crate::operation::postgres) fn search_path(table: &QualifiedName, context: &Context<'_>) -> String {
    format!("pg_catalog, {}, pg_temp", context.writer.ident(&table.schema))
}

/// The setting by which a default tells that a row came without a value for the column.
fn mark(pair: &Pair, context: &Context<'_>) -> String {
    context
        .workshop
        .name("unwritten", &pair.table, &[&pair.new.name])
        .name
        .to_lowercase()
        .replace(|it: char| !it.is_ascii_alphanumeric() && it != '_', "_")
}

fn follow(pair: &Pair, direction: Direction, context: &Context<'_>) -> String {
    match direction {
        Direction::From(live) => {
            let shape = live.other();
            let twin = context.writer.ident(&pair.name(shape, live));
            let refuse = if live == Shape::New { refuse(pair, live, "  ", context) } else { String::new() };
            format!("{refuse}  NEW.{twin} := {};\n", pair.converted(shape, live, "NEW", context))
        }
        Direction::BothWays => both_ways(pair, context),
    }
}

/// The shape that a statement wrote is the one that the other follows: on `INSERT` the default of the new one tells
/// whether it was written, on `UPDATE` the former row does.
fn both_ways(pair: &Pair, context: &Context<'_>) -> String {
    let live = Shape::Old;
    let name = |shape| context.writer.ident(&pair.name(shape, live));
    let (old, new) = (name(Shape::Old), name(Shape::New));
    let setting = format!("{WORKSHOP}.{}", mark(pair, context));
    let up = format!("NEW.{new} := {};", pair.converted(Shape::New, live, "NEW", context));
    let down = format!("NEW.{old} := {};", pair.converted(Shape::Old, live, "NEW", context));
    let changed = |shape: Shape, name: &str| {
        format!("NOT ({})", pair.equal(shape, &format!("NEW.{name}"), &format!("OLD.{name}")))
    };
    let refuse = refuse(pair, live, "    ", context);
    format!(
        "  IF TG_OP = 'INSERT' THEN\n    IF current_setting('{setting}', true) = 't' THEN\n      PERFORM set_config('{setting}', '', true);\n{default}      {up}\n    \
         {moved}ELSE\n  {refuse}      {down}\n    END IF;\n  ELSIF {new_changed} THEN\n{refuse}    {down}\n  ELSIF {old_changed} THEN\n    {up}\n  END IF;\n",
        default = default_of_new(pair, &old, context),
        moved = moved(pair, &new, context),
        new_changed = changed(Shape::New, &new),
        old_changed = changed(Shape::Old, &old),
    )
}

/// A row that an update moves to another partition is inserted there with both shapes: they stay as they are.
fn moved(pair: &Pair, new: &str, context: &Context<'_>) -> String {
    if !is_partitioned(context.before, &pair.table) {
        return String::new();
    }
    let up = pair.converted(Shape::New, Shape::Old, "NEW", context);
    let equal = pair.equal(Shape::New, &format!("NEW.{new}"), &format!("({up})"));
    format!("ELSIF {equal} THEN\n      NULL;\n    ")
}

/// A row that neither version gave a value gets the new version's default where the old one has none and demands one.
fn default_of_new(pair: &Pair, old: &str, context: &Context<'_>) -> String {
    let (None, true, Some(default)) = (&pair.old.default, pair.old.not_null, &pair.new.default) else {
        return String::new();
    };
    if pair.old.identity.is_some() {
        return String::new();
    }
    let new = context.writer.ident(&pair.name(Shape::New, Shape::Old));
    let down = pair.converted(Shape::Old, Shape::Old, "NEW", context);
    format!(
        "      IF NEW.{old} IS NULL THEN\n        NEW.{new} := {};\n        NEW.{old} := {down};\n      END IF;\n",
        default.text
    )
}

/// Where a value that the other shape cannot hold cannot be kept aside, its write is refused.
fn refuse(pair: &Pair, live: Shape, indent: &str, context: &Context<'_>) -> String {
    let raise = |condition: &str, message: &str| {
        let message = context.writer.literal(message);
        // A row that has such a value already can be written otherwise.
        let name = context.writer.ident(&pair.name(Shape::New, live));
        let changed = pair.equal(Shape::New, &format!("NEW.{name}"), &format!("OLD.{name}"));
        let condition = if live == Shape::New {
            format!("(CASE WHEN TG_OP = 'INSERT' THEN true ELSE NOT ({changed}) END) AND {condition}")
        } else {
            condition.to_owned()
        };
        format!(
            "{indent}IF {condition} THEN\n{indent}  RAISE EXCEPTION USING ERRCODE = 'MA001', MESSAGE = {message};\n{indent}END IF;\n"
        )
    };
    let (column, old) = (format!("{}.{}", pair.table, pair.new.name), &pair.old.data_type);
    match pair.unfit(Shape::New, live, "NEW", context).filter(|_| !pair.keeps(context)) {
        Some(unfit) => {
            raise(&unfit, &format!("{column} takes only values that {old} holds until the plan's phase contract is done"))
        }
        None => pair.makes_none(live, "NEW", context).map_or_else(String::new, |none| {
            let down = pair.stated_down();
            raise(
                &none,
                &format!(
                    "{column} takes only values of which the stated conversion down ({down}) makes one of {old} until the plan's phase contract is done"
                ),
            )
        }),
    }
}
