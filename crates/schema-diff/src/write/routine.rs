//! Schemas, extensions, enumerations, functions and triggers.

use super::{Writer, spaced};
use crate::catalogue::{EnumType, Extension, Function, QualifiedName, Signature, Trigger};

impl Writer {
    /// `CREATE SCHEMA`.
    pub fn create_schema(self, name: &str) -> String {
        format!("CREATE SCHEMA {}", self.ident(name))
    }

    /// `CREATE EXTENSION`.
    pub fn create_extension(self, name: &str, extension: &Extension) -> String {
        let schema = extension.schema.as_ref().map(|it| format!("SCHEMA {}", self.ident(it)));
        let version = extension.version.as_ref().map(|it| format!("VERSION {}", self.literal(it)));
        spaced([
            "CREATE EXTENSION",
            &self.ident(name),
            schema.as_deref().unwrap_or(""),
            version.as_deref().unwrap_or(""),
        ])
    }

    /// `CREATE TYPE … AS ENUM`.
    pub fn create_enum(self, name: &QualifiedName, enumeration: &EnumType) -> String {
        let labels: Vec<_> = enumeration.labels.iter().map(|label| self.literal(label)).collect();
        format!("CREATE TYPE {} AS ENUM ({})", self.name(name), labels.join(", "))
    }

    /// `CREATE FUNCTION` or `CREATE PROCEDURE`, as it was written.
    pub fn create_function(self, function: &Function) -> String {
        trimmed(&function.definition.text)
    }

    /// `CREATE OR REPLACE FUNCTION` or `PROCEDURE`.
    pub fn replace_function(self, function: &Function) -> String {
        let text = trimmed(&function.definition.text);
        let verb = text.get(..6).filter(|verb| verb.eq_ignore_ascii_case("create"));
        match (verb, text.get(6..)) {
            (Some(_), Some(rest)) => format!("CREATE OR REPLACE{rest}"),
            _ => text,
        }
    }

    /// `CREATE TRIGGER`, as it was written.
    pub fn create_trigger(self, trigger: &Trigger) -> String {
        trimmed(&trigger.definition.text)
    }

    /// `ALTER TABLE … ENABLE/DISABLE TRIGGER`; none on SQLite, which has no such thing.
    pub fn trigger_firing(self, relation: &QualifiedName, trigger: &Trigger) -> Option<String> {
        let verb = match trigger.firing.as_deref() {
            None => "ENABLE",
            Some("disabled") => "DISABLE",
            Some("replica") => "ENABLE REPLICA",
            Some(_) => "ENABLE ALWAYS",
        };
        let statement = format!("ALTER TABLE {} {verb} TRIGGER {}", self.name(relation), self.ident(&trigger.name));
        (!self.is_sqlite()).then_some(statement)
    }

    /// `schema.name(arguments)`: how a statement names a function.
    pub fn signature(self, signature: &Signature) -> String {
        format!("{}.{}({})", self.ident(&signature.schema), self.ident(&signature.name), signature.arguments)
    }
}

fn trimmed(text: &str) -> String {
    text.trim().trim_end_matches(';').trim_end().to_owned()
}
