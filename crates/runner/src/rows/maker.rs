//! Makes rows up.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, ForeignKey, QualifiedName, Table};

use super::literals::Literals;
use super::values::Family;
use super::{keys, partitions};
use crate::sql::Value;

/// A row to insert: columns and values; a column that is not named gets its default.
pub(crate) type Row = Vec<(String, Value)>;

/// Rows of a table that a foreign key leads to: its referenced columns.
pub(crate) type Parents = Vec<Vec<Value>>;

/// How a row is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// With values at the edges of their types.
    Edges,
    /// With plain values.
    Plain,
    /// Like a row that the engine has accepted, with keys of its own; plain where there is none.
    Alike,
    /// With plain values, and in every text one form that applications often ask for.
    Form(usize),
    /// With anything, conditions' own literals above all.
    Wild,
}

/// Which columns a row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// All, those that the engine numbers included.
    All,
    /// All but those that the engine numbers.
    NotAutomatic,
    /// Only those that have to be named.
    Required,
}

/// Makes rows up for the tables of one schema.
#[derive(Debug, Clone)]
pub(crate) struct Maker {
    dialect: Dialect,
    random: StdRng,
    counter: u64,
    tables: BTreeMap<QualifiedName, Facts>,
    tame: bool,
}

#[derive(Debug, Clone)]
struct Facts {
    table: Table,
    families: BTreeMap<String, Family>,
    unique: Vec<String>,
    literals: Literals,
    /// Of the columns that a check speaks of alone.
    own_literals: BTreeMap<String, Literals>,
    accepted: Vec<Row>,
    /// Values that the next rows have, whatever else.
    forced: Row,
    /// Values of which every row has some, so that it falls into its partition.
    fitting: Vec<Row>,
    /// The table that rows are written to.
    target: QualifiedName,
}

/// Accepted rows that are remembered per table.
const REMEMBERED: usize = 64;

impl Maker {
    /// A maker for `catalogue`; values that have to differ from others are counted from `first`.
    pub(crate) fn new(catalogue: &Catalogue, seed: u64, first: u64) -> Self {
        let facts = |(name, table): (&QualifiedName, &Table)| {
            let families = table.columns.iter().map(|it| (it.name.clone(), Family::of(catalogue, it))).collect();
            let unique = keys::unique_keys(table).concat();
            let literals = Literals::of(catalogue, table);
            let own = table.columns.iter().map(|it| (it.name.clone(), Literals::of_column(catalogue, table, &it.name)));
            let own_literals = own.filter(|(_, it)| *it != Literals::default()).collect();
            (
                name.clone(),
                Facts {
                    table: table.clone(),
                    families,
                    unique,
                    literals,
                    own_literals,
                    accepted: Vec::new(),
                    forced: Row::new(),
                    fitting: partitions::fitting(catalogue, table),
                    target: catalogue.partition_root(name).clone(),
                },
            )
        };
        let mut tables = catalogue.tables.clone();
        tables.extend(partitions::holding_rows(catalogue));
        Self {
            dialect: catalogue.dialect,
            random: StdRng::seed_from_u64(seed),
            counter: first,
            tables: tables.iter().map(facts).collect(),
            tame: false,
        }
    }

    /// Makes no values at the edges of their types where `tame`.
    pub(crate) fn tame(mut self, tame: bool) -> Self {
        self.tame = tame;
        self
    }

    /// Makes rows like those that `other` knows to be accepted, as far as both schemas have the columns.
    pub(crate) fn learning_from(mut self, other: &Self) -> Self {
        for (name, facts) in &mut self.tables {
            let Some(theirs) = other.tables.get(name) else { continue };
            let shared = |column: &String| facts.families.get(column) == theirs.families.get(column);
            let rows = theirs.accepted.iter().map(|row| row.iter().filter(|(it, _)| shared(it)).cloned().collect());
            facts.accepted.extend(rows.filter(|row: &Row| !row.is_empty()));
        }
        self
    }

    /// Whose SQL the rows are for.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The table called `name`.
    pub(crate) fn table(&self, name: &QualifiedName) -> Option<&Table> {
        self.tables.get(name).map(|facts| &facts.table)
    }

    /// The table that rows of `name` are written to: that of which it is a partition, else itself.
    pub(crate) fn target<'a>(&'a self, name: &'a QualifiedName) -> &'a QualifiedName {
        self.tables.get(name).map_or(name, |facts| &facts.target)
    }

    /// Remembers that the engine has accepted `row`.
    pub(crate) fn accept(&mut self, name: &QualifiedName, row: Row) {
        if let Some(facts) = self.tables.get_mut(name).filter(|facts| facts.accepted.len() < REMEMBERED) {
            facts.accepted.push(row);
        }
    }

