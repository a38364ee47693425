//! Tables in an order in which rows can be inserted: those that are referred to first.

use database::{ForeignKey, Table};

/// The order, and for each table the columns that have to be NULL in between, since they refer to a row that comes later.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Places of the tables.
    pub(super) tables: Vec<usize>,
    /// For each table, in the order given: places of its columns.
    pub(super) loosened: Vec<Vec<usize>>,
    /// What cannot be ordered: rows are tried again where they are refused.
    pub(super) notes: Vec<String>,
}

/// Orders tables by their foreign keys; a circle is broken at a foreign key whose columns may be NULL.
pub(super) fn order(tables: &[&Table]) -> Order {
    let mut edges: Vec<Edge<'_>> = Vec::new();
    for (child, table) in tables.iter().enumerate() {
        for key in &table.foreign_keys {
            let is_parent = |it: &&Table| it.schema == key.referred_schema && it.name == key.referred_table;
            if let Some(parent) = tables.iter().position(is_parent) {
                edges.push(Edge { child, parent, key });
            }
        }
    }
    let mut order = Order { tables: Vec::new(), loosened: vec![Vec::new(); tables.len()], notes: Vec::new() };
    let mut open = Vec::new();
    for edge in edges {
        if edge.child == edge.parent { order.break_at(&edge, tables) } else { open.push(edge) }
    }
    while order.tables.len() < tables.len() {
        let left: Vec<usize> = (0..tables.len()).filter(|it| !order.tables.contains(it)).collect();
        let free = left.iter().copied().find(|table| open.iter().all(|edge| edge.child != *table));
        let next = free.or_else(|| left.into_iter().min_by_key(|table| cost(*table, &open, tables)));
        let Some(next) = next else { break };
        for edge in open.iter().filter(|it| it.child == next) {
            order.break_at(edge, tables);
        }
        open.retain(|it| it.child != next && it.parent != next);
        order.tables.push(next);
    }
    order
}

/// A foreign key among the tables.
struct Edge<'a> {
    child: usize,
    parent: usize,
    key: &'a ForeignKey,
}

impl Order {
    fn break_at(&mut self, edge: &Edge<'_>, tables: &[&Table]) {
        let Some(table) = tables.get(edge.child) else { return };
        match (nullable_columns(table, edge.key), self.loosened.get_mut(edge.child)) {
            (Some(columns), Some(loosened)) => {
                loosened.extend(columns);
                loosened.sort_unstable();
                loosened.dedup();
            }
            _ => self.notes.push(format!(
                "the foreign key {} of {} closes a circle and cannot be NULL in between: rows that it refuses are tried again",
                edge.key.name, table.name
            )),
        }
    }
}

/// How many foreign keys have to be broken so that the table can come next, those that cannot be broken first.
fn cost(table: usize, open: &[Edge<'_>], tables: &[&Table]) -> (usize, usize) {
    let own = open.iter().filter(|it| it.child == table);
    let is_hard = |edge: &&Edge<'_>| tables.get(edge.child).is_none_or(|it| nullable_columns(it, edge.key).is_none());
    (own.clone().filter(is_hard).count(), own.count())
}

/// The places of the foreign key's columns that may be NULL and are not of a key, if there are any: one is enough for the
/// foreign key to be satisfied.
fn nullable_columns(table: &Table, key: &ForeignKey) -> Option<Vec<usize>> {
    let is_keyed = |name: &String| table.keys.iter().any(|it| it.is_primary && it.columns.contains(name));
    let mut places = Vec::new();
    for name in key.columns.iter().filter(|it| !is_keyed(it)) {
        let place = table.columns.iter().position(|it| &it.name == name)?;
        if table.columns.get(place).is_some_and(|it| it.nullable && !it.generated) {
            places.push(place);
        }
    }
    (!places.is_empty()).then_some(places)
}

#[cfg(test)]
mod tests {
    use database::{Column, Identity, ValueKind};

    use super::*;

    fn table(name: &str, references: &[(&str, bool)]) -> Table {
        let column = |(parent, nullable): &(&str, bool)| Column {
            name: format!("{parent}_id"),
            type_name: "integer".into(),
            kind: ValueKind::Integer,
            nullable: *nullable,
            generated: false,
            set_on_update: false,
            identity: Identity::None,
            sorts_by_bytes: true,
            equates_texts: false,
            character_set: None,
        };
        let key = |(parent, _): &(&str, bool)| ForeignKey {
            name: format!("{name}_{parent}"),
            columns: vec![format!("{parent}_id")],
            referred_schema: "s".into(),
            referred_table: (*parent).into(),
            referred_columns: vec!["id".into()],
            is_deferrable: false,
        };
        Table {
            schema: "s".into(),
            name: name.into(),
            columns: references.iter().map(column).collect(),
            keys: Vec::new(),
            foreign_keys: references.iter().map(key).collect(),
            triggers: Vec::new(),
            estimated_rows: None,
        }
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let tables =
            [table("line", &[("order", false)]), table("order", &[("customer", false)]), table("customer", &[])];
        let order = order(&tables.iter().collect::<Vec<_>>());
        assert_eq!((order.tables, order.notes.len()), (vec![2, 1, 0], 0));
    }

    #[test]
    fn a_circle_is_broken_where_a_column_may_be_null() {
        let tables = [table("team", &[("person", false)]), table("person", &[("team", true), ("person", true)])];
        let order = order(&tables.iter().collect::<Vec<_>>());
        assert_eq!(order.tables, [1, 0]);
        assert_eq!(order.loosened, [vec![], vec![0, 1]]);
        assert!(order.notes.is_empty());
    }

    #[test]
    fn a_circle_without_null_is_said() {
        let tables = [table("node", &[("node", false)])];
        let order = order(&tables.iter().collect::<Vec<_>>());
        assert_eq!((order.tables, order.notes.len()), (vec![0], 1));
    }
}
