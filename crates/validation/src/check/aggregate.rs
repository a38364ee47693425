//! Sums, averages, extremes, distinct values and quantiles of both sides.

use std::collections::BTreeMap;

use database::{Value, ValueKind};

use super::amount::Amount;
use super::ask::{self, Source};
use super::brake::Held;
use super::checker::{Answer, Pair};
use super::file::{AggregateCheck, Bound, Mapped, OneSide};
use super::grouping::Grouping;
use super::groups::{self, Groups, Tally};
use super::measure::{Function, Measure};
use super::report::Measured;
use super::shown::counted;
use crate::{Error, ErrorKind, Result};

/// What floating-point sums may be apart where nothing is said: they depend on the order in which rows are added.
const FLOAT_NOISE: f64 = 1e-9;

/// What is computed of a side.
struct Plan<'c> {
    measures: Vec<Measure>,
    by: Option<Grouping>,
    map: &'c BTreeMap<String, Mapped>,
}

pub(crate) fn run(check: &AggregateCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let usage = |message| Error::new(ErrorKind::Usage, message);
    let plan = Plan {
        measures: check.of.iter().map(|it| Measure::parse(it)).collect::<Result<_, _>>().map_err(usage)?,
        by: check.by.as_deref().map(Grouping::parse).transpose().map_err(usage)?,
        map: &check.map,
    };
    let (source, target) = pair.both(
        &check.sides(),
        &|session, side| values(session, side, &plan, |it| it.source.as_deref()),
        &|session, side| values(session, side, &plan, |it| it.target.as_deref()),
    )?;
    let mut tally = Tally::default();
    let mut noise = false;
    for group in groups::names(&source, &target) {
        let (mut one, mut other) = (source.get(group).map(|it| it.iter()), target.get(group).map(|it| it.iter()));
        for measure in &plan.measures {
            let mut next = |width: usize| -> (Vec<&Value>, Vec<&Value>) {
                let one = one.iter_mut().flatten().take(width).collect();
                (one, other.iter_mut().flatten().take(width).collect())
            };
            let (measured, floats) = if measure.function == Function::Avg {
                let (one, other) = next(2);
                average(measure, group.as_ref(), &one, &other, &check.allow)
            } else {
                let (one, other) = next(1);
                single(measure, group.as_ref(), one.first().copied(), other.first().copied(), &check.allow)
            };
            noise |= floats && measured.holds;
            tally.add(measured, pair.examples);
        }
    }
    let says = match tally.failing {
        0 => format!("{} of {} are as they should be", counted(tally.measurements, "number"), check.of.join(", ")),
        failing => format!("{failing} of {} are not as they should be", counted(tally.measurements, "number")),
    };
    let mut answer = Answer::measured(says, tally);
    if noise && check.allow == Bound::default() {
        answer.notes.push(format!("sums in floating point count as equal up to {FLOAT_NOISE:e} of their size: they depend on the order of rows"));
    }
    Ok(answer)
}

/// One number, and whether it was compared as floating point.
fn single(
    measure: &Measure,
    group: Option<&String>,
    one: Option<&Value>,
    other: Option<&Value>,
    bound: &Bound,
) -> (Measured, bool) {
    let float = |it: Option<&Value>| matches!(it, Some(Value::Float32(_) | Value::Float64(_)));
    let floats = measure.function == Function::Sum && (float(one) || float(other));
    let bound = if floats { &noisy(bound) } else { bound };
    (groups::measured(&measure.text, group, one, other, bound), floats)
}

/// Averages are the same where sums and numbers are: engines round quotients each in their own way.
fn average(
    measure: &Measure,
    group: Option<&String>,
    one: &[&Value],
    other: &[&Value],
    bound: &Bound,
) -> (Measured, bool) {
    let quotient = |values: &[&Value]| -> Option<f64> {
        let [sum, number] = values else { return None };
        let number = Amount::of(number)?.float();
        (number > 0.0).then_some(())?;
        Some(Amount::of(sum)?.float() / number)
    };
    let (source, target) = (quotient(one), quotient(other));
    let exact = one.len() == 2 && one.len() == other.len() && one.iter().zip(other).all(|(a, b)| groups::same(a, b));
    let text = |values: &[&Value], it: Option<f64>| {
        (!values.is_empty()).then(|| it.map_or("NULL".to_owned(), |it| it.to_string()))
    };
    let floats = one.iter().chain(other).any(|it| matches!(it, Value::Float32(_) | Value::Float64(_)));
    let bound = if floats { &noisy(bound) } else { bound };
    let (near, difference) = match (source, target) {
        (Some(a), Some(b)) => {
            let (a, b) = (Amount::Float(a), Amount::Float(b));
            let asked = bound.absolute.is_some() || bound.relative.is_some();
            (asked && a.is_near(&b, bound), Some(a.to(&b).signed()))
        }
        _ => (false, None),
    };
    let measured = Measured {
        what: measure.text.clone(),
        group: group.cloned(),
        source: text(one, source),
        target: text(other, target),
        difference,
        holds: exact || near,
    };
    (measured, floats)
}

fn noisy(bound: &Bound) -> Bound {
    match bound {
        Bound { absolute: None, relative: None } => Bound { absolute: None, relative: Some(FLOAT_NOISE) },
        _ => bound.clone(),
    }
}

