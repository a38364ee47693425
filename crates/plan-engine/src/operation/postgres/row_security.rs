//! Policies decide over the rows of a table, or no longer.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, RowSecurity};

use super::common::{table, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// Row security of a table is switched.
pub(super) struct SetRowSecurity {
    /// The table.
    pub(super) table: QualifiedName,
    /// As it is to be.
    pub(super) to: RowSecurity,
}

/// Whether somebody sees fewer rows.
pub(super) fn tightens(from: RowSecurity, to: RowSecurity) -> bool {
    to.enabled && (!from.enabled || (to.forced && !from.forced))
}

impl Operation for SetRowSecurity {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.table, ObjectPath::Table(self.table.clone()));
        let old = table(now, name)?;
        let mut new = old.clone();
        new.row_security = self.to;
        let (title, why) = if tightens(old.row_security, self.to) {
            (
                format!("Let policies decide over the rows of {name}"),
                "Its policies are there; the old version, which may need rows that they hide, is gone.",
            )
        } else {
            (format!("No longer let policies decide over all rows of {name}"), "Nobody sees less than before.")
        };
        let facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        Ok(vec![
            Draft::new("set_row_security", &path, title, why)
                .forward([transaction(context.writer.row_security(name, old.row_security, self.to))])
                .effect([Edit::put(path.clone(), Object::Table(new))])
                .facts(facts.clone())
                .back(
                    format!("Restore row security of {name}"),
                    [transaction(context.writer.row_security(name, self.to, old.row_security))],
                    [Edit::put(path, Object::Table(old.clone()))],
                )
                .back_facts(facts),
        ])
    }
}
