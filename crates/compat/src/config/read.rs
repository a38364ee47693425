//! Reads `compat.toml`. Whatever it does not know is an error with its place: a level for a rule that does not exist
//! would be a level that nobody gets.

use std::borrow::Cow;
use std::ops::Range;

use api_compat::{Content, NewValues};
use cli_common::Failure;
use findings::{Acceptance, Diagnostic, DiagnosticLevel, Location, SourceText, Span};
use render::findings::diagnostics;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::alike::closest;
use crate::registries::{self, Subject};

/// What is wrong, and where.
struct Problem {
    span: Range<usize>,
    message: String,
    help: String,
}

/// The tables of the file, in the order of the guide.
const TABLES: [&str; 4] = ["levels", "policies", "paths", "accepted"];
const POLICIES: [&str; 4] = ["direction", "response-enums", "content", "protobuf-level"];
const PATHS: [&str; 1] = ["leave-out"];
/// The last two are for people.
const ACCEPTED: [&str; 5] = ["fingerprint", "reason", "until", "rule", "message"];

pub(super) fn config(source: &SourceText) -> Result<Config, Failure> {
    let mut reader = Reader { source, config: Config::default(), problems: Vec::new() };
    match DeTable::parse(source.text()) {
        Ok(table) => reader.root(table.get_ref()),
        Err(error) => reader.problems.push(Problem {
            span: error.span().unwrap_or_default(),
            message: format!("this is no TOML: {}", error.message()),
            help: "see https://toml.io for the syntax".to_owned(),
        }),
    }
    if reader.problems.is_empty() {
        return Ok(reader.config);
    }
    let problems: Vec<Diagnostic> = reader.problems.iter().map(|it| it.diagnostic(source)).collect();
    Err(Failure::shown(diagnostics(&problems, false)))
}

impl Problem {
    fn diagnostic(&self, source: &SourceText) -> Diagnostic {
        Diagnostic {
            level: DiagnosticLevel::Error,
            code: "configuration".to_owned(),
            message: self.message.clone(),
            location: Some(source.locate(Span::new(self.span.start, self.span.end))),
            help: Some(self.help.clone()),
        }
    }
}