/// The values of every measure, in their order, by group.
fn values(
    session: &mut Held<'_>,
    side: &OneSide<'_>,
    plan: &Plan<'_>,
    mapped: fn(&Mapped) -> Option<&str>,
) -> Result<Groups> {
    let from = Source::find(session, side.table.unwrap_or_default())?;
    let mut query = Query { engine: session.kind(), from: &from, condition: ask::condition(side), group: None };
    if let Some(by) = &plan.by {
        let (column, kind) = resolve(session, &from, plan.map, by.column(), mapped)?;
        query.group = Some(by.sql(session, &column, kind.as_ref())?);
    }
    let mut fields = Vec::new();
    for measure in &plan.measures {
        fields.push(resolve(session, &from, plan.map, &measure.column, mapped)?);
    }
    let mut simple = Vec::new();
    for (measure, (value, kind)) in plan.measures.iter().zip(&fields) {
        simple.extend(measure.sql(query.engine, value, kind.as_ref()));
    }
    let found = by_group(session, &query.simple(&simple), plan.by.as_ref())?;
    let mut quantiles = Vec::new();
    for (measure, (value, kind)) in plan.measures.iter().zip(&fields) {
        if let Function::Quantile { parts, of } = measure.function {
            let value = Measure::by_bytes(query.engine, value, kind.as_ref());
            quantiles.push(by_group(session, &query.quantile(&value, parts, of), plan.by.as_ref())?);
        }
    }
    Ok(together(plan, found, &quantiles))
}

/// The column or expression of a field on a side, and the kind of its values where it is a column.
fn resolve(
    session: &database::Session,
    from: &Source,
    map: &BTreeMap<String, Mapped>,
    field: &str,
    mapped: fn(&Mapped) -> Option<&str>,
) -> Result<(String, Option<ValueKind>)> {
    match map.get(field).and_then(mapped) {
        Some(name) if from.table.column(name).is_some() => {
            Ok((session.quote(name), from.table.column(name).map(|it| it.kind.clone())))
        }
        Some(expression) => Ok((format!("(\n{expression}\n)"), None)),
        None => Ok((session.quote(field), Some(from.column(field)?.kind.clone()))),
    }
}

/// What the queries of a side have in common.
struct Query<'s> {
    engine: database::EngineKind,
    from: &'s Source,
    condition: String,
    group: Option<String>,
}

impl Query<'_> {
    /// All that one pass over the groups gives; the number of rows comes first, so that there is something to select.
    fn simple(&self, expressions: &[String]) -> String {
        let (group, behind) = self.grouping();
        let list: String = expressions.iter().map(|it| format!(", {it}")).collect();
        format!("SELECT {group}count(*){list} FROM {}{}{behind}", self.from.name, self.condition)
    }

    /// The first value at which the share of the values is reached. In whole numbers, which every engine compares alike.
    fn quantile(&self, value: &str, parts: u64, of: u64) -> String {
        let group = self.group.as_deref().unwrap_or("1");
        let (select, name, condition) =
            (if self.group.is_some() { "g, " } else { "" }, &self.from.name, &self.condition);
        let present = if condition.is_empty() { " WHERE" } else { " AND" };
        format!(
            "SELECT {select}0, v FROM (SELECT {group} AS g, {value} AS v, row_number() OVER (PARTITION BY {group} ORDER BY {value}) AS n, \
             count(*) OVER (PARTITION BY {group}) AS c FROM {name}{condition}{present} {value} IS NOT NULL) AS ranked \
             WHERE n * {of} >= c * {parts} AND (n - 1) * {of} < c * {parts}"
        )
    }

    fn grouping(&self) -> (String, &'static str) {
        self.group.as_ref().map_or((String::new(), ""), |it| (format!("{it}, "), " GROUP BY 1"))
    }
}

/// Rows of an answer by the group, which stands first where rows are grouped. What follows it is the number of rows.
fn by_group(session: &mut Held<'_>, sql: &str, by: Option<&Grouping>) -> Result<Groups> {
    let mut groups = Groups::new();
    for row in ask::rows(session, sql, "group by something coarser")? {
        let (group, values) = match (by, row.split_first()) {
            (Some(by), Some((group, values))) => (Some(by.name(group)?), values),
            _ => (None, row.as_slice()),
        };
        groups.insert(group, values.get(1..).unwrap_or_default().to_vec());
    }
    Ok(groups)
}

/// The values of all measures in their order: those of one pass, and each quantile's.
fn together(plan: &Plan<'_>, simple: Groups, quantiles: &[Groups]) -> Groups {
    let assembled = simple.into_iter().map(|(group, values)| {
        let (mut values, mut quantiles) = (values.into_iter(), quantiles.iter());
        let mut all = Vec::new();
        for measure in &plan.measures {
            match measure.function {
                Function::Quantile { .. } => {
                    let found = quantiles.next().and_then(|it| it.get(&group)).and_then(|it| it.first());
                    all.push(found.cloned().unwrap_or(Value::Null));
                }
                Function::Avg => all.extend(values.by_ref().take(2)),
                _ => all.extend(values.next()),
            }
        }
        (group, all)
    });
    assembled.collect()
}
