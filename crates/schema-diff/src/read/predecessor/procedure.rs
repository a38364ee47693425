//! Procedures: SQL functions on PostgreSQL. SQLite has none.

use super::Translator;
use super::expression::statement;
use super::json::Json;
use super::result;
use super::types::Declared;
use crate::catalogue::{QualifiedName, words};
use crate::read::sqlite::tokens;

impl Translator<'_> {
    pub(super) fn procedure(&mut self, procedure: &Json) {
        let name = procedure.get("name").and_then(Json::text).unwrap_or("").to_owned();
        let path = ["procedures", name.as_str()];
        self.known_keys(procedure, &path, &["name", "parameters", "definition", "comment", "description"]);
        if self.is_sqlite() {
            return self.warning(&path, "SQLite has no procedures: it is left out");
        }
        let Some(definition) = procedure.get("definition").and_then(Json::text).filter(|_| !name.is_empty()) else {
            return self.error(&path, "a procedure needs `name` and `definition`");
        };
        let body = match statement(definition, self.dialect) {
            Ok(body) => body.to_owned(),
            Err(reason) => return self.error(&path, &format!("its definition is no statement: {reason}")),
        };
        let Some(parameters) = self.parameters(procedure, &name) else { return };
        let Some(returns) = self.returns(&body, &name) else { return };
        let names: Vec<String> = parameters.iter().map(|(name, _)| name.clone()).collect();
        let (body, replaced) = positional(&body, &names);
        if replaced {
            self.warning(
                &path,
                "its parameters stand as $1, $2, … in the body, so that no column of that name is meant",
            );
        }
        let clash = |name: &String| returns.columns.iter().any(|(column, _)| column == name);
        let arguments: Vec<String> = parameters
            .iter()
            .map(
                |(name, data_type)| {
                    if clash(name) { data_type.clone() } else { format!("{} {data_type}", self.writer.ident(name)) }
                },
            )
            .collect();
        let quote = if body.contains("$$") { "$body$" } else { "$$" };
        let target = self.writer.name(&QualifiedName::new(self.dialect.default_schema(), &name));
        let returns = returns.sql(self.writer);
        self.later.push(format!(
            "CREATE FUNCTION {target}({}) RETURNS {returns} LANGUAGE sql AS {quote}\n{body}\n{quote}",
            arguments.join(", ")
        ));
    }

    /// Names and types of texts such as `user_id BIGINT`.
    fn parameters(&mut self, procedure: &Json, name: &str) -> Option<Vec<(String, String)>> {
        let path = ["procedures", name, "parameters"];
        let texts = match procedure.get("parameters") {
            None | Some(Json::Null) => Vec::new(),
            Some(value) => value.texts().unwrap_or_else(|| vec![String::new()]),
        };
        let mut parameters = Vec::new();
        for text in texts {
            let (first, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.as_str(), ""));
            let (first, rest) = match rest.trim().split_once(char::is_whitespace) {
                Some((second, rest)) if first.eq_ignore_ascii_case("in") => (second, rest),
                _ => (first, rest),
            };
            let Some(data_type) = Declared::parse(rest).and_then(|declared| declared.sql(self.dialect)) else {
                self.error(&path, &format!("`{text}` is no parameter such as `user_id BIGINT`"));
                return None;
            };
            parameters.push((first.to_owned(), result::bare(&data_type).to_owned()));
        }
        Some(parameters)
    }

    fn returns(&mut self, body: &str, name: &str) -> Option<result::Returns> {
        let first = words(body).next().unwrap_or("").to_ascii_uppercase();
        match first.as_str() {
            "SELECT" | "WITH" | "VALUES" => Some(result::of_query(body, &self.tables)),
            "DELETE" | "UPDATE" | "INSERT" => Some(result::Returns { rows: false, columns: Vec::new() }),
            _ => {
                let message = format!("a definition that starts with `{first}` cannot be translated");
                self.error(&["procedures", name, "definition"], &message);
                None
            }
        }
    }
}

/// The body with `$1` for the first parameter and so on, and whether anything was replaced. A name behind a dot is a
/// column, and so is one that is assigned to or listed behind `INSERT INTO`.
fn positional(body: &str, parameters: &[String]) -> (String, bool) {
    let all: Vec<_> = tokens(body).collect();
    let mut result = String::with_capacity(body.len());
    let mut done = 0;
    let mut assigning = false;
    let mut listing = false;
    for (at, token) in all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| all.get(at)).map_or("", |token| token.text);
        let after = all.get(at + 1).map_or("", |token| token.text);
        let upper = token.text.to_ascii_uppercase();
        assigning = (assigning || upper == "SET") && !matches!(upper.as_str(), "WHERE" | "FROM" | "RETURNING");
        listing = (listing || upper == "INTO") && !matches!(upper.as_str(), ")" | "VALUES" | "SELECT");
        let target = listing || (assigning && after == "=" && (before == "," || before.eq_ignore_ascii_case("set")));
        let found = parameters.iter().position(|name| name.eq_ignore_ascii_case(token.text));
        let Some(number) = found.filter(|_| !target && before != "." && !before.eq_ignore_ascii_case("as")) else {
            continue;
        };
        result.push_str(body.get(done..token.start).unwrap_or(""));
        result.push('$');
        result.push_str(&(number + 1).to_string());
        done = token.start + token.text.len();
    }
    result.push_str(body.get(done..).unwrap_or(""));
    (result, done > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_told_from_a_column() {
        let names = ["user_id".to_owned(), "a".to_owned()];
        let (body, replaced) = positional("SELECT p.user_id FROM p WHERE p.user_id = user_id AND x = 'a'", &names);
        assert_eq!(body, "SELECT p.user_id FROM p WHERE p.user_id = $1 AND x = 'a'");
        assert!(replaced);
        assert_eq!(positional("UPDATE t SET a = a WHERE b = A", &names).0, "UPDATE t SET a = $2 WHERE b = $2");
        assert_eq!(positional("INSERT INTO t (a) VALUES (a)", &names).0, "INSERT INTO t (a) VALUES ($2)");
    }
}
