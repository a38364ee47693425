//! A constraint that was validated becomes `NOT VALID`.

use schema_diff::catalogue::{Catalogue, Constraint, Object, ObjectPath, QualifiedName};

use super::common::transaction;
use super::constraint::drop_statement;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// A constraint that was validated becomes `NOT VALID`.
pub(super) struct UnvalidateConstraint {
    /// The table.
    pub(super) table: QualifiedName,
    /// The constraint, not validated.
    pub(super) constraint: Constraint,
}

impl Operation for UnvalidateConstraint {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, &self.constraint);
        let path = ObjectPath::Constraint(name.clone(), it.name.clone());
        let Some(from) = now.get(&path) else { return Ok(Vec::new()) };
        let sql_name = context.writer.name(name);
        let mut forward = vec![drop_statement(context, name, &it.name), context.writer.add_constraint(name, it)];
        forward.extend(context.writer.comments(&path, &Object::Constraint(it.clone())));
        let validate = format!("ALTER TABLE {sql_name} VALIDATE CONSTRAINT {}", context.writer.ident(&it.name));
        Ok(vec![
            Draft::new(
                "unvalidate_constraint",
                &path,
                format!("Make {} NOT VALID", it.name),
                "It goes on holding for every row that is written: it is exchanged in one transaction.",
            )
            .forward([transaction(forward)])
            .effect([Edit::put(path.clone(), Object::Constraint(it.clone()))])
            .facts(Facts::lock(&sql_name, LockMode::AccessExclusive))
            .back(format!("Validate {} again", it.name), [transaction([validate])], [Edit::put(path, from)])
            .back_facts(Facts::lock(&sql_name, LockMode::ShareUpdateExclusive).scanning(&sql_name)),
        ])
    }
}
