//! Triggers.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Deferrability, Expression, ObjectPath, QualifiedName, Trigger};

use super::constraint::deferrability;
use super::expression::{self, Columns, print};
use super::replay::Replay;
use super::syntax;
use super::view::replace_word;

impl Replay<'_> {
    /// `CREATE TRIGGER`.
    pub(super) fn create_trigger(&mut self, node: &SyntaxNode) {
        let name = syntax::child_name(node, SyntaxKind::TRIGGER).unwrap_or_default();
        let path = syntax::child(node, SyntaxKind::ON_RELATION)
            .and_then(|node| syntax::child(&node, SyntaxKind::RELATION_NAME_REF))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let Some(relation) = self.existing_table(&path, "CREATE TRIGGER") else { return };
        let columns = self.row_columns(&relation);
        let (function, call) = self.trigger_call(node);
        let when = syntax::child(node, SyntaxKind::WHEN_CONDITION).map(|node| syntax::inside(&node));
        let canonical_when = when.as_ref().map(|text| expression::canonical(text, &self.names, &columns, None));
        let spell = |when: Option<&String>| spell(node, &name, &relation, when, &call);
        let trigger = Trigger {
            name: name.clone(),
            definition: Expression::new(spell(when.as_ref()), spell(canonical_when.as_ref())),
            function: Some(function),
            firing: None,
            comment: None,
        };
        let triggers = match (self.catalogue.tables.get_mut(&relation), self.catalogue.views.get_mut(&relation)) {
            (Some(table), _) => &mut table.triggers,
            (None, Some(view)) => &mut view.triggers,
            (None, None) => return,
        };
        if triggers.contains_key(&name) && !syntax::has(node, SyntaxKind::OR_REPLACE) {
            return self.duplicate("trigger", &format!("{name} on {relation}"));
        }
        triggers.insert(name.clone(), trigger);
        self.origin_here(ObjectPath::Trigger(relation, name));
    }

    /// The columns of a row before and after.
    fn row_columns(&self, relation: &QualifiedName) -> Columns {
        let mut columns = Columns::default();
        for (name, data_type) in self.columns(relation).types {
            columns.types.insert(format!("new.{name}"), data_type.clone());
            columns.types.insert(format!("old.{name}"), data_type);
        }
        columns
    }

    /// The function that a trigger executes, and the call as the engine prints it.
    fn trigger_call(&self, node: &SyntaxNode) -> (String, String) {
        let Some(call) = syntax::child(node, SyntaxKind::CALL_EXPR) else { return Default::default() };
        let path = call.first_child().map(|node| syntax::path(&node)).unwrap_or_default();
        let name = self.names.function(&path);
        let arguments = syntax::child(&call, SyntaxKind::ARG_LIST)
            .map(|list| {
                let arguments = syntax::children(&list, SyntaxKind::ARG).map(|node| {
                    let text = syntax::text(&node);
                    print::string(&syntax::string(&node).unwrap_or_else(|| text.trim().to_lowercase()))
                });
                arguments.collect::<Vec<_>>().join(", ")
            })
            .unwrap_or_default();
        let spelt = format!("{}.{}({arguments})", print::identifier(&name.schema), print::identifier(&name.name));
        (format!("{}.{}", name.schema, name.name), spelt)
    }

    /// `DROP TRIGGER`.
    pub(super) fn drop_trigger(&mut self, node: &SyntaxNode) {
        let name = syntax::child_name(node, SyntaxKind::TRIGGER_REF).unwrap_or_default();
        let path = syntax::child(node, SyntaxKind::ON_RELATION)
            .and_then(|node| syntax::child(&node, SyntaxKind::RELATION_NAME_REF))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let relation = self.names.relation(&path);
        let optional = syntax::has(node, SyntaxKind::IF_EXISTS);
        if optional && !self.names.has_relation(&relation) {
            return;
        }
        let Some(relation) = self.existing_table(&path, "DROP TRIGGER") else { return };
        let path = ObjectPath::Trigger(relation, name);
        self.origins.0.remove(&path);
        if self.catalogue.remove(&path).is_none() && !optional {
            self.unknown("trigger", &path);
        }
    }

    /// `ALTER TRIGGER … RENAME TO`.
    pub(super) fn alter_trigger(&mut self, node: &SyntaxNode) {
        let (Some(from), Some(to)) = (
            syntax::child_name(node, SyntaxKind::TRIGGER_REF),
            syntax::child_name(node, SyntaxKind::TRIGGER_RENAME_TO),
        ) else {
            return self.unmodelled("ALTER TRIGGER", "");
        };
        let path = syntax::child(node, SyntaxKind::ON_RELATION)
            .and_then(|node| syntax::child(&node, SyntaxKind::RELATION_NAME_REF))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let Some(relation) = self.existing_table(&path, "ALTER TRIGGER") else { return };
        let triggers = self.catalogue.tables.get_mut(&relation).map(|table| &mut table.triggers);
        let Some((triggers, mut trigger)) = triggers.and_then(|triggers| {
            let trigger = triggers.remove(&from)?;
            Some((triggers, trigger))
        }) else {
            return self.unknown("trigger", &format!("{from} on {relation}"));
        };
        let (old, new) =
            (format!("TRIGGER {} ", print::identifier(&from)), format!("TRIGGER {} ", print::identifier(&to)));
        trigger.definition.text = trigger.definition.text.replacen(&old, &new, 1);
        trigger.definition.canonical = trigger.definition.canonical.replacen(&old, &new, 1);
        trigger.name.clone_from(&to);
        triggers.insert(to.clone(), trigger);
        self.origin_here(ObjectPath::Trigger(relation, to));
    }

    /// A table has another name: its triggers follow.
    pub(super) fn move_in_triggers(&mut self, from: &QualifiedName, to: &QualifiedName) {
        let (old, new) = (format!(" ON {} ", table(from)), format!(" ON {} ", table(to)));
        let Some(found) = self.catalogue.tables.get_mut(to) else { return };
        for trigger in found.triggers.values_mut() {
            trigger.definition.text = trigger.definition.text.replacen(&old, &new, 1);
            trigger.definition.canonical = trigger.definition.canonical.replacen(&old, &new, 1);
        }
    }
}