struct Reader<'s> {
    source: &'s SourceText,
    config: Config,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("levels", DeValue::Table(levels)) => self.levels(levels),
                ("policies", DeValue::Table(policies)) => self.policies(policies),
                ("paths", DeValue::Table(paths)) => self.paths(paths),
                ("accepted", DeValue::Array(entries)) => {
                    for entry in entries {
                        match entry.get_ref() {
                            DeValue::Table(table) => self.accepted(table, entry.span()),
                            _ => self.wrong(entry.span(), "an accepted finding is a table", "write [[accepted]]"),
                        }
                    }
                }
                ("accepted", _) => self.wrong(key.span(), "`accepted` is a list of tables", "write [[accepted]]"),
                (name, _) if TABLES.contains(&name) => {
                    self.wrong(key.span(), format!("`{name}` is a table"), format!("write [{name}]"));
                }
                (name, _) => self.unknown(key.span(), name, &TABLES),
            }
        }
    }

    /// Levels for rules that only databases or only interfaces have, and a table of each for the others.
    fn levels(&mut self, levels: &DeTable<'_>) {
        for (key, value) in levels {
            let name = key.get_ref().as_ref();
            let subject = Subject::ALL.into_iter().find(|it| it.table() == name);
            match (subject, value.get_ref()) {
                (Some(subject), DeValue::Table(levels)) => {
                    for (key, value) in levels {
                        self.level(key, value, Some(subject));
                    }
                }
                (Some(_), _) => {
                    self.wrong(key.span(), format!("`{name}` is a table"), format!("write [levels.{name}]"));
                }
                (None, _) => self.level(key, value, None),
            }
        }
    }

    fn level(&mut self, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>, stated: Option<Subject>) {
        let rule = key.get_ref().as_ref();
        let mut of = Subject::ALL.into_iter().filter(|it| it.registry().get(rule).is_some());
        let subject = match (stated, of.next(), of.next()) {
            (Some(stated), ..) if stated.registry().get(rule).is_some() => stated,
            (None, Some(subject), None) => subject,
            (None, Some(_), Some(_)) => {
                return self.wrong(
                    key.span(),
                    format!("both databases and interfaces have a rule `{rule}`"),
                    "write it below [levels.databases] or [levels.interfaces]",
                );
            }
            (Some(stated), Some(other), _) => {
                return self.wrong(
                    key.span(),
                    format!("`{rule}` is no rule of {}, but of {}", stated.table(), other.table()),
                    format!("write it below [levels.{}]", other.table()),
                );
            }
            (_, None, _) => {
                let help = closest(rule, registries::ids()).map_or_else(
                    || "`compat rules` lists them all".to_owned(),
                    |id| format!("did you mean `{id}`? `compat rules` lists them all"),
                );
                return self.wrong(key.span(), format!("there is no rule `{rule}`"), help);
            }
        };
        if let Some(level) = self.word(value) {
            let levels = match subject {
                Subject::Databases => &mut self.config.database_levels,
                Subject::Interfaces => &mut self.config.interface_levels,
            };
            levels.insert(rule.to_owned(), level);
        }
    }

    fn policies(&mut self, policies: &DeTable<'_>) {
        for (key, value) in policies {
            match key.get_ref().as_ref() {
                "direction" => self.config.direction = self.word(value),
                "response-enums" => {
                    let words = [("break", NewValues::Break), ("taken", NewValues::Taken)];
                    self.config.response_enums = self.one_of(value, words);
                }
                "content" => {
                    let words = [("closed", Content::Closed), ("open", Content::Open)];
                    self.config.content = self.one_of(value, words);
                }
                "protobuf-level" => self.config.protobuf_level = self.word(value),
                name => self.unknown(key.span(), name, &POLICIES),
            }
        }
    }

    fn paths(&mut self, paths: &DeTable<'_>) {
        for (key, value) in paths {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("leave-out", DeValue::Array(patterns)) => {
                    for pattern in patterns {
                        let pattern = self.text(pattern);
                        self.config.left_out.extend(pattern);
                    }
                }
                ("leave-out", _) => self.wrong(value.span(), "this is a list of paths", "write [\"/internal/**\"]"),
                (name, _) => self.unknown(key.span(), name, &PATHS),
            }
        }
    }

    fn accepted(&mut self, table: &DeTable<'_>, span: Range<usize>) {
        let (mut fingerprint, mut reason, mut until, mut place) = (None, None, None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "fingerprint" => {
                    place = Some(self.locate(value.span()));
                    fingerprint = self.text(value);
                }
                "reason" => reason = self.text(value),
                // A date of TOML, or a text.
                "until" => match value.get_ref() {
                    DeValue::Datetime(day) => until = self.parsed(value.span(), &day.to_string()),
                    _ => until = self.word(value),
                },
                "rule" | "message" => {}
                name => self.unknown(key.span(), name, &ACCEPTED),
            }
        }
        match (fingerprint, reason.filter(|reason| !reason.trim().is_empty())) {
            (Some(fingerprint), Some(reason)) => {
                self.config.accepted.push(Acceptance { fingerprint, reason, until, place });
            }
            (None, _) => self.wrong(
                span,
                "an accepted finding is named by its `fingerprint`",
                "take it from the JSON report, or let `compat accept` write the entry",
            ),
            (_, None) => self.wrong(span, "an accepted finding has a `reason`", "say why it is accepted"),
        }
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        if let Some(text) = value.get_ref().as_str() {
            return Some(text.to_owned());
        }
        self.wrong(value.span(), "this is a text", "put it between quotes");
        None
    }

    /// A text that is read as a word of `T`.
    fn word<T: std::str::FromStr<Err = String>>(&mut self, value: &Spanned<DeValue<'_>>) -> Option<T> {
        let text = self.text(value)?;
        self.parsed(value.span(), &text)
    }

    fn parsed<T: std::str::FromStr<Err = String>>(&mut self, span: Range<usize>, text: &str) -> Option<T> {
        match text.parse() {
            Ok(it) => Some(it),
            Err(message) => {
                self.wrong(span, message, "correct it");
                None
            }
        }
    }

    fn one_of<T, const N: usize>(&mut self, value: &Spanned<DeValue<'_>>, words: [(&str, T); N]) -> Option<T> {
        let text = self.text(value)?;
        let known = words.each_ref().map(|(word, _)| format!("\"{word}\"")).join(" or ");
        let found = words.into_iter().find(|(word, _)| *word == text).map(|(_, it)| it);
        if found.is_none() {
            self.wrong(value.span(), format!("`{text}` means nothing here"), format!("write {known}"));
        }
        found
    }

    fn unknown(&mut self, span: Range<usize>, name: &str, known: &[&'static str]) {
        let all = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let help = match closest(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`? Known are {all}"),
            None => format!("known are {all}"),
        };
        self.wrong(span, format!("`{name}` means nothing here"), help);
    }

    fn wrong(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into(), help: help.into() });
    }

    fn locate(&self, span: Range<usize>) -> Location {
        self.source.locate(Span::new(span.start, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use findings::Severity;

    fn read(text: &str) -> Result<Config, String> {
        config(&SourceText::new("compat.toml", text)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn all_of_it_is_read() {
        let config = read(
            "[levels]\ncolumn-dropped = \"non_breaking\"\n\n[policies]\ndirection = \"full\"\n\
             response-enums = \"taken\"\ncontent = \"open\"\n\n[paths]\nleave-out = [\"/internal/**\"]\n\n\
             [[accepted]]\nfingerprint = \"0123\"\nreason = \"why\"\nuntil = 2026-03-31\nrule = \"x\"\n\n\
             [[accepted]]\nfingerprint = \"4567\"\nreason = \"why\"\nuntil = \"2026-04-30\"\n",
        )
        .unwrap();
        assert_eq!(config.database_levels.get("column-dropped"), Some(&Severity::NonBreaking));
        let options = config.options();
        assert_eq!((options.response_enums, options.content), (NewValues::Taken, Content::Open));
        assert_eq!(options.left_out, ["/internal/**"]);
        let until: Vec<_> = options.accepted.iter().filter_map(|it| it.until.map(|day| day.to_string())).collect();
        assert_eq!(until, ["2026-03-31", "2026-04-30"]);
        assert_eq!(options.accepted[1].place.as_ref().map(|place| place.start.line), Some(19));
    }

    #[test]
    fn a_rule_that_databases_and_interfaces_have_gets_a_level_for_each() {
        let config = read(
            "[levels.databases]\ndefault-changed = \"breaking\"\n\n[levels.interfaces]\ndefault-changed = \"additive\"\n",
        )
        .unwrap();
        assert_eq!(config.database_levels.get("default-changed"), Some(&Severity::Breaking));
        assert_eq!(config.options().levels.get("default-changed"), Some(&Severity::Additive));
    }

    #[test]
    fn what_means_nothing_is_told_with_its_place_and_a_suggestion() {
        for (text, parts) in [
            ("[level]\n", ["compat.toml:1:2", "did you mean `levels`?"]),
            ("[levels]\ncolumn-droped = \"additive\"\n", ["compat.toml:2:1", "did you mean `column-dropped`?"]),
            ("[levels]\ncolumn-dropped = \"fine\"\n", ["compat.toml:2:18", "unknown severity `fine`"]),
            ("[levels]\ndefault-changed = \"additive\"\n", ["compat.toml:2:1", "below [levels.databases] or"]),
            ("[levels.interfaces]\ncolumn-dropped = \"additive\"\n", ["compat.toml:2:1", "below [levels.databases]"]),
            ("[levels]\ninterfaces = \"additive\"\n", ["compat.toml:2:1", "write [levels.interfaces]"]),
            ("[policies]\ncontent = \"ajar\"\n", ["compat.toml:2:11", "write \"closed\" or \"open\""]),
            ("[[accepted]]\nfingerprint = \"0\"\n", ["compat.toml:1:1", "has a `reason`"]),
            ("[[accepted]]\nreason = \"0\"\nuntil = \"soon\"\n", ["compat.toml:3:9", "`soon` is no day"]),
            ("[paths]\nleave-out = \"/a\"\n", ["compat.toml:2:13", "a list of paths"]),
            ("levels = 3\n", ["compat.toml:1:1", "write [levels]"]),
            ("x\n", ["compat.toml:1", "this is no TOML"]),
        ] {
            let message = read(text).unwrap_err();
            for part in parts {
                assert!(message.contains(part), "{part} is missing in:\n{message}");
            }
        }
    }
}
