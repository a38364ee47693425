//! Paths to objects, and uniform access by path: what a diff compares and a plan's step puts or takes away.

use serde::{Deserialize, Serialize};

use super::{
    Catalogue, Column, Constraint, DefaultPrivileges, Definition, DefinitionId, Domain, EnumType, Extension, Function,
    Grants, Index, QualifiedName, Schema, Sequence, Signature, Table, Trigger, View,
};

/// Where an object lies in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectPath {
    /// A schema.
    Schema(String),
    /// An extension.
    Extension(String),
    /// An enumeration.
    Enum(QualifiedName),
    /// A domain.
    Domain(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A table.
    Table(QualifiedName),
    /// A column of a table.
    Column(QualifiedName, String),
    /// A constraint of a table.
    Constraint(QualifiedName, String),
    /// An index of a table or materialised view.
    Index(QualifiedName, String),
    /// A view.
    View(QualifiedName),
    /// A function or procedure.
    Function(Signature),
    /// A trigger of a table or view.
    Trigger(QualifiedName, String),
    /// What is held as its statement.
    Definition(DefinitionId),
    /// Privileges that new objects get.
    DefaultPrivileges(DefaultPrivileges),
}

impl ObjectPath {
    /// The word for the kind of object.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Schema(_) => "schema",
            Self::Extension(_) => "extension",
            Self::Enum(_) => "enum",
            Self::Domain(_) => "domain",
            Self::Sequence(_) => "sequence",
            Self::Table(_) => "table",
            Self::Column(..) => "column",
            Self::Constraint(..) => "constraint",
            Self::Index(..) => "index",
            Self::View(_) => "view",
            Self::Function(_) => "function",
            Self::Trigger(..) => "trigger",
            Self::Definition(id) => id.kind.word(),
            Self::DefaultPrivileges(_) => "default privileges",
        }
    }

    /// The table or view that the object is part of, or itself where it is one.
    pub fn relation(&self) -> Option<&QualifiedName> {
        match self {
            Self::Table(name)
            | Self::View(name)
            | Self::Column(name, _)
            | Self::Constraint(name, _)
            | Self::Index(name, _)
            | Self::Trigger(name, _) => Some(name),
            Self::Definition(id) => id.relation.as_ref(),
            _ => None,
        }
    }

    /// The object's own name, without what it lies in.
    pub fn name(&self) -> &str {
        match self {
            Self::Schema(name)
            | Self::Extension(name)
            | Self::Column(_, name)
            | Self::Constraint(_, name)
            | Self::Index(_, name)
            | Self::Trigger(_, name) => name,
            Self::Enum(name) | Self::Domain(name) | Self::Sequence(name) | Self::Table(name) | Self::View(name) => {
                &name.name
            }
            Self::Function(signature) => &signature.name,
            Self::Definition(id) => &id.name,
            Self::DefaultPrivileges(it) => &it.objects,
        }
    }
}

impl std::fmt::Display for ObjectPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ", self.kind())?;
        match self {
            Self::Schema(name) | Self::Extension(name) => f.write_str(name),
            Self::Enum(name) | Self::Domain(name) | Self::Sequence(name) | Self::Table(name) | Self::View(name) => {
                name.fmt(f)
            }
            Self::Function(signature) => signature.fmt(f),
            Self::Definition(id) => id.fmt(f),
            Self::DefaultPrivileges(it) => it.fmt(f),
            Self::Column(table, name) => write!(f, "{table}.{name}"),
            Self::Constraint(table, name) | Self::Index(table, name) | Self::Trigger(table, name) => {
                write!(f, "{name} on {table}")
            }
        }
    }
}

/// An object of a catalogue, whatever its kind. A table comes with all that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// A schema.
    Schema(Schema),
    /// An extension.
    Extension(Extension),
    /// An enumeration.
    Enum(EnumType),
    /// A domain.
    Domain(Domain),
    /// A sequence.
    Sequence(Sequence),
    /// A table.
    Table(Table),
    /// A column.
    Column(Column),
    /// A constraint.
    Constraint(Constraint),
    /// An index.
    Index(Index),
    /// A view.
    View(View),
    /// A function.
    Function(Function),
    /// A trigger.
    Trigger(Trigger),
    /// What is held as its statement.
    Definition(Definition),
    /// Privileges that new objects get.
    DefaultPrivileges(Grants),
}

impl Catalogue {
    /// The object at `path`, cloned.
    pub fn get(&self, path: &ObjectPath) -> Option<Object> {
        Some(match path {
            ObjectPath::Schema(name) => Object::Schema(self.schemas.get(name)?.clone()),
            ObjectPath::Extension(name) => Object::Extension(self.extensions.get(name)?.clone()),
            ObjectPath::Enum(name) => Object::Enum(self.enums.get(name)?.clone()),
            ObjectPath::Domain(name) => Object::Domain(self.domains.get(name)?.clone()),
            ObjectPath::Sequence(name) => Object::Sequence(self.sequences.get(name)?.clone()),
            ObjectPath::Table(name) => Object::Table(self.tables.get(name)?.clone()),
            ObjectPath::Column(table, name) => Object::Column(self.tables.get(table)?.column(name)?.clone()),
            ObjectPath::Constraint(table, name) => {
                Object::Constraint(self.tables.get(table)?.constraints.get(name)?.clone())
            }
            ObjectPath::Index(relation, name) => {
                let indexes = match self.tables.get(relation) {
                    Some(table) => &table.indexes,
                    None => &self.views.get(relation)?.indexes,
                };
                Object::Index(indexes.get(name)?.clone())
            }
            ObjectPath::View(name) => Object::View(self.views.get(name)?.clone()),
            ObjectPath::Function(signature) => Object::Function(self.functions.get(signature)?.clone()),
            ObjectPath::Trigger(relation, name) => {
                let triggers = match self.tables.get(relation) {
                    Some(table) => &table.triggers,
                    None => &self.views.get(relation)?.triggers,
                };
                Object::Trigger(triggers.get(name)?.clone())
            }
            ObjectPath::Definition(id) => Object::Definition(self.definitions.get(id)?.clone()),
            ObjectPath::DefaultPrivileges(it) => Object::DefaultPrivileges(self.default_privileges.get(it)?.clone()),
        })
    }

