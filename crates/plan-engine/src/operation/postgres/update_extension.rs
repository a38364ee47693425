//! An extension gets another version.

use schema_diff::catalogue::{Catalogue, Extension, Object, ObjectPath};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, Loss};

/// An extension gets another version.
pub(super) struct UpdateExtension {
    /// Its name.
    pub(super) name: String,
    /// The version that it is to have.
    pub(super) version: String,
}

impl UpdateExtension {
    fn update(&self, context: &Context<'_>, version: &str) -> String {
        let writer = context.writer;
        format!("ALTER EXTENSION {} UPDATE TO {}", writer.ident(&self.name), writer.literal(version))
    }

    /// Few extensions have scripts that lead back; without one the newer version stays.
    fn back(&self, context: &Context<'_>, version: &str) -> String {
        let (name, target) = (context.writer.literal(&self.name), context.writer.literal(version));
        format!(
            "DO $back$ BEGIN\n  IF EXISTS (SELECT FROM pg_catalog.pg_extension AS e, pg_catalog.pg_extension_update_paths({name}) AS p \
             WHERE e.extname = {name} AND p.source = e.extversion AND p.target = {target} AND p.path IS NOT NULL) THEN\n    \
             {};\n  ELSE\n    RAISE NOTICE 'extension % stays as it is: it has no script that leads back to %', {name}, {target};\n  END IF;\nEND $back$",
            self.update(context, version)
        )
    }
}

impl Operation for UpdateExtension {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Extension(self.name.clone());
        let Some(old) = now.extensions.get(&self.name) else { return Ok(Vec::new()) };
        let Some(version) = old.version.clone() else { return Ok(Vec::new()) };
        let new = Extension { version: Some(self.version.clone()), ..old.clone() };
        Ok(vec![
            Draft::new(
                "update_extension",
                &path,
                format!("Update extension {} from {version} to {}", self.name, self.version),
                "The new version counts on it; read the extension's release notes for what the old one may miss.",
            )
            .forward([transaction([self.update(context, &self.version)])])
            .effect([Edit::put(path.clone(), Object::Extension(new))])
            .facts(Facts::default().hazard(
                "the extension's script decides what it locks and for how long; some need an index over its types to be rebuilt",
            ))
            .back(
                format!("Take extension {} back to {version}, where it has a script for that", self.name),
                [transaction([self.back(context, &version)])],
                [Edit::put(path, Object::Extension(old.clone()))],
            )
            .loss(Loss::Policy(format!(
                "where extension {} has no script that leads back to {version}, version {} stays",
                self.name, self.version
            ))),
        ])
    }
}
