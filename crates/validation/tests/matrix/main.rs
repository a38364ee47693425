//! Every type between every two kinds of side: what is equal compares equal, and each changed value is found.

mod csv;
mod engines;
mod mysql;
mod parquet;
mod postgres;
mod sides;
mod sqlite;
mod types;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use database::{ScratchServer, Value};
use validation::{CompareOptions, Difference, DifferenceKind, Side, StrategyChoice, Verdict, Wanted, compare, pair};

use engines::{Engine, Words};
use sides::{Held, Maker, held};
use types::{COLUMNS, Case, cases};

/// Makes a kind of side; none where it is not to be had here.
type Kind = fn() -> Option<Box<dyn Maker>>;

const KINDS: [Kind; 6] = [
    || {
        let url = testkit::engine::postgres_url().unwrap();
        let server = ScratchServer::postgres(&url.parse().unwrap()).unwrap();
        Some(Box::new(Engine::scratch(&postgres::WORDS, server, postgres::SETUP)))
    },
    || Some(of_mysql(&mysql::MARIADB, &testkit::engine::mysql_url().unwrap())),
    || Some(Box::new(Engine::scratch(&sqlite::WORDS, ScratchServer::sqlite().unwrap(), "SELECT 1"))),
    || Some(Box::new(csv::Csv::new())),
    || Some(Box::new(parquet::Parquet::new())),
    || testkit::engine::mysql8_url().map(|url| of_mysql(&mysql::MYSQL, &url)),
];

fn of_mysql(words: &'static Words, url: &str) -> Box<dyn Maker> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("ma_matrix_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    Box::new(Engine::named(words, url, &name, mysql::SETUP))
}

/// One of so many changes is looked for alone, between any two kinds of side another one.
const ALONE: usize = 12;

#[test]
fn postgres_against_all() {
    against_all(0);
}

#[test]
fn mariadb_against_all() {
    against_all(1);
}

#[test]
fn sqlite_against_all() {
    against_all(2);
}

#[test]
fn csv_against_all() {
    against_all(3);
}

#[test]
fn parquet_against_all() {
    against_all(4);
}

#[test]
fn mysql_against_all() {
    against_all(5);
}

/// One kind of side as the source, all kinds as the target.
fn against_all(source: usize) {
    let Some(one) = KINDS[source]() else { return };
    let mut faults = Vec::new();
    for (place, make) in KINDS.iter().enumerate() {
        let Some(other) = make() else { continue };
        Pair::new(one.as_ref(), other.as_ref(), source * KINDS.len() + place).check(&mut faults);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Two kinds of side with the changes that both can hold.
struct Pair<'a> {
    one: &'a dyn Maker,
    other: &'a dyn Maker,
    number: usize,
    cases: Vec<Case>,
}

impl<'a> Pair<'a> {
    fn new(one: &'a dyn Maker, other: &'a dyn Maker, number: usize) -> Self {
        let mut left_out: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut cases = cases();
        let all = cases.len();
        cases.retain(|case| {
            let of = COLUMNS[case.column].of;
            let values = [&case.before, &case.after].into_iter().flatten();
            let reason = values
                .flat_map(|value| [one, other].map(|it| (it.name(), it.refuses(of, value))))
                .find_map(|(name, it)| Some((name, it?)));
            reason.inspect(|it| *left_out.entry(*it).or_default() += 1).is_none()
        });
        for ((name, reason), count) in left_out {
            println!("{} against {}: {count} changes left out, as of {name}: {reason}", one.name(), other.name());
        }
        assert!(cases.len() * 10 > all * 8, "most can be held");
        Self { one, other, number, cases }
    }

    fn check(&self, faults: &mut Vec<String>) {
        let (before, after) = (held(&self.cases, |_| false), held(&self.cases, |_| true));
        for rows in [&before, &after] {
            let equal = self.differences(rows, rows, StrategyChoice::Auto);
            faults.extend(equal.iter().map(|it| self.told("equal, and told as a difference", it)));
        }
        for strategy in [StrategyChoice::Auto, StrategyChoice::Buckets] {
            let found = self.differences(&before, &after, strategy);
            for case in &self.cases {
                self.is_found(case, &found, faults);
            }
            let known = |it: &&(usize, Vec<String>)| self.cases.iter().any(|case| case.id == it.0);
            assert_eq!(found.iter().filter(known).count(), found.len(), "{found:?}");
        }
        for case in self.cases.iter().filter(|it| it.id % ALONE == self.number % ALONE) {
            // The long values only where they are what is looked for: they cost time.
            let mut cases = self.cases.clone();
            cases.retain(|it| it.id == case.id || it.before.as_ref().is_none_or(|it| it.len() < 1000));
            let (before, changed) = (held(&cases, |_| false), held(&cases, |it| it.id == case.id));
            let found = self.differences(&before, &changed, StrategyChoice::Auto);
            self.is_found(case, &found, faults);
            faults
                .extend(found.iter().filter(|it| it.0 != case.id).map(|it| self.told("told with another change", it)));
        }
    }

    /// What is told, as the numbers of cases with the columns that differ.
    fn differences(
        &self,
        source: &[Held<'_>],
        target: &[Held<'_>],
        strategy: StrategyChoice,
    ) -> Vec<(usize, Vec<String>)> {
        let (source, target) = (self.one.make(source), self.other.make(target));
        let (of_source, of_target) = pair(source.table(), target.table(), &Wanted::default().with_key(["id"])).unwrap();
        let (mut source, mut target): (Box<dyn Side>, Box<dyn Side>) =
            (source.select(of_source), target.select(of_target));
        let mut found: Vec<Difference> = Vec::new();
        let options = CompareOptions::default().with_strategy(strategy);
        let comparison = compare(source.as_mut(), target.as_mut(), &options, &mut found).unwrap();
        assert_eq!(comparison.verdict() == Verdict::Equal, found.is_empty());
        let names: Vec<&str> = source.selection().fields.iter().map(|it| it.name.as_str()).collect();
        let told = |it: &Difference| {
            assert_eq!(it.kind, DifferenceKind::Mismatched, "{:?} of {}", it.key, comparison.reason);
            (number(&it.key[0]), it.columns.iter().map(|place| names[*place].to_owned()).collect())
        };
        found.iter().map(told).collect()
    }

    fn is_found(&self, case: &Case, found: &[(usize, Vec<String>)], faults: &mut Vec<String>) {
        let column = format!("{}_", COLUMNS[case.column].name);
        match found.iter().filter(|it| it.0 == case.id).collect::<Vec<_>>()[..] {
            [(_, columns)] if *columns == [column] => {}
            [it] => faults.push(self.told("told with other columns", it)),
            _ => faults.push(self.told("changed, and not found", &(case.id, Vec::new()))),
        }
    }

    fn told(&self, what: &str, (id, columns): &(usize, Vec<String>)) -> String {
        let short = |it: &Option<String>| it.as_ref().map(|it| it.chars().take(60).collect::<String>());
        let case = self
            .cases
            .iter()
            .find(|it| it.id == *id)
            .map(|it| (COLUMNS[it.column].name, short(&it.before), short(&it.after)));
        format!("{} against {}: {what}: {case:?} {columns:?}", self.one.name(), self.other.name())
    }
}

/// The number of a case, which files give as text.
fn number(key: &Value) -> usize {
    match key {
        Value::Integer(it) => usize::try_from(*it).unwrap(),
        Value::Text(it) => it.parse().unwrap(),
        other => panic!("{other:?} is no key"),
    }
}
