//! The default of a column.

use schema_diff::catalogue::{Catalogue, Expression, ObjectPath, QualifiedName};

use super::common::{alter_column, column_edit, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Facts, LockMode};

/// A column gets another default, or none.
pub(super) struct SetDefault {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
    /// The default, where there is to be one.
    pub(super) default: Option<Expression>,
}

impl SetDefault {
    fn action(&self, context: &Context<'_>, default: Option<&Expression>) -> Action {
        let what = match default {
            Some(default) => format!("SET DEFAULT {}", context.writer.default(default)),
            None => "DROP DEFAULT".to_owned(),
        };
        transaction([alter_column(context, &self.table, &self.column, &what)])
    }
}

impl Operation for SetDefault {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let name = &self.table;
        let path = ObjectPath::Column(name.clone(), self.column.clone());
        let old = super::common::column(now, name, &self.column)?.default.clone();
        let effect = column_edit(now, name, &self.column, |column| column.default.clone_from(&self.default))?;
        let undo = column_edit(now, name, &self.column, |column| column.default.clone_from(&old))?;
        let (title, why) = match (&old, &self.default) {
            (None, Some(it)) => (
                format!("Give {name}.{} the default {}", self.column, it.text),
                "The new version counts on it; the old one names the column or lives without a value.",
            ),
            (_, None) => (
                format!("Drop the default of {name}.{}", self.column),
                "The old version counted on it until it was gone.",
            ),
            (Some(_), Some(it)) => (
                format!("Change the default of {name}.{} to {}", self.column, it.text),
                "There is one default at a time: it changes when the new version is deployed.",
            ),
        };
        let facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        Ok(vec![
            Draft::new("set_default", &path, title, why)
                .forward([self.action(context, self.default.as_ref())])
                .effect([effect])
                .facts(facts.clone())
                .back(
                    format!("Restore the default of {name}.{}", self.column),
                    [self.action(context, old.as_ref())],
                    [undo],
                )
                .back_facts(facts),
        ])
    }
}
