//! Views and materialised views.

use std::collections::BTreeMap;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Expression, Grants, ObjectPath, QualifiedName, View, ViewColumn};

use super::cursor::Cursor;
use super::expression::print;
use super::query::{self, Known, Output};
use super::replay::Replay;
use super::tokens::tokens;
use super::{parameters, syntax};

impl Replay<'_> {
    /// `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.
    pub(super) fn create_view(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::VIEW) else { return };
        let name = self.names.created(&syntax::path(&target));
        let materialized = node.kind() == SyntaxKind::CREATE_MATERIALIZED_VIEW;
        if syntax::has(node, SyntaxKind::TEMP) || syntax::has(node, SyntaxKind::RECURSIVE_KW) {
            return self.opaque_relation(&name, "CREATE TEMPORARY VIEW");
        }
        let replaced = self.catalogue.views.get(&name).filter(|_| syntax::has(node, SyntaxKind::OR_REPLACE)).cloned();
        if self.names.has_relation(&name) && replaced.is_none() {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("relation", &name);
            }
            return;
        }
        if !self.require_schema(&name) {
            return;
        }
        let stated = syntax::child(node, SyntaxKind::COLUMN_LIST)
            .map(|list| syntax::names(&list, SyntaxKind::COLUMN_NAME))
            .unwrap_or_default();
        let Some(body) = query_node(node) else { return };
        let text = syntax::text(&body).trim().trim_end_matches(';').trim_end().to_owned();
        let (canonical, outputs) = self.canonical_query(&text, &stated);
        let mut options: BTreeMap<_, _> =
            syntax::child(node, SyntaxKind::WITH_PARAMS).map(|node| parameters::parameters(&node)).unwrap_or_default();
        if let Some(check) = syntax::child(node, SyntaxKind::WITH_CHECK_OPTION) {
            let local = syntax::has(&check, SyntaxKind::LOCAL_CHECK_OPTION);
            options.insert("check_option".to_owned(), if local { "local" } else { "cascaded" }.to_owned());
        }
        if syntax::has(node, SyntaxKind::WITH_NO_DATA) {
            options.insert("with_data".to_owned(), "false".to_owned());
        }
        // A dump creates materialised views empty and fills them later; whether they hold rows is no part of a schema.
        options.remove("with_data");
        // Names that are known stand beside the query; others have to be given inside it.
        let text = if outputs.is_some() { text } else { text_with_names(&text, &stated) };
        let view = View {
            materialized,
            columns: outputs.map(|outputs| outputs.into_iter().map(view_column).collect()),
            query: Expression::new(text, canonical),
            options,
            indexes: BTreeMap::new(),
            triggers: replaced.as_ref().map(|view| view.triggers.clone()).unwrap_or_default(),
            grants: replaced.as_ref().map(|view| view.grants.clone()).unwrap_or_default(),
            comment: replaced.and_then(|view| view.comment),
        };
        self.names.add_relation(name.clone());
        self.catalogue.views.insert(name.clone(), view);
        self.origin_here(ObjectPath::View(name));
    }

    /// The canonical form of a query, and its output columns.
    pub(super) fn canonical_query(&self, text: &str, renamed: &[String]) -> (String, Option<Vec<Output>>) {
        let tokens = tokens(text);
        let mut cursor = Cursor::new(&tokens);
        let columns = |name: &QualifiedName| {
            let outputs = self.outputs(name);
            let of_the_system = name.schema.starts_with("pg_") || name.name.starts_with("pg_");
            if outputs.is_none() && !of_the_system && !self.opaque.contains(name) {
                self.reads_ahead.set(true);
            }
            outputs
        };
        let known = Known { names: &self.names, columns: &columns };
        match query::query(&mut cursor, &self.names) {
            Ok(query) if cursor.at_end() => {
                let (query, outputs) = query::resolve(query, &known, renamed);
                (query::print(&query), outputs)
            }
            _ => (print::tokens(&tokens), None),
        }
    }

    /// `ALTER VIEW`, `ALTER MATERIALIZED VIEW`, and `ALTER TABLE` of a view.
    pub(super) fn alter_view(&mut self, node: &SyntaxNode, name: &QualifiedName) {
        for action in node.children() {
            match action.kind() {
                SyntaxKind::OWNER_TO => self.owner(),
                SyntaxKind::VIEW_RENAME_TO | SyntaxKind::TABLE_RENAME_TO => {
                    return self.move_view(name, &QualifiedName::new(&name.schema, syntax::name(&action)));
                }
                SyntaxKind::SET_SCHEMA => {
                    return self.move_view(name, &QualifiedName::new(syntax::name(&action), &name.name));
                }
                SyntaxKind::SET_OPTIONS => {
                    if let Some(view) = self.catalogue.views.get_mut(name) {
                        view.options.extend(parameters::parameters(&action));
                    }
                }
                SyntaxKind::RESET_OPTIONS => {
                    let gone = parameters::parameters(&action);
                    if let Some(view) = self.catalogue.views.get_mut(name) {
                        view.options.retain(|name, _| !gone.contains_key(name));
                    }
                }
                SyntaxKind::VIEW_REF | SyntaxKind::IF_EXISTS | SyntaxKind::TABLE_RELATION_NAME => {}
                _ => self.unmodelled("ALTER VIEW", &format!("relation {name}")),
            }
        }
    }

    /// Finds the view that a statement alters.
    pub(super) fn alter_view_statement(&mut self, node: &SyntaxNode) {
        let path = syntax::child(node, SyntaxKind::VIEW_REF).map(|node| syntax::path(&node)).unwrap_or_default();
        let name = self.names.relation(&path);
        if self.catalogue.views.contains_key(&name) {
            return self.alter_view(node, &name);
        }
        let optional = syntax::has(node, SyntaxKind::IF_EXISTS) && !self.opaque.contains(&name);
        if !optional && !syntax::has(node, SyntaxKind::OWNER_TO) {
            self.existing_table(&path, "ALTER VIEW");
        }
    }

    fn move_view(&mut self, from: &QualifiedName, to: &QualifiedName) {
        if self.names.has_relation(to) {
            return self.duplicate("relation", to);
        }
        let Some(mut view) = self.catalogue.views.remove(from) else { return };
        self.names.remove_relation(from);
        let indexes = std::mem::take(&mut view.indexes);
        for index in indexes.keys() {
            let index = QualifiedName::new(&from.schema, index);
            self.names.remove_relation(&index);
            self.index_homes.remove(&index);
        }
        self.names.add_relation(to.clone());
        self.catalogue.views.insert(to.clone(), view);
        for index in indexes.into_values() {
            self.add_index(to, index);
        }
        self.origins.0.remove(&ObjectPath::View(from.clone()));
        self.origin_here(ObjectPath::View(to.clone()));
        self.move_in_views(from, to);
    }

    /// Whether the query of a view names a relation.
    pub(super) fn reads_from(&self, view: &QualifiedName, relation: &QualifiedName) -> bool {
        self.catalogue.views.get(view).is_some_and(|view| {
            let canonical = &view.query.canonical;
            let spelt = relation_text(relation);
            ["FROM ", "JOIN ", ", "].iter().any(|before| {
                canonical.match_indices(&format!("{before}{spelt}")).any(|(at, found)| {
                    let next = canonical.get(at + found.len()..).and_then(|rest| rest.chars().next());
                    next.is_none_or(|next| !(next.is_alphanumeric() || next == '_' || next == '.'))
                })
            })
        })
    }

    /// A relation has another name: views that read from it follow.
    pub(super) fn move_in_views(&mut self, from: &QualifiedName, to: &QualifiedName) {
        let views: Vec<_> = self.catalogue.views.keys().filter(|view| self.reads_from(view, from)).cloned().collect();
        let (old, new) = (relation_text(from), relation_text(to));
        for name in views {
            let Some(view) = self.catalogue.views.get(&name) else { continue };
            let text = replace_word(&view.query.canonical, &old, &new);
            let (canonical, _) = self.canonical_query(&text, &[]);
            if let Some(view) = self.catalogue.views.get_mut(&name) {
                view.query = Expression::new(text, canonical);
            }
        }
    }

    /// A column has another name: views that read it follow, their own columns keep their names.
    pub(super) fn rename_in_views(&mut self, table: &QualifiedName, from: &str, to: &str) {
        let views: Vec<_> = self.catalogue.views.keys().filter(|view| self.reads_from(view, table)).cloned().collect();
        for name in views {
            let Some(view) = self.catalogue.views.get(&name) else { continue };
            if !view.query.mentions(from) {
                continue;
            }
            let names: Vec<_> = view.columns.iter().flatten().map(|column| column.name.clone()).collect();
            let text = replace_word(&view.query.canonical, &print::identifier(from), &print::identifier(to));
            let (canonical, _) = self.canonical_query(&text, &names);
            if let Some(view) = self.catalogue.views.get_mut(&name) {
                view.query = Expression::new(canonical.clone(), canonical);
            }
        }
    }
}

