//! What names a column and keeps the engine from altering its type: policies, rules and triggers are taken down before
//! and put up again after, in one transaction, so that no statement meets the table without them.

use std::collections::BTreeSet;

use schema_diff::catalogue::{Catalogue, Definition, DefinitionKind, Object, ObjectPath, QualifiedName};

use super::bracket::readers;
use crate::operation::Context;
use crate::plan::{Facts, LockMode};

/// Policies, rules and triggers that name a column.
pub(super) struct Carried(Vec<(ObjectPath, Object)>);

impl Carried {
    /// Those that name `column` of `table`, in the tables below it and in others' policies too.
    pub(super) fn of(now: &Catalogue, table: &QualifiedName, column: &str) -> Self {
        let tree = now.tree(table);
        let mut found = Vec::new();
        for name in &tree {
            let triggers = now.tables.get(name).into_iter().flat_map(|it| &it.triggers);
            let triggers = triggers.filter(|(_, it)| it.definition.mentions(column));
            found.extend(
                triggers
                    .map(|(key, it)| (ObjectPath::Trigger((*name).clone(), key.clone()), Object::Trigger(it.clone()))),
            );
        }
        // What lies on a view that reads the table comes and goes with the view.
        let views: BTreeSet<_> = tree.iter().flat_map(|it| readers(now, it)).map(|(name, _)| name).collect();
        let definitions = now.definitions.iter().filter(|(id, it)| {
            matches!(id.kind, DefinitionKind::Policy | DefinitionKind::Rule)
                && !id.relation.as_ref().is_some_and(|it| views.contains(it))
                && it.mentions(column)
                && tree.iter().any(|name| id.relation.as_ref() == Some(name) || it.mentions(&name.name))
        });
        found.extend(definitions.map(|(id, it)| (ObjectPath::Definition(id.clone()), Object::Definition(it.clone()))));
        Self(found)
    }

    /// Statements that take them down.
    pub(super) fn drops(&self, context: &Context<'_>) -> Vec<String> {
        self.0.iter().map(|(path, it)| context.writer.drop_object(path, it)).collect()
    }

    /// Statements that put them up.
    pub(super) fn creates(&self, context: &Context<'_>) -> Vec<String> {
        self.0.iter().flat_map(|(path, it)| context.writer.create(path, it)).collect()
    }

    /// `facts` with the locks that this takes.
    pub(super) fn facts(&self, context: &Context<'_>, facts: Facts) -> Facts {
        let relations: BTreeSet<_> = self.0.iter().filter_map(|(path, _)| path.relation()).collect();
        relations
            .into_iter()
            .fold(facts, |facts, relation| facts.and_lock(context.writer.name(relation), LockMode::AccessExclusive))
    }

    /// Those that read otherwise on the column's new type, and nothing else of them changes, as they read there.
    pub(super) fn reworded(&self, context: &Context<'_>) -> Vec<(ObjectPath, Object)> {
        let reworded = self.definitions().filter_map(|(path, own)| match context.after.get(path)? {
            Object::Definition(other) if other.statement != own.statement && differ_in_casts(own, &other) => {
                let adopted = Definition { statement: other.statement, ..own.clone() };
                Some((path.clone(), Object::Definition(adopted)))
            }
            _ => None,
        });
        reworded.collect()
    }

    /// These with `others` in the place of those that have their paths.
    pub(super) fn with(mut self, others: Vec<(ObjectPath, Object)>) -> Self {
        for (path, object) in others {
            if let Some(own) = self.0.iter_mut().find(|(own, _)| *own == path) {
                own.1 = object;
            }
        }
        self
    }

    /// One that casts `column`, which the engine would leave out on its new type, while more of it changes: how it
    /// reads in between cannot be told.
    pub(super) fn unforeseeable(&self, column: &str, context: &Context<'_>) -> Option<&ObjectPath> {
        let cast = |own: &Definition| {
            let words = own.statement.canonical.replace([' ', '(', ')'], "").to_lowercase();
            words.contains(&format!("{}::", column.to_lowercase()))
        };
        let changes = |path: &ObjectPath, own: &Definition| match context.after.get(path) {
            Some(Object::Definition(other)) => !differ_in_casts(own, &other),
            _ => true,
        };
        self.definitions().find(|(path, own)| cast(own) && changes(path, own)).map(|(path, _)| path)
    }

    fn definitions(&self) -> impl Iterator<Item = (&ObjectPath, &Definition)> {
        self.0.iter().filter_map(|(path, object)| match object {
            Object::Definition(it) => Some((path, it)),
            _ => None,
        })
    }
}

/// Whether two definitions say the same, casts aside.
fn differ_in_casts(own: &Definition, other: &Definition) -> bool {
    without_casts(&own.statement.canonical) == without_casts(&other.statement.canonical)
}

/// The words of `text` without casts, parentheses and space outside quotes.
fn without_casts(text: &str) -> String {
    const MORE: [&str; 7] = ["varying", "precision", "without", "with", "time", "zone", "[]"];
    let mut parts = text.split("::");
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // A literal may hold two colons.
        if said.matches('\'').count() % 2 == 1 {
            said.push_str("::");
            said.push_str(part);
            continue;
        }
        let part = part.trim_start();
        let end = |it: &str| it.find(|c: char| !(c.is_alphanumeric() || "_.\"".contains(c))).unwrap_or(it.len());
        let mut rest = part.get(end(part)..).unwrap_or_default();
        loop {
            let next = rest.trim_start();
            let arguments = next.strip_prefix('(').and_then(|it| it.split_once(')'));
            if let Some((_, behind)) = arguments
                .filter(|(it, _)| !it.is_empty() && it.chars().all(|c| c.is_ascii_digit() || c == ',' || c == ' '))
            {
                rest = behind;
            } else if let Some(behind) = MORE.iter().find_map(|it| next.strip_prefix(it)) {
                rest = behind;
            } else {
                break;
            }
        }
        said.push_str(rest);
    }
    let mut quoted = false;
    let keep = |c: &char| {
        quoted ^= *c == '\'';
        quoted || !matches!(c, ' ' | '(' | ')')
    };
    said.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_are_left_out_with_their_types() {
        let of = without_casts;
        assert_eq!(of("length ((new.body) :: text) > 10"), of("length (new.body) > 10"));
        assert_eq!(of("a::character varying(20) = 'x'::text[] and b"), of("a = 'x' and b"));
        assert_eq!(of("a::timestamp without time zone < now()"), of("(a < now())"));
        assert_ne!(of("a = 'x::text'"), of("a = 'x'"));
        assert_ne!(of("a = 'x y'"), of("a = 'xy'"));
        assert_ne!(of("a::text = b"), of("a::text = c"));
    }
}
