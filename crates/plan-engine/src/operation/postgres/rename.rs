//! Something gets another name.
//!
//! A table or view gets it at once, and a view under the old name serves the old version until it is gone: the engine
//! writes through it (manual, CREATE VIEW, "Updatable Views"). Names that applications do not use (constraints, indexes,
//! triggers, sequences) change in `contract`.

use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, View};
use schema_diff::read::{Limits, read};

use super::common::transaction;
use super::twin::next::edits_between;
use super::twin::tree::complete;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// A table or view gets another name; the old one leads to it.
pub(super) struct RenameRelation {
    /// Where it is.
    pub(super) from: ObjectPath,
    /// Where it is to be.
    pub(super) to: ObjectPath,
}

/// The old name of a table or view leads nowhere any more.
pub(super) struct DropAlias {
    /// The old name.
    pub(super) name: QualifiedName,
    /// The new one.
    pub(super) to: QualifiedName,
}

/// A part of a table, or a sequence, gets another name.
pub(super) struct RenamePart {
    /// Where it is.
    pub(super) from: ObjectPath,
    /// Where it is to be.
    pub(super) to: ObjectPath,
}

impl Operation for RenameRelation {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (Some(old), Some(new)) = (self.from.relation(), self.to.relation()) else { return Ok(Vec::new()) };
        let mut next = now.clone();
        next.rename(&self.from, &self.to);
        let alias = alias(&next, old, new, context)?;
        let alias_path = ObjectPath::View(old.clone());
        let there = edits_between(now, &next).map_err(|error| self.refusal(&error))?;
        let back = edits_between(&next, now).map_err(|error| self.refusal(&error))?;
        let view = context.writer.create_view(old, &alias);
        let mut forward: Vec<String> =
            alias.options.contains_key(INVOKER).then(|| demand_invoker(old, context)).into_iter().collect();
        forward.extend(self.rename(old, new, now, context));
        forward.push(view);
        forward.push(grants_of(old, new, context));
        let mut actions = vec![context.writer.drop(&alias_path)];
        actions.extend(self.rename(new, old, now, context));
        let facts = Facts::lock(context.writer.name(old), LockMode::AccessExclusive);
        Ok(vec![
            Draft::new(
                "rename",
                &self.to,
                format!("Call {} {new}, and let the old name lead to it", self.from),
                "Both names work at once: the old version goes on through a view under the old one.",
            )
            .forward([transaction(forward)])
            .effect(there.into_iter().chain([Edit::put(alias_path.clone(), Object::View(alias))]))
            .facts(facts.clone())
            .back(
                format!("Call it {old} again"),
                [transaction(actions)],
                std::iter::once(Edit::remove(alias_path)).chain(back),
            )
            .back_facts(facts),
        ])
    }
}

impl RenameRelation {
    fn refusal(&self, error: &str) -> Refusal {
        Refusal::new(&self.to, format!("cannot be renamed: {error}"), "rename it in a migration of its own")
    }

    fn rename(&self, old: &QualifiedName, new: &QualifiedName, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let writer = context.writer;
        let is_materialized = |name: &QualifiedName| now.views.get(name).is_some_and(|it| it.materialized);
        let kind = match &self.from {
            ObjectPath::Table(_) => "TABLE",
            _ if is_materialized(old) || is_materialized(new) => "MATERIALIZED VIEW",
            _ => "VIEW",
        };
        let mut statements = Vec::new();
        if old.name != new.name {
            statements.push(format!("ALTER {kind} {} RENAME TO {}", writer.name(old), writer.ident(&new.name)));
        }
        if old.schema != new.schema {
            let moved = QualifiedName::new(&old.schema, &new.name);
            statements.push(format!("ALTER {kind} {} SET SCHEMA {}", writer.name(&moved), writer.ident(&new.schema)));
        }
        statements
    }
}

/// The view under the old name, read as the engine's own description of it would be.
fn alias(next: &Catalogue, old: &QualifiedName, new: &QualifiedName, context: &Context<'_>) -> Result<View, Refusal> {
    let columns: Vec<String> = match (next.tables.get(new), next.views.get(new)) {
        (Some(table), _) => table.columns.iter().map(|it| it.name.clone()).collect(),
        (None, view) => {
            view.and_then(|it| it.columns.as_ref()).into_iter().flatten().map(|it| it.name.clone()).collect()
        }
    };
    let writer = context.writer;
    let columns_text = columns.iter().map(|it| format!("{} text", writer.ident(it))).collect::<Vec<_>>().join(", ");
    let schemas =
        [&old.schema, &new.schema].map(|it| format!("CREATE SCHEMA IF NOT EXISTS {};\n", writer.ident(it))).concat();
    let text = format!(
        "{schemas}CREATE TABLE {} ({columns_text});\nCREATE VIEW {} AS SELECT {} FROM {};",
        writer.name(new),
        writer.name(old),
        writer.idents(&columns),
        writer.name(new)
    );
    let reading = read(Dialect::Postgres, &[SourceText::new("alias", text)], &Limits::default());
    let view = reading.catalogue.views.get(old).cloned().ok_or_else(|| {
        Refusal::new(
            &ObjectPath::Table(new.clone()),
            "is renamed, but no view can stand for its old name",
            "rename it in a migration of its own",
        )
    })?;
    // Policies look at whoever uses the old name, as they did.
    let guarded = next.tables.get(new).is_some_and(|it| it.row_security.enabled);
    let options = guarded.then(|| (INVOKER.to_owned(), "true".to_owned())).into_iter().collect();
    Ok(View {
        options,
        columns: view.columns.map(|columns| {
            columns.into_iter().map(|it| schema_diff::catalogue::ViewColumn { data_type: None, ..it }).collect()
        }),
        ..view
    })
}

