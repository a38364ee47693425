//! What the form of the file allows and what makes no sense all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Bound, Connection, Document, Relation, SampleSpec, ToleranceSpec};
use super::places::Places;
use super::{Fault, TwoSides};
use crate::check::grouping::Grouping;
use crate::check::measure::Measure;
use crate::check::tolerances;
use crate::rows::FilePlace;

/// Everything that makes no sense, in the order of the kinds of checks.
pub(super) fn faults(document: &Document, places: &Places<'_>) -> Vec<Fault> {
    let mut verify = Verify { document, places, kind: "", nth: 0, found: Vec::new() };
    verify.head();
    verify.tables();
    verify.counts();
    verify.checksums();
    verify.aggregates();
    verify.queries();
    verify.others();
    verify.found
}

struct Verify<'d> {
    document: &'d Document,
    places: &'d Places<'d>,
    kind: &'static str,
    nth: usize,
    found: Vec<Fault>,
}

impl Verify<'_> {
    /// At `field` of the check at hand.
    fn wrong(&mut self, field: &str, message: impl Into<String>, help: &str) {
        let span = self.places.of(self.kind, self.nth, field);
        self.wrong_at(&span, message, help);
    }

    fn wrong_at(&mut self, span: &Range<usize>, message: impl Into<String>, help: &str) {
        let fault = self.places.fault(span, message);
        self.found.push(if help.is_empty() { fault } else { fault.help(help) });
    }

    fn head(&mut self) {
        for (name, connection) in &self.document.connections {
            if let Some(message) = wrong_connection(connection) {
                let span = self.places.of_table("connections", name);
                self.wrong_at(&span, format!("connection `{name}`: {message}"), "");
            }
        }
        let defaults = &self.document.defaults;
        for (field, named) in [("source", &defaults.source), ("target", &defaults.target)] {
            if let Some(message) = named.as_deref().and_then(|it| self.unknown(it)) {
                let span = self.places.of_table("defaults", field);
                self.wrong_at(&span, message, "");
            }
        }
        let throttle = &self.document.throttle;
        for (field, is_none) in [
            ("connections", throttle.connections == Some(0)),
            ("rows-per-second", throttle.rows_per_second == Some(0)),
            ("statement-timeout", throttle.statement_timeout == Some(0)),
        ] {
            if is_none {
                let span = self.places.of_table("throttle", field);
                self.wrong_at(
                    &span,
                    format!("`{field}` is at least 1"),
                    "leave it out where nothing is to be held back",
                );
            }
        }
        for bound in &throttle.bound {
            if let Some(message) = self.unknown(&bound.connection) {
                let span = self.places.of_table("throttle", "bound");
                self.wrong_at(&span, message, "");
            }
        }
    }

    /// What to say where there is no connection of that name.
    fn unknown(&self, name: &str) -> Option<String> {
        let known: Vec<_> = self.document.connections.keys().map(String::as_str).collect();
        (!known.contains(&name)).then(|| match known.as_slice() {
            [] => format!("there is no connection `{name}`: write [connections.{name}] with its url"),
            _ => format!("there is no connection `{name}`, only {}", known.join(", ")),
        })
    }

    fn connection(&mut self, field: &str, named: Option<&str>, default: Option<&str>) {
        match named.or(default) {
            Some(name) if named.is_some() => {
                if let Some(message) = self.unknown(name) {
                    self.wrong(field, message, "");
                }
            }
            // What the defaults name is looked at where they stand.
            Some(_) => {}
            None => {
                let help = "name one here, or as `source` and `target` of [defaults]";
                self.wrong(field, "no connection is named", help);
            }
        }
    }

    fn sides(&mut self, sides: TwoSides<'_>) {
        let document = self.document;
        let defaults = [document.defaults.source.as_deref(), document.defaults.target.as_deref()];
        for ((field, side), default) in [("source", sides.source), ("target", sides.target)].into_iter().zip(defaults) {
            if let Some(file) = side.file {
                if side.connection.is_some() {
                    self.wrong(field, "a file has no connection", "take one of both out");
                }
                if let Err(error) = file.parse::<FilePlace>() {
                    self.wrong(field, error.to_string(), "");
                }
                continue;
            }
            self.connection(field, side.connection, default);
            if side.table.is_none() {
                self.wrong(
                    field,
                    format!("no table of the {field} is named"),
                    "write `table = …` for both sides, or in each",
                );
            }
        }
    }

    fn bound(&mut self, bound: &Bound) {
        let odd = |it: Option<f64>| it.is_some_and(|it| !(it.is_finite() && it >= 0.0));
        if odd(bound.absolute) || odd(bound.relative) {
            self.wrong("allow", "a bound is a number from 0 upwards", "");
        }
    }

    fn grouping(&mut self, by: Option<&String>) {
        if let Some(Err(message)) = by.map(|it| Grouping::parse(it)) {
            self.wrong("by", message, "");
        }
    }

    fn tables(&mut self) {
        self.kind = "table";
        for (nth, check) in self.document.table.iter().enumerate() {
            self.nth = nth;
            self.sides(check.sides());
            self.bound(&check.allow);
            self.tolerances(&check.tolerance);
            if let Some(sample) = &check.sample {
                self.sample(sample);
            }
            if let Some(twice) = check.columns.iter().find(|it| check.exclude.contains(it)) {
                self.wrong("exclude", format!("`{twice}` is both among `columns` and among `exclude`"), "");
            }
        }
    }

    fn tolerances(&mut self, stated: &BTreeMap<String, ToleranceSpec>) {
        for (column, spec) in stated {
            if let Err(message) = tolerances::of_spec(spec) {
                self.wrong("tolerance", format!("column `{column}`: {message}"), "");
            }
        }
    }

    fn sample(&mut self, sample: &SampleSpec) {
        let share = |it: Option<f64>| it.is_none_or(|it| it > 0.0 && it < 1.0);
        let is_empty = sample.rows == Some(0) || (sample.rows.is_none() && sample.at_most.is_none());
        if is_empty || !share(sample.confidence) || !share(sample.at_most) {
            let message =
                "a sample has `rows`, at least one, or `at-most`, and `confidence` and `at-most` lie between 0 and 1";
            self.wrong("sample", message, "");
        }
    }

    fn counts(&mut self) {
        self.kind = "count";
        for (nth, check) in self.document.count.iter().enumerate() {
            self.nth = nth;
            self.sides(check.sides());
            self.bound(&check.allow);
            self.grouping(check.by.as_ref());
        }
    }

    fn checksums(&mut self) {
        self.kind = "checksum";
        for (nth, check) in self.document.checksum.iter().enumerate() {
            self.nth = nth;
            self.sides(check.sides());
            if check.ranges.is_some_and(|it| it == 0 || it > 1_000_000) {
                self.wrong("ranges", "there is at least one range, and there are at most a million", "");
            }
            if check.groups.iter().any(Vec::is_empty) {
                self.wrong("groups", "a group of columns has at least one", "");
            }
        }
    }

    fn aggregates(&mut self) {
        self.kind = "aggregate";
        for (nth, check) in self.document.aggregate.iter().enumerate() {
            self.nth = nth;
            self.sides(check.sides());
            self.bound(&check.allow);
            self.grouping(check.by.as_ref());
            if check.of.is_empty() {
                self.wrong("of", "nothing is computed", "write for example of = [\"sum(amount)\"]");
            }
            for message in check.of.iter().filter_map(|it| Measure::parse(it).err()) {
                self.wrong("of", message, "");
            }
        }
    }

    fn queries(&mut self) {
        self.kind = "query";
        let defaults = &self.document.defaults;
        for (nth, check) in self.document.query.iter().enumerate() {
            self.nth = nth;
            self.bound(&check.allow);
            for (field, side, default) in
                [("source", &check.source, &defaults.source), ("target", &check.target, &defaults.target)]
            {
                if side.sql.is_some() {
                    self.connection(field, side.connection.as_deref(), default.as_deref());
                }
            }
            let asked = usize::from(check.source.sql.is_some()) + usize::from(check.target.sql.is_some());
            match (asked, check.relation, check.value.is_some()) {
                (0, ..) => self.wrong("", "no query is there", "write target = { sql = \"SELECT …\" }"),
                (_, Relation::Empty, false) | (1, Relation::Equal, true) | (2, _, false) => {}
                (1, _, true) => self.wrong("value", "`value` goes with `relation = \"equal\"`", ""),
                (1, _, false) => {
                    let help = "write the query of the other side, or a `value`, or `relation = \"empty\"`";
                    self.wrong("relation", "one query alone has nothing that it is compared with", help);
                }
                _ => self.wrong("value", "`value` goes with one query", "take one of both out"),
            }
        }
    }

    fn others(&mut self) {
        let target = self.document.defaults.target.as_deref();
        self.kind = "reference";
        for (nth, check) in self.document.reference.iter().enumerate() {
            self.nth = nth;
            self.connection("connection", check.connection.as_deref(), target);
            if check.table.is_empty() {
                self.wrong("table", "no table is named", "");
            }
            match (&check.to, check.columns.is_empty()) {
                (Some(_), true) => self.wrong("to", "the `columns` that refer to it are not named", ""),
                (None, false) => self.wrong("columns", "what they refer to is not named", "write `to = \"table\"`"),
                _ if !check.to_columns.is_empty() && check.to_columns.len() != check.columns.len() => {
                    self.wrong("to-columns", "there are not as many as in `columns`", "");
                }
                _ => {}
            }
        }
        self.kind = "derived";
        for (nth, check) in self.document.derived.iter().enumerate() {
            self.nth = nth;
            self.connection("connection", check.connection.as_deref(), target);
            for (field, text) in [("table", &check.table), ("column", &check.column), ("is", &check.is)] {
                if text.is_empty() {
                    self.wrong(field, format!("`{field}` is missing"), "");
                }
            }
        }
        self.kind = "schema";
        for (nth, check) in self.document.schema.iter().enumerate() {
            self.nth = nth;
            self.connection("source", check.source.as_deref(), self.document.defaults.source.as_deref());
            self.connection("target", check.target.as_deref(), target);
        }
    }
}

fn wrong_connection(connection: &Connection) -> Option<&'static str> {
    match (&connection.url, &connection.url_env) {
        (None, None) => Some("it has neither `url` nor `url-env`"),
        (Some(_), Some(_)) => Some("it has both `url` and `url-env`"),
        _ if connection.password_env.is_some() && connection.password_file.is_some() => {
            Some("it has both `password-env` and `password-file`")
        }
        _ => None,
    }
}
