//! What the bodies of functions and procedures use, read from their syntax: SQL and PL/pgSQL.

mod plpgsql;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use squawk_syntax::ast::AstNode;
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};

use super::STACK;
use super::syntax;
use super::tokens::{Token, tokens};
use crate::catalogue::{Catalogue, Function, ObjectPath, QualifiedName, Signature};
use scope::{Scope, column_of};

/// What the body of a function or procedure uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uses {
    /// The tables, views, columns, types, sequences and functions that it names, as far as the catalogue has them.
    pub paths: BTreeSet<ObjectPath>,
    /// Whether it runs SQL that it makes while it runs (`EXECUTE`): what that uses is not known.
    pub dynamic: bool,
    /// Whether the body was read: its language is SQL or PL/pgSQL, and it parses.
    pub understood: bool,
}

/// Kinds of PL/pgSQL statements that run a text.
const DYNAMIC: &[SyntaxKind] = &[
    SyntaxKind::PLPGSQL_DYN_EXECUTE_STMT,
    SyntaxKind::PLPGSQL_FOR_DYN_STMT,
    SyntaxKind::PLPGSQL_OPEN_EXECUTE,
    SyntaxKind::PLPGSQL_RETURN_QUERY_EXECUTE_STMT,
];

/// Functions that take the name of a sequence.
const OF_SEQUENCES: &[&str] = &["nextval", "currval", "setval"];

/// What the bodies of all functions of `catalogue` use.
pub(in crate::read) fn of_all(catalogue: &Catalogue) -> BTreeMap<Signature, Uses> {
    if catalogue.functions.is_empty() {
        return BTreeMap::new();
    }
    let all = || catalogue.functions.iter().map(|(signature, it)| (signature.clone(), of(signature, it, catalogue)));
    let found = std::thread::scope(|threads| {
        let thread = std::thread::Builder::new().name("read-bodies".to_owned()).stack_size(STACK);
        thread.spawn_scoped(threads, || all().collect::<BTreeMap<_, _>>()).ok().and_then(|handle| handle.join().ok())
    });
    found.unwrap_or_default()
}

fn of(signature: &Signature, function: &Function, catalogue: &Catalogue) -> Uses {
    let body = match function.language.as_str() {
        "plpgsql" => plpgsql::tree(&function.body),
        "sql" => sql(function),
        _ => None,
    };
    let Some(body) = body else { return Uses::default() };
    let mut reader = Reader { catalogue, schema: &signature.schema, uses: Uses::default() };
    reader.uses.understood = true;
    let scope = Scope::new(&body, reader.tables_of_triggers(signature));
    for node in body.descendants() {
        reader.node(&node, &scope);
    }
    reader.uses.paths.remove(&ObjectPath::Function(signature.clone()));
    reader.uses
}

/// `RETURN …`, `BEGIN ATOMIC … END`, or the statements in quotes.
fn sql(function: &Function) -> Option<SyntaxNode> {
    let parsed = SourceFile::parse(&function.definition.text);
    let create = parsed.tree().syntax().clone();
    let standard =
        syntax::below(&create, SyntaxKind::ATOMIC_BODY).or_else(|| syntax::below(&create, SyntaxKind::RETURN_STMT));
    standard.or_else(|| {
        let parsed = SourceFile::parse(&function.body);
        parsed.errors().is_empty().then(|| parsed.tree().syntax().clone())
    })
}

/// Reads a body against a catalogue.
pub(super) struct Reader<'a> {
    catalogue: &'a Catalogue,
    schema: &'a str,
    uses: Uses,
}

