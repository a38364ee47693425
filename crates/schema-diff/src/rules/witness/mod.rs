//! Something concrete for every breaking finding: a statement that works on the old side and fails on the new one.
//!
//! Made from the catalogues alone; whoever has an engine at hand confirms it.

mod cast;
mod condition;
mod domain;
mod literal;
mod partition;
mod rows;
mod sql;

use findings::{Confirmation, Witness};

use super::context::Context;
use crate::Dialect;
use crate::catalogue::{Column, DataType, Expression, QualifiedName, Signature};
use crate::write::Writer;
pub(crate) use cast::{cast_null, cast_refused_null, cast_violating};
use condition::{Values, comparisons};
pub(crate) use domain::other_domain_type;
pub(crate) use partition::{insert_into_gone_partition, insert_outside_new_bound, insert_without_partitions};
use rows::Rows;

fn writer(context: &Context<'_>) -> Writer {
    Writer::new(context.dialect())
}

fn witness(setup: Vec<String>, statement: String, fails_with: String) -> Witness {
    let confirmation = Confirmation::Unconfirmed("no engine was at hand".to_owned());
    Witness { setup, statement, instance: None, fails_with, confirmation }
}

/// Reads a column of a table or view that the new side does not have.
pub(crate) fn select_column(context: &Context<'_>, relation: &QualifiedName, column: &str) -> Witness {
    let statement = format!("SELECT {} FROM {}", writer(context).ident(column), writer(context).name(relation));
    let error = match context.dialect() {
        Dialect::Postgres => format!("column \"{column}\" does not exist"),
        Dialect::Sqlite => format!("no such column: {column}"),
    };
    witness(Vec::new(), statement, error)
}

/// Reads a table or view that the new side does not have.
pub(crate) fn select_all(context: &Context<'_>, relation: &QualifiedName) -> Witness {
    let statement = format!("SELECT * FROM {}", writer(context).name(relation));
    let error = match context.dialect() {
        Dialect::Postgres => format!("relation \"{relation}\" does not exist"),
        Dialect::Sqlite => format!("no such table: {}", relation.name),
    };
    witness(Vec::new(), statement, error)
}

/// Runs an expression or function that the new side does not have.
pub(crate) fn select(expression: &str, error: impl Into<String>) -> Witness {
    witness(Vec::new(), format!("SELECT {expression}"), error.into())
}

/// The old application's `UPDATE` of a table that the new side publishes so that it fails; it needs no row for that.
pub(crate) fn update_refused(context: &Context<'_>, table: &QualifiedName) -> Option<Witness> {
    let before = &context.before.catalogue;
    let written = |it: &&Column| it.generated.is_none() && it.identity.is_none();
    let column = writer(context).ident(&before.tables.get(table)?.columns.iter().find(written)?.name);
    if before.refuses_changes(table) {
        return None;
    }
    let statement = format!("UPDATE {} SET {column} = {column}", writer(context).name(table));
    Some(witness(Vec::new(), statement, format!("cannot update table \"{}\"", table.name)))
}

/// Casts to an enumeration.
pub(crate) fn cast_label(context: &Context<'_>, label: &str, name: &QualifiedName, error: String) -> Witness {
    select(&format!("{}::{}", sql::string(label), writer(context).name(name)), error)
}

/// Draws from a sequence.
pub(crate) fn next_value(context: &Context<'_>, name: &QualifiedName) -> Witness {
    let sequence = sql::string(&writer(context).name(name));
    select(&format!("nextval({sequence})"), format!("relation \"{name}\" does not exist"))
}

/// Calls a function or procedure with NULL for every argument.
pub(crate) fn call(signature: &Signature, procedure: bool) -> Witness {
    call_of(signature, procedure, format!("function {signature} does not exist"))
}

