//! Uses of a domain that the type under it decides over (PostgreSQL).

use findings::Witness;

use super::{insert, select, sql, writer};
use crate::catalogue::{Domain, QualifiedName};
use crate::rules::context::Context;

/// A value of the old domain that the new one does not take, or a use of the old one that the new one refuses.
pub(crate) fn other_domain_type(
    context: &Context<'_>,
    name: &QualifiedName,
    old: &Domain,
    new: &Domain,
) -> Option<Witness> {
    let (before, after) = (&old.data_type, &new.data_type);
    if before.array || after.array {
        return None;
    }
    let domain = writer(context).name(name);
    let is_text = |it: &str| ["text", "character varying", "character"].contains(&it);
    let is_whole = |it: &str| ["smallint", "integer", "bigint"].contains(&it);
    let is_number = |it: &str| is_whole(it) || ["numeric", "real", "double precision"].contains(&it);
    let cast = |value: &str, error: &str| Some(select(&format!("{value}::{domain}"), error));
    let used = |use_: String, error: &str| Some(select(&use_, error));
    // The engine leaves out a schema in which it looks anyway.
    let shown = if name.schema == "public" { writer(context).ident(&name.name) } else { domain.clone() };
    let no_function = |function: &str| format!("function {function}({shown}) does not exist");
    match (before.name.as_str(), after.name.as_str()) {
        (a, b) if is_text(a) && is_text(b) => {
            let length: usize = after.arguments.first().and_then(|it| it.parse().ok()).filter(|it| *it <= 10_000)?;
            // A cast would cut the value; what is written to a column is refused.
            let (table, column) = column_of(context, name)?;
            let value = sql::string(&"x".repeat(length + 1));
            insert(context, &table, &[(column, value)], format!("value too long for type {after}"))
        }
        (a, b) if is_text(a) => cast("'text'", &format!("invalid input syntax for type {b}")),
        ("integer" | "bigint", "smallint") => cast("32768", "smallint out of range"),
        ("bigint", "integer") => cast("2147483648", "integer out of range"),
        (a, b) if is_number(a) && !is_whole(a) && is_whole(b) => {
            cast("'1.5'", &format!("invalid input syntax for type {b}"))
        }
        // A function that takes this type takes no wider one.
        ("integer", b) if is_number(b) => used(format!("chr(NULL::{domain})"), &no_function("chr")),
        (a, b) if is_number(a) && !is_number(b) => used(format!("sum(NULL::{domain})"), &no_function("sum")),
        ("date", "timestamp without time zone" | "timestamp with time zone") => {
            used(format!("NULL::{domain} - 1"), &format!("operator does not exist: {shown} - integer"))
        }
        (a, b) if (a == "date" || a.starts_with("timestamp")) && is_text(b) => used(
            format!("date_part('year', NULL::{domain})"),
            &format!("function date_part(unknown, {shown}) does not exist"),
        ),
        ("boolean", _) => used(format!("NOT NULL::{domain}"), "argument of NOT must be type boolean"),
        _ => None,
    }
}

/// A column of the domain that both sides have.
fn column_of(context: &Context<'_>, domain: &QualifiedName) -> Option<(QualifiedName, String)> {
    let after = &context.after.catalogue.tables;
    context.before.catalogue.tables.iter().find_map(|(name, table)| {
        let is_it = |it: &&crate::catalogue::Column| {
            it.data_type.name == domain.to_string()
                && !it.data_type.array
                && after.get(name).is_some_and(|table| table.column(&it.name).is_some())
        };
        Some((name.clone(), table.columns.iter().find(is_it)?.name.clone()))
    })
}
