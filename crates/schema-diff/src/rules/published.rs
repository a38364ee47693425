//! Publications that let `UPDATE` and `DELETE` fail on what they publish.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::context::Context;
use super::witness;
use crate::catalogue::{DefinitionId, DefinitionKind, ObjectPath, QualifiedName, RefusedChanges};
use crate::diff::Change;

/// The finding that the publication `id` lets changes fail that worked on the old side; none where it does not.
pub(crate) fn refuses_changes(
    context: &Context<'_>,
    rule: &RuleMetadata,
    change: &Change,
    id: &DefinitionId,
) -> Option<Finding> {
    let after = &context.after.catalogue;
    let refused = after.refused_by_publication(after.definitions.get(id)?);
    let found = refused.into_iter().find(|it| worked(context, &it.table))?;
    Some(finding(context, rule, change, (change.path.to_string(), &found)))
}

/// The finding that a publication lets changes fail because of the replica identity that a table has from now on.
pub(crate) fn replica_identity_refuses(context: &Context<'_>, rule: &RuleMetadata, change: &Change) -> Option<Finding> {
    let table = change.path.relation().filter(|it| worked(context, it))?;
    let after = &context.after.catalogue;
    let publications = after.definitions.iter().filter(|(id, _)| id.kind == DefinitionKind::Publication);
    let mut refused =
        publications.flat_map(|(id, it)| after.refused_by_publication(it).into_iter().map(move |it| (id, it)));
    let (id, found) = refused.find(|(_, it)| it.table == *table)?;
    Some(finding(context, rule, change, (ObjectPath::Definition(id.clone()).to_string(), &found)))
}

fn finding(
    context: &Context<'_>,
    rule: &RuleMetadata,
    change: &Change,
    (publication, refused): (String, &RefusedChanges),
) -> Finding {
    let RefusedChanges { table, reason } = refused;
    let finding = context.finding(
        rule,
        change,
        format!("{publication} {reason}"),
        format!("UPDATE and DELETE of {table} fail with it, while INSERT goes on"),
        "let the replica identity have these columns (REPLICA IDENTITY FULL has all), or publish inserts only",
    );
    let witness = witness::update_refused(context, table);
    Finding { severity: Severity::Breaking, who_breaks: vec![Party::OldWriters], witness, ..finding }
}

fn worked(context: &Context<'_>, table: &QualifiedName) -> bool {
    let before = &context.before.catalogue;
    before.tables.contains_key(table) && !before.refuses_changes(table)
}
