//! `checks.toml`: the checks of a migration, with the place of everything that is wrong.

mod fault;
mod model;
mod places;
mod sides;
mod verify;

pub use fault::Fault;
pub use model::{
    AggregateCheck, Bound, ChecksumCheck, Connection, CountCheck, Defaults, DerivedCheck, Document, EqualitySpec,
    LoadBound, Mapped, QueryCheck, QuerySide, ReferenceCheck, Relation, SampleSpec, SchemaCheck, TableCheck, Throttle,
    ToleranceSpec,
};
pub use sides::SideSpec;
pub(crate) use sides::{OneSide, TwoSides};

use std::collections::BTreeMap;

use places::Places;

use crate::near;

/// The checks of a migration, in the order of their file.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Checks {
    /// The databases, by the names that the checks call them.
    pub connections: BTreeMap<String, Connection>,
    /// What holds for every check that says nothing else.
    pub defaults: Defaults,
    /// How much of the databases may be used.
    pub throttle: Throttle,
    /// The checks.
    pub checks: Vec<Check>,
}

/// A check.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Check {
    /// What reports and gates call it; no two have the same.
    pub name: String,
    /// The line of its file at which it begins, from 1.
    pub line: usize,
    /// What is checked.
    pub what: What,
}

/// What is checked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum What {
    /// Rows compared one by one.
    Table(Box<TableCheck>),
    /// Numbers of rows.
    Count(Box<CountCheck>),
    /// Checksums.
    Checksum(Box<ChecksumCheck>),
    /// Sums, averages, extremes, distinct values, quantiles.
    Aggregate(Box<AggregateCheck>),
    /// Queries and the relation that is expected of their answers.
    Query(Box<QueryCheck>),
    /// Rows that refer to rows that are not there.
    Reference(Box<ReferenceCheck>),
    /// A column that is computed from others.
    Derived(Box<DerivedCheck>),
    /// The schemas of both sides.
    Schema(Box<SchemaCheck>),
}

impl Check {
    /// A check that stands in no file.
    pub fn new(name: impl Into<String>, what: What) -> Self {
        Self { name: name.into(), line: 0, what }
    }
}

impl What {
    /// The word of the file and of every output.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Table(_) => "table",
            Self::Count(_) => "count",
            Self::Checksum(_) => "checksum",
            Self::Aggregate(_) => "aggregate",
            Self::Query(_) => "query",
            Self::Reference(_) => "reference",
            Self::Derived(_) => "derived",
            Self::Schema(_) => "schema",
        }
    }

    /// What it is called where it has no name.
    fn usual_name(&self, nth: usize) -> String {
        let side = |table: Option<&String>, target: &SideSpec| {
            table.or(target.table.as_ref()).map_or_else(|| nth.to_string(), Clone::clone)
        };
        match self {
            Self::Table(it) => format!("rows of {}", side(it.table.as_ref(), &it.target)),
            Self::Count(it) => format!("count of {}", side(it.table.as_ref(), &it.target)),
            Self::Checksum(it) => format!("checksum of {}", side(it.table.as_ref(), &it.target)),
            Self::Aggregate(it) => format!("{} of {}", it.of.join(", "), side(it.table.as_ref(), &it.target)),
            Self::Query(_) => format!("query {nth}"),
            Self::Reference(it) => format!("references of {}", it.table),
            Self::Derived(it) => format!("{}.{}", it.table, it.column),
            Self::Schema(_) => "schema".to_owned(),
        }
    }
}

impl Checks {
    /// Reads the text of `checks.toml`, called `file` in messages.
    ///
    /// # Errors
    /// Everything that is wrong, each with its line and column.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let places = Places::read(file, text).map_err(|fault| vec![fault])?;
        let document: Document = toml::from_str(text).map_err(|error| {
            let message = nearest_first(error.message());
            let help = "docs/guide/checks.md has all fields; their schema is docs/schemas/checks.schema.json";
            vec![Fault::at(file, text, &error.span().unwrap_or_default(), message).help(help)]
        })?;
        let mut faults = verify::faults(&document, &places);
        let checks = in_order(document, &places, &mut faults);
        if faults.is_empty() { Ok(checks) } else { Err(faults) }
    }
}

/// The message on an unknown field, with the name in front that was probably meant.
fn nearest_first(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next() {
        Some(unknown) if message.starts_with("unknown ") => {
            let question = near::question(unknown, quoted);
            let (what, known) = message.split_once(", expected").unwrap_or((message, ""));
            format!("{what}{question}{} expected{known}", if question.is_empty() { "," } else { "" })
        }
        _ => message.to_owned(),
    }
}