impl Reader<'_> {
    fn node(&mut self, node: &SyntaxNode, scope: &Scope) {
        match node.kind() {
            kind if DYNAMIC.contains(&kind) => self.uses.dynamic = true,
            SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF if !scope.is_common(&syntax::path(node)) => {
                self.relation(&syntax::path(node));
            }
            SyntaxKind::PATH_TYPE => self.data_type(&syntax::path(node)),
            SyntaxKind::PLPGSQL_PERCENT_ROWTYPE => self.relation(&without(&syntax::path(node), "rowtype")),
            SyntaxKind::PERCENT_TYPE => {
                let path = without(&syntax::path(node), "type");
                if let Some((column, relation)) = path.split_last() {
                    self.column(relation, column);
                }
            }
            SyntaxKind::CALL_EXPR => self.call(node),
            SyntaxKind::COLUMN_NAME_REF | SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR => {
                for (relation, column) in column_of(node, scope, &|path, name| self.has_column(path, name)) {
                    self.column(&relation, &column);
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, node: &SyntaxNode) {
        let Some(callee) = node.children().next() else { return };
        if !matches!(callee.kind(), SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR) {
            return;
        }
        let path = syntax::path(&callee);
        let Some((name, schema)) = path.split_last() else { return };
        if OF_SEQUENCES.contains(&name.as_str())
            && let Some(sequence) = syntax::string(node)
        {
            let names = tokens(&sequence).into_iter().filter_map(|token| match token {
                Token::Word(name) | Token::Quoted(name) => Some(name),
                _ => None,
            });
            self.relation(&names.collect::<Vec<_>>());
        }
        let visible = |it: &&Signature| match schema.last() {
            Some(schema) => it.schema == *schema,
            None => self.sees(&it.schema),
        };
        let called = self.catalogue.functions.keys().filter(|it| it.name == *name).filter(visible);
        let called: Vec<_> = called.cloned().map(ObjectPath::Function).collect();
        self.uses.paths.extend(called);
    }

    /// Schemas in which a name without one is looked for: the default one and that of the function.
    fn sees(&self, schema: &str) -> bool {
        schema == self.schema || schema == self.catalogue.dialect.default_schema()
    }

    /// The schema-qualified names that a path of names can mean.
    fn candidates(&self, path: &[String]) -> Vec<QualifiedName> {
        match path {
            [name] => {
                let schemas = BTreeSet::from([self.catalogue.dialect.default_schema(), self.schema]);
                schemas.into_iter().map(|schema| QualifiedName::new(schema, name)).collect()
            }
            [.., schema, name] => vec![QualifiedName::new(schema, name)],
            [] => Vec::new(),
        }
    }

    fn relation(&mut self, path: &[String]) {
        for name in self.candidates(path) {
            if self.catalogue.tables.contains_key(&name) {
                self.uses.paths.insert(ObjectPath::Table(name));
            } else if self.catalogue.views.contains_key(&name) {
                self.uses.paths.insert(ObjectPath::View(name));
            } else if self.catalogue.sequences.contains_key(&name) {
                self.uses.paths.insert(ObjectPath::Sequence(name));
            }
        }
    }

    fn data_type(&mut self, path: &[String]) {
        for name in self.candidates(path) {
            if self.catalogue.enums.contains_key(&name) {
                self.uses.paths.insert(ObjectPath::Enum(name));
            } else if self.catalogue.tables.contains_key(&name) {
                self.uses.paths.insert(ObjectPath::Table(name));
            }
        }
    }

    fn has_column(&self, path: &[String], column: &str) -> bool {
        self.candidates(path).iter().any(|name| {
            let table = self.catalogue.tables.get(name).is_some_and(|it| it.column(column).is_some());
            let view = self.catalogue.views.get(name).and_then(|it| it.columns.as_ref());
            table || view.is_some_and(|columns| columns.iter().any(|it| it.name == column))
        })
    }

    fn column(&mut self, relation: &[String], column: &str) {
        for name in self.candidates(relation) {
            if self.catalogue.tables.get(&name).is_some_and(|it| it.column(column).is_some()) {
                self.uses.paths.insert(ObjectPath::Table(name.clone()));
                self.uses.paths.insert(ObjectPath::Column(name, column.to_owned()));
            }
        }
    }

    /// The tables whose triggers call the function: what `NEW` and `OLD` are rows of.
    fn tables_of_triggers(&self, signature: &Signature) -> Vec<Vec<String>> {
        let own = format!("{}.{}", signature.schema, signature.name);
        let calls = |triggers: &BTreeMap<String, crate::catalogue::Trigger>| {
            triggers.values().any(|it| it.function.as_ref() == Some(&own))
        };
        let tables = self.catalogue.tables.iter().filter(|(_, it)| calls(&it.triggers)).map(|(name, _)| name);
        tables.map(|name| vec![name.schema.clone(), name.name.clone()]).collect()
    }
}

fn without(path: &[String], last: &str) -> Vec<String> {
    match path.split_last() {
        Some((word, rest)) if word == last => rest.to_vec(),
        _ => path.to_vec(),
    }
}

#[cfg(test)]
mod tests;
