//! What a table keeps for itself when its parent loosens or gains a column.

use schema_diff::catalogue::{Object, ObjectPath};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::rank::TIGHTEN_NOT_NULL;
use crate::operation::postgres::not_null::SetNotNull;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::Contract;

/// `NOT NULL` of the children of a table whose column, new or loosened, accepts NULL: the engine loosens theirs too, and
/// they get it back when the old version is gone.
pub(super) fn stricter(change: &Change, context: &Context<'_>) -> Vec<Placed> {
    let ObjectPath::Column(parent, column) = &change.path else { return Vec::new() };
    let is_new = match &change.kind {
        ChangeKind::Added(Object::Column(it)) if !it.not_null => true,
        ChangeKind::Altered { aspect: Aspect::NotNullDropped, .. } => false,
        _ => return Vec::new(),
    };
    let mut placed = Vec::new();
    for child in context.after.tree(parent).into_iter().skip(1) {
        let own = |side: &schema_diff::catalogue::Catalogue| {
            side.tables.get(&child).and_then(|table| table.column(column)).map(|it| it.not_null)
        };
        // One that was there before with the column, and loosened already, is an alteration of its own.
        let tightens = match own(context.before) {
            None => is_new && context.before.tables.contains_key(&child),
            Some(was) => !is_new && was,
        };
        if tightens && own(context.after) == Some(true) {
            let operation = SetNotNull { table: child, column: column.clone() };
            placed.push(Placed::new(Contract, TIGHTEN_NOT_NULL, operation));
        }
    }
    placed
}