/// The checks in the order in which they stand, with their names.
fn in_order(document: Document, places: &Places<'_>, faults: &mut Vec<Fault>) -> Checks {
    let Document {
        connections,
        defaults,
        throttle,
        table,
        count,
        checksum,
        aggregate,
        query,
        reference,
        derived,
        schema,
    } = document;
    let mut all: Vec<(usize, usize, Option<String>, What)> = Vec::new();
    let mut add = |kind: &str, nth: usize, name: Option<String>, what: What| {
        all.push((places.of(kind, nth, "").start, nth, name, what));
    };
    for (nth, mut it) in table.into_iter().enumerate() {
        add("table", nth, it.name.take(), What::Table(Box::new(it)));
    }
    for (nth, mut it) in count.into_iter().enumerate() {
        add("count", nth, it.name.take(), What::Count(Box::new(it)));
    }
    for (nth, mut it) in checksum.into_iter().enumerate() {
        add("checksum", nth, it.name.take(), What::Checksum(Box::new(it)));
    }
    for (nth, mut it) in aggregate.into_iter().enumerate() {
        add("aggregate", nth, it.name.take(), What::Aggregate(Box::new(it)));
    }
    for (nth, mut it) in query.into_iter().enumerate() {
        add("query", nth, it.name.take(), What::Query(Box::new(it)));
    }
    for (nth, mut it) in reference.into_iter().enumerate() {
        add("reference", nth, it.name.take(), What::Reference(Box::new(it)));
    }
    for (nth, mut it) in derived.into_iter().enumerate() {
        add("derived", nth, it.name.take(), What::Derived(Box::new(it)));
    }
    for (nth, mut it) in schema.into_iter().enumerate() {
        add("schema", nth, it.name.take(), What::Schema(Box::new(it)));
    }
    all.sort_by_key(|(start, ..)| *start);
    let mut seen = BTreeMap::new();
    let mut checks = Vec::new();
    for (start, nth, name, what) in all {
        if name.as_ref().is_some_and(|it| it.trim().is_empty()) {
            faults.push(places.fault(&(start..start), "`name` is empty").help("leave it out, or name the check"));
        }
        let name = name.unwrap_or_else(|| what.usual_name(nth + 1));
        let at = places.fault(&(start..start), format!("two checks are called `{name}`"));
        if let Some(line) = seen.insert(name.clone(), at.line) {
            faults.push(at.clone().help(format!("the other one begins at line {line}: give each a `name` of its own")));
        }
        checks.push(Check { name, line: at.line, what });
    }
    Checks { connections, defaults, throttle, checks }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        match Checks::read("c.toml", text) {
            Ok(checks) => panic!("{checks:?}"),
            Err(faults) => faults.iter().map(ToString::to_string).collect(),
        }
    }

    const HEAD: &str = "[connections.old]\nurl = \"sqlite:a.db\"\n[connections.new]\nurl = \"sqlite:b.db\"\n[defaults]\nsource = \
                        \"old\"\ntarget = \"new\"\n";

    #[test]
    fn checks_keep_the_order_of_their_file() {
        let text = format!(
            "{HEAD}[[count]]\ntable = \"boats\"\n[[table]]\ntable = \"boats\"\n[[count]]\nname = \"crews\"\ntable = \"crew\"\nby = \
             \"day(signed_on)\"\n"
        );
        let checks = Checks::read("c.toml", &text).unwrap();
        let names: Vec<_> = checks.checks.iter().map(|it| (it.name.as_str(), it.line)).collect();
        assert_eq!(names, [("count of boats", 8), ("rows of boats", 10), ("crews", 12)]);
    }

    #[test]
    fn what_is_unknown_or_contradicts_is_told_with_its_place() {
        let one = faults("[[count]]\ntabel = \"boats\"\n");
        assert!(
            one[0].starts_with("c.toml:2:1: unknown field `tabel`; is it `table`? expected one of `name`, `table`"),
            "{one:?}"
        );
        assert!(faults("[[count]\n")[0].starts_with("c.toml:1:"));
        let many = faults(&format!(
            "{HEAD}[[count]]\ntable = \"a\"\nsource = {{ connection = \"odl\" }}\n[[aggregate]]\ntable = \"a\"\nof = [\"sun(x)\"]\n"
        ));
        assert_eq!(many.len(), 2, "{many:?}");
        assert!(many[0].contains("c.toml:10:") && many[0].contains("there is no connection `odl`"), "{many:?}");
        assert!(many[1].contains("c.toml:13:") && many[1].contains("`sun(x)`"), "{many:?}");
    }

    #[test]
    fn two_checks_of_one_name_are_told() {
        let found = faults(&format!("{HEAD}[[count]]\ntable = \"a\"\n[[count]]\ntable = \"a\"\n"));
        assert!(found[0].contains("two checks are called `count of a`") && found[0].contains("line 8"), "{found:?}");
    }
}
