//! The comment of an object.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode};

/// An object gets another comment.
pub(super) struct SetComment {
    /// The object.
    pub(super) path: ObjectPath,
    /// The comment; none where it goes.
    pub(super) comment: Option<String>,
}

/// The comment of an object.
pub(super) fn comment_of(object: &Object) -> Option<String> {
    match object.clone() {
        Object::Schema(it) => it.comment,
        Object::Extension(it) => it.comment,
        Object::Enum(it) => it.comment,
        Object::Domain(it) => it.comment,
        Object::Sequence(it) => it.comment,
        Object::Table(it) => it.comment,
        Object::Column(it) => it.comment,
        Object::Constraint(it) => it.comment,
        Object::Index(it) => it.comment,
        Object::View(it) => it.comment,
        Object::Function(it) => it.comment,
        Object::Trigger(it) => it.comment,
        Object::Definition(it) => it.comment,
        Object::DefaultPrivileges(_) => None,
    }
}

fn with_comment(mut object: Object, comment: Option<String>) -> Object {
    let place = match &mut object {
        Object::Schema(it) => &mut it.comment,
        Object::Extension(it) => &mut it.comment,
        Object::Enum(it) => &mut it.comment,
        Object::Domain(it) => &mut it.comment,
        Object::Sequence(it) => &mut it.comment,
        Object::Table(it) => &mut it.comment,
        Object::Column(it) => &mut it.comment,
        Object::Constraint(it) => &mut it.comment,
        Object::Index(it) => &mut it.comment,
        Object::View(it) => &mut it.comment,
        Object::Function(it) => &mut it.comment,
        Object::Trigger(it) => &mut it.comment,
        Object::Definition(it) => &mut it.comment,
        Object::DefaultPrivileges(_) => return object,
    };
    *place = comment;
    object
}

impl Operation for SetComment {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let Some(object) = now.get(&self.path) else { return Ok(Vec::new()) };
        let old = comment_of(&object);
        let action = |comment: &Option<String>| -> Option<Action> {
            context.writer.comment_on(&self.path, &object, comment).map(|statement| transaction([statement]))
        };
        let facts = self.path.relation().map_or_else(Facts::default, |relation| {
            Facts::lock(context.writer.name(relation), LockMode::ShareUpdateExclusive)
        });
        Ok(vec![
            Draft::new("set_comment", &self.path, format!("Comment on {}", self.path), "Nobody notices.")
                .forward(action(&self.comment))
                .facts(facts.clone())
                .effect([Edit::put(self.path.clone(), with_comment(object.clone(), self.comment.clone()))])
                .back(
                    format!("Restore the comment on {}", self.path),
                    action(&old),
                    [Edit::put(self.path.clone(), object.clone())],
                )
                .back_facts(facts),
        ])
    }
}