    /// Leaves chance to another `seed`.
    pub(crate) fn seeded(mut self, seed: u64) -> Self {
        self.random = StdRng::seed_from_u64(seed);
        self
    }

    /// Counts values that have to differ from others from `first` on.
    pub(crate) fn counting_from(mut self, first: u64) -> Self {
        self.counter = first;
        self
    }

    /// Gives every further row of `name` these values; none lifts it.
    pub(crate) fn force(&mut self, name: &QualifiedName, values: Row) {
        if let Some(facts) = self.tables.get_mut(name) {
            facts.forced = values;
        }
    }

    /// A value that differs from others, for one column.
    pub(crate) fn fresh(&mut self, name: &QualifiedName, column: &str) -> Option<Value> {
        self.counter += 1;
        let family = self.tables.get(name)?.families.get(column)?;
        Some(Some(family.encode(self.dialect, &family.fresh(self.counter))))
    }

    /// A number below `bound`.
    pub(crate) fn chance(&mut self, bound: usize) -> usize {
        self.random.random_range(0..bound.max(1))
    }

    /// A value for one column, from an accepted row or plain; none for a table or column that is not there.
    pub(crate) fn value(&mut self, name: &QualifiedName, column: &str) -> Option<Value> {
        self.counter += 1;
        let facts = self.tables.get(name)?;
        let accepted: Vec<&Value> =
            facts.accepted.iter().flat_map(|row| row.iter().filter(|(it, _)| it == column).map(|(_, it)| it)).collect();
        if !accepted.is_empty() {
            let at = self.random.random_range(0..accepted.len());
            return accepted.get(at).map(|value| (*value).clone());
        }
        let family = facts.families.get(column)?;
        Some(Some(family.encode(self.dialect, &family.fresh(self.counter))))
    }

    /// A row for `name`, the `index`th; `parents` has the rows that each foreign key, in order, may lead to.
    pub(crate) fn row(
        &mut self,
        name: &QualifiedName,
        way: Way,
        naming: Naming,
        index: usize,
        parents: &[Parents],
    ) -> Option<Row> {
        self.counter += 1;
        let facts = self.tables.get(name)?;
        let way = match way {
            Way::Edges | Way::Plain if self.tame && !facts.accepted.is_empty() => Way::Alike,
            Way::Edges if self.tame => Way::Plain,
            _ => way,
        };
        let mut making = Making {
            dialect: self.dialect,
            random: &mut self.random,
            counter: self.counter,
            facts,
            way,
            index,
            alike: None,
        };
        Some(making.row(name, naming, parents))
    }
}

/// Forms that texts of applications often have to have, whatever checks them: a function's body is not looked into.
pub(super) const COMMON_FORMS: [&str; 10] = [
    "1.2.3",
    "a@b.example",
    "https://example.com/a",
    "2024-02-29",
    "00000000-0000-4000-8000-000000000001",
    "127.0.0.1",
    "+4912345678",
    "{}",
    "en",
    "a-b",
];

struct Making<'a> {
    dialect: Dialect,
    random: &'a mut StdRng,
    counter: u64,
    facts: &'a Facts,
    way: Way,
    index: usize,
    alike: Option<&'a Row>,
}

