//! Values that conditions of a schema speak of: what a check demands is often a literal of its own text.

use std::collections::BTreeSet;

use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, Domain, Expression, IndexKey, Table};

use super::pattern;

/// Longest text made for a condition on a length.
const LONGEST_TEXT: i64 = 4096;

/// Values that conditions of a schema speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Literals {
    /// Texts, without quotes.
    pub(crate) texts: Vec<String>,
    /// Numbers, and their neighbours.
    pub(crate) numbers: Vec<String>,
    /// Lengths, and their neighbours: of what a condition measures.
    pub(crate) lengths: Vec<usize>,
}

impl Literals {
    /// Those of the checks that speak of `column`, and of no other column than it, and of the domain that it is of.
    pub(crate) fn of_column(catalogue: &Catalogue, table: &Table, column: &str) -> Self {
        let mut found = Found::default();
        for domain in table.column(column).into_iter().flat_map(|it| domains_of(catalogue, [it])) {
            domain.checks.values().for_each(|check| found.condition(catalogue, &check.expression));
        }
        for constraint in table.constraints.values() {
            let ConstraintKind::Check(check) = &constraint.kind else { continue };
            let words: BTreeSet<&str> = check.expression.words().collect();
            let others = table.columns.iter().filter(|it| it.name != column && words.contains(it.name.as_str()));
            if words.contains(column) && others.count() == 0 {
                found.condition(catalogue, &check.expression);
            }
        }
        found.finish()
    }

    /// Those of all conditions on `table`, and of the statements that the model does not hold (domains).
    pub(crate) fn of(catalogue: &Catalogue, table: &Table) -> Self {
        let mut found = Found::default();
        for constraint in table.constraints.values() {
            match &constraint.kind {
                ConstraintKind::Check(check) => found.condition(catalogue, &check.expression),
                ConstraintKind::Exclusion(exclusion) => {
                    exclusion.predicate.iter().for_each(|predicate| found.condition(catalogue, predicate));
                }
                _ => {}
            }
        }
        for index in table.indexes.values() {
            index.predicate.iter().for_each(|predicate| found.condition(catalogue, predicate));
            for element in &index.elements {
                if let IndexKey::Expression(expression) = &element.key {
                    found.condition(catalogue, expression);
                }
            }
        }
        for column in &table.columns {
            column.default.iter().for_each(|default| found.read(&default.text));
            column.generated.iter().for_each(|generated| found.condition(catalogue, &generated.expression));
        }
        for domain in domains_of(catalogue, &table.columns) {
            domain.checks.values().for_each(|check| found.condition(catalogue, &check.expression));
            domain.default.iter().for_each(|default| found.read(&default.text));
        }
        table.triggers.values().for_each(|trigger| found.read_trigger(catalogue, &trigger.definition.text));
        found.finish()
    }
}

/// The domains that columns are of, and those under them.
fn domains_of<'a>(catalogue: &'a Catalogue, columns: impl IntoIterator<Item = &'a Column>) -> Vec<&'a Domain> {
    let mut names: Vec<&str> = columns.into_iter().map(|column| column.data_type.name.as_str()).collect();
    let mut found = Vec::new();
    while let Some(name) = names.pop() {
        let domain = catalogue.domains.iter().find(|(it, _)| it.to_string() == name).map(|(_, domain)| domain);
        names.extend(domain.map(|it| it.data_type.name.as_str()));
        found.extend(domain);
    }
    found
}

#[derive(Default)]
struct Found {
    texts: BTreeSet<String>,
    numbers: BTreeSet<i64>,
    lengths: BTreeSet<i64>,
    decimals: BTreeSet<String>,
    /// Functions and views whose text was read already.
    followed: BTreeSet<String>,
}

impl Found {
    fn read_trigger(&mut self, catalogue: &Catalogue, definition: &str) {
        if catalogue.dialect == schema_diff::Dialect::Sqlite {
            self.read(definition);
        }
    }

