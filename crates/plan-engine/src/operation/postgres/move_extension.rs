//! An extension goes to another schema, with all that it holds (manual, ALTER EXTENSION).

use schema_diff::catalogue::{Catalogue, Extension, Object, ObjectPath};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts};

/// An extension goes to another schema.
pub(super) struct MoveExtension {
    /// Its name.
    pub(super) name: String,
    /// The schema that it is to be in.
    pub(super) to: String,
}

impl Operation for MoveExtension {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Extension(self.name.clone());
        let Some(old) = now.extensions.get(&self.name) else { return Ok(Vec::new()) };
        let Some(from) = old.schema.clone() else { return Ok(Vec::new()) };
        let writer = context.writer;
        let alter = |schema: &str| {
            transaction([format!("ALTER EXTENSION {} SET SCHEMA {}", writer.ident(&self.name), writer.ident(schema))])
        };
        let new = Extension { schema: Some(self.to.clone()), ..old.clone() };
        Ok(vec![
            Draft::new(
                "move_extension",
                &path,
                format!("Move extension {} from schema {from} to {}", self.name, self.to),
                "Until then the old version finds it where it was; the new version finds it by its search_path in both.",
            )
            .forward([alter(&self.to)])
            .effect([Edit::put(path.clone(), Object::Extension(new))])
            .facts(Facts::default().hazard("statements that name what it holds with one of the two schemas fail on one side of this step: leave the schema to the search_path"))
            .back(
                format!("Move extension {} back to schema {from}", self.name),
                [alter(&from)],
                [Edit::put(path, Object::Extension(old.clone()))],
            ),
        ])
    }
}