fn view_column(output: Output) -> ViewColumn {
    ViewColumn { name: output.name, data_type: None, comment: None, grants: Grants::default() }
}

fn query_node(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.children().find(|child| {
        matches!(
            child.kind(),
            SyntaxKind::SELECT
                | SyntaxKind::COMPOUND_SELECT
                | SyntaxKind::PAREN_SELECT
                | SyntaxKind::VALUES
                | SyntaxKind::TABLE
                | SyntaxKind::SELECT_INTO
        )
    })
}

/// The query with the column names in front of the view put around it.
fn text_with_names(text: &str, names: &[String]) -> String {
    if names.is_empty() {
        return text.to_owned();
    }
    let names: Vec<_> = names.iter().map(|name| print::identifier(name)).collect();
    format!("SELECT * FROM ({text}) AS v ({})", names.join(", "))
}

fn relation_text(name: &QualifiedName) -> String {
    let own = print::identifier(&name.name);
    if name.schema == "public" { own } else { format!("{}.{own}", print::identifier(&name.schema)) }
}

/// Replaces a name where it stands as a word outside string literals.
pub(super) fn replace_word(text: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('\'').enumerate() {
        if at > 0 {
            out.push('\'');
        }
        if at % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let mut rest = part;
        while let Some(found) = rest.find(old) {
            let before = rest[..found].chars().next_back().or(out.chars().next_back().filter(|_| found == 0));
            let after = rest[found + old.len()..].chars().next();
            let inner =
                |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == '"');
            out.push_str(&rest[..found]);
            out.push_str(if inner(before) || inner(after) { old } else { new });
            rest = &rest[found + old.len()..];
        }
        out.push_str(rest);
    }
    out
}
