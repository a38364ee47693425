//! Partitioned tables with their partitions, and parents with the tables that inherit from them.

use schema_diff::catalogue::{Catalogue, QualifiedName};

use crate::operation::Context;

/// Whether the table holds its rows in partitions.
pub(super) fn is_partitioned(catalogue: &Catalogue, name: &QualifiedName) -> bool {
    catalogue.tables.get(name).is_some_and(|table| table.partition_by.is_some())
}

/// Whether statements on the table, which is called `name` in SQL, reach the rows of others too, on either side.
pub(super) fn reaches_others(context: &Context<'_>, name: &str) -> bool {
    let sides = [context.before, context.after];
    let mut tables = sides.iter().flat_map(|side| &side.tables);
    tables.any(|(own, table)| {
        table.partition_by.is_some() && context.writer.name(own) == name
            || table.parents().any(|parent| context.writer.name(parent) == name)
    })
}

/// Columns that tell the rows of a table apart while nothing is written: several tables may hold them.
pub(super) fn place_of_row(context: &Context<'_>, name: &QualifiedName, alias: &str) -> (String, &'static str) {
    let prefix = if alias.is_empty() { String::new() } else { format!("{alias}.") };
    if reaches_others(context, &context.writer.name(name)) {
        (format!("({prefix}tableoid, {prefix}ctid)"), "tableoid AS home, ctid AS place")
    } else {
        (format!("{prefix}ctid"), "ctid AS place")
    }
}
