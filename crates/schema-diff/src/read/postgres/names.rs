//! What names mean: the search path, and which schema an unqualified name is found in.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::QualifiedName;

/// The search path and the names that are known so far.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// Schemas in which unqualified names are looked for.
    path: Vec<String>,
    /// Relations: tables, views, sequences, indexes, and those that the model does not hold.
    relations: BTreeSet<QualifiedName>,
    /// Types made by the schema.
    types: BTreeSet<QualifiedName>,
    /// Functions and how many there are of a name.
    functions: BTreeMap<QualifiedName, usize>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            path: vec!["public".to_owned()],
            relations: BTreeSet::new(),
            types: BTreeSet::new(),
            functions: BTreeMap::new(),
        }
    }
}

impl Names {
    /// Sets the search path.
    pub(super) fn set_path(&mut self, schemas: impl IntoIterator<Item = String>) {
        self.path = schemas
            .into_iter()
            .filter(|schema| !schema.is_empty() && schema != "$user" && schema != "pg_catalog")
            .collect();
    }

    /// Whether nothing has been made yet.
    pub(super) fn is_empty(&self) -> bool {
        self.relations.is_empty() && self.types.is_empty() && self.functions.is_empty()
    }

    /// The search path.
    pub(super) fn path(&self) -> &[String] {
        &self.path
    }

    /// The schema that a new object without a qualifier goes to.
    pub(super) fn creation_schema(&self) -> String {
        self.path.first().cloned().unwrap_or_else(|| "public".to_owned())
    }

    /// The name of an object that is created.
    pub(super) fn created(&self, path: &[String]) -> QualifiedName {
        match path {
            [.., schema, name] => QualifiedName::new(schema, name),
            [name] => QualifiedName::new(self.creation_schema(), name),
            [] => QualifiedName::new(self.creation_schema(), ""),
        }
    }

    /// The name of a relation that is referred to.
    pub(super) fn relation(&self, path: &[String]) -> QualifiedName {
        self.found(path, |name| self.relations.contains(name))
    }

    /// The name of a type that is referred to. Types of tables are types too.
    pub(super) fn type_name(&self, path: &[String]) -> QualifiedName {
        self.found(path, |name| self.types.contains(name) || self.relations.contains(name))
    }

    /// The name of a function that is referred to.
    pub(super) fn function(&self, path: &[String]) -> QualifiedName {
        self.found(path, |name| self.functions.contains_key(name))
    }

    /// Whether the schema defines a function of this name where the path leads.
    pub(super) fn knows_function(&self, path: &[String]) -> bool {
        self.functions.contains_key(&self.function(path))
    }

    fn found(&self, path: &[String], known: impl Fn(&QualifiedName) -> bool) -> QualifiedName {
        if let [name] = path {
            let candidates = self.path.iter().map(|schema| QualifiedName::new(schema, name));
            if let Some(found) = candidates.into_iter().find(|candidate| known(candidate)) {
                return found;
            }
        }
        self.created(path)
    }

    /// Whether a relation of this name exists.
    pub(super) fn has_relation(&self, name: &QualifiedName) -> bool {
        self.relations.contains(name)
    }

    /// Makes a relation known.
    pub(super) fn add_relation(&mut self, name: QualifiedName) {
        self.relations.insert(name);
    }

    /// Forgets a relation.
    pub(super) fn remove_relation(&mut self, name: &QualifiedName) {
        self.relations.remove(name);
    }

    /// Makes a type known.
    pub(super) fn add_type(&mut self, name: QualifiedName) {
        self.types.insert(name);
    }

    /// Forgets a type.
    pub(super) fn remove_type(&mut self, name: &QualifiedName) {
        self.types.remove(name);
    }

    /// Whether a type of this name exists.
    pub(super) fn has_type(&self, name: &QualifiedName) -> bool {
        self.types.contains(name)
    }

    /// Makes a function known.
    pub(super) fn add_function(&mut self, name: QualifiedName) {
        *self.functions.entry(name).or_default() += 1;
    }

    /// Forgets a function.
    pub(super) fn remove_function(&mut self, name: &QualifiedName) {
        if let Some(count) = self.functions.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                self.functions.remove(name);
            }
        }
    }
}
