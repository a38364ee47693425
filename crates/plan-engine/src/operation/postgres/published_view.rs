//! A view that loses columns which the old version reads, and gains others: until the old version is gone the new one
//! finds its own view of that name in a schema that stands first in its `search_path`.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, View};
use schema_diff::diff::{Aspect, ChangeKind};

use super::common::transaction;
use super::twin::publish::{drop_empty_schema, make_schema};
use super::view::{ColumnsChange, columns_change};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Facts;

/// The new version gets its own view.
pub(super) struct PublishView {
    /// The name that both views have.
    pub(super) name: QualifiedName,
}

/// Views that are there in two shapes until `contract`.
pub(super) fn names<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a QualifiedName> {
    context.diff.changes.iter().filter_map(|change| match (&change.path, &change.kind) {
        (
            ObjectPath::View(name),
            ChangeKind::Altered { aspect: Aspect::ViewDefinition, before: Object::View(old), after: Object::View(new) },
        ) => matches!(columns_change(old, new), ColumnsChange::Both).then_some(name),
        _ => None,
    })
}

/// Refuses a view whose query reads what is there in two shapes itself.
pub(super) fn refuse(name: &QualifiedName, view: &View, context: &Context<'_>) -> Result<(), Refusal> {
    let other = names(context).find(|it| *it != name && (view.query.mentions(&it.name) || it.name == name.name));
    let changed = context.diff.changes.iter().find(|change| {
        let in_two_shapes = match &change.kind {
            ChangeKind::Altered { aspect, .. } => {
                matches!(aspect, Aspect::ColumnType | Aspect::ColumnCollation | Aspect::ColumnGenerated)
            }
            ChangeKind::Renamed { .. } => true,
            _ => false,
        };
        in_two_shapes && change.path.relation().is_some_and(|it| view.query.mentions(&it.name))
    });
    let what = match (other, changed) {
        (Some(other), _) => format!("view {other}"),
        (None, Some(change)) => change.path.to_string(),
        (None, None) => return Ok(()),
    };
    Err(Refusal::new(
        &ObjectPath::View(name.clone()),
        format!(
            "loses columns that the old version reads and gains others that the new one reads, while {what}, which it reads, is there in two shapes too"
        ),
        "change one of the two in a migration before this one, or give the new view another name",
    ))
}

fn own(name: &QualifiedName, context: &Context<'_>) -> ObjectPath {
    ObjectPath::View(QualifiedName::new(context.workshop.version_schema(), &name.name))
}

/// Statements that make the new version's own view.
pub(super) fn publish(name: &QualifiedName, context: &Context<'_>) -> Vec<String> {
    let Some(mut view) = context.after.views.get(name).cloned() else { return Vec::new() };
    let path = own(name, context);
    // A trigger is held as its statement, which names the view.
    let on = |relation: &QualifiedName| format!(" ON {} ", context.writer.name(relation));
    for trigger in view.triggers.values_mut() {
        let there = path.relation().map(on).unwrap_or_default();
        trigger.definition.text = trigger.definition.text.replacen(&on(name), &there, 1);
    }
    let create = context.writer.create(&path, &Object::View(view));
    make_schema(context).into_iter().chain(create).collect()
}

/// Statements that take it away.
pub(super) fn withdraw(name: &QualifiedName, context: &Context<'_>) -> Vec<String> {
    let Some(view) = context.after.views.get(name) else { return Vec::new() };
    vec![context.writer.drop_object(&own(name, context), &Object::View(view.clone())), drop_empty_schema(context)]
}

impl Operation for PublishView {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, schema) = (&self.name, context.workshop.version_schema());
        let mut facts = Facts::default();
        if context.after.views.get(name).is_some_and(|it| it.materialized) {
            facts = facts
                .hazard("the new version's materialised view is filled here and has to be refreshed like the other");
        }
        let why = "The old version reads columns that the new view lacks: the new version is deployed with this schema first in its search_path, and names the view without a schema.";
        Ok(vec![
            Draft::new(
                "publish_view",
                &ObjectPath::View(name.clone()),
                format!("Show {name} to the new version in its own shape, in schema {schema}"),
                why,
            )
            .forward([transaction(publish(name, context))])
            .facts(facts)
            .back(
                format!("Take the new version's view {name} away"),
                [transaction(withdraw(name, context))],
                [],
            ),
        ])
    }
}
