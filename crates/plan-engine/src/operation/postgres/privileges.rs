//! Roles may do more or less with an object.

use schema_diff::catalogue::{Catalogue, DefaultPrivileges, Grants, Object, ObjectPath};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Edit;

/// The privileges on an object and on its columns, where it is a view, become those of the new side; what is added in
/// `expand`, what is taken in `contract`.
pub(super) struct SetPrivileges {
    /// The object.
    pub(super) path: ObjectPath,
    /// The object on the new side.
    pub(super) to: Object,
    /// Whether nothing is taken yet.
    pub(super) only_adds: bool,
}

/// Default privileges come, go or change.
pub(super) struct SetDefaultPrivileges {
    /// Which.
    pub(super) of: DefaultPrivileges,
    /// As they are to be; empty where they go.
    pub(super) to: Grants,
}

/// The object itself and its columns, where it is a view, with their privileges.
fn parts(path: &ObjectPath, object: &Object) -> Vec<(ObjectPath, Grants)> {
    let mut parts: Vec<_> = object.grants().map(|grants| (path.clone(), grants.clone())).into_iter().collect();
    if let (ObjectPath::View(name), Object::View(view)) = (path, object) {
        let column = |it: &schema_diff::catalogue::ViewColumn| {
            (ObjectPath::Column(name.clone(), it.name.clone()), it.grants.clone())
        };
        parts.extend(view.columns.iter().flatten().map(column));
    }
    parts
}

/// Statements that change the privileges on an object. What is revoked from a whole table is revoked from its columns by
/// the engine, and granted on these again.
fn change(context: &Context<'_>, now: &Catalogue, path: &ObjectPath, from: &Grants, to: &Grants) -> Vec<String> {
    let mut statements = context.writer.change_grants(path, from, to);
    if statements.iter().any(|it| it.starts_with("REVOKE"))
        && let Some(object) = now.get(path)
    {
        for (column, grants) in columns(path, &object) {
            statements.extend(context.writer.change_grants(&column, &Grants::default(), &grants));
        }
    }
    statements
}

/// The columns of a table or view that have privileges of their own, with these.
fn columns(path: &ObjectPath, object: &Object) -> Vec<(ObjectPath, Grants)> {
    let Some(relation) = path.relation() else { return Vec::new() };
    let column = |name: &String, grants: &Grants| (ObjectPath::Column(relation.clone(), name.clone()), grants.clone());
    let all: Vec<_> = match object {
        Object::Table(table) => table.columns.iter().map(|it| column(&it.name, &it.grants)).collect(),
        Object::View(view) => view.columns.iter().flatten().map(|it| column(&it.name, &it.grants)).collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|(_, grants)| !grants.is_empty()).collect()
}

impl Operation for SetPrivileges {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let Some(before) = now.get(&self.path) else { return Ok(Vec::new()) };
        let wanted = parts(&self.path, &self.to);
        let mut after = now.clone();
        let (mut forward, mut back) = (Vec::new(), Vec::new());
        for (part, old) in parts(&self.path, &before) {
            let Some((_, target)) = wanted.iter().find(|(path, _)| *path == part) else { continue };
            let new = if self.only_adds { old.union(target) } else { target.clone() };
            forward.extend(change(context, now, &part, &old, &new));
            back.extend(change(context, now, &part, &new, &old));
            if let Some(place) = after.grants_mut(&part) {
                *place = new;
            }
        }
        let (Some(object), false) = (after.get(&self.path), forward.is_empty()) else { return Ok(Vec::new()) };
        let (operation, title, why) = if self.only_adds {
            ("grant", format!("Grant privileges on {}", self.path), "The new version counts on them.")
        } else {
            ("revoke", format!("Revoke privileges on {}", self.path), "Only the old version counted on them.")
        };
        Ok(vec![
            Draft::new(operation, &self.path, title, why)
                .forward([transaction(forward)])
                .effect([Edit::put(self.path.clone(), object)])
                .back(
                    format!("Restore the privileges on {}", self.path),
                    [transaction(back)],
                    [Edit::put(self.path.clone(), before)],
                ),
        ])
    }
}

impl Operation for SetDefaultPrivileges {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::DefaultPrivileges(self.of.clone());
        let old = now.default_privileges.get(&self.of).cloned().unwrap_or_default();
        let edit = |grants: &Grants| {
            if grants.is_empty() {
                Edit::remove(path.clone())
            } else {
                Edit::put(path.clone(), Object::DefaultPrivileges(grants.clone()))
            }
        };
        let writer = context.writer;
        Ok(vec![
            Draft::new(
                "set_default_privileges",
                &path,
                format!("Change the {path}"),
                "They concern what is created from here on.",
            )
            .forward([transaction(writer.change_default_privileges(&self.of, &old, &self.to))])
            .effect([edit(&self.to)])
            .back(
                format!("Restore the {path}"),
                [transaction(writer.change_default_privileges(&self.of, &self.to, &old))],
                [edit(&old)],
            ),
        ])
    }
}

/// Statements that take away what objects get by default privileges and are not meant to have; `actions` are those that
/// make them. An object counts as made where a statement that creates something mentions it: to take too often does no
/// harm.
pub(in crate::operation) fn take_surplus(
    now: &Catalogue,
    after: &Catalogue,
    context: &Context<'_>,
    actions: &[crate::plan::Action],
) -> Vec<String> {
    if now.default_privileges.keys().all(|of| of.role.is_some()) {
        return Vec::new();
    }
    let creating: Vec<&String> = actions
        .iter()
        .filter_map(|action| match action {
            crate::plan::Action::Sql(sql) => Some(&sql.statements),
            _ => None,
        })
        .flatten()
        .filter(|statement| statement.contains("CREATE "))
        .collect();
    let mut statements = Vec::new();
    for path in after.with_privileges() {
        let (Some(given), Some(object)) = (now.default_grants(&path), after.get(&path)) else { continue };
        let name = match &path {
            ObjectPath::Function(signature) => signature.name.as_str(),
            path => path.name(),
        };
        if !creating.iter().any(|statement| statement.contains(name)) {
            continue;
        }
        if let Some(wanted) = object.grants() {
            // Privileges that are wanted are granted where the object is made.
            let both = given.union(wanted);
            statements.extend(change(context, after, &path, &both, wanted));
        }
    }
    statements
}
