//! A function comes, goes, or gets another body.

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, Function, IndexKey, Object, ObjectPath, QualifiedName, Signature, Table,
};
use schema_diff::diff::ChangeKind;

use super::common::transaction;
use super::dependents::{Dependents, held_by};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts};
use crate::workshop::WORKSHOP;

/// A function comes.
pub(super) struct AddFunction {
    /// What it is called with.
    pub(super) signature: Signature,
    /// The function.
    pub(super) function: Function,
}

/// A function goes.
pub(super) struct DropFunction {
    /// What it is called with.
    pub(super) signature: Signature,
}

/// A function gets another definition.
pub(super) struct ReplaceFunction {
    /// What it is called with.
    pub(super) signature: Signature,
    /// The function as it is to be.
    pub(super) function: Function,
}

/// Bodies may name what comes later in the plan: they are checked when they run.
const LATE: &str = "SET LOCAL check_function_bodies = off";

/// A function that a default, check, index or generated column of a table or column that comes or goes calls: archives
/// depend on it, so that it moves to the workshop instead of being dropped.
fn archives_call(context: &Context<'_>, signature: &Signature) -> bool {
    let calls = |object: &Object| {
        let table = match object {
            Object::Table(table) => table.clone(),
            Object::Column(column) => Table { columns: vec![column.clone()], ..Table::default() },
            _ => return false,
        };
        let columns = table
            .columns
            .iter()
            .flat_map(|it| it.default.iter().chain(it.generated.as_ref().map(|generated| &generated.expression)));
        let checks = table.constraints.values().filter_map(|it| match &it.kind {
            ConstraintKind::Check(check) => Some(&check.expression),
            _ => None,
        });
        let indexes = table.indexes.values().flat_map(|index| {
            let keys = index.elements.iter().filter_map(|it| match &it.key {
                IndexKey::Expression(it) => Some(it),
                IndexKey::Column(_) => None,
            });
            keys.chain(index.predicate.as_ref())
        });
        columns.chain(checks).chain(indexes).any(|it| it.mentions(&signature.name))
    };
    context.diff.changes.iter().any(|change| match &change.kind {
        ChangeKind::Added(object) | ChangeKind::Dropped(object) => calls(object),
        _ => false,
    })
}

/// The function in the workshop.
fn archived(context: &Context<'_>, signature: &Signature) -> Signature {
    let name = context.workshop.name("dropped", &QualifiedName::new(&signature.schema, &signature.name), &["routine"]);
    Signature { schema: name.schema, name: name.name, arguments: signature.arguments.clone() }
}

fn create(context: &Context<'_>, path: &ObjectPath, function: &Function) -> Action {
    let writer = context.writer;
    let mut statements = writer.create(path, &Object::Function(function.clone()));
    if let (ObjectPath::Function(signature), Some(first)) = (path, statements.first_mut())
        && archives_call(context, signature)
    {
        let archive = archived(context, signature);
        let moved = Signature { schema: signature.schema.clone(), ..archive.clone() };
        *first = format!(
            "DO $come$ BEGIN\n  IF to_regprocedure({}) IS NULL THEN\n    EXECUTE {};\n  ELSE\n    ALTER ROUTINE {} SET SCHEMA {};\n    ALTER ROUTINE {} RENAME TO {};\n  END IF;\nEND $come$",
            writer.literal(&writer.signature(&archive)),
            writer.literal(first),
            writer.signature(&archive),
            writer.ident(&signature.schema),
            writer.signature(&moved),
            writer.ident(&signature.name)
        );
    }
    transaction(std::iter::once(LATE.to_owned()).chain(statements))
}

/// Whether `other` has a function of the same name with other arguments: what calls the name finds that one instead.
fn is_overloaded(other: &Catalogue, signature: &Signature) -> bool {
    let mut functions = other.functions.keys();
    functions.any(|it| it.schema == signature.schema && it.name == signature.name && it != signature)
}