impl Making<'_> {
    fn row(&mut self, name: &QualifiedName, naming: Naming, parents: &[Parents]) -> Row {
        if self.way == Way::Alike && !self.facts.accepted.is_empty() {
            let at = self.random.random_range(0..self.facts.accepted.len());
            self.alike = self.facts.accepted.get(at);
        }
        let mut row = self.facts.forced.clone();
        let fitting = &self.facts.fitting;
        if let Some(values) = fitting.get(self.random.random_range(0..fitting.len().max(1))) {
            let given: Vec<String> = row.iter().map(|(name, _)| name.clone()).collect();
            row.extend(values.iter().filter(|(name, _)| !given.contains(name)).cloned());
        }
        let mut own_rows = Vec::new();
        let table = &self.facts.table;
        for (key, parents) in keys::foreign_keys(table).zip(parents) {
            if key.references == *name && parents.is_empty() && keys::required(table, key) {
                own_rows.push(key);
            } else {
                self.refer(key, parents, &mut row);
            }
        }
        for (position, column) in table.columns.iter().enumerate() {
            let given = row.iter().any(|(it, _)| *it == column.name);
            let own = own_rows.iter().any(|key| key.columns.contains(&column.name));
            if !given && !own && self.is_named(column, naming, &own_rows) {
                let value = self.value(column, position);
                row.push((column.name.clone(), value));
            }
        }
        for key in own_rows {
            for (column, referenced) in key.columns.iter().zip(&key.referenced_columns) {
                let value = row.iter().find(|(it, _)| it == referenced).and_then(|(_, value)| value.clone());
                row.push((column.clone(), value));
            }
        }
        if naming == Naming::Required {
            let optional = |name: &str| table.column(name).is_none_or(|it| !it.not_null || it.default.is_some());
            let fits = |name: &str| fitting.iter().flatten().any(|(it, _)| it == name);
            row.retain(|(name, _)| fits(name) || !optional(name));
        }
        row.retain(|(name, _)| table.column(name).is_some_and(keys::is_writable));
        row
    }

    fn is_named(&mut self, column: &Column, naming: Naming, own_rows: &[&ForeignKey]) -> bool {
        if !keys::is_writable(column) {
            return false;
        }
        if !keys::is_automatic(self.dialect, &self.facts.table, column) {
            return true;
        }
        let referenced = own_rows.iter().any(|key| key.referenced_columns.contains(&column.name));
        // Numbers of the writer's own are below zero, where the engine's never come.
        referenced || (naming == Naming::All && self.index % 7 == 3 && self.way == Way::Edges)
    }

    /// Gives the columns of `key` the values of a row that it may lead to.
    fn refer(&mut self, key: &ForeignKey, parents: &Parents, row: &mut Row) {
        let table = &self.facts.table;
        let agrees = |parent: &&Vec<Value>| {
            let pairs = key.columns.iter().zip(parent.iter());
            pairs.into_iter().all(|(column, value)| row.iter().all(|(name, given)| name != column || given == value))
        };
        let agreeing: Parents = parents.iter().filter(agrees).cloned().collect();
        let parents = if agreeing.is_empty() { parents } else { &agreeing };
        let nullable = !keys::required(table, key);
        let null = nullable && (parents.is_empty() || self.random.random_ratio(1, 5));
        let unique = key.columns.iter().all(|it| self.facts.unique.contains(it));
        let in_turn = unique && self.way == Way::Edges;
        let at = if in_turn { self.index } else { self.random.random_range(0..parents.len().max(1)) };
        let parent = parents.get(at % parents.len().max(1));
        for (position, column) in key.columns.iter().enumerate() {
            if row.iter().any(|(it, _)| it == column) {
                continue;
            }
            let refuses_null = table.column(column).is_some_and(|it| it.not_null);
            match parent.and_then(|values| values.get(position)) {
                _ if null && !refuses_null => row.push((column.clone(), None)),
                Some(value) => row.push((column.clone(), value.clone())),
                None => {}
            }
        }
    }

    fn value(&mut self, column: &Column, position: usize) -> Value {
        let family = self.facts.families.get(&column.name)?;
        let unique = self.facts.unique.contains(&column.name);
        if keys::is_automatic(self.dialect, &self.facts.table, column) {
            let number = i64::try_from(self.counter).unwrap_or(1);
            let number = if self.way == Way::Edges { number.saturating_neg() } else { number };
            return Some(family.encode(self.dialect, &number.to_string()));
        }
        let alike = self.alike.filter(|_| !unique).and_then(|row| row.iter().find(|(it, _)| *it == column.name));
        if let Some((_, value)) = alike {
            return value.clone();
        }
        if !column.not_null && self.chooses_null(position, unique) {
            return None;
        }
        let plain = match self.way {
            Way::Edges if !unique && self.index > 0 => self.edge(family, position),
            Way::Wild => self.wild(&column.name, family, unique, position),
            Way::Form(at) if family.is_free_text() && !self.facts.own_literals.contains_key(&column.name) => {
                let form = COMMON_FORMS.get(at % COMMON_FORMS.len()).copied().unwrap_or_default();
                if unique { vary(form, self.counter) } else { form.to_owned() }
            }
            Way::Alike if unique => self.like_accepted(column, family),
            _ => self.fresh(column, family, position),
        };
        Some(family.encode(self.dialect, &plain))
    }

    /// A value unlike others, of a length that a condition on the column demands.
    fn fresh(&self, column: &Column, family: &Family, position: usize) -> String {
        let n = self.counter.saturating_add(position as u64);
        let lengths = self.facts.own_literals.get(&column.name).map(|it| it.lengths.as_slice()).unwrap_or_default();
        let at = if let Way::Form(at) = self.way { at } else { 0 };
        let length = lengths.get(at % lengths.len().max(1));
        length.and_then(|length| family.fresh_of_length(n, *length)).unwrap_or_else(|| family.fresh(n))
    }

    fn chooses_null(&mut self, position: usize, unique: bool) -> bool {
        match self.way {
            Way::Edges => (self.index + position) % 5 == 4,
            Way::Wild => self.random.random_ratio(2, 5),
            Way::Plain | Way::Alike | Way::Form(_) => unique && self.random.random_ratio(1, 8),
        }
    }

    fn edge(&mut self, family: &Family, position: usize) -> String {
        let edges = family.edges();
        let at = (self.index + position) % edges.len().max(1);
        edges.get(at).cloned().unwrap_or_else(|| family.fresh(self.counter))
    }

    /// A literal of the table's conditions, or something near, or plain.
    fn wild(&mut self, column: &str, family: &Family, unique: bool, position: usize) -> String {
        let own = self.facts.own_literals.get(column);
        let literals = own.unwrap_or(&self.facts.literals);
        if own.is_none() && family.is_free_text() && self.random.random_ratio(1, 4) {
            let at = self.random.random_range(0..COMMON_FORMS.len());
            let chosen = COMMON_FORMS.get(at).copied().unwrap_or_default();
            return if unique { self.other_than(chosen) } else { chosen.to_owned() };
        }
        let none = Vec::new();
        let known = match (family.is_free_text(), family.is_number()) {
            (true, _) => &literals.texts,
            (_, true) => &literals.numbers,
            // A literal of the conditions is hardly ever a date, a document or an array.
            _ => &none,
        };
        if !known.is_empty() && self.random.random_ratio(3, 4) {
            let at = self.random.random_range(0..known.len());
            let chosen = known.get(at).cloned().unwrap_or_default();
            return if unique { self.other_than(&chosen) } else { chosen };
        }
        if self.random.random_ratio(1, 4) {
            let position = self.random.random_range(0..8);
            return self.edge(family, position);
        }
        let offset = self.random.random_range(0..64_u64);
        family.fresh(self.counter.saturating_add(offset).saturating_add(position as u64))
    }

    /// A value that differs from those accepted but looks like them, for a column whose values have to differ.
    fn like_accepted(&mut self, column: &Column, family: &Family) -> String {
        let accepted = self.alike.and_then(|row| row.iter().find(|(it, _)| *it == column.name));
        match accepted {
            Some((_, Some(text))) if self.dialect != Dialect::Sqlite && family.is_textual() => self.other_than(text),
            Some((_, Some(text))) if family.is_textual() && text.starts_with('\'') => {
                self.other_than(text.trim_matches('\''))
            }
            _ => family.fresh(self.counter),
        }
    }

    /// A text that differs from `text` but looks like it, one way or another: what of it has to stay is not known.
    fn other_than(&mut self, text: &str) -> String {
        match self.random.random_range(0..3) {
            0 => vary(text, self.counter),
            1 => format!("{text}{}", self.counter),
            _ => renumber(text, self.counter),
        }
    }
}

