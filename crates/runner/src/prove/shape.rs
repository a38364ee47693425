//! Columns that change their type or name are compared in their new shape, as the plan's conversion makes it.

use std::collections::{BTreeMap, BTreeSet};

use database::Session;
use plan_engine::plan::{ColumnConversion, Plan};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, ObjectPath, QualifiedName, Table};
use schema_diff::diff::ChangeKind;
use schema_diff::write::Writer;

use crate::concurrent::Place;
use crate::sql::{self, Value};

/// Tables that the plan renames: the old name and the new.
pub(crate) fn renamed_tables(plan: &Plan) -> impl Iterator<Item = (&QualifiedName, &QualifiedName)> {
    plan.changes.iter().filter_map(|change| match (&change.kind, &change.path) {
        (ChangeKind::Renamed { from: ObjectPath::Table(old) }, ObjectPath::Table(new)) => Some((old, new)),
        _ => None,
    })
}

/// The plan with what it states of a column stated of the tables below too, partitions and those that inherit: rows are
/// read where they lie.
pub(crate) fn with_tables_below(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let below = plan.conversions.iter().flat_map(|it| {
        let tables = plan.before.catalogue.tree(&it.table);
        tables.into_iter().skip(1).map(|table| ColumnConversion { table, ..it.clone() })
    });
    let below: Vec<ColumnConversion> = below.collect();
    plan.conversions.extend(below);
    plan
}

/// The place of a row by the new names of its table and its key.
pub(super) fn under_new_names(mut place: Place, plan: &Plan) -> Place {
    if let Some((_, new)) = renamed_tables(plan).find(|(old, _)| **old == place.table) {
        place.table = new.clone();
    }
    for conversion in plan.conversions.iter().filter(|it| it.table == place.table) {
        let (old, new) = (&conversion.old_name, &conversion.new_name);
        place.columns.iter_mut().filter(|it| *it == old).for_each(|it| it.clone_from(new));
    }
    place
}

/// `catalogue` with every renamed table under its new name and every converted column in its new shape only.
pub(crate) fn in_new_shape(catalogue: &Catalogue, plan: &Plan) -> Catalogue {
    let mut catalogue = catalogue.clone();
    for (old, new) in renamed_tables(plan) {
        if catalogue.tables.contains_key(old) {
            catalogue.rename_table(old, new);
        }
    }
    for conversion in &plan.conversions {
        let Some(table) = catalogue.tables.get_mut(&conversion.table) else { continue };
        if table.column(&conversion.new_name).is_none() {
            rename(table, &conversion.old_name, &conversion.new_name);
        } else if conversion.old_name != conversion.new_name {
            table.columns.retain(|it| it.name != conversion.old_name);
        }
        if let Some(column) = table.column_mut(&conversion.new_name) {
            column.data_type.clone_from(&conversion.new_type);
        }
    }
    catalogue
}

fn rename(table: &mut Table, from: &str, to: &str) {
    if let Some(column) = table.column_mut(from) {
        to.clone_into(&mut column.name);
    }
    for constraint in table.constraints.values_mut() {
        use schema_diff::catalogue::ConstraintKind::{PrimaryKey, Unique};
        if let PrimaryKey(key) | Unique(key) = &mut constraint.kind {
            key.columns.iter_mut().filter(|it| *it == from).for_each(|it| to.clone_into(it));
        }
    }
}

/// Whether a table as it is has the column in its old shape.
pub(super) fn is_old(conversion: &ColumnConversion, table: &Table) -> bool {
    if conversion.old_name != conversion.new_name {
        return table.column(&conversion.new_name).is_none();
    }
    conversion.old_type != conversion.new_type
        && table.column(&conversion.old_name).is_some_and(|it| it.data_type == conversion.old_type)
}

/// Whether an archive of whole rows has the column in its old shape.
pub(super) fn is_old_in(
    session: &mut Session,
    conversion: &ColumnConversion,
    archive: &str,
) -> Result<bool, database::Error> {
    let query = format!(
        "SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass({}) AND attname = {}",
        sql::literal(archive),
        sql::literal(&conversion.old_name)
    );
    let found = session.query(&query)?.scalar();
    // An archive made with other names has the new one.
    Ok(found.is_some_and(|it| conversion.old_name != conversion.new_name || it == conversion.old_type.to_string()))
}

/// The function of the session that a conversion over the row is tried with.
const STATED: &str = "pg_temp.stated_way_up";

/// An expression that makes the new shape of `value`; none where the conversion looks at other columns too, or at what is
/// not there. What fails on a value makes none of it, as the plan says.
pub(super) fn up(
    session: &mut Session,
    conversion: &ColumnConversion,
    value: &str,
) -> Result<Option<String>, database::Error> {
    if conversion.up.contains("{value}") {
        return Ok(Some(conversion.up.replace("{value}", value)));
    }
    let writer = Writer::new(Dialect::Postgres);
    let (old, new) = (writer.data_type(&conversion.old_type), writer.data_type(&conversion.new_type));
    let body = format!(
        "#variable_conflict use_column\nBEGIN RETURN (SELECT ({}) FROM (SELECT $1 AS {}) AS r); EXCEPTION WHEN data_exception \
         OR integrity_constraint_violation OR cardinality_violation OR program_limit_exceeded OR plpgsql_error THEN RETURN NULL; END",
        conversion.up,
        sql::quote(&conversion.old_name)
    );
    let path = format!("pg_catalog, {}, pg_temp", sql::quote(&conversion.table.schema));
    let made = session
        .execute(&format!("DROP FUNCTION IF EXISTS {STATED}"))
        .and_then(|()| {
            session.execute(&format!(
                "CREATE FUNCTION {STATED}({old}) RETURNS {new} LANGUAGE plpgsql SET search_path = {path} AS {}",
                sql::literal(&body)
            ))
        })
        .and_then(|()| session.query(&format!("SELECT {STATED}(NULL)")));
    match made {
        Ok(_) => Ok(Some(format!("{STATED}({value})"))),
        Err(error) if error.kind() == database::ErrorKind::Undefined => Ok(None),
        Err(error) => Err(error),
    }
}

/// The new shape of `values`, which are ones of the old shape, as text; none where the workshop's functions, which the
/// conversion calls, are not there yet.
pub(super) fn converted(
    session: &mut Session,
    conversion: &ColumnConversion,
    values: &BTreeSet<String>,
) -> Result<Option<BTreeMap<String, Value>>, database::Error> {
    if values.is_empty() {
        return Ok(None);
    }
    let writer = Writer::new(Dialect::Postgres);
    let value = format!("(v.value::{})", writer.data_type(&conversion.old_type));
    let Some(up) = up(session, conversion, &value)? else { return Ok(None) };
    let all: Vec<String> = values.iter().map(|it| sql::literal(it)).collect();
    let query = format!(
        "SELECT v.value, ({up})::{} FROM unnest(ARRAY[{}]::text[]) AS v(value)",
        writer.data_type(&conversion.new_type),
        all.join(", ")
    );
    match session.query(&query) {
        Ok(rows) => Ok(Some(
            rows.rows
                .into_iter()
                .filter_map(|mut row| {
                    let new = row.pop()?;
                    Some((row.pop()??, new))
                })
                .collect(),
        )),
        Err(error) if error.kind() == database::ErrorKind::Undefined => Ok(None),
        Err(error) => Err(error),
    }
}
