//! What the engine can change in place, so that nothing that stands on it notices: options, members, connections.

use std::collections::BTreeMap;

use schema_diff::catalogue::clauses::{after, split};
use schema_diff::catalogue::{Definition, DefinitionId, DefinitionKind};

use super::policy;
use crate::operation::Context;

/// The statements that lead from one form to the other without dropping; none where there are no such statements.
pub(super) fn alter(
    context: &Context<'_>,
    id: &DefinitionId,
    from: &Definition,
    to: &Definition,
) -> Option<Vec<String>> {
    match id.kind {
        DefinitionKind::Policy => policy::alter(context, id, from, to),
        DefinitionKind::Publication => publication(context, id, from, to),
        DefinitionKind::Subscription => subscription(context, id, from, to),
        DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Server
        | DefinitionKind::UserMapping
        | DefinitionKind::ForeignTable => foreign(context, id, from, to),
        _ => None,
    }
}

/// `name = value` by name; a name alone is true.
fn parameters(elements: &[String]) -> BTreeMap<String, String> {
    let pair = |it: &String| match it.split_once('=') {
        Some((name, value)) => (name.trim().to_lowercase(), value.trim().to_owned()),
        None => (it.to_lowercase(), "true".to_owned()),
    };
    elements.iter().map(pair).collect()
}

fn publication(context: &Context<'_>, id: &DefinitionId, from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let (old_head, old) = split(&from.statement.text, "WITH");
    let (new_head, new) = split(&to.statement.text, "WITH");
    let (old_members, new_members) = (after(old_head, " FOR "), after(new_head, " FOR "));
    let all = |members: Option<&str>| members.is_some_and(|it| it.to_ascii_uppercase().starts_with("ALL TABLES"));
    let name = context.writer.definition(id);
    let mut statements = Vec::new();
    if old_members != new_members {
        // No statement leads to or from all tables, nor to none.
        let members = new_members.filter(|_| !all(old_members) && !all(new_members))?;
        statements.push(format!("ALTER {name} SET {members}"));
    }
    let (old, new) = (parameters(&old), parameters(&new));
    if old != new {
        let usual = |key: &str| match key {
            "publish" => "'insert, update, delete, truncate'",
            "publish_generated_columns" => "none",
            _ => "false",
        };
        let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
        let set = keys.filter(|key| old.get(*key) != new.get(*key));
        let set = set.map(|key| format!("{key} = {}", new.get(key).map_or(usual(key), String::as_str)));
        statements.push(format!("ALTER {name} SET ({})", set.collect::<Vec<_>>().join(", ")));
    }
    Some(statements)
}

fn subscription(context: &Context<'_>, id: &DefinitionId, from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let (old_head, old) = split(&from.statement.text, "WITH");
    let (new_head, new) = split(&to.statement.text, "WITH");
    let name = context.writer.definition(id);
    let mut statements = Vec::new();
    let (old_list, new_list) = (after(old_head, " PUBLICATION "), after(new_head, " PUBLICATION ")?);
    if old_list != Some(new_list) {
        statements.push(format!("ALTER {name} SET PUBLICATION {new_list} WITH (refresh = false)"));
    }
    let connection = |head: &str| {
        let rest = after(head, " CONNECTION ").unwrap_or_default();
        after(rest, " PUBLICATION ")
            .and_then(|tail| rest.get(..rest.len() - tail.len()))
            .map(|it| it.trim().trim_end_matches("PUBLICATION").trim_end().to_owned())
    };
    let (old_connection, new_connection) = (connection(old_head), connection(new_head));
    if let Some(text) = new_connection.filter(|text| old_connection.as_ref() != Some(text) && text != "''") {
        statements.push(format!("ALTER {name} CONNECTION {text}"));
    }
    let usual = |key: &str| match key {
        "origin" => "any",
        "password_required" => "true",
        "streaming" | "synchronous_commit" => "off",
        _ => "false",
    };
    // These say how it is created, not how it is.
    let once = |key: &&String| !matches!(key.as_str(), "connect" | "create_slot" | "copy_data" | "enabled");
    let (old, new) = (parameters(&old), parameters(&new));
    let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))).filter(once);
    let set = keys.filter(|key| old.get(*key) != new.get(*key));
    let set: Vec<_> = set.map(|key| format!("{key} = {}", new.get(key).map_or(usual(key), String::as_str))).collect();
    if !set.is_empty() {
        statements.push(format!("ALTER {name} SET ({})", set.join(", ")));
    }
    if from.also != to.also {
        let verb = if to.also.is_empty() { "DISABLE" } else { "ENABLE" };
        statements.push(format!("ALTER {name} {verb}"));
    }
    Some(statements)
}

/// Options in the form of `ALTER … OPTIONS`; what stands before them must be the same.
fn foreign(context: &Context<'_>, id: &DefinitionId, from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let (old_head, old) = split(&from.statement.text, "OPTIONS");
    let (new_head, new) = split(&to.statement.text, "OPTIONS");
    let plain = |head: &str| head.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain(old_head) != plain(new_head) || from.also != to.also {
        return None;
    }
    let options = |all: &[String]| -> BTreeMap<String, String> {
        let pair =
            |it: &String| it.split_once(char::is_whitespace).map(|(key, value)| (key.into(), value.trim().into()));
        all.iter().filter_map(pair).collect()
    };
    let (old, new) = (options(&old), options(&new));
    let dropped = old.keys().filter(|key| !new.contains_key(*key)).map(|key| format!("DROP {key}"));
    let set = new.iter().filter(|(key, value)| old.get(*key).is_some_and(|old| old != *value));
    let set = set.map(|(key, value)| format!("SET {key} {value}"));
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key)).map(|(key, value)| format!("ADD {key} {value}"));
    let all: Vec<_> = dropped.chain(set).chain(added).collect();
    if all.is_empty() {
        return None;
    }
    Some(vec![format!("ALTER {} OPTIONS ({})", context.writer.definition(id), all.join(", "))])
}
