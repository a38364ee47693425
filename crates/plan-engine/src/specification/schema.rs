//! The JSON Schema of a specification, made of the fields that drive the reader.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::object::Document;

const ID: &str = "https://github.com/migration-architect/migration-architect/docs/schemas/specification.schema.json";

/// The definitions of a schema, each under its name once.
#[derive(Default)]
pub(super) struct Definitions {
    all: BTreeMap<String, Json>,
    tables: Vec<Table>,
}

/// The fields of an object, for the guide.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) rows: Vec<Row>,
}

/// A field, for the guide.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) group: &'static str,
    pub(super) about: &'static str,
    pub(super) shown: String,
    pub(super) required: bool,
}

impl Definitions {
    /// A reference to the definition `name`, which `make` makes where it is not there yet.
    pub(super) fn add(&mut self, name: &str, make: impl FnOnce() -> Json) -> Json {
        if !self.all.contains_key(name) {
            let made = make();
            self.all.insert(name.to_owned(), made);
        }
        Self::reference(name)
    }

    /// The same for a definition that needs others.
    pub(super) fn add_with(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Json) -> Json {
        if !self.all.contains_key(name) {
            let made = make(self);
            self.all.insert(name.to_owned(), made);
        }
        Self::reference(name)
    }

    /// Notes the fields of an object for the guide, once.
    pub(super) fn note(&mut self, table: Table) {
        if self.tables.iter().all(|it| it.name != table.name) {
            self.tables.push(table);
        }
    }

    /// The objects in the order in which they were met.
    pub(super) fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub(super) fn into_json(self) -> Json {
        self.all.into_iter().collect()
    }

    fn reference(name: &str) -> Json {
        json!({"$ref": format!("#/$defs/{name}")})
    }
}

/// The whole schema as a text.
pub(super) fn text() -> String {
    let mut definitions = Definitions::default();
    let mut schema = Document::schema(&mut definitions);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        schema.insert("$id".to_owned(), ID.into());
        schema.insert("title".to_owned(), "Specification of a migration plan".into());
        schema.insert("$defs".to_owned(), definitions.into_json());
    }
    // Values whose keys are texts can always be written.
    format!("{schema:#}\n")
}
