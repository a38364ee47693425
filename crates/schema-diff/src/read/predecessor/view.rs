//! Views.

use super::Translator;
use super::expression::statement;
use super::json::Json;
use crate::catalogue::{QualifiedName, words};

impl Translator<'_> {
    /// Views, each behind those that it reads.
    pub(super) fn views(&mut self, views: &Json) {
        let mut waiting: Vec<(String, String)> = Vec::new();
        for (name, view) in self.fields(views, &["views"]) {
            waiting.extend(self.view(name, view).map(|sql| (name.clone(), sql)));
        }
        while !waiting.is_empty() {
            let ready = waiting.iter().position(|(name, sql)| {
                let others: Vec<&str> =
                    waiting.iter().map(|(other, _)| other.as_str()).filter(|other| other != name).collect();
                !words(sql).any(|word| others.contains(&word))
            });
            // A cycle is left to the engine to refuse.
            let (_, sql) = waiting.remove(ready.unwrap_or(0));
            self.later.push(sql);
        }
    }

    fn view(&mut self, name: &str, view: &Json) -> Option<String> {
        let path = ["views", name];
        self.known_keys(view, &path, &["definition", "columns", "comment", "description"]);
        let Some(definition) = view.get("definition").and_then(Json::text) else {
            self.error(&path, "a view needs a `definition`");
            return None;
        };
        let first = words(definition).next().unwrap_or("").to_ascii_uppercase();
        let query = match statement(definition, self.dialect) {
            Ok(query) if matches!(first.as_str(), "SELECT" | "WITH" | "VALUES") => query.to_owned(),
            Ok(_) => {
                self.error(&["views", name, "definition"], "this is no query");
                return None;
            }
            Err(reason) => {
                self.error(&["views", name, "definition"], &format!("this is no query: {reason}"));
                return None;
            }
        };
        let columns = match view.get("columns").filter(|it| !it.is_empty()).map(Json::texts) {
            Some(Some(columns)) => format!(" ({})", self.writer.idents(&columns)),
            Some(None) => {
                self.error(&["views", name, "columns"], "a list of names is expected here");
                String::new()
            }
            None => String::new(),
        };
        let name = self.writer.name(&QualifiedName::new(self.dialect.default_schema(), name));
        Some(format!("CREATE VIEW {name}{columns} AS {query}"))
    }
}
