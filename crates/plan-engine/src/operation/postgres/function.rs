//! A function comes, goes, or gets another body.

use schema_diff::catalogue::{Catalogue, Function, Object, ObjectPath, Signature};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit};

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

fn create(context: &Context<'_>, path: &ObjectPath, function: &Function) -> Action {
    let statements = context.writer.create(path, &Object::Function(function.clone()));
    transaction(std::iter::once(LATE.to_owned()).chain(statements))
}

fn drop_function(context: &Context<'_>, path: &ObjectPath) -> Action {
    transaction([context.writer.drop(path)])
}

impl Operation for AddFunction {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
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
                [drop_function(context, &path)],
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
            .forward([drop_function(context, &path)])
            .effect([Edit::remove(path.clone())])
            .back(
                format!("Create function {} again", self.signature),
                [create(context, &path, function)],
                [Edit::put(path.clone(), Object::Function(function.clone()))],
            ),
        ])
    }
}

impl ReplaceFunction {
    /// `CREATE OR REPLACE` where the engine accepts it (manual, CREATE FUNCTION: neither the return type nor the names of
    /// the parameters may change), dropped and created otherwise.
    fn swap(&self, context: &Context<'_>, from: &Function, to: &Function) -> Action {
        let path = ObjectPath::Function(self.signature.clone());
        let replaceable = from.returns == to.returns && from.parameters == to.parameters && from.kind == to.kind;
        if replaceable {
            return transaction([LATE.to_owned(), context.writer.replace_function(to)]);
        }
        let create = context.writer.create(&path, &Object::Function(to.clone()));
        transaction([LATE.to_owned(), context.writer.drop(&path)].into_iter().chain(create))
    }
}

impl Operation for ReplaceFunction {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Function(self.signature.clone());
        let Some(from) = now.functions.get(&self.signature) else { return Ok(Vec::new()) };
        let to = Function { comment: from.comment.clone(), ..self.function.clone() };
        Ok(vec![
            Draft::new(
                "replace_function",
                &path,
                format!("Change function {}", self.signature),
                "There is one body at a time: both versions of the application call the new one from here on.",
            )
            .forward([self.swap(context, from, &to)])
            .effect([Edit::put(path.clone(), Object::Function(to.clone()))])
            .back(
                format!("Restore function {}", self.signature),
                [self.swap(context, &to, from)],
                [Edit::put(path.clone(), Object::Function(from.clone()))],
            ),
        ])
    }
}
