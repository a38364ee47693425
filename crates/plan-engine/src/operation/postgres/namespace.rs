//! What holds no rows and is simply created and dropped: schemas, extensions, enumerations.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};

use super::common::transaction;
use super::definition::archives_need;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Edit;
use crate::workshop::WORKSHOP;

/// Something comes.
pub(super) struct Create {
    /// Where.
    pub(super) path: ObjectPath,
    /// What.
    pub(super) object: Object,
}

/// Something goes.
pub(super) struct Drop {
    /// Where.
    pub(super) path: ObjectPath,
}

fn create(context: &Context<'_>, path: &ObjectPath, object: &Object) -> Vec<String> {
    let writer = context.writer;
    let mut statements = writer.create(path, object);
    let Some(first) = statements.first_mut() else { return statements };
    match path {
        ObjectPath::Schema(_) => *first = once(first, "CREATE SCHEMA "),
        ObjectPath::Extension(name) => {
            let schema = match object {
                Object::Extension(extension) => extension.schema.as_deref(),
                _ => None,
            };
            *first = format!(
                "DO $extension$ BEGIN\n  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {} AND extnamespace = to_regnamespace('{WORKSHOP}')) THEN\n    ALTER EXTENSION {} SET SCHEMA {};\n  ELSE\n    {};\n  END IF;\nEND $extension$",
                writer.literal(name),
                writer.ident(name),
                writer.ident(schema.unwrap_or(context.before.dialect.default_schema())),
                once(first, "CREATE EXTENSION ")
            );
        }
        // Archived columns may be of the type: it waits in the workshop.
        ObjectPath::Enum(name) => {
            let archive = context.workshop.name("dropped", name, &["type"]);
            let moved = writer.name(&QualifiedName::new(WORKSHOP, &name.name));
            *first = format!(
                "DO $come$ BEGIN\n  IF to_regtype({}) IS NULL THEN\n    {first};\n  ELSE\n    ALTER TYPE {} RENAME TO {};\n    ALTER TYPE {moved} SET SCHEMA {};\n  END IF;\nEND $come$",
                writer.literal(&writer.name(&archive)),
                writer.name(&archive),
                writer.ident(&name.name),
                writer.ident(&name.schema)
            );
        }
        ObjectPath::Domain(name) if archives_need(context, &name.name) => {
            let archive = context.workshop.name("dropped", name, &["type"]);
            let moved = QualifiedName::new(WORKSHOP, &name.name);
            let create = statements.iter().map(|it| format!("    {it};")).collect::<Vec<_>>().join("\n") + "\n";
            statements = vec![format!(
                "DO $come$ BEGIN\n  IF to_regtype({}) IS NULL THEN\n{create}  ELSE\n    ALTER DOMAIN {} RENAME TO {};\n    ALTER DOMAIN {} SET SCHEMA {};\n  END IF;\nEND $come$",
                writer.literal(&writer.name(&archive)),
                writer.name(&archive),
                writer.ident(&name.name),
                writer.name(&moved),
                writer.ident(&name.schema)
            )];
        }
        _ => {}
    }
    statements
}

fn once(statement: &str, verb: &str) -> String {
    if statement.contains("IF NOT EXISTS") {
        statement.to_owned()
    } else {
        statement.replacen(verb, &format!("{verb}IF NOT EXISTS "), 1)
    }
}

fn go(context: &Context<'_>, path: &ObjectPath) -> Vec<String> {
    let writer = context.writer;
    match path {
        ObjectPath::Domain(name) if archives_need(context, &name.name) => {
            let archive = context.workshop.name("dropped", name, &["type"]);
            let renamed = QualifiedName::new(&name.schema, &archive.name);
            vec![
                format!("ALTER DOMAIN {} RENAME TO {}", writer.name(name), writer.ident(&archive.name)),
                format!("ALTER DOMAIN {} SET SCHEMA {WORKSHOP}", writer.name(&renamed)),
            ]
        }
        ObjectPath::Enum(name) => {
            let archive = context.workshop.name("dropped", name, &["type"]);
            let renamed = QualifiedName::new(&name.schema, &archive.name);
            vec![
                format!("ALTER TYPE {} RENAME TO {}", writer.name(name), writer.ident(&archive.name)),
                format!("ALTER TYPE {} SET SCHEMA {WORKSHOP}", writer.name(&renamed)),
            ]
        }
        // What went to the archive may be of its types or call its functions: then it waits in the workshop.
        ObjectPath::Extension(name) => vec![format!(
            "DO $extension$ BEGIN\n  {};\nEXCEPTION WHEN dependent_objects_still_exist THEN\n  ALTER EXTENSION {} SET SCHEMA {WORKSHOP};\nEND $extension$",
            writer.drop(path),
            writer.ident(name)
        )],
        _ => vec![writer.drop(path)],
    }
}

impl Operation for Create {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        Ok(vec![
            Draft::new("create", &self.path, format!("Create {}", self.path), "What comes after it needs it.")
                .forward([transaction(create(context, &self.path, &self.object))])
                .effect([Edit::put(self.path.clone(), self.object.clone())])
                .back(
                    format!("Drop {}", self.path),
                    [transaction(go(context, &self.path))],
                    [Edit::remove(self.path.clone())],
                ),
        ])
    }
}

impl Operation for Drop {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let Some(object) = now.get(&self.path) else { return Ok(Vec::new()) };
        let why = match self.path {
            ObjectPath::Extension(_) => {
                "Nothing needs it any more; where archived columns or tables do, it waits there with them."
            }
            _ => "Nothing needs it any more.",
        };
        Ok(vec![
            Draft::new("drop", &self.path, format!("Drop {}", self.path), why)
                .forward([transaction(go(context, &self.path))])
                .effect([Edit::remove(self.path.clone())])
                .back(
                    format!("Create {} again", self.path),
                    [transaction(create(context, &self.path, &object))],
                    [Edit::put(self.path.clone(), object)],
                ),
        ])
    }
}
