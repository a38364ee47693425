//! The predecessor's JSON format of a schema, translated to DDL that the dialect's reader takes.
//!
//! What has no counterpart in the dialect is reported with its JSON path; nothing is passed on as broken SQL.

mod column;
mod expression;
mod json;
mod procedure;
mod result;
mod table;
mod types;
mod view;

use std::collections::BTreeMap;

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

use self::json::Json;
use super::Limits;
use crate::Dialect;
use crate::write::Writer;

/// A schema of the predecessor's format as DDL.
#[derive(Debug, Clone)]
pub struct Translated {
    /// The DDL, under the name of the JSON file with ` (as SQL)` behind it.
    pub source: SourceText,
    /// What could not be translated as it stands, with its place in the JSON text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether `text` is a schema in the predecessor's JSON format.
pub fn is_predecessor_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && text.contains("\"tables\"")
}

/// Translates a schema in the predecessor's JSON format to DDL of `dialect`.
pub fn translate(source: &SourceText, dialect: Dialect) -> Translated {
    let mut translator = Translator {
        source,
        dialect,
        writer: Writer::new(dialect),
        tables: BTreeMap::new(),
        statements: Vec::new(),
        later: Vec::new(),
        diagnostics: Vec::new(),
    };
    match serde_json::from_str::<Json>(source.text().trim_start_matches('\u{feff}')) {
        Ok(document) => translator.document(&document),
        Err(error) => translator.malformed(&error),
    }
    let Translator { mut statements, later, diagnostics, .. } = translator;
    statements.extend(later);
    let text: Vec<String> = statements.iter().map(|statement| format!("{statement};\n\n")).collect();
    Translated { source: SourceText::new(format!("{} (as SQL)", source.name()), text.concat()), diagnostics }
}

/// `sources` with those in the predecessor's format translated, and what there is to say of these.
pub(super) fn translate_all(
    sources: &[SourceText],
    dialect: Dialect,
    limits: &Limits,
) -> (Vec<SourceText>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let translated = sources.iter().map(|source| {
        if source.text().len() > limits.statement_bytes {
            return source.clone();
        }
        if !is_predecessor_json(source.text()) {
            if !is_json(source.text()) {
                return source.clone();
            }
            diagnostics.push(no_schema(source));
            return SourceText::new(source.name(), "");
        }
        let translated = translate(source, dialect);
        diagnostics.extend(translated.diagnostics);
        translated.source
    });
    (translated.collect(), diagnostics)
}

/// Whether `text` starts as JSON does and SQL never does.
fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

fn no_schema(source: &SourceText) -> Diagnostic {
    Diagnostic {
        level: DiagnosticLevel::Error,
        code: "no-schema".to_owned(),
        message: "this is JSON, but no schema: it has no `tables`".to_owned(),
        location: Some(source.locate(Span::new(0, 0))),
        help: Some("give the schema as SQL, or as JSON with an object `tables`".to_owned()),
    }
}

/// A path into the document, for example `tables.users.columns.id`.
type Path<'a> = &'a [&'a str];

#[derive(Debug)]
struct Translator<'a> {
    source: &'a SourceText,
    dialect: Dialect,
    writer: Writer,
    /// Columns of each table with their types, for what procedures return.
    tables: BTreeMap<String, Vec<(String, String)>>,
    statements: Vec<String>,
    /// What needs all tables: foreign keys, indexes, triggers.
    later: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Translator<'_> {
    fn is_sqlite(&self) -> bool {
        self.dialect == Dialect::Sqlite
    }

    fn document(&mut self, document: &Json) {
        let known = ["schema_version", "database", "description", "tables", "views", "procedures"];
        self.known_keys(document, &[], &known);
        if let Some(tables) = document.get("tables") {
            for (name, table) in self.fields(tables, &["tables"]) {
                self.table(name, table);
            }
        }
        if let Some(views) = document.get("views") {
            self.views(views);
        }
        if let Some(Json::List(procedures)) = document.get("procedures") {
            for procedure in procedures {
                self.procedure(procedure);
            }
        }
    }

    fn malformed(&mut self, error: &serde_json::Error) {
        let lines = self.source.text().split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        self.diagnostics.push(Diagnostic {
            level: DiagnosticLevel::Error,
            code: "malformed-json".to_owned(),
            message: format!("this is no JSON: {error}"),
            location: Some(self.source.locate(Span::new(at, at))),
            help: None,
        });
    }

    /// The fields of an object; anything else is reported.
    fn fields<'j>(&mut self, value: &'j Json, path: Path<'_>) -> &'j [(String, Json)] {
        match value {
            Json::Object(fields) => fields,
            Json::Null => &[],
            _ => {
                self.error(path, "an object is expected here");
                &[]
            }
        }
    }

    fn known_keys(&mut self, value: &Json, path: Path<'_>, known: &[&str]) {
        for (key, _) in self.fields(value, path) {
            if !known.contains(&key.as_str()) {
                self.error(&[path, &[key.as_str()]].concat(), "this key is not known");
            }
        }
    }

    fn error(&mut self, path: Path<'_>, message: &str) {
        self.report(DiagnosticLevel::Error, path, message);
    }

    fn warning(&mut self, path: Path<'_>, message: &str) {
        self.report(DiagnosticLevel::Warning, path, message);
    }

    fn report(&mut self, level: DiagnosticLevel, path: Path<'_>, message: &str) {
        self.diagnostics.push(Diagnostic {
            level,
            code: "predecessor-format".to_owned(),
            message: format!("{}: {message}", path.join(".")),
            location: Some(self.source.locate(self.find(path))),
            help: None,
        });
    }

    /// Where the last key of `path` stands: each key is looked for behind the one before it.
    fn find(&self, path: Path<'_>) -> Span {
        let text = self.source.text();
        let mut span = Span::default();
        for key in path {
            let quoted = serde_json::Value::from(*key).to_string();
            if let Some(at) = text.get(span.end..).and_then(|rest| rest.find(&quoted)) {
                span = Span::new(span.end + at, span.end + at + quoted.len());
            }
        }
        span
    }
}

#[cfg(test)]
mod tests;