/// A column of the table has another name: the trigger follows.
pub(super) fn rename_column(trigger: &mut Trigger, from: &str, to: &str) {
    let (from, to) = (print::identifier(from), print::identifier(to));
    for text in [&mut trigger.definition.text, &mut trigger.definition.canonical] {
        for row in ["new", "old", "NEW", "OLD"] {
            *text = replace_word(text, &format!("{row}.{from}"), &format!("{row}.{to}"));
        }
        let Some(start) = text.find("UPDATE OF ") else { continue };
        let Some(end) = text.get(start..).and_then(|rest| rest.find(" ON ")).map(|at| start + at) else { continue };
        let columns = replace_word(text.get(start..end).unwrap_or_default(), &from, &to);
        text.replace_range(start..end, &columns);
    }
}

fn table(name: &QualifiedName) -> String {
    format!("{}.{}", print::identifier(&name.schema), print::identifier(&name.name))
}

/// A trigger as the engine prints it.
fn spell(node: &SyntaxNode, name: &str, relation: &QualifiedName, when: Option<&String>, call: &str) -> String {
    let constraint = if syntax::has(node, SyntaxKind::CONSTRAINT_KW) { "CONSTRAINT " } else { "" };
    let timing = if syntax::has(node, SyntaxKind::TIMING_AFTER) {
        "AFTER"
    } else if syntax::has(node, SyntaxKind::TIMING_INSTEAD_OF) {
        "INSTEAD OF"
    } else {
        "BEFORE"
    };
    let mut out = format!(
        "CREATE {constraint}TRIGGER {} {timing} {} ON {} ",
        print::identifier(name),
        events(node),
        table(relation)
    );
    if let Some(from) = syntax::child(node, SyntaxKind::FROM_TABLE) {
        out.push_str(&format!("FROM {} ", syntax::path(&from).into_iter().skip(1).collect::<Vec<_>>().join(".")));
    }
    match deferrability(node) {
        Deferrability::NotDeferrable => {}
        Deferrability::InitiallyImmediate => out.push_str("DEFERRABLE INITIALLY IMMEDIATE "),
        Deferrability::InitiallyDeferred => out.push_str("DEFERRABLE INITIALLY DEFERRED "),
    }
    if let Some(tables) = syntax::child(node, SyntaxKind::REFERENCING) {
        out.push_str("REFERENCING ");
        for (kind, words) in [(SyntaxKind::OLD_TABLE, "OLD TABLE AS"), (SyntaxKind::NEW_TABLE, "NEW TABLE AS")] {
            if let Some(found) = syntax::child(&tables, kind) {
                out.push_str(&format!("{words} {} ", print::identifier(&syntax::name(&found))));
            }
        }
    }
    let row = syntax::has(node, SyntaxKind::FOR_EACH_ROW);
    out.push_str(if row { "FOR EACH ROW " } else { "FOR EACH STATEMENT " });
    if let Some(when) = when {
        out.push_str(&format!("WHEN ({when}) "));
    }
    out.push_str(&format!("EXECUTE FUNCTION {call}"));
    out
}

/// The events in the engine's order.
fn events(node: &SyntaxNode) -> String {
    let list = syntax::child(node, SyntaxKind::TRIGGER_EVENT_LIST);
    let has = |kind| list.as_ref().and_then(|list| syntax::child(list, kind));
    let mut events = Vec::new();
    if has(SyntaxKind::TRIGGER_EVENT_INSERT).is_some() {
        events.push("INSERT".to_owned());
    }
    if has(SyntaxKind::TRIGGER_EVENT_DELETE).is_some() {
        events.push("DELETE".to_owned());
    }
    if let Some(update) = has(SyntaxKind::TRIGGER_EVENT_UPDATE) {
        let columns = syntax::names(&update, SyntaxKind::COLUMN_NAME_REF);
        let columns: Vec<_> = columns.iter().map(|column| print::identifier(column)).collect();
        events.push(if columns.is_empty() { "UPDATE".to_owned() } else { format!("UPDATE OF {}", columns.join(", ")) });
    }
    if has(SyntaxKind::TRIGGER_EVENT_TRUNCATE).is_some() {
        events.push("TRUNCATE".to_owned());
    }
    events.join(" OR ")
}
