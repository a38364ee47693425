//! Adds, replaces and drops triggers of a table or view that keeps its shape otherwise.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, Trigger};

use super::facts;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Sql};

/// Puts trigger `name` of a relation from `from` to `to`.
pub(super) struct ChangeTrigger {
    pub(super) relation: QualifiedName,
    pub(super) name: String,
    pub(super) from: Option<Trigger>,
    pub(super) to: Option<Trigger>,
}

impl Operation for ChangeTrigger {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Trigger(self.relation.clone(), self.name.clone());
        let edit = |trigger: Option<&Trigger>| match trigger {
            Some(trigger) => Edit::put(path.clone(), Object::Trigger(trigger.clone())),
            None => Edit::remove(path.clone()),
        };
        let change = |from: Option<&Trigger>, to: Option<&Trigger>| {
            let drop = from.map(|_| context.writer.drop(&path));
            let create = to.map(|it| context.writer.create_trigger(it));
            Action::Sql(Sql::in_transaction(drop.into_iter().chain(create).collect()))
        };
        let (from, to) = (self.from.as_ref(), self.to.as_ref());
        let (operation, verb, undo, why) = match (from, to) {
            (None, _) => ("add_trigger", "Create", "Drop", "It answers to what either version writes."),
            (_, None) => ("drop_trigger", "Drop", "Create", "The old version, which relied on it, is gone."),
            _ => ("change_trigger", "Replace", "Replace", "SQLite cannot change a trigger; it is made anew."),
        };
        let title = |verb: &str| format!("{verb} trigger {} on {}", self.name, context.writer.name(&self.relation));
        Ok(vec![
            Draft::new(operation, &path, title(verb), why)
                .forward([change(from, to)])
                .effect([edit(to)])
                .facts(facts::brief())
                .back(title(undo), [change(to, from)], [edit(from)])
                .back_facts(facts::brief()),
        ])
    }
}