/// The same, where it fails with `error`.
pub(crate) fn call_of(signature: &Signature, procedure: bool, error: String) -> Witness {
    let types = signature.arguments.split(',').map(str::trim).filter(|it| !it.is_empty());
    let arguments = types.map(|it| format!("NULL::{it}")).collect::<Vec<_>>().join(", ");
    let writer = Writer::new(Dialect::Postgres);
    let name = format!("{}.{}", writer.ident(&signature.schema), writer.ident(&signature.name));
    let verb = if procedure { "CALL" } else { "SELECT" };
    witness(Vec::new(), format!("{verb} {name}({arguments})"), error)
}

/// The old application's `INSERT`: what the old side demands, and no more, but for the values `given`.
pub(crate) fn insert(
    context: &Context<'_>,
    table: &QualifiedName,
    given: &[(String, String)],
    error: impl Into<String>,
) -> Option<Witness> {
    let mut rows = Rows::new(&context.before.catalogue, &context.after.catalogue);
    let statement = rows.insert(table, 1, &given.to_vec())?;
    Some(witness(rows.parents, statement, error.into()))
}

/// The old application's `INSERT` without `column`, which fills itself on the old side.
pub(crate) fn insert_without(context: &Context<'_>, table: &QualifiedName, column: &str) -> Option<Witness> {
    let mut rows = Rows::new(&context.before.catalogue, &context.after.catalogue).leaving_out(column);
    let statement = rows.insert(table, 1, &Values::new())?;
    Some(witness(rows.parents, statement, null_error(context.dialect(), table, column)))
}

/// The old application's `INSERT` with NULL in `column`.
pub(crate) fn insert_null(context: &Context<'_>, table: &QualifiedName, column: &str) -> Option<Witness> {
    insert(context, table, &[(column.to_owned(), "NULL".to_owned())], null_error(context.dialect(), table, column))
}

/// What the engine says to NULL in `column`.
pub(crate) fn null_error(dialect: Dialect, table: &QualifiedName, column: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("null value in column \"{column}\" violates not-null constraint"),
        Dialect::Sqlite => format!("NOT NULL constraint failed: {}.{column}", table.name),
    }
}

/// The old application's `INSERT` of a literal into `column`.
pub(crate) fn insert_value(
    context: &Context<'_>,
    table: &QualifiedName,
    column: &Column,
    error: impl Into<String>,
) -> Option<Witness> {
    let value = literal::literal(&context.before.catalogue, &column.data_type, 1)?;
    insert(context, table, &[(column.name.clone(), value)], error)
}

/// The old application's `INSERT` of a row for which `condition` is false.
pub(crate) fn insert_violating(
    context: &Context<'_>,
    table: &QualifiedName,
    condition: &Expression,
    error: impl Into<String>,
) -> Option<Witness> {
    let catalogue = &context.before.catalogue;
    let found = comparisons(catalogue, catalogue.tables.get(table)?, condition);
    // Whether the comparisons are joined by AND or OR is not looked at: what violates all of them violates both.
    let given: Values = found.into_iter().filter_map(|it| it.violating).flatten().fold(Values::new(), |mut all, it| {
        if all.iter().all(|(column, _)| *column != it.0) {
            all.push(it);
        }
        all
    });
    if given.is_empty() { None } else { insert(context, table, &given, error) }
}

/// Two rows that agree in `columns`; the second one fails. `condition` holds for both (a partial index).
pub(crate) fn insert_twice(
    context: &Context<'_>,
    table: &QualifiedName,
    columns: &[String],
    condition: Option<&Expression>,
    error: impl Into<String>,
) -> Option<Witness> {
    let catalogue = &context.before.catalogue;
    let definition = catalogue.tables.get(table)?;
    let mut given = Values::new();
    for comparison in condition.into_iter().flat_map(|it| comparisons(catalogue, definition, it)) {
        given.extend(comparison.satisfying.into_iter().flatten());
    }
    for column in columns {
        if given.iter().all(|(name, _)| name != column) {
            given.push((column.clone(), literal::literal(catalogue, &definition.column(column)?.data_type, 1)?));
        }
    }
    let mut rows = Rows::new(catalogue, &context.after.catalogue);
    let first = rows.insert(table, 1, &given)?;
    let second = rows.insert(table, 2, &given)?;
    let mut setup = rows.parents;
    setup.push(first);
    Some(witness(setup, second, error.into()))
}

