//! A table comes to inherit from another, or ceases to: the catalogue changes, no row moves.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, Table};

use super::common::{table, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// The tables that a table inherits from change.
pub(super) struct SetInherits {
    /// The table.
    pub(super) name: QualifiedName,
    /// What it inherits from.
    pub(super) parents: Vec<QualifiedName>,
}

/// Statements that turn the parents `from` into `to`; they can be run again.
fn turn(context: &Context<'_>, name: &QualifiedName, from: &[QualifiedName], to: &[QualifiedName]) -> Vec<String> {
    let (writer, own) = (context.writer, context.writer.name(name));
    let literal = |it: &QualifiedName| writer.literal(&writer.name(it));
    let when = |parent: &QualifiedName, there: &str, what: &str| {
        format!(
            "DO $inherit$ BEGIN\n  IF {there} (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = {}::regclass AND inhparent = {}::regclass) THEN\n    ALTER TABLE {own} {what} {};\n  END IF;\nEND $inherit$",
            literal(name),
            literal(parent),
            writer.name(parent)
        )
    };
    let gone = from.iter().filter(|it| !to.contains(it)).map(|it| when(it, "EXISTS", "NO INHERIT"));
    let new = to.iter().filter(|it| !from.contains(it)).map(|it| when(it, "NOT EXISTS", "INHERIT"));
    gone.chain(new).collect()
}

/// Whether `own` has what a child of `parent` must have: it gets nothing by `INHERIT`.
fn fits(own: &Table, parent: &Table) -> bool {
    let columns = parent.columns.iter().all(|column| {
        own.column(&column.name).is_some_and(|it| it.data_type == column.data_type && (it.not_null || !column.not_null))
    });
    let mut checks = parent.constraints.values().filter(|it| it.is_inherited());
    columns && checks.all(|check| own.constraints.get(&check.name).is_some_and(|it| it.kind == check.kind))
}

impl Operation for SetInherits {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.name, ObjectPath::Table(self.name.clone()));
        let was = table(now, name)?;
        let new = self.parents.iter().filter(|it| !was.inherits.contains(it));
        for parent in new.clone() {
            if !fits(was, table(now, parent)?) {
                return Err(Refusal::new(
                    &path,
                    format!("has not all the columns and checks of {parent}, from which it is to inherit"),
                    "add them to the table in a migration before this one",
                ));
            }
        }
        let mut then = now.clone();
        for parent in was.inherits.iter().filter(|it| !self.parents.contains(it)) {
            then.disinherit(name, parent);
        }
        let mut is = table(&then, name)?.clone();
        is.inherits.extend(new.cloned());
        let mut facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        for parent in was.inherits.iter().chain(&self.parents) {
            facts = facts.and_lock(context.writer.name(parent), LockMode::ShareUpdateExclusive);
        }
        let (forward, back) = (&self.parents, &was.inherits);
        Ok(vec![
            Draft::new(
                "set_inherits",
                &path,
                format!("Change what {name} inherits from"),
                "Queries of a parent read the rows of its children: the old version, which counts on it, is gone.",
            )
            .forward([transaction(turn(context, name, back, forward))])
            .effect([Edit::put(path.clone(), Object::Table(is))])
            .facts(facts.clone())
            .back(
                format!("Let {name} inherit as before"),
                [transaction(turn(context, name, forward, back))],
                [Edit::put(path, Object::Table(was.clone()))],
            )
            .back_facts(facts),
        ])
    }
}
