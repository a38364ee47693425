//! What the model holds as its statement: composite types, aggregates, operators, policies and the like.

mod attributes;
mod canonical;
mod head;
mod identity;
mod policy;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::Dialect;
use crate::catalogue::{Definition, DefinitionId, DefinitionKind, Expression, ObjectPath, QualifiedName};
use crate::write::Writer;

use super::cursor::{Cursor, Read, Unreadable};
use super::replay::Replay;
use super::syntax;
use super::tokens::{Token, spanned};
use attributes::composite;
use identity::Parsed;

const WRITER: fn() -> Writer = || Writer::new(Dialect::Postgres);

impl Replay<'_> {
    /// `CREATE` of something that is held as its statement. Returns false where it is not read.
    pub(super) fn create_definition(&mut self, node: &SyntaxNode) -> bool {
        let text = syntax::text(node);
        let (tokens, spans) = spanned(&text);
        let Ok(parsed) = self.created(&tokens) else { return false };
        let Parsed { id, edits, replace, optional } = parsed;
        if let Some(name) = id.qualified()
            && !self.require_schema(&name)
        {
            return true;
        }
        let taken = self.catalogue.definitions.contains_key(&id)
            || (id.kind.is_type() && id.qualified().is_some_and(|name| self.names.has_type(&name)));
        if taken && !replace {
            if !optional {
                self.duplicate(id.kind.word(), &id);
            }
            return true;
        }
        let text = edited(&text, &spans, &edits);
        let attributes = self.attributes(id.kind, &text);
        let text = if id.kind == DefinitionKind::CompositeType { composite(&id, &attributes) } else { text };
        let statement = Expression::new(&text, self.canonical_definition(&id, &text));
        let mut definition = Definition { attributes, ..Definition::new(statement) };
        definition.comment = self.catalogue.definitions.get(&id).and_then(|old| old.comment.clone());
        definition.grants = self.catalogue.definitions.get(&id).map(|old| old.grants.clone()).unwrap_or_default();
        self.know(&id, &text);
        self.origin_here(ObjectPath::Definition(id.clone()));
        self.catalogue.definitions.insert(id, definition);
        true
    }

    /// `ALTER` of something that is held as its statement. Returns false where it is not read.
    pub(super) fn alter_definition(&mut self, node: &SyntaxNode) -> bool {
        let text = syntax::text(node);
        let (tokens, spans) = spanned(&text);
        let Ok((parsed, rest)) = self.referred(&tokens, "alter") else { return false };
        let id = parsed.id;
        if !self.catalogue.definitions.contains_key(&id) {
            if !parsed.optional {
                self.unknown(id.kind.word(), &id);
            }
            return true;
        }
        let mut cursor = Cursor::new(&tokens);
        cursor.reset(rest);
        if cursor.eat_all(&["owner", "to"]) {
            self.owner();
        } else if let Some(new) = moved(&id, &mut cursor) {
            self.move_definition(&id, &new);
        } else if id.kind == DefinitionKind::EventTrigger && cursor.is_any(&["enable", "disable"]) {
            self.set_firing(&id, &text);
        } else if id.kind == DefinitionKind::CompositeType && self.alter_composite(&id, &mut cursor).is_ok() {
        } else if !(id.kind == DefinitionKind::Policy && self.alter_policy(&id, &text, rest)) {
            let text = edited(&text, &spans, &parsed.edits);
            let canonical = self.canonical_definition(&id, &text);
            if let Some(definition) = self.catalogue.definitions.get_mut(&id) {
                definition.also.push(Expression::new(text, canonical));
            }
        }
        true
    }

    /// `DROP` of things that are held as their statements. Returns false where it is not read.
    pub(super) fn drop_definitions(&mut self, node: &SyntaxNode) -> bool {
        let (tokens, _) = spanned(&syntax::text(node));
        let Ok((first, rest)) = self.referred(&tokens, "drop") else { return false };
        let (kind, optional) = (first.id.kind, first.optional);
        let mut ids = vec![first.id];
        let mut cursor = Cursor::new(&tokens);
        cursor.reset(rest);
        while cursor.eat_sign(',') {
            let Ok(parsed) = self.reference(kind, &mut cursor) else { break };
            ids.push(parsed);
        }
        for id in ids {
            if !self.remove_definition(&id) && !optional {
                self.unknown(kind.word(), &id);
            }
            if syntax::has(node, SyntaxKind::CASCADE) {
                self.drop_what_needs(&id);
            }
        }
        true
    }

    /// `COMMENT ON` something that is held as its statement. Returns false where it is not read.
    pub(super) fn comment_on_definition(&mut self, node: &SyntaxNode, comment: Option<String>) -> bool {
        let (tokens, _) = spanned(&syntax::text(node));
        let Ok((parsed, _)) = self.referred(&tokens, "comment") else { return false };
        match self.catalogue.definitions.get_mut(&parsed.id) {
            Some(definition) => definition.comment = comment,
            None => self.unknown(parsed.id.kind.word(), &parsed.id),
        }
        true
    }

    /// `ALTER TABLE … ENABLE RULE` and its like.
    pub(super) fn rule_firing(&mut self, relation: &QualifiedName, action: &SyntaxNode) {
        let name = syntax::child_name(action, SyntaxKind::RULE_REF).unwrap_or_default();
        let id = DefinitionId {
            kind: DefinitionKind::Rule,
            schema: None,
            name,
            detail: String::new(),
            relation: Some(relation.clone()),
        };
        if !self.catalogue.definitions.contains_key(&id) {
            return self.unknown("rule", &id);
        }
        let text = format!("ALTER TABLE {} {}", WRITER().name(relation), syntax::text(action).trim());
        self.set_firing(&id, &text);
    }

    /// When a rule or event trigger fires: the last statement counts, and `ENABLE` is what every one starts with.
    fn set_firing(&mut self, id: &DefinitionId, text: &str) {
        let canonical = self.canonical_definition(id, text);
        let usual = matches!(canonical.split_once(" enable"), Some((_, rest)) if !rest.starts_with(" always") && !rest.starts_with(" replica"));
        if let Some(definition) = self.catalogue.definitions.get_mut(id) {
            definition.also.clear();
            if !usual {
                definition.also.push(Expression::new(text, canonical));
            }
        }
    }

    /// Takes out what is held as its statement, and forgets its name.
    pub(super) fn remove_definition(&mut self, id: &DefinitionId) -> bool {
        let found = self.catalogue.definitions.remove(id).is_some();
        if found {
            self.origins.0.remove(&ObjectPath::Definition(id.clone()));
            self.forget(id);
        }
        found
    }

    /// Takes out what is part of a relation or, as extended statistics are, goes with it.
    pub(super) fn drop_definitions_of(&mut self, relation: &QualifiedName) {
        let gone = |id: &DefinitionId, it: &Definition| {
            id.relation.as_ref() == Some(relation)
                || (id.kind == DefinitionKind::Statistics && it.mentions(&relation.name))
        };
        let ids: Vec<_> =
            self.catalogue.definitions.iter().filter(|(id, it)| gone(id, it)).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.remove_definition(&id);
        }
    }

    /// With `CASCADE`, what stands on a wrapper, server or type goes with it.
    fn drop_what_needs(&mut self, gone: &DefinitionId) {
        if let Some(name) = gone.qualified().filter(|_| gone.kind.is_type()) {
            self.drop_columns_of_type(&name.to_string());
        }
        if !matches!(gone.kind, DefinitionKind::ForeignDataWrapper | DefinitionKind::Server) {
            return;
        }
        let foreign = |id: &DefinitionId| {
            matches!(id.kind, DefinitionKind::Server | DefinitionKind::UserMapping | DefinitionKind::ForeignTable)
        };
        let needs = |(id, it): &(&DefinitionId, &Definition)| foreign(id) && it.mentions(&gone.name);
        let ids: Vec<_> = self.catalogue.definitions.iter().filter(needs).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.remove_definition(&id);
            self.drop_what_needs(&id);
        }
    }

    fn move_definition(&mut self, from: &DefinitionId, to: &DefinitionId) {
        if self.catalogue.definitions.contains_key(to) {
            return self.duplicate(to.kind.word(), to);
        }
        self.forget(from);
        let (old, new) = (ObjectPath::Definition(from.clone()), ObjectPath::Definition(to.clone()));
        self.catalogue.rename(&old, &new);
        let text = self.catalogue.definitions.get(to).map(|it| it.statement.text.clone()).unwrap_or_default();
        self.know(to, &text);
        self.origins.0.remove(&old);
        self.origin_here(new);
    }

    /// Makes the name known to what refers to it.
    fn know(&mut self, id: &DefinitionId, text: &str) {
        let Some(name) = id.qualified() else { return };
        if id.kind.is_type() {
            if id.kind == DefinitionKind::RangeType {
                self.names.add_type(QualifiedName::new(&name.schema, canonical::multirange(text, &name.name)));
            }
            self.names.add_type(name);
        } else if id.kind == DefinitionKind::Aggregate {
            self.names.add_function(name);
        } else if id.kind == DefinitionKind::ForeignTable {
            self.opaque.insert(name.clone());
            self.names.add_relation(name);
        }
    }

    fn forget(&mut self, id: &DefinitionId) {
        let Some(name) = id.qualified() else { return };
        if id.kind.is_type() {
            self.names.remove_type(&name);
        } else if id.kind == DefinitionKind::Aggregate {
            self.names.remove_function(&name);
        } else if id.kind == DefinitionKind::ForeignTable {
            self.opaque.remove(&name);
            self.names.remove_relation(&name);
        }
    }
}

