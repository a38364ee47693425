//! Tables of two products side by side: columns, kinds of values, NULL, keys.

use database::{Column, Table, ValueKind};

use super::file::SchemaCheck;
use super::groups::Tally;
use super::report::Measured;
use super::schema_names::{self, Names};
use crate::Result;

/// A table of both sides, at least of one.
pub(crate) struct TablePair {
    pub(crate) source: Option<Table>,
    pub(crate) target: Option<Table>,
}

/// # Errors
/// Where a name under `ignore` is that of nothing.
pub(crate) fn compare(check: &SchemaCheck, tables: &[TablePair]) -> Result<Tally> {
    let names = Names::new(check);
    names.verify(&schema_names::of_tables(tables.iter().flat_map(|it| it.source.iter().chain(&it.target))))?;
    let mut tally = Tally::default();
    for pair in tables {
        match (&pair.source, &pair.target) {
            (Some(one), Some(other)) => table(check, &names, one, other, &mut tally),
            (one, other) => lone(&names, one.as_ref(), other.as_ref(), &mut tally),
        }
    }
    Ok(tally)
}

/// A table that only one side has.
fn lone(names: &Names<'_>, one: Option<&Table>, other: Option<&Table>, tally: &mut Tally) {
    let Some(table) = one.or(other) else { return };
    if !names.is_ignored(&table.schema, &table.name, None) {
        let there = |it: Option<&Table>| it.map(|_| "there".to_owned());
        let what = format!("table {}", table.name);
        let (source, target) = (there(one), there(other));
        tally.add(Measured { what, group: None, source, target, difference: None, holds: false }, usize::MAX);
    }
}

fn table(check: &SchemaCheck, names: &Names<'_>, one: &Table, other: &Table, tally: &mut Tally) {
    let mut add = |name: &str, aspect: &str, source: Option<String>, target: Option<String>| {
        let is_ignored = |table: &Table| names.is_ignored(&table.schema, &table.name, Some(name));
        if !is_ignored(one) && !is_ignored(other) {
            let holds = source == target;
            let what = format!("{aspect}{}.{name}", one.name);
            tally.add(Measured { what, group: None, source, target, difference: None, holds }, usize::MAX);
        }
    };
    let new_name = |name: &str| -> String {
        let stated = check.renamed.get(&format!("{}.{name}", one.name));
        stated.map_or(name, |it| it.rsplit_once('.').map_or(it.as_str(), |(_, name)| name)).to_owned()
    };
    let type_of = |it: &Column| Some(it.type_name.clone());
    for column in &one.columns {
        match other.column(&new_name(&column.name)) {
            None => add(&column.name, "column ", type_of(column), None),
            Some(counterpart) if !go_together(&column.kind, &counterpart.kind) => {
                add(&column.name, "type of ", type_of(column), type_of(counterpart));
            }
            Some(counterpart) => {
                let null = |it: &Column| Some(if it.nullable { "NULL" } else { "NOT NULL" }.to_owned());
                add(&column.name, "NULL in ", null(column), null(counterpart));
            }
        }
    }
    let known: Vec<String> = one.columns.iter().map(|it| new_name(&it.name)).collect();
    for column in other.columns.iter().filter(|it| !known.contains(&it.name)) {
        add(&column.name, "column ", None, type_of(column));
    }
    let key = |table: &Table| table.keys.iter().find(|it| it.is_primary).map(|it| it.columns.clone());
    let renamed = key(one).map(|it| it.iter().map(|it| new_name(it)).collect::<Vec<_>>().join(", "));
    add("primary key", "", renamed, key(other).map(|it| it.join(", ")));
}

/// Whether values of one kind can be those of the other. Products have no types for some kinds: `MySQL` no truth values, `SQLite`
/// no dates.
fn go_together(one: &ValueKind, other: &ValueKind) -> bool {
    one == other || group(one).iter().any(|it| group(other).contains(it)) || [one, other].contains(&&ValueKind::Any)
}

/// What a kind's values can be taken for.
fn group(kind: &ValueKind) -> &'static [u8] {
    const NUMBER: u8 = 1;
    const TRUTH: u8 = 2;
    const TEXT: u8 = 3;
    const TIME: u8 = 4;
    match kind {
        ValueKind::Bool => &[TRUTH],
        ValueKind::Integer => &[NUMBER, TRUTH],
        ValueKind::Decimal(_) | ValueKind::Float32 | ValueKind::Float64 => &[NUMBER],
        ValueKind::Text => &[TEXT, TIME],
        ValueKind::Enum | ValueKind::Uuid | ValueKind::Json | ValueKind::Array(_) | ValueKind::Other(_) => &[TEXT],
        ValueKind::Date | ValueKind::Timestamp(_) | ValueKind::TimestampTz(_) => &[TIME],
        ValueKind::Time(_) | ValueKind::TimeTz(_) => &[5, TEXT],
        ValueKind::Bytes => &[6],
        ValueKind::Interval => &[7, TEXT],
        ValueKind::Any => &[NUMBER, TRUTH, TEXT, TIME, 5, 6, 7],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_products_lack_go_with_what_stands_for_them() {
        assert!(go_together(&ValueKind::Bool, &ValueKind::Integer));
        assert!(go_together(&ValueKind::TimestampTz(Some(6)), &ValueKind::Timestamp(None)));
        assert!(go_together(&ValueKind::Uuid, &ValueKind::Text));
        assert!(!go_together(&ValueKind::Integer, &ValueKind::Text));
        assert!(!go_together(&ValueKind::Bytes, &ValueKind::Text));
    }
}
