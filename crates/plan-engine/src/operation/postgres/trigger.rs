//! A trigger comes, goes, or is replaced.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, Trigger};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// What becomes of a trigger; it is put, replaced or taken away by what it was and what it is to be.
pub(super) struct SetTrigger {
    /// The table or view.
    pub(super) relation: QualifiedName,
    /// Its name.
    pub(super) name: String,
    /// The trigger as it is to be; none where it goes.
    pub(super) to: Option<Trigger>,
}

impl SetTrigger {
    fn statements(&self, context: &Context<'_>, from: Option<&Trigger>, to: Option<&Trigger>) -> Vec<String> {
        let path = ObjectPath::Trigger(self.relation.clone(), self.name.clone());
        let drop = from.map(|_| context.writer.drop(&path));
        let create = to.map(|it| context.writer.create(&path, &Object::Trigger(it.clone()))).unwrap_or_default();
        drop.into_iter().chain(create).collect()
    }

    fn edit(&self, to: Option<&Trigger>) -> Edit {
        let path = ObjectPath::Trigger(self.relation.clone(), self.name.clone());
        Edit { path, object: to.map(|it| Object::Trigger(it.clone())) }
    }
}

impl Operation for SetTrigger {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Trigger(self.relation.clone(), self.name.clone());
        let from = match now.get(&path) {
            Some(Object::Trigger(it)) => Some(it),
            _ => None,
        };
        if from == self.to {
            return Ok(Vec::new());
        }
        let (operation, verb, why) = match (&from, &self.to) {
            (None, _) => {
                ("add_trigger", "Create", "The new version counts on it; it fires for the old one's writes too.")
            }
            (_, None) => ("drop_trigger", "Drop", "Only the old version counted on it."),
            _ => ("replace_trigger", "Replace", "One transaction: every write meets one of the two."),
        };
        let mode = if from.is_some() { LockMode::AccessExclusive } else { LockMode::ShareRowExclusive };
        let facts = Facts::lock(context.writer.name(&self.relation), mode);
        let back_facts = Facts::lock(context.writer.name(&self.relation), LockMode::AccessExclusive);
        Ok(vec![
            Draft::new(operation, &path, format!("{verb} trigger {} on {}", self.name, self.relation), why)
                .forward([transaction(self.statements(context, from.as_ref(), self.to.as_ref()))])
                .effect([self.edit(self.to.as_ref())])
                .facts(facts)
                .back(
                    format!("Restore trigger {} on {} as it was", self.name, self.relation),
                    [transaction(self.statements(context, self.to.as_ref(), from.as_ref()))],
                    [self.edit(from.as_ref())],
                )
                .back_facts(back_facts),
        ])
    }
}