/// A row whose `columns` reference nothing.
pub(crate) fn insert_orphan(
    context: &Context<'_>,
    table: &QualifiedName,
    columns: &[String],
    error: impl Into<String>,
) -> Option<Witness> {
    let catalogue = &context.before.catalogue;
    let definition = catalogue.tables.get(table)?;
    let value = |column: &String| {
        Some((column.clone(), literal::literal(catalogue, &definition.column(column)?.data_type, 1)?))
    };
    let given = columns.iter().map(value).collect::<Option<Values>>()?;
    insert(context, table, &given, error)
}

/// An upsert that names the key `columns`.
pub(crate) fn upsert(context: &Context<'_>, table: &QualifiedName, columns: &[String]) -> Option<Witness> {
    let mut rows = Rows::new(&context.before.catalogue, &context.after.catalogue);
    let definition = context.before.catalogue.tables.get(table)?;
    let value = |column: &String| {
        let data_type = &definition.column(column)?.data_type;
        Some((column.clone(), literal::literal(&context.before.catalogue, data_type, 1)?))
    };
    let given = columns.iter().map(value).collect::<Option<Values>>()?;
    let insert = rows.insert(table, 1, &given)?;
    let error = match context.dialect() {
        Dialect::Postgres => "there is no unique or exclusion constraint matching the ON CONFLICT specification",
        Dialect::Sqlite => "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint",
    };
    let statement = format!("{insert} ON CONFLICT ({}) DO NOTHING", writer(context).idents(columns));
    Some(witness(rows.parents, statement, error.to_owned()))
}

/// A value of the old type that the new type does not hold, or a use of the old type that the new one refuses.
pub(crate) fn other_type(
    context: &Context<'_>,
    table: &QualifiedName,
    column: &str,
    before: &DataType,
    after: &DataType,
) -> Option<Witness> {
    let of = |value: String, error: String| insert(context, table, &[(column.to_owned(), value)], error);
    if context.dialect() == Dialect::Sqlite {
        // What a `STRICT` table says.
        let value = literal::literal(&context.before.catalogue, before, 1)?;
        return of(value, format!("value in {} column {}.{column}", after.name, table.name));
    }
    if before.array || after.array {
        return None;
    }
    let integers = ["smallint", "integer", "bigint"];
    let is_text = |it: &DataType| ["text", "character varying", "character"].contains(&it.name.as_str());
    let limit: Option<usize> = after.arguments.first().and_then(|it| it.parse().ok());
    match (limit, after.name.as_str()) {
        (Some(length), _) if is_text(before) && is_text(after) && length <= 10_000 => {
            of(sql::string(&"x".repeat(length + 1)), format!("value too long for type {after}"))
        }
        (_, "smallint") if integers.contains(&before.name.as_str()) => {
            of("32768".to_owned(), "smallint out of range".to_owned())
        }
        (_, "integer") if before.name == "bigint" => of("2147483648".to_owned(), "integer out of range".to_owned()),
        _ if is_text(before) && !is_text(after) => {
            let value = if limit == Some(1) { "x" } else { "text" };
            of(sql::string(value), format!("invalid input syntax for type {after}"))
        }
        _ if integers.contains(&before.name.as_str()) && is_text(after) => {
            let relation = writer(context).name(table);
            let statement = format!("SELECT sum({}) FROM {relation}", writer(context).ident(column));
            Some(witness(Vec::new(), statement, format!("function sum({after}) does not exist")))
        }
        _ => None,
    }
}
