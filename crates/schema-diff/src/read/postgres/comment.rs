//! `COMMENT ON`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::replay::Replay;
use super::syntax;

impl Replay<'_> {
    /// `COMMENT ON`.
    pub(super) fn comment(&mut self, node: &SyntaxNode) {
        let Some(object) = node.children().find(|child| format!("{:?}", child.kind()).starts_with("OBJECT_")) else {
            return;
        };
        let comment = node
            .children()
            .filter(|child| child.kind() == SyntaxKind::LITERAL)
            .last()
            .and_then(|node| syntax::string(&node))
            .filter(|comment| !comment.is_empty());
        let path = object.children().last().map(|node| syntax::path(&node)).unwrap_or_default();
        let found = match object.kind() {
            SyntaxKind::OBJECT_COLUMN => return self.comment_on_column(&path, comment),
            SyntaxKind::OBJECT_CONSTRAINT | SyntaxKind::OBJECT_TRIGGER => {
                return self.comment_on_part(&object, comment);
            }
            SyntaxKind::OBJECT_FUNCTION | SyntaxKind::OBJECT_PROCEDURE | SyntaxKind::OBJECT_ROUTINE => {
                let signature = self.signature_of(&object);
                self.catalogue.functions.get_mut(&signature).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_TABLE => {
                let Some(name) = self.existing_table(&path, "COMMENT ON TABLE") else { return };
                self.catalogue.tables.get_mut(&name).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_VIEW | SyntaxKind::OBJECT_MATERIALIZED_VIEW => {
                let name = self.names.relation(&path);
                self.catalogue.views.get_mut(&name).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_SEQUENCE => {
                let name = self.names.relation(&path);
                self.catalogue.sequences.get_mut(&name).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_INDEX => {
                let name = self.names.relation(&path);
                return self.comment_on_index(&name, comment);
            }
            SyntaxKind::OBJECT_TYPE => {
                let name = self.names.type_name(&path);
                // The engine's own word for a domain is type.
                if let Some(domain) = self.catalogue.domains.get_mut(&name) {
                    domain.comment = comment;
                    return;
                }
                if !self.catalogue.enums.contains_key(&name) {
                    if self.comment_on_definition(node, comment) {
                        return;
                    }
                    return self.unmodelled("COMMENT ON TYPE", &format!("type {name}"));
                }
                self.catalogue.enums.get_mut(&name).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_DOMAIN => {
                let name = self.names.type_name(&path);
                self.catalogue.domains.get_mut(&name).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_SCHEMA => {
                // Dumps comment on `public` with what every database has.
                if path == ["public"] && comment.as_deref() == Some("standard public schema") {
                    return;
                }
                self.catalogue.schemas.get_mut(path.last().map_or("", String::as_str)).map(|found| &mut found.comment)
            }
            SyntaxKind::OBJECT_EXTENSION => {
                // The comment of an extension comes with it.
                return;
            }
            _ => {
                if !self.comment_on_definition(node, comment) {
                    self.unmodelled("COMMENT ON", "");
                }
                return;
            }
        };
        match found {
            Some(place) => *place = comment,
            None => self.unknown("object", &path.join(".")),
        }
    }

    fn comment_on_column(&mut self, path: &[String], comment: Option<String>) {
        let Some((column, relation)) = path.split_last() else { return };
        let Some(name) = self.existing_table(relation, "COMMENT ON COLUMN") else { return };
        if let Some(found) = self.catalogue.tables.get_mut(&name).and_then(|table| table.column_mut(column)) {
            found.comment = comment;
            return;
        }
        let columns = self.catalogue.views.get_mut(&name).and_then(|view| view.columns.as_mut());
        match columns.and_then(|columns| columns.iter_mut().find(|found| found.name == *column)) {
            Some(found) => found.comment = comment,
            None => self.unknown("column", &format!("{name}.{column}")),
        }
    }

    fn comment_on_part(&mut self, object: &SyntaxNode, comment: Option<String>) {
        let part = object.first_child().map(|node| syntax::name(&node)).unwrap_or_default();
        let path = object.last_child().map(|node| syntax::path(&node)).unwrap_or_default();
        if syntax::has(object, SyntaxKind::DOMAIN_REF) {
            return self.comment_on_domain_check(&part, &path, comment);
        }
        let Some(relation) = self.existing_table(&path, "COMMENT ON") else { return };
        let place = match (self.catalogue.tables.get_mut(&relation), self.catalogue.views.get_mut(&relation)) {
            (Some(table), _) if object.kind() == SyntaxKind::OBJECT_CONSTRAINT => {
                table.constraints.get_mut(&part).map(|found| &mut found.comment)
            }
            (Some(table), _) => table.triggers.get_mut(&part).map(|found| &mut found.comment),
            (None, Some(view)) => view.triggers.get_mut(&part).map(|found| &mut found.comment),
            (None, None) => None,
        };
        match place {
            Some(place) => *place = comment,
            None => self.unknown("object", &format!("{part} on {relation}")),
        }
    }

    fn comment_on_index(&mut self, name: &crate::catalogue::QualifiedName, comment: Option<String>) {
        let Some(home) = self.index_homes.get(name).cloned() else {
            return self.unknown("index", name);
        };
        match self.indexes_mut(&home).and_then(|indexes| indexes.get_mut(&name.name)) {
            Some(index) => index.comment = comment,
            None => self.unmodelled("COMMENT ON INDEX", &format!("index {name}")),
        }
    }
}