/// Drops a function; where another of its name is left, what stands on it is made again and stands on that one.
fn drop_function(context: &Context<'_>, now: &Catalogue, path: &ObjectPath, overloaded: bool) -> Action {
    let writer = context.writer;
    let ObjectPath::Function(signature) = path else { return transaction([writer.drop(path)]) };
    if !archives_call(context, signature) {
        let drop = vec![writer.drop(path)];
        return transaction(if overloaded { Dependents::of(now, path).around(context, drop) } else { drop });
    }
    let archive = archived(context, signature);
    let renamed = Signature { schema: signature.schema.clone(), ..archive.clone() };
    transaction([
        format!("ALTER ROUTINE {} RENAME TO {}", writer.signature(signature), writer.ident(&archive.name)),
        format!("ALTER ROUTINE {} SET SCHEMA {WORKSHOP}", writer.signature(&renamed)),
    ])
}

impl Operation for AddFunction {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Function(self.signature.clone());
        Ok(vec![
            Draft::new(
                "add_function",
                &path,
                format!("Create function {}", self.signature),
                "The new version finds it when it is deployed.",
            )
            .forward([create(context, &path, &self.function)])
            .effect([Edit::put(path.clone(), Object::Function(self.function.clone()))])
            .back(
                format!("Drop function {}", self.signature),
                [drop_function(context, now, &path, is_overloaded(now, &self.signature))],
                [Edit::remove(path.clone())],
            ),
        ])
    }
}

impl Operation for DropFunction {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Function(self.signature.clone());
        let Some(function) = now.functions.get(&self.signature) else { return Ok(Vec::new()) };
        Ok(vec![
            Draft::new(
                "drop_function",
                &path,
                format!("Drop function {}", self.signature),
                "Only the old version called it.",
            )
            .forward([drop_function(context, now, &path, is_overloaded(context.after, &self.signature))])
            .effect([Edit::remove(path.clone())])
            .back(
                format!("Create function {} again", self.signature),
                [create(context, &path, function)],
                [Edit::put(path.clone(), Object::Function(function.clone()))],
            ),
        ])
    }
}

/// Whether `CREATE OR REPLACE` leads from one to the other.
fn replaceable(from: &Function, to: &Function) -> bool {
    from.returns == to.returns && from.parameters == to.parameters && from.kind == to.kind
}

impl ReplaceFunction {
    /// `CREATE OR REPLACE` where the engine accepts it (manual, CREATE FUNCTION: neither the return type nor the names of
    /// the parameters may change), dropped and created otherwise.
    fn swap(&self, context: &Context<'_>, now: &Catalogue, from: &Function, to: &Function) -> Action {
        let path = ObjectPath::Function(self.signature.clone());
        if replaceable(from, to) {
            return transaction([LATE.to_owned(), context.writer.replace_function(to)]);
        }
        let create = context.writer.create(&path, &Object::Function(to.clone()));
        let swap = std::iter::once(context.writer.drop(&path)).chain(create).collect();
        let swap = Dependents::of(now, &path).around(context, swap);
        transaction(std::iter::once(LATE.to_owned()).chain(swap))
    }
}

impl Operation for ReplaceFunction {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Function(self.signature.clone());
        let Some(from) = now.functions.get(&self.signature) else { return Ok(Vec::new()) };
        let to = Function { comment: from.comment.clone(), grants: from.grants.clone(), ..self.function.clone() };
        let mut facts = Facts::default();
        if !replaceable(from, &to) {
            if let Some(user) = held_by(now, &path) {
                return Err(Refusal::new(
                    &path,
                    format!(
                        "returns another type or has other parameters while {user} uses it, so that it cannot be dropped"
                    ),
                    "create the new one under another name, move what uses it there, and drop the old one later",
                ));
            }
            facts = Dependents::of(now, &path).facts(context, facts);
        }
        Ok(vec![
            Draft::new(
                "replace_function",
                &path,
                format!("Change function {}", self.signature),
                "There is one body at a time: both versions of the application call the new one from here on.",
            )
            .forward([self.swap(context, now, from, &to)])
            .facts(facts.clone())
            .effect([Edit::put(path.clone(), Object::Function(to.clone()))])
            .back(
                format!("Restore function {}", self.signature),
                [self.swap(context, now, &to, from)],
                [Edit::put(path.clone(), Object::Function(from.clone()))],
            )
            .back_facts(facts),
        ])
    }
}
