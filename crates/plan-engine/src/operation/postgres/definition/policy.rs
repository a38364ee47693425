//! `ALTER POLICY`: roles and conditions change in place, so that no moment is without the policy.

use std::collections::BTreeMap;

use schema_diff::catalogue::{Definition, DefinitionId};

use crate::operation::Context;

/// The keywords that begin a clause of `CREATE POLICY`.
const CLAUSES: [&str; 5] = ["AS", "FOR", "TO", "USING", "WITH"];

/// The statement that leads from one form to the other; none where a condition goes, or it is for other commands (manual,
/// ALTER POLICY).
pub(super) fn alter(
    context: &Context<'_>,
    id: &DefinitionId,
    from: &Definition,
    to: &Definition,
) -> Option<Vec<String>> {
    if !from.also.is_empty() || !to.also.is_empty() {
        return None;
    }
    let (old, new) = (clauses(&from.statement.text), clauses(&to.statement.text));
    let said = |clauses: &BTreeMap<&'static str, String>, key: &str, usual: &str| {
        clauses.get(key).map_or_else(|| usual.to_owned(), |it| it.to_ascii_uppercase())
    };
    let same = |key: &str, usual: &str| said(&old, key, usual) == said(&new, key, usual);
    let goes = |key: &str| old.contains_key(key) && !new.contains_key(key);
    if !same("AS", "PERMISSIVE") || !same("FOR", "ALL") || goes("USING") || goes("WITH") {
        return None;
    }
    let mut statement = format!("ALTER {}", context.writer.definition(id));
    let roles = |clauses: &BTreeMap<&'static str, String>| clauses.get("TO").cloned().unwrap_or("PUBLIC".to_owned());
    if roles(&old) != roles(&new) {
        statement.push_str(&format!(" TO {}", roles(&new)));
    }
    for key in ["USING", "WITH"] {
        if let Some(condition) = new.get(key).filter(|it| old.get(key) != Some(*it)) {
            statement.push_str(&format!(" {key} {condition}"));
        }
    }
    Some(vec![statement])
}

/// What follows each keyword of a clause, outside quotes and parentheses.
fn clauses(statement: &str) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    let (mut depth, mut quote, mut word) = (0_usize, None, String::new());
    let (mut key, mut text, mut named) = (None, String::new(), false);
    for c in statement.chars().chain([' ']) {
        let is_word = c.is_alphanumeric() || c == '_' || c == '"' || quote == Some('"');
        if !is_word && depth == 0 && quote.is_none() {
            let upper = word.to_ascii_uppercase();
            // The policy itself may be called like a keyword: clauses begin behind ON.
            named |= upper == "ON";
            if let Some(next) = CLAUSES.into_iter().find(|it| named && *it == upper) {
                text.truncate(text.len().saturating_sub(word.len()));
                found.extend(key.map(|key| (key, text.trim().to_owned())));
                (key, text) = (Some(next), String::new());
            }
            word.clear();
        }
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_word && depth == 0 {
            word.push(c);
        }
        text.push(c);
    }
    found.extend(key.map(|key| (key, text.trim().to_owned())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_told_apart_outside_quotes_and_parentheses() {
        let found = clauses(
            r#"CREATE POLICY "for" ON app.t AS PERMISSIVE FOR SELECT TO "to", bob USING ((a = 'x TO y') OR (b IN (1, 2))) WITH CHECK (true)"#,
        );
        let said = |key: &str| found.get(key).map(String::as_str);
        assert_eq!(said("AS"), Some("PERMISSIVE"));
        assert_eq!(said("FOR"), Some("SELECT"));
        assert_eq!(said("TO"), Some(r#""to", bob"#));
        assert_eq!(said("USING"), Some("((a = 'x TO y') OR (b IN (1, 2)))"));
        assert_eq!(said("WITH"), Some("CHECK (true)"));
    }
}
