//! Columns that move to another table: rows of both tables belong together, and what writes one writes the other.

use std::collections::BTreeSet;

use plan_engine::plan::{MovedColumns, Plan};
use schema_diff::catalogue::QualifiedName;

use super::snapshot::Snapshot;
use crate::concurrent::Place;
use crate::sql::Value;

/// `places`, with those of the rows that belong to them in another table.
pub(super) fn with_counterparts(places: BTreeSet<Place>, plan: &Plan) -> BTreeSet<Place> {
    let others = places.iter().flat_map(|place| plan.relocations.iter().filter_map(|it| counterpart(it, place)));
    let others: Vec<Place> = others.collect();
    places.into_iter().chain(others).collect()
}

fn counterpart(it: &MovedColumns, place: &Place) -> Option<Place> {
    let there = |columns: Vec<&String>| {
        let at = |name| place.columns.iter().position(|it| it == name);
        columns.into_iter().map(|name| place.key.get(at(name)?).cloned()).collect::<Option<Vec<_>>>()
    };
    let (table, columns, key) = if place.table == it.from {
        let key = there(it.keys.iter().map(|key| &key.from).collect())?;
        (&it.to, it.keys.iter().map(|key| key.to.clone()).collect(), key)
    } else if place.table == it.to {
        let key = there(it.keys.iter().map(|key| &key.to).collect())?;
        (&it.from, it.keys.iter().map(|key| key.from.clone()).collect(), key)
    } else {
        return None;
    };
    Some(Place { table: table.clone(), columns, key })
}

/// Whether a column moves from or to a table.
pub(crate) fn moves(relocations: &[MovedColumns], table: &QualifiedName, column: &str) -> bool {
    relocations.iter().any(|it| {
        (it.from == *table && it.columns.iter().any(|it| it.from == column))
            || (it.to == *table && it.columns.iter().any(|it| it.to == column))
    })
}

/// Whether rows of a table are written when those of another are.
pub(crate) fn follows(relocations: &[MovedColumns], table: &QualifiedName) -> bool {
    relocations.iter().any(|it| it.from == *table || it.to == *table)
}

/// Whether the rows of a table are made of those of another.
pub(super) fn is_made(relocations: &[MovedColumns], table: &QualifiedName) -> bool {
    relocations.iter().any(|it| it.to == *table)
}

/// `last`, but for the rows of `table` that belong to a row which is there no more.
pub(super) fn that_still_belong(
    relocations: &[MovedColumns],
    table: &QualifiedName,
    last: &Snapshot,
    now: &Snapshot,
) -> Snapshot {
    let mut gone = BTreeSet::new();
    for it in relocations.iter().filter(|it| it.to == *table) {
        let (own, other): (Vec<String>, Vec<String>) =
            it.keys.iter().map(|key| (key.to.clone(), key.from.clone())).unzip();
        let there: BTreeSet<Vec<Value>> = now.all(&it.from, &other).into_iter().collect();
        let of_none = last.all(table, &own).into_iter().filter(|key| !there.contains(key));
        gone.extend(of_none.map(|key| Place { table: table.clone(), columns: own.clone(), key }));
    }
    last.without(&gone)
}

#[cfg(test)]
mod tests {
    use plan_engine::plan::JoinedColumns;

    use super::*;

    fn moved() -> MovedColumns {
        MovedColumns {
            from: QualifiedName::new("public", "t"),
            to: QualifiedName::new("public", "p"),
            columns: Vec::new(),
            keys: vec![JoinedColumns { from: "id".to_owned(), to: "t_id".to_owned() }],
            form: String::new(),
            equality: String::new(),
            policy: String::new(),
            is_there: false,
        }
    }

    #[test]
    fn a_row_knows_where_its_counterpart_is() {
        let place = |table: &str, column: &str| Place {
            table: QualifiedName::new("public", table),
            columns: vec![column.to_owned()],
            key: vec![Some("7".to_owned())],
        };
        assert_eq!(counterpart(&moved(), &place("t", "id")), Some(place("p", "t_id")));
        assert_eq!(counterpart(&moved(), &place("p", "t_id")), Some(place("t", "id")));
        assert_eq!(counterpart(&moved(), &place("p", "id")), None);
    }
}
