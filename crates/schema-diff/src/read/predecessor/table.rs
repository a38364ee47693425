//! Tables with their constraints and indexes.

use super::column::Column;
use super::expression::expression;
use super::json::Json;
use super::{Path, Translator};
use crate::catalogue::QualifiedName;

impl Translator<'_> {
    fn relation(&self, name: &str) -> String {
        self.writer.name(&QualifiedName::new(self.dialect.default_schema(), name))
    }

    pub(super) fn table(&mut self, name: &str, table: &Json) {
        let path = ["tables", name];
        self.known_keys(table, &path, &["columns", "constraints", "indexes", "comment", "description"]);
        let columns_path = ["tables", name, "columns"];
        let fields = table.get("columns").map(|it| self.fields(it, &columns_path)).unwrap_or_default();
        let columns: Vec<Column> = fields
            .iter()
            .filter_map(|(column, value)| self.column(column, value, &["tables", name, "columns", column]))
            .collect();
        let known = columns.iter().map(|column| (column.name.clone(), column.data_type.clone())).collect();
        self.tables.insert(name.to_owned(), known);
        let mut lines: Vec<String> = columns.iter().map(|column| column.sql.clone()).collect();
        self.constraints(name, table, &columns, &mut lines);
        let body: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        self.statements.push(format!("CREATE TABLE {} (\n{}\n)", self.relation(name), body.join(",\n")));
        if let Some(Json::List(indexes)) = table.get("indexes") {
            for index in indexes {
                self.index(name, index);
            }
        }
        self.touch_on_update(name, &columns);
        self.comments(name, table, &columns);
    }

    fn constraints(&mut self, name: &str, table: &Json, columns: &[Column], lines: &mut Vec<String>) {
        let path = ["tables", name, "constraints"];
        let constraints = table.get("constraints").unwrap_or(&Json::Null);
        self.known_keys(constraints, &path, &["primary_key", "unique", "foreign_key", "check"]);
        self.primary_key(name, constraints, columns, lines);
        for unique in self.unique_keys(name, constraints, columns) {
            lines.push(format!("UNIQUE ({})", self.writer.idents(&unique)));
        }
        if let Some(Json::List(checks)) = constraints.get("check") {
            for check in checks {
                self.check(name, check, lines);
            }
        }
        if let Some(Json::List(keys)) = constraints.get("foreign_key") {
            for key in keys {
                self.foreign_key(name, key, lines);
            }
        }
    }

    fn primary_key(&mut self, name: &str, constraints: &Json, columns: &[Column], lines: &mut Vec<String>) {
        let path = ["tables", name, "constraints", "primary_key"];
        let mut key: Vec<String> =
            columns.iter().filter(|column| column.primary_key).map(|column| column.name.clone()).collect();
        if let Some(stated) = constraints.get("primary_key").filter(|it| !it.is_empty()) {
            let Some(stated) = self.columns_of(name, stated, &path) else { return };
            if !key.is_empty() && key.iter().any(|column| !stated.contains(column)) {
                self.error(&path, "this is another key than the columns state");
            }
            key = stated;
        }
        let counted = columns.iter().find(|column| column.autoincrement);
        if let (Some(counted), true) = (counted, self.is_sqlite()) {
            if key != [counted.name.clone()] {
                let message = format!("SQLite counts up only a primary key of one column, here `{}`", counted.name);
                self.error(&path, &message);
            }
            return;
        }
        if !key.is_empty() {
            lines.push(format!("PRIMARY KEY ({})", self.writer.idents(&key)));
        }
    }

    /// A list of names that are columns of the table.
    fn columns_of(&mut self, table: &str, value: &Json, path: Path<'_>) -> Option<Vec<String>> {
        let Some(names) = value.texts().filter(|names| !names.is_empty()) else {
            self.error(path, "a list of columns is expected here");
            return None;
        };
        let known = self.tables.get(table).cloned().unwrap_or_default();
        let missing = names.iter().find(|name| !known.iter().any(|(column, _)| column == *name));
        if let Some(missing) = missing {
            self.error(path, &format!("the table has no column `{missing}`"));
            return None;
        }
        Some(names)
    }

    /// Stated with the column or with the table: the same columns are one constraint.
    fn unique_keys(&mut self, name: &str, constraints: &Json, columns: &[Column]) -> Vec<Vec<String>> {
        let path = ["tables", name, "constraints", "unique"];
        let mut keys: Vec<Vec<String>> =
            columns.iter().filter(|column| column.unique).map(|column| vec![column.name.clone()]).collect();
        let stated = match constraints.get("unique") {
            Some(Json::List(items)) => items.as_slice(),
            None | Some(Json::Null) => &[],
            Some(_) => {
                self.error(&path, "a list is expected here");
                &[]
            }
        };
        for item in stated {
            if let Some(key) = self.columns_of(name, item, &path)
                && !keys.contains(&key)
            {
                keys.push(key);
            }
        }
        keys
    }

    fn check(&mut self, name: &str, check: &Json, lines: &mut Vec<String>) {
        let Some(text) = check.text() else {
            return self.error(&["tables", name, "constraints", "check"], "a condition is expected here");
        };
        match expression(text, self.dialect) {
            Ok(condition) => lines.push(format!("CHECK ({condition})")),
            Err(reason) => {
                let path = ["tables", name, "constraints", "check", text];
                self.error(&path, &format!("this is no condition: {reason}"));
            }
        }
    }

    fn foreign_key(&mut self, name: &str, key: &Json, lines: &mut Vec<String>) {
        let path = ["tables", name, "constraints", "foreign_key"];
        self.known_keys(key, &path, &["name", "columns", "references", "on_delete", "on_update"]);
        let columns = key.get("columns").and_then(|it| self.columns_of(name, it, &path));
        let references = key.get("references").and_then(Json::text).and_then(reference);
        let (Some(columns), Some((table, referenced))) = (columns, references) else {
            return self.error(&path, "`columns`, and `references` such as `users(id)`, are expected here");
        };
        let constraint = key.get("name").and_then(Json::text);
        let constraint = constraint.map(|it| format!("CONSTRAINT {} ", self.writer.ident(it))).unwrap_or_default();
        let mut sql = format!(
            "{constraint}FOREIGN KEY ({}) REFERENCES {} ({})",
            self.writer.idents(&columns),
            self.relation(&table),
            self.writer.idents(&referenced)
        );
        for (field, words) in [("on_update", "ON UPDATE"), ("on_delete", "ON DELETE")] {
            let Some(action) = key.get(field).and_then(Json::text) else { continue };
            let action = action.replace('_', " ").to_ascii_uppercase();
            if ["CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"].contains(&action.as_str()) {
                sql = format!("{sql} {words} {action}");
            } else {
                self.error(&[&path[..], &[field]].concat(), &format!("`{action}` is no action of a foreign key"));
            }
        }
        if self.is_sqlite() {
            lines.push(sql);
        } else {
            self.later.push(format!("ALTER TABLE {} ADD {sql}", self.relation(name)));
        }
    }

    fn index(&mut self, table: &str, index: &Json) {
        let path = ["tables", table, "indexes"];
        self.known_keys(index, &path, &["name", "columns", "unique"]);
        let name = index.get("name").and_then(Json::text).map(ToOwned::to_owned);
        let columns = index.get("columns").and_then(|it| self.columns_of(table, it, &path));
        let (Some(name), Some(columns)) = (name, columns) else {
            return self.error(&path, "an index needs `name` and `columns`");
        };
        let unique = if index.get("unique") == Some(&Json::Bool(true)) { "UNIQUE " } else { "" };
        self.later.push(format!(
            "CREATE {unique}INDEX {} ON {} ({})",
            self.writer.ident(&name),
            self.relation(table),
            self.writer.idents(&columns)
        ));
    }

    /// PostgreSQL: the trigger that `ON UPDATE CURRENT_TIMESTAMP` stands for.
    fn touch_on_update(&mut self, table: &str, columns: &[Column]) {
        let touched: Vec<String> =
            columns.iter().filter(|it| it.touched_on_update).map(|it| self.writer.ident(&it.name)).collect();
        if touched.is_empty() || self.is_sqlite() {
            return;
        }
        let name = self.relation(&format!("{table}_touch"));
        let body: Vec<String> = touched
            .iter()
            .map(|it| {
                format!(
                    "  IF NEW.{it} IS NOT DISTINCT FROM OLD.{it} THEN\n    NEW.{it} := CURRENT_TIMESTAMP;\n  END IF;\n"
                )
            })
            .collect();
        self.later.push(format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{}  RETURN NEW;\nEND\n$$",
            body.concat()
        ));
        self.later.push(format!(
            "CREATE TRIGGER {} BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {name}()",
            self.writer.ident(&format!("{table}_touch")),
            self.relation(table)
        ));
    }

    fn comments(&mut self, name: &str, table: &Json, columns: &[Column]) {
        let own = table.get("comment").or_else(|| table.get("description")).and_then(Json::text);
        let target = self.relation(name);
        let of_table = own.map(|text| (format!("TABLE {target}"), text));
        let of_columns = columns.iter().filter_map(|column| {
            let text = column.comment.as_deref()?;
            Some((format!("COLUMN {target}.{}", self.writer.ident(&column.name)), text))
        });
        let all: Vec<String> = of_table
            .into_iter()
            .chain(of_columns)
            .map(|(target, text)| format!("COMMENT ON {target} IS {}", self.writer.literal(text)))
            .collect();
        if self.is_sqlite() && !all.is_empty() {
            self.warning(&["tables", name], "SQLite keeps no comments: they are left out");
        } else {
            self.later.extend(all);
        }
    }
}

/// Table and columns of text such as `users(id)`.
fn reference(text: &str) -> Option<(String, Vec<String>)> {
    let (table, rest) = text.trim().split_once('(')?;
    let columns = rest.trim_end().strip_suffix(')')?.split(',').map(|column| column.trim().to_owned());
    let columns: Vec<String> = columns.collect();
    let named = !table.trim().is_empty() && columns.iter().all(|column| !column.is_empty());
    named.then(|| (table.trim().to_owned(), columns))
}
