//! Views that stand in the way of a change to what they read: dropped before it and created again after it, in one
//! transaction.

use std::collections::BTreeSet;

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, View};

use super::definition::attached;
use crate::operation::Context;

/// Views that read a relation, directly or through others, those that read others first.
pub(super) fn readers<'a>(now: &'a Catalogue, relation: &QualifiedName) -> Vec<(&'a QualifiedName, &'a View)> {
    let mut found = Vec::new();
    collect(now, relation, &mut BTreeSet::from([relation.clone()]), &mut found);
    found
}

/// Depth first: a view is listed behind every view that reads it.
fn collect<'a>(
    now: &'a Catalogue,
    relation: &QualifiedName,
    seen: &mut BTreeSet<QualifiedName>,
    found: &mut Vec<(&'a QualifiedName, &'a View)>,
) {
    for (name, view) in &now.views {
        if view.query.mentions(&relation.name) && seen.insert(name.clone()) {
            collect(now, name, seen, found);
            found.push((name, view));
        }
    }
}

/// `statements` between dropping and creating the views that read `relation`; those that `matters` passes over stay.
pub(super) fn around(
    now: &Catalogue,
    context: &Context<'_>,
    relation: &QualifiedName,
    matters: impl Fn(&View) -> bool,
    statements: Vec<String>,
) -> Vec<String> {
    let readers = readers(now, relation);
    if !readers.iter().any(|(_, view)| matters(view)) {
        return statements;
    }
    let object =
        |(name, view): &(&QualifiedName, &View)| (ObjectPath::View((*name).clone()), Object::View((*view).clone()));
    let drops = readers.iter().map(object).map(|(path, it)| context.writer.drop_object(&path, &it));
    let creates = readers.iter().rev().flat_map(|view| std::iter::once(object(view)).chain(attached(now, view.0)));
    let creates = creates.flat_map(|(path, it)| context.writer.create(&path, &it));
    drops.chain(statements).chain(creates).collect()
}
