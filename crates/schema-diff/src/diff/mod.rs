//! Compares two catalogues: typed changes, in the order of their dependencies.
//!
//! `diff(x, x)` is empty for every catalogue. Column order is not a difference; [`Diff::reordered`] names the tables in
//! which a migrated table ends up with its columns in another order than written.

mod change;
mod columns;
mod compare;
mod follow;
mod inherited;
mod maybe_renamed;
mod order;
mod rename;
pub mod stated_name;
mod unmodelled;

pub use change::{Aspect, Change, ChangeKind};
pub use rename::{Rename, RenameError};
pub use unmodelled::UnmodelledDiff;

use crate::catalogue::{Catalogue, QualifiedName};

/// What differs between two catalogues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// Typed changes, ordered so that what is needed is there first and what is dropped is no longer needed.
    pub changes: Vec<Change>,
    /// Tables whose columns, migrated, stand in another order than the new side writes them.
    pub reordered: Vec<QualifiedName>,
    /// Statements that the model does not hold, on one side or on both.
    pub unmodelled: UnmodelledDiff,
}

/// Compares `before` with `after`.
///
/// # Errors
/// When a stated rename does not fit: nothing of the old name before, nothing of the new name after, or both kept.
pub fn diff(before: &Catalogue, after: &Catalogue, renames: &[Rename]) -> Result<Diff, RenameError> {
    let (renamed, mut changes) = rename::apply(before, after, renames)?;
    compare::catalogues(&renamed, after, &mut changes);
    inherited::leave_out(&renamed, after, &mut changes);
    maybe_renamed::report(&mut changes);
    Ok(Diff {
        changes: order::by_dependency(changes),
        reordered: columns::reordered(&renamed, after),
        unmodelled: unmodelled::compare(&renamed, after),
    })
}