/// `text` with its letters and digits replaced by others of their kind, told by `n`.
fn vary(text: &str, n: u64) -> String {
    let mut rest = n;
    let mut varied: Vec<char> = text.chars().collect();
    for character in varied.iter_mut().rev() {
        let (first, count) = match character {
            '0'..='9' => (b'0', 10),
            'a'..='z' => (b'a', 26),
            'A'..='Z' => (b'A', 26),
            _ => continue,
        };
        if rest == 0 {
            break;
        }
        let old = u64::from(u32::from(*character)).saturating_sub(u64::from(first));
        let new = u8::try_from((old + rest) % count).unwrap_or(0);
        *character = char::from(first.saturating_add(new));
        rest /= count;
    }
    varied.into_iter().collect()
}

/// `text` with its last number replaced by `n`; one without any ends with `n` and is as long as it was.
fn renumber(text: &str, n: u64) -> String {
    let Some(last) = text.rfind(|c: char| c.is_ascii_digit()) else {
        let number = n.to_string();
        let kept = text.chars().count().checked_sub(number.len()).filter(|kept| *kept > 0);
        return kept.map_or_else(|| format!("{n}{text}"), |kept| text.chars().take(kept).collect::<String>() + &number);
    };
    let (head, tail) = text.split_at_checked(last.saturating_add(1)).unwrap_or((text, ""));
    format!("{}{n}{tail}", head.trim_end_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_text_is_replaced() {
        assert_eq!(renumber("AB-7x", 12), "AB-12x");
        assert_eq!(renumber("@x", 12), "12@x");
    }

    #[test]
    fn a_varied_text_keeps_its_form() {
        let varied: std::collections::BTreeSet<_> = (0..260).map(|n| vary("AA-7@x.io", n)).collect();
        assert_eq!(varied.len(), 260);
        assert!(varied.iter().all(|it| it.len() == 9 && it.contains('@') && it.contains('-')));
    }
}
