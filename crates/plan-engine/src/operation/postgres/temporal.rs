//! Keys over periods (`WITHOUT OVERLAPS`, `PERIOD`; PostgreSQL 18): ranges that do not overlap, and ranges that are covered
//! by those of other rows together.

use schema_diff::catalogue::{Exclusion, ExclusionElement, Expression, ForeignKey, Key};

use crate::operation::Context;

/// The exclusion that a key over a period amounts to.
pub(super) fn as_exclusion(context: &Context<'_>, key: &Key) -> Exclusion {
    let last = key.columns.len().saturating_sub(1);
    let element = |(at, name): (usize, &String)| {
        let ident = context.writer.ident(name);
        ExclusionElement {
            expression: Expression::new(ident.clone(), ident),
            operator: if at == last { "&&" } else { "=" }.to_owned(),
        }
    };
    Exclusion {
        method: "gist".to_owned(),
        elements: key.columns.iter().enumerate().map(element).collect(),
        predicate: None,
    }
}

/// `other.column = own.column AND …` for pairs of columns, with `last` between those of the last pair.
pub(super) fn pairs_meet(
    context: &Context<'_>,
    (one, columns): (&str, &[String]),
    (other, their): (&str, &[String]),
    last: &str,
) -> String {
    let count = columns.len();
    let pair = |(at, (own, their)): (usize, (&String, &String))| {
        let operator = if at + 1 == count { last } else { "=" };
        format!("{other}.{} {operator} {one}.{}", context.writer.ident(their), context.writer.ident(own))
    };
    columns.iter().zip(their).enumerate().map(pair).collect::<Vec<_>>().join(" AND ")
}

/// A condition that the period of the row `one` is covered by those of the rows that a foreign key leads to.
pub(super) fn is_covered(context: &Context<'_>, one: &str, key: &ForeignKey) -> String {
    let (Some((own, columns)), Some((period, their))) = (key.columns.split_last(), key.referenced_columns.split_last())
    else {
        return "true".to_owned();
    };
    let meets = pairs_meet(context, (one, columns), ("other", their), "=");
    let filter = if meets.is_empty() { String::new() } else { format!(" WHERE {meets}") };
    let (own, period) = (context.writer.ident(own), context.writer.ident(period));
    let parent = context.writer.name(&key.references);
    format!("coalesce({one}.{own} <@ (SELECT range_agg(other.{period}) FROM {parent} AS other{filter}), false)")
}