/// Where `RENAME TO` or `SET SCHEMA` moves an object.
fn moved(id: &DefinitionId, cursor: &mut Cursor<'_>) -> Option<DefinitionId> {
    if cursor.eat_all(&["rename", "to"]) {
        return Some(DefinitionId { name: cursor.name().ok()?, ..id.clone() });
    }
    if cursor.eat_all(&["set", "schema"]) {
        return Some(DefinitionId { schema: Some(cursor.name().ok()?), ..id.clone() });
    }
    None
}

/// `text` with what stands at the tokens of each edit replaced.
fn edited(text: &str, spans: &[std::ops::Range<usize>], edits: &[(usize, usize, String)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, new) in edits {
        let (Some(first), Some(last)) = (spans.get(*from), spans.get(to.saturating_sub(1))) else { continue };
        result.push_str(text.get(at..first.start).unwrap_or_default());
        result.push_str(new);
        at = last.end;
        if new.is_empty() {
            let rest = text.get(at..).unwrap_or_default();
            at += rest.len() - rest.trim_start().len();
        }
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// The next token where it is a word or a quoted name.
fn is_name(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Word(_) | Token::Quoted(_)))
}

/// Gives up where the condition does not hold.
fn ensure(condition: bool) -> Read<()> {
    if condition { Ok(()) } else { Err(Unreadable) }
}
