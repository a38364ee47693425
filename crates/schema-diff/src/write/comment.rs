//! `COMMENT ON`.

use super::Writer;
use crate::catalogue::{Object, ObjectPath};

impl Writer {
    /// `COMMENT ON … IS …`, `NULL` where there is none to be; nothing on SQLite, which has no comments.
    ///
    /// A path does not tell a materialised view from a view: see [`comment_on`](Self::comment_on).
    pub fn comment(self, path: &ObjectPath, comment: &Option<String>) -> Option<String> {
        self.comment_statement(path, comment.as_deref(), false)
    }

    /// As [`comment`](Self::comment), for an object whose kind is at hand.
    pub fn comment_on(self, path: &ObjectPath, object: &Object, comment: &Option<String>) -> Option<String> {
        let materialized = matches!(object, Object::View(view) if view.materialized);
        self.comment_statement(path, comment.as_deref(), materialized)
    }

    fn comment_statement(self, path: &ObjectPath, comment: Option<&str>, materialized: bool) -> Option<String> {
        if self.is_sqlite() {
            return None;
        }
        let target = match path {
            ObjectPath::Schema(name) => format!("SCHEMA {}", self.ident(name)),
            ObjectPath::Extension(name) => format!("EXTENSION {}", self.ident(name)),
            ObjectPath::Domain(name) => format!("DOMAIN {}", self.name(name)),
            ObjectPath::Enum(name) => format!("TYPE {}", self.name(name)),
            ObjectPath::Sequence(name) => format!("SEQUENCE {}", self.name(name)),
            ObjectPath::Table(name) => format!("TABLE {}", self.name(name)),
            ObjectPath::View(name) if materialized => format!("MATERIALIZED VIEW {}", self.name(name)),
            ObjectPath::View(name) => format!("VIEW {}", self.name(name)),
            ObjectPath::Column(relation, name) => format!("COLUMN {}.{}", self.name(relation), self.ident(name)),
            ObjectPath::Constraint(table, name) => format!("CONSTRAINT {} ON {}", self.ident(name), self.name(table)),
            ObjectPath::Trigger(table, name) => format!("TRIGGER {} ON {}", self.ident(name), self.name(table)),
            ObjectPath::Index(relation, name) => {
                format!("INDEX {}.{}", self.ident(&relation.schema), self.ident(name))
            }
            ObjectPath::Function(signature) => format!("ROUTINE {}", self.signature(signature)),
            ObjectPath::Definition(id) => self.definition(id),
            ObjectPath::DefaultPrivileges(_) => return None,
        };
        let text = comment.map_or_else(|| "NULL".to_owned(), |comment| self.literal(comment));
        Some(format!("COMMENT ON {target} IS {text}"))
    }
}
