//! `DROP`.

use super::Writer;
use crate::catalogue::{Object, ObjectPath, QualifiedName};

impl Writer {
    /// The statement that drops what lies at `path`.
    ///
    /// A path does not tell a materialised view from a view: see [`drop_object`](Self::drop_object). SQLite cannot drop a
    /// constraint; a plan rebuilds the table instead.
    pub fn drop(self, path: &ObjectPath) -> String {
        let sqlite = self.is_sqlite();
        match path {
            ObjectPath::Schema(name) => format!("DROP SCHEMA {}", self.ident(name)),
            ObjectPath::Extension(name) => format!("DROP EXTENSION {}", self.ident(name)),
            ObjectPath::Domain(name) => format!("DROP DOMAIN {}", self.name(name)),
            ObjectPath::Enum(name) => format!("DROP TYPE {}", self.name(name)),
            ObjectPath::Sequence(name) => format!("DROP SEQUENCE {}", self.name(name)),
            ObjectPath::Table(name) => format!("DROP TABLE {}", self.name(name)),
            ObjectPath::View(name) => format!("DROP VIEW {}", self.name(name)),
            ObjectPath::Function(signature) => format!("DROP ROUTINE {}", self.signature(signature)),
            ObjectPath::Definition(id) => format!("DROP {}", self.definition(id)),
            // What they are is taken back by `change_default_privileges`.
            ObjectPath::DefaultPrivileges(_) => String::new(),
            ObjectPath::Column(table, name) => self.alter_drop(table, "COLUMN", name),
            ObjectPath::Constraint(table, name) => self.alter_drop(table, "CONSTRAINT", name),
            ObjectPath::Index(relation, name) => format!("DROP INDEX {}", self.beside(relation, name)),
            ObjectPath::Trigger(relation, name) if sqlite => format!("DROP TRIGGER {}", self.beside(relation, name)),
            ObjectPath::Trigger(relation, name) => {
                format!("DROP TRIGGER {} ON {}", self.ident(name), self.name(relation))
            }
        }
    }

    /// As [`drop`](Self::drop), for an object whose kind is at hand.
    pub fn drop_object(self, path: &ObjectPath, object: &Object) -> String {
        match (path, object) {
            (ObjectPath::View(name), Object::View(view)) if view.materialized => {
                format!("DROP MATERIALIZED VIEW {}", self.name(name))
            }
            _ => self.drop(path),
        }
    }

    fn alter_drop(self, table: &QualifiedName, what: &str, name: &str) -> String {
        format!("ALTER TABLE {} DROP {what} {}", self.name(table), self.ident(name))
    }

    /// The name of something that lies in the schema of `relation`.
    pub(super) fn beside(self, relation: &QualifiedName, name: &str) -> String {
        self.name(&QualifiedName::new(&relation.schema, name))
    }
}
