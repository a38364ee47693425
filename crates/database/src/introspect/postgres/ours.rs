//! What a plan keeps on the user's tables while it is under way belongs to the workshop, not to the user's schema.

use schema_diff::catalogue::{Catalogue, Table};

use crate::introspect::WORKSHOP;

/// Takes twin columns, indexes, constraints and triggers of ours out of `catalogue`, and defaults that only we need.
pub(super) fn leave_out(catalogue: &mut Catalogue) {
    catalogue.tables.values_mut().for_each(leave_out_of);
}

fn leave_out_of(table: &mut Table) {
    table.columns.retain(|it| !is_ours(&it.name));
    table.inherited.retain(|name| !is_ours(name));
    table.indexes.retain(|name, _| !is_ours(name));
    table.constraints.retain(|name, _| !is_ours(name));
    table.triggers.retain(|name, _| !is_ours(name));
    for column in &mut table.columns {
        column.default = column.default.take().filter(|it| !it.mentions(WORKSHOP));
    }
}

fn is_ours(name: &str) -> bool {
    name.trim_start_matches('~').strip_prefix(WORKSHOP).is_some_and(|rest| rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_our_prefix_are_ours() {
        assert!(is_ours("migration_architect_total") && is_ours("~migration_architect_sync"));
        assert!(!is_ours("migration_architecture") && !is_ours("total_migration_architect_"));
    }
}
