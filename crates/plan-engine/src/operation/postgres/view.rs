//! A view comes, goes, or gets another query.

use std::collections::BTreeMap;

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, View, ViewColumn};

use super::bracket::{around, readers};
use super::common::transaction;
use super::published_view;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode};

/// A view comes.
pub(super) struct AddView {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The view.
    pub(super) view: View,
}

/// A view goes.
pub(super) struct DropView {
    /// Its name.
    pub(super) name: QualifiedName,
}

/// A view gets another query.
pub(super) struct ReplaceView {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The view as it is to be; its indexes and triggers have changes of their own.
    pub(super) view: View,
    /// Whether the new version has it in a schema of its own until then.
    pub(super) published: bool,
}

/// How the columns of a view change.
pub(super) enum ColumnsChange {
    /// None is lost: the old version reads on.
    KeepsAll,
    /// Some are lost, none is gained: nobody but the old version reads them.
    OnlyLoses,
    /// Some are lost and others gained: the one name shows two shapes.
    Both,
}

/// How the columns of a view change; columns that the text does not tell count as kept.
pub(super) fn columns_change(old: &View, new: &View) -> ColumnsChange {
    let (Some(a), Some(b)) = (&old.columns, &new.columns) else { return ColumnsChange::KeepsAll };
    let lacks = |columns: &[ViewColumn], name: &str| !columns.iter().any(|it| it.name == name);
    let lost = a.iter().any(|it| lacks(b, &it.name));
    let gained = b.iter().any(|it| lacks(a, &it.name));
    match (lost, gained) {
        (false, _) => ColumnsChange::KeepsAll,
        (true, false) => ColumnsChange::OnlyLoses,
        (true, true) => ColumnsChange::Both,
    }
}

fn draft(operation: &'static str, path: &ObjectPath, title: String, why: &str) -> Draft {
    Draft::new(operation, path, title, why)
}

fn create(context: &Context<'_>, path: &ObjectPath, view: &View) -> Action {
    transaction(context.writer.create(path, &Object::View(view.clone())))
}

fn drop_view(context: &Context<'_>, path: &ObjectPath, view: &View) -> Action {
    transaction([context.writer.drop_object(path, &Object::View(view.clone()))])
}

impl Operation for AddView {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::View(self.name.clone());
        Ok(vec![
            draft(
                "add_view",
                &path,
                format!("Create view {}", self.name),
                "The new version finds it when it is deployed.",
            )
            .forward([create(context, &path, &self.view)])
            .effect([Edit::put(path.clone(), Object::View(self.view.clone()))])
            .back(
                format!("Drop view {}", self.name),
                [drop_view(context, &path, &self.view)],
                [Edit::remove(path.clone())],
            )
            .back_facts(Facts::lock(context.writer.name(&self.name), LockMode::AccessExclusive)),
        ])
    }
}

impl Operation for DropView {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::View(self.name.clone());
        let Some(view) = now.views.get(&self.name) else { return Ok(Vec::new()) };
        if let Some((reader, _)) = readers(now, &self.name).first() {
            return Err(Refusal::new(
                &path,
                format!("view {reader} still reads it"),
                "drop or change that view in a migration of its own first",
            ));
        }
        Ok(vec![
            draft("drop_view", &path, format!("Drop view {}", self.name), "Only the old version read it.")
                .forward([drop_view(context, &path, view)])
                .effect([Edit::remove(path.clone())])
                .facts(Facts::lock(context.writer.name(&self.name), LockMode::AccessExclusive))
                .back(
                    format!("Create view {} again", self.name),
                    [create(context, &path, view)],
                    [Edit::put(path.clone(), Object::View(view.clone()))],
                ),
        ])
    }
}

impl ReplaceView {
    /// Statements that lead from one definition to the other. A view is dropped and created with all that reads it, since
    /// `CREATE OR REPLACE` can only add columns behind the others and cannot change a type.
    fn swap(&self, now: &Catalogue, context: &Context<'_>, from: &View, to: &View) -> Vec<String> {
        let path = ObjectPath::View(self.name.clone());
        if extends(from, to) {
            let mut statements = vec![context.writer.replace_view(&self.name, to)];
            statements.extend(context.writer.comments(&path, &Object::View(to.clone())));
            return statements;
        }
        let mut statements = vec![context.writer.drop_object(&path, &Object::View(from.clone()))];
        statements.extend(context.writer.create(&path, &Object::View(to.clone())));
        around(now, context, &self.name, |_| true, statements)
    }
}

/// Whether `CREATE OR REPLACE VIEW` leads from `from` to `to`: the same columns with types that are known to be the same,
/// or more behind them (manual, CREATE VIEW).
fn extends(from: &View, to: &View) -> bool {
    let (Some(a), Some(b)) = (&from.columns, &to.columns) else { return false };
    let same =
        |(a, b): (&ViewColumn, &ViewColumn)| a.name == b.name && a.data_type.is_some() && a.data_type == b.data_type;
    !from.materialized && !to.materialized && a.len() <= b.len() && a.iter().zip(b).all(same)
}

impl Operation for ReplaceView {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::View(self.name.clone());
        let Some(from) = now.views.get(&self.name) else { return Ok(Vec::new()) };
        let indexes = if from.materialized == self.view.materialized { from.indexes.clone() } else { BTreeMap::new() };
        let mut to = View {
            indexes,
            triggers: from.triggers.clone(),
            comment: from.comment.clone(),
            grants: from.grants.clone(),
            ..self.view.clone()
        };
        // Privileges on columns change by an operation of their own.
        for column in to.columns.iter_mut().flatten() {
            let old = from.columns.iter().flatten().find(|it| it.name == column.name);
            column.grants = old.map(|it| it.grants.clone()).unwrap_or_default();
        }
        if *from == to {
            return Ok(Vec::new());
        }
        let mut facts = Facts::lock(context.writer.name(&self.name), LockMode::AccessExclusive);
        if to.materialized {
            facts = facts.hazard("a materialised view is filled again while it is locked");
        }
        let mut forward = self.swap(now, context, from, &to);
        let mut back = self.swap(now, context, &to, from);
        if self.published {
            forward.extend(published_view::withdraw(&self.name, context));
            back.extend(published_view::publish(&self.name, context));
        }
        Ok(vec![
            draft(
                "replace_view",
                &path,
                format!("Change the query of view {}", self.name),
                "It changes in one transaction, together with the views that read it.",
            )
            .forward([transaction(forward)])
            .effect([Edit::put(path.clone(), Object::View(to.clone()))])
            .facts(facts.clone())
            .back(
                format!("Restore the query of view {}", self.name),
                [transaction(back)],
                [Edit::put(path.clone(), Object::View(from.clone()))],
            )
            .back_facts(facts),
        ])
    }
}
