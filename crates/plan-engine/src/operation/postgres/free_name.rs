//! A table that goes gives up the name of an index or key that something new takes, before that comes: relations of one
//! schema share their names.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};

use super::common::{table, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// An index or key of a table that goes gets another name.
pub(super) struct FreeName {
    /// The table that goes.
    pub(super) table: QualifiedName,
    /// The name that is taken.
    pub(super) name: String,
}

impl FreeName {
    fn rename(&self, context: &Context<'_>, from: &str, to: &str) -> String {
        let from = QualifiedName::new(&self.table.schema, from);
        format!("ALTER INDEX {} RENAME TO {}", context.writer.name(&from), context.writer.ident(to))
    }
}

impl Operation for FreeName {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, owner) = (&self.name, table(now, &self.table)?);
        let aside = context.workshop.name("former", &self.table, &[name]).name;
        let at = |name: &str| {
            if owner.constraints.contains_key(&self.name) {
                ObjectPath::Constraint(self.table.clone(), name.to_owned())
            } else {
                ObjectPath::Index(self.table.clone(), name.to_owned())
            }
        };
        let Some(object) = now.get(&at(name)) else { return Ok(Vec::new()) };
        let renamed = match object.clone() {
            Object::Constraint(it) => {
                Object::Constraint(schema_diff::catalogue::Constraint { name: aside.clone(), ..it })
            }
            Object::Index(it) => Object::Index(schema_diff::catalogue::Index { name: aside.clone(), ..it }),
            other => other,
        };
        let facts = Facts::lock(context.writer.name(&self.table), LockMode::ShareUpdateExclusive)
            .hazard(format!("statements of the old version that name {name} itself (ON CONFLICT ON CONSTRAINT) fail"));
        Ok(vec![
            Draft::new(
                "free_name",
                &at(name),
                format!("Rename {name} of {}, whose name is taken by something new", self.table),
                "The table goes once the old version is gone; until then its index keeps working under another name.",
            )
            .forward([transaction([self.rename(context, name, &aside)])])
            .effect([Edit::remove(at(name)), Edit::put(at(&aside), renamed)])
            .facts(facts.clone())
            .back(
                format!("Give {} the name {name} back", self.table),
                [transaction([self.rename(context, &aside, name)])],
                [Edit::remove(at(&aside)), Edit::put(at(name), object)],
            )
            .back_facts(facts),
        ])
    }
}
