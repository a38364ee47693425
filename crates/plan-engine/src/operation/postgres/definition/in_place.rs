//! What the engine can change in place, so that nothing that stands on it notices: options, members, connections.

use std::collections::BTreeMap;

use schema_diff::catalogue::{Definition, DefinitionId, DefinitionKind};

use crate::operation::Context;

/// The statements that lead from one form to the other without dropping; none where there are no such statements.
pub(super) fn alter(
    context: &Context<'_>,
    id: &DefinitionId,
    from: &Definition,
    to: &Definition,
) -> Option<Vec<String>> {
    match id.kind {
        DefinitionKind::Publication => publication(context, id, from, to),
        DefinitionKind::Subscription => subscription(context, id, from, to),
        DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Server
        | DefinitionKind::UserMapping
        | DefinitionKind::ForeignTable => foreign(context, id, from, to),
        _ => None,
    }
}

/// `head` up to the last `word (` outside quotes, and the elements in these parentheses.
pub(super) fn split<'a>(statement: &'a str, word: &str) -> (&'a str, Vec<String>) {
    let none = (statement.trim(), Vec::new());
    let Some(inside) = statement.trim_end().strip_suffix(')') else { return none };
    // The parenthesis that the last one closes.
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut open = None;
    for (at, c) in inside.char_indices().rev() {
        match c {
            '\'' => quoted = !quoted,
            ')' if !quoted => depth += 1,
            '(' if !quoted && depth == 0 => {
                open = Some(at);
                break;
            }
            '(' if !quoted => depth -= 1,
            _ => {}
        }
    }
    let Some(open) = open else { return none };
    let (head, list) = (inside.get(..open).unwrap_or_default().trim_end(), inside.get(open + 1..).unwrap_or_default());
    let at = head.len().checked_sub(word.len());
    let Some(before) = at.filter(|at| head.get(*at..).is_some_and(|it| it.eq_ignore_ascii_case(word))) else {
        return none;
    };
    (head.get(..before).unwrap_or_default().trim_end(), elements(list))
}

/// The elements of a list, split at commas outside quotes and parentheses.
pub(super) fn elements(list: &str) -> Vec<String> {
    let (mut depth, mut quoted) = (0_usize, false);
    let mut all = vec![String::new()];
    for c in list.chars() {
        match c {
            '\'' | '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ',' && depth == 0 && !quoted {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    all.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// `name = value` by name; a name alone is true.
fn parameters(elements: &[String]) -> BTreeMap<String, String> {
    let pair = |it: &String| match it.split_once('=') {
        Some((name, value)) => (name.trim().to_lowercase(), value.trim().to_owned()),
        None => (it.to_lowercase(), "true".to_owned()),
    };
    elements.iter().map(pair).collect()
}

/// What follows `word` in the head of a statement, outside quotes.
pub(super) fn after<'a>(head: &'a str, word: &str) -> Option<&'a str> {
    let upper = head.to_ascii_uppercase();
    let mut found = upper.match_indices(word).map(|(at, _)| at);
    let at = found.find(|at| head.get(..*at).is_some_and(|it| it.matches('\'').count() % 2 == 0))?;
    head.get(at + word.len()..).map(str::trim)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_at_the_end_are_taken_apart() {
        let statement = "CREATE PUBLICATION p FOR TABLE a (x, y) WHERE (z > 1), b WITH (publish = 'insert, update')";
        let (head, elements) = split(statement, "WITH");
        assert_eq!(after(head, " FOR "), Some("TABLE a (x, y) WHERE (z > 1), b"));
        assert_eq!(elements, ["publish = 'insert, update'"]);
        assert_eq!(split("CREATE PUBLICATION p FOR TABLE a (x)", "WITH").1, Vec::<String>::new());
        let (_, elements) = split("CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a, (b', port '1')", "options");
        assert_eq!(elements, ["host 'a, (b'", "port '1'"]);
    }
}