    /// Reads a condition, with the bodies of the schema's functions that it calls and of the views that these read.
    fn condition(&mut self, catalogue: &Catalogue, condition: &Expression) {
        self.read(&condition.text);
        let mut waiting: Vec<String> = condition.words().map(str::to_owned).collect();
        while let Some(word) = waiting.pop() {
            let functions =
                catalogue.functions.iter().filter(|(it, _)| it.name == word).map(|(_, it)| it.body.as_str());
            let views = catalogue.views.iter().filter(|(it, _)| it.name == word).map(|(_, it)| it.query.text.as_str());
            let bodies: Vec<&str> = functions.chain(views).collect();
            if !bodies.is_empty() && self.followed.insert(word) {
                for body in bodies {
                    self.read(body);
                    let words = body.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|it| !it.is_empty());
                    waiting.extend(words.map(str::to_owned));
                }
            }
        }
    }

    fn read(&mut self, sql: &str) {
        let mut rest = sql;
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                '\'' => self.text(rest),
                '0'..='9' => self.number(rest),
                _ if first.is_alphabetic() || first == '_' => {
                    rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
                }
                _ => first.len_utf8(),
            };
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
        let lower = sql.to_ascii_lowercase();
        if lower.contains("length(") || lower.contains("length (") {
            self.lengths.extend(&self.numbers);
        }
        if lower.contains("json") {
            self.texts.extend(["{}".to_owned(), "[]".to_owned()]);
        }
        // What must not match: a text of each kind of character is outside of most patterns.
        if sql.contains("!~") {
            self.texts.extend(["", "7", "a", "A", "-"].map(str::to_owned));
        }
    }

    /// Reads the literal that `rest` starts with, and says how long it is.
    fn text(&mut self, rest: &str) -> usize {
        let mut text = String::new();
        let mut characters = rest.char_indices().skip(1).peekable();
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            if character == '\'' && characters.next_if(|(_, next)| *next == '\'').is_none() {
                end = at + 1;
                break;
            }
            text.push(character);
        }
        if text.contains(['^', '$', '[', '+', '\\', '(', '%']) {
            self.texts.extend(pattern::samples(&text));
        }
        if text.contains(['%', '_']) {
            self.texts.insert(text.replace('%', "").replace('_', "a"));
            self.texts.insert(text.replace('%', "x1").replace('_', "a"));
        }
        if let Ok(number) = text.parse() {
            self.numbers.insert(number);
        }
        self.texts.insert(text);
        end
    }

    fn number(&mut self, rest: &str) -> usize {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        match text.parse() {
            Ok(number) => drop(self.numbers.insert(number)),
            Err(_) => drop(self.decimals.insert(text.to_owned())),
        }
        end
    }

    fn finish(self) -> Literals {
        let mut texts: Vec<String> = self.texts.into_iter().collect();
        let mut numbers = BTreeSet::new();
        for number in &self.numbers {
            let around = [number.saturating_sub(1), *number, number.saturating_add(1), number.saturating_neg()];
            numbers.extend(around);
            for length in around.into_iter().filter(|length| (1..=LONGEST_TEXT).contains(length)) {
                let length = usize::try_from(length).unwrap_or(1);
                texts.push("a".repeat(length));
                texts.push("7".repeat(length));
            }
        }
        texts.dedup();
        let near = self.lengths.iter().flat_map(|it| [*it, it.saturating_sub(1), it.saturating_add(1)]);
        let possible = near.filter(|it| (1..=LONGEST_TEXT).contains(it)).filter_map(|it| usize::try_from(it).ok());
        let lengths = possible.collect();
        Literals {
            texts,
            lengths,
            numbers: numbers.into_iter().map(|it| it.to_string()).chain(self.decimals).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> Literals {
        let mut found = Found::default();
        found.read(sql);
        found.finish()
    }

    #[test]
    fn texts_and_numbers_of_a_condition_are_found() {
        let literals = read("status IN ('it''s', 'b') AND c1 >= 18 AND price < 0.5");
        assert!(literals.texts.contains(&"it's".to_owned()) && literals.texts.contains(&"b".to_owned()));
        assert!(["17", "18", "19", "0.5"].iter().all(|it| literals.numbers.contains(&(*it).to_owned())));
        assert!(!literals.numbers.contains(&"1".to_owned()), "digits of a name are no number");
    }

    #[test]
    fn a_length_that_is_measured_is_one_to_make_values_of() {
        assert_eq!(read("octet_length(hash) = 32").lengths, [32, 31, 33]);
        assert!(read("a > 32").lengths.is_empty());
    }

    #[test]
    fn what_must_not_match_has_texts_outside_the_pattern() {
        assert!(read("a !~ '[a-z]'").texts.contains(&"7".to_owned()));
        assert!(!read("a ~ '[a-z]'").texts.contains(&"7".to_owned()));
    }

    #[test]
    fn patterns_and_lengths_become_texts() {
        let literals = read("email LIKE '%@%' AND length(code) = 3");
        assert!(literals.texts.contains(&"x1@x1".to_owned()) && literals.texts.contains(&"aaa".to_owned()));
    }
}
