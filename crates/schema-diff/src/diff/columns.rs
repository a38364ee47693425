//! Order of columns: not a difference, but worth saying.

use crate::catalogue::{Catalogue, QualifiedName, Table};

/// Tables whose columns, migrated (those that stay in their order, new ones behind), stand in another order than `after`
/// writes them.
pub(super) fn reordered(before: &Catalogue, after: &Catalogue) -> Vec<QualifiedName> {
    let differs = |name: &&QualifiedName| {
        before
            .tables
            .get(*name)
            .is_some_and(|old| after.tables.get(*name).is_some_and(|new| ends_up_otherwise(old, new)))
    };
    after.tables.keys().filter(differs).cloned().collect()
}

fn ends_up_otherwise(old: &Table, new: &Table) -> bool {
    let stay = old.columns.iter().filter(|column| new.column(&column.name).is_some());
    let come = new.columns.iter().filter(|column| old.column(&column.name).is_none());
    !stay.chain(come).map(|column| &column.name).eq(new.columns.iter().map(|column| &column.name))
}