/// A view with it reads its table with the rights of whoever uses it.
const INVOKER: &str = "security_invoker";

/// Before PostgreSQL 15 a view reads with the rights of its owner: through the old name everybody would see all rows.
fn demand_invoker(old: &QualifiedName, context: &Context<'_>) -> String {
    let message = context.writer.literal(&format!(
        "row level security does not hold through a view before PostgreSQL 15, so none can stand for the old name {}: rename it while no version of the application runs",
        old.to_string().replace('%', "%%")
    ));
    format!(
        "DO $invoker$ BEGIN IF current_setting('server_version_num')::int < 150000 THEN RAISE EXCEPTION {message}; END IF; END $invoker$"
    )
}

/// Grants of a view are those of what it stands for.
fn grants_of(view: &QualifiedName, table: &QualifiedName, context: &Context<'_>) -> String {
    super::twin::publish::grants_of(&context.writer.name(view), &context.writer.name(table), context)
}

impl Operation for DropAlias {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::View(self.name.clone());
        let Some(Object::View(view)) = now.get(&path) else { return Ok(Vec::new()) };
        let create = context.writer.create_view(&self.name, &view);
        let facts = Facts::lock(context.writer.name(&self.name), LockMode::AccessExclusive);
        Ok(vec![
            Draft::new(
                "drop_old_name",
                &path,
                format!("Drop the old name {}", self.name),
                "Only the old version used it.",
            )
            .forward([transaction([context.writer.drop(&path)])])
            .effect([Edit::remove(path.clone())])
            .facts(facts)
            .back(
                format!("Let {} lead to what it was the name of", self.name),
                [transaction([create, grants_of(&self.name, &self.to, context)])],
                [Edit::put(path, Object::View(view))],
            ),
        ])
    }
}

impl Operation for RenamePart {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        if now.get(&self.from).is_none() {
            return Ok(Vec::new());
        }
        let mut next = now.clone();
        next.rename(&self.from, &self.to);
        let refuse = |error: String| {
            Refusal::new(&self.to, format!("cannot be renamed: {error}"), "rename it in a migration of its own")
        };
        let mut there = edits_between(now, &next).map_err(refuse)?;
        let mut back = edits_between(&next, now).map_err(refuse)?;
        let tree = self.to.relation().map(|it| now.tree(it)).unwrap_or_default();
        let below: Vec<&QualifiedName> = tree.iter().skip(1).collect();
        complete(&mut there, now, &next, &below);
        complete(&mut back, &next, now, &below);
        let (Some(forward), Some(backward)) =
            (statement(&self.from, &self.to, context), statement(&self.to, &self.from, context))
        else {
            return Err(refuse("the planner knows no way for this kind of object".to_owned()));
        };
        let facts = match self.to.relation() {
            Some(relation) => Facts::lock(context.writer.name(relation), LockMode::AccessExclusive),
            None => Facts::default(),
        };
        Ok(vec![
            Draft::new(
                "rename",
                &self.to,
                format!("Call {} {}", self.from, self.to.name()),
                "Applications seldom use this name; it changes once the old version is gone.",
            )
            .forward([transaction([forward])])
            .effect(there)
            .facts(facts.clone())
            .back(format!("Call it {} again", self.from.name()), [transaction([backward])], back)
            .back_facts(facts),
        ])
    }
}

fn statement(from: &ObjectPath, to: &ObjectPath, context: &Context<'_>) -> Option<String> {
    let writer = context.writer;
    let name = writer.ident(to.name());
    Some(match from {
        ObjectPath::Constraint(table, old) => {
            format!("ALTER TABLE {} RENAME CONSTRAINT {} TO {name}", writer.name(table), writer.ident(old))
        }
        ObjectPath::Index(relation, old) => {
            format!("ALTER INDEX {} RENAME TO {name}", writer.name(&QualifiedName::new(&relation.schema, old)))
        }
        ObjectPath::Trigger(relation, old) => {
            format!("ALTER TRIGGER {} ON {} RENAME TO {name}", writer.ident(old), writer.name(relation))
        }
        ObjectPath::Sequence(old) => format!("ALTER SEQUENCE {} RENAME TO {name}", writer.name(old)),
        _ => return None,
    })
}