    /// Puts `object` at `path`, in place of what was there. A new column goes behind the others. Returns false, and
    /// changes nothing, where what it would be part of is absent or the kinds do not match.
    /// What a table's children have from it follows.
    pub fn put(&mut self, path: &ObjectPath, object: Object) -> bool {
        let was = self.get(path);
        let put = self.put_alone(path, object);
        if put {
            self.follow(path, was.as_ref());
        }
        put
    }

    fn put_alone(&mut self, path: &ObjectPath, object: Object) -> bool {
        match (path, object) {
            (ObjectPath::Schema(name), Object::Schema(it)) => drop(self.schemas.insert(name.clone(), it)),
            (ObjectPath::Extension(name), Object::Extension(it)) => drop(self.extensions.insert(name.clone(), it)),
            (ObjectPath::Enum(name), Object::Enum(it)) => drop(self.enums.insert(name.clone(), it)),
            (ObjectPath::Domain(name), Object::Domain(it)) => drop(self.domains.insert(name.clone(), it)),
            (ObjectPath::Sequence(name), Object::Sequence(it)) => drop(self.sequences.insert(name.clone(), it)),
            (ObjectPath::Table(name), Object::Table(it)) => drop(self.tables.insert(name.clone(), it)),
            (ObjectPath::View(name), Object::View(it)) => drop(self.views.insert(name.clone(), it)),
            (ObjectPath::Function(name), Object::Function(it)) => drop(self.functions.insert(name.clone(), it)),
            (ObjectPath::Definition(id), Object::Definition(it)) => drop(self.definitions.insert(id.clone(), it)),
            (ObjectPath::DefaultPrivileges(of), Object::DefaultPrivileges(it)) => {
                drop(self.default_privileges.insert(of.clone(), it));
            }
            (ObjectPath::Column(table, name), Object::Column(it)) => {
                let Some(table) = self.tables.get_mut(table) else { return false };
                match table.column_mut(name) {
                    Some(column) => *column = it,
                    None => table.columns.push(it),
                }
            }
            (ObjectPath::Constraint(table, name), Object::Constraint(it)) => {
                let Some(table) = self.tables.get_mut(table) else { return false };
                table.constraints.insert(name.clone(), it);
            }
            (ObjectPath::Index(relation, name), Object::Index(it)) => {
                let indexes = match (self.tables.get_mut(relation), self.views.get_mut(relation)) {
                    (Some(table), _) => &mut table.indexes,
                    (None, Some(view)) => &mut view.indexes,
                    (None, None) => return false,
                };
                indexes.insert(name.clone(), it);
            }
            (ObjectPath::Trigger(relation, name), Object::Trigger(it)) => {
                let triggers = match (self.tables.get_mut(relation), self.views.get_mut(relation)) {
                    (Some(table), _) => &mut table.triggers,
                    (None, Some(view)) => &mut view.triggers,
                    (None, None) => return false,
                };
                triggers.insert(name.clone(), it);
            }
            _ => return false,
        }
        true
    }

    /// Takes away what lies at `path`, and returns it. What a table's children have from it follows.
    pub fn remove(&mut self, path: &ObjectPath) -> Option<Object> {
        let object = self.get(path)?;
        match path {
            ObjectPath::Schema(name) => drop(self.schemas.remove(name)),
            ObjectPath::Extension(name) => drop(self.extensions.remove(name)),
            ObjectPath::Enum(name) => drop(self.enums.remove(name)),
            ObjectPath::Domain(name) => drop(self.domains.remove(name)),
            ObjectPath::Sequence(name) => drop(self.sequences.remove(name)),
            ObjectPath::Table(name) => drop(self.tables.remove(name)),
            ObjectPath::View(name) => drop(self.views.remove(name)),
            ObjectPath::Function(signature) => drop(self.functions.remove(signature)),
            ObjectPath::Definition(id) => drop(self.definitions.remove(id)),
            ObjectPath::DefaultPrivileges(it) => drop(self.default_privileges.remove(it)),
            ObjectPath::Column(table, name) => {
                self.tables.get_mut(table)?.columns.retain(|column| column.name != *name);
            }
            ObjectPath::Constraint(table, name) => drop(self.tables.get_mut(table)?.constraints.remove(name)),
            ObjectPath::Index(relation, name) => match self.tables.get_mut(relation) {
                Some(table) => drop(table.indexes.remove(name)),
                None => drop(self.views.get_mut(relation)?.indexes.remove(name)),
            },
            ObjectPath::Trigger(relation, name) => match self.tables.get_mut(relation) {
                Some(table) => drop(table.triggers.remove(name)),
                None => drop(self.views.get_mut(relation)?.triggers.remove(name)),
            },
        }
        self.follow(path, Some(&object));
        Some(object)
    }
}
