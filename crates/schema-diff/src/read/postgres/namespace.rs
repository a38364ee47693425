//! Schemas, extensions and the search path.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Extension, ObjectPath, Schema};

use super::replay::Replay;
use super::syntax;
use super::tokens::{Token, tokens};

impl Replay<'_> {
    /// `CREATE SCHEMA`, with what is created in it.
    pub(super) fn create_schema(&mut self, node: &SyntaxNode) {
        let name = syntax::below(node, SyntaxKind::SCHEMA)
            .or_else(|| syntax::below(node, SyntaxKind::ROLE))
            .map(|node| syntax::name(&node))
            .unwrap_or_default();
        if self.catalogue.schemas.contains_key(&name) {
            // `public` is there from the start, and dumps may create it.
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) && name != "public" {
                self.duplicate("schema", &name);
            }
            return;
        }
        self.catalogue.schemas.insert(name.clone(), Schema::default());
        self.origin_here(ObjectPath::Schema(name.clone()));
        let path = self.names.path().to_vec();
        self.names.set_path(std::iter::once(name).chain(path.clone()));
        for element in node.children().filter(|child| format!("{:?}", child.kind()).starts_with("CREATE_")) {
            self.apply(&element);
        }
        self.names.set_path(path);
    }

    /// `ALTER SCHEMA`.
    pub(super) fn alter_schema(&mut self, node: &SyntaxNode) {
        if syntax::has(node, SyntaxKind::OWNER_TO) {
            return self.owner();
        }
        self.unmodelled("ALTER SCHEMA … RENAME", "");
    }

    /// `CREATE EXTENSION`.
    pub(super) fn create_extension(&mut self, node: &SyntaxNode) {
        let name = syntax::child_name(node, SyntaxKind::EXTENSION).unwrap_or_default();
        if self.catalogue.extensions.contains_key(&name) {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("extension", &name);
            }
            return;
        }
        // `plpgsql` is there in every database.
        if name == "plpgsql" {
            return;
        }
        let schema = syntax::child(node, SyntaxKind::EXTENSION_SCHEMA)
            .and_then(|node| syntax::child_name(&node, SyntaxKind::SCHEMA_REF))
            .filter(|schema| schema != "public" && schema != "pg_catalog");
        let version = syntax::child(node, SyntaxKind::EXTENSION_VERSION_CLAUSE)
            .and_then(|node| syntax::string(&node).or_else(|| Some(syntax::name(&node))));
        self.catalogue.extensions.insert(name.clone(), Extension { schema, version, comment: None });
        self.origin_here(ObjectPath::Extension(name));
    }

    /// `ALTER EXTENSION`.
    pub(super) fn alter_extension(&mut self, node: &SyntaxNode) {
        let name = syntax::child_name(node, SyntaxKind::EXTENSION_REF).unwrap_or_default();
        let Some(extension) = self.catalogue.extensions.get_mut(&name) else {
            return self.unknown("extension", &name);
        };
        if let Some(update) = syntax::child(node, SyntaxKind::ALTER_EXTENSION_UPDATE) {
            if let Some(version) = syntax::string(&update) {
                extension.version = Some(version);
            }
        } else if let Some(schema) = syntax::child(node, SyntaxKind::SET_SCHEMA) {
            extension.schema = Some(syntax::name(&schema)).filter(|schema| schema != "public");
        } else {
            self.unmodelled("ALTER EXTENSION", "");
        }
    }

    /// `SET search_path`; other settings make no schema. Returns whether the statement matters to those that follow.
    pub(super) fn set(&mut self, node: &SyntaxNode) -> bool {
        let path = self.names.path().to_vec();
        let matters = self.set_path(node);
        self.note_path(&path);
        matters
    }

    fn note_path(&mut self, before: &[String]) {
        // What comes before the first object holds for all.
        let something = !self.names.is_empty();
        self.changes_path |= something && self.names.path() != before;
    }

    fn set_path(&mut self, node: &SyntaxNode) -> bool {
        let tokens = tokens(&syntax::text(node));
        let mut rest = tokens
            .iter()
            .skip(1)
            .skip_while(|token| matches!(token, Token::Word(word) if word == "session" || word == "local"));
        match rest.next() {
            Some(Token::Word(word)) if word == "search_path" => {
                self.names.set_path(rest.skip(1).filter_map(|token| match token {
                    Token::Word(name) if name == "default" => Some("public".to_owned()),
                    Token::Word(name) | Token::Quoted(name) | Token::Text(name) => Some(name.clone()),
                    _ => None,
                }));
                true
            }
            Some(Token::Word(word)) if word == "schema" => {
                self.names.set_path(syntax::string(node));
                true
            }
            _ => false,
        }
    }

    /// `SELECT`: only `set_config('search_path', …)` means something to a schema. Returns whether it was that.
    pub(super) fn select(&mut self, node: &SyntaxNode) -> bool {
        let tokens = tokens(&syntax::text(node));
        let mut strings = tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let sets = tokens.iter().any(|token| *token == Token::Word("set_config".to_owned()));
        if sets && strings.next() == Some("search_path") {
            let former = self.names.path().to_vec();
            let path = strings.next().unwrap_or_default();
            self.names.set_path(path.split(',').map(|schema| schema.trim().trim_matches('"').to_owned()));
            self.note_path(&former);
            return true;
        }
        false
    }
}
