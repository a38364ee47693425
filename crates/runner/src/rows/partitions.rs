//! Rows of partitioned tables: made for each partition that holds rows, written to the table at the top.

use std::collections::BTreeMap;

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, DataType, IndexKey, PartitionBound, PartitionStrategy, QualifiedName, Table,
};

use super::maker::Row;
use crate::sql::Value;

/// Values of one column that lie in a range, at most.
const VALUES: i64 = 50;

/// The tables that hold rows, partitions with the foreign keys that they have from above.
pub(crate) fn holding_rows(catalogue: &Catalogue) -> BTreeMap<QualifiedName, Table> {
    let holds = catalogue.tables.iter().filter(|(_, table)| table.partition_by.is_none());
    holds.map(|(name, table)| (name.clone(), with_keys_from_above(catalogue, table))).collect()
}

fn with_keys_from_above(catalogue: &Catalogue, table: &Table) -> Table {
    let mut whole = table.clone();
    for above in ancestors(catalogue, table) {
        for constraint in above.constraints.values().filter(|it| matches!(it.kind, ConstraintKind::ForeignKey(_))) {
            let taken = whole.constraints.contains_key(&constraint.name);
            let name = if taken { format!("{} from above", constraint.name) } else { constraint.name.clone() };
            whole.constraints.insert(name, constraint.clone());
        }
        whole.triggers.extend(above.triggers.clone());
    }
    whole
}

/// What `table` is a partition of, and what that is a partition of.
fn ancestors<'a>(catalogue: &'a Catalogue, table: &'a Table) -> Vec<&'a Table> {
    let mut found = Vec::new();
    let mut at = table;
    while let Some(above) = at.partition_of.as_ref().and_then(|it| catalogue.tables.get(&it.parent)) {
        if found.len() > catalogue.tables.len() {
            break;
        }
        found.push(above);
        at = above;
    }
    found
}

/// Values that rows have to have to fall into the partition `table`: alternatives; none for any other table.
pub(crate) fn fitting(catalogue: &Catalogue, table: &Table) -> Vec<Row> {
    let mut all = vec![Row::new()];
    let mut at = table;
    for above in ancestors(catalogue, table) {
        let (Some(by), Some(part)) = (&above.partition_by, &at.partition_of) else { break };
        let columns: Option<Vec<&String>> = by
            .key
            .iter()
            .map(|element| match &element.key {
                IndexKey::Column(name) => Some(name),
                IndexKey::Expression(_) => None,
            })
            .collect();
        if let Some(columns) = columns {
            let types =
                columns.iter().map(|name| table.column(name).map(|it| it.data_type.clone())).collect::<Vec<_>>();
            let own = of_bound(by.strategy, &columns, &types, &part.bound);
            if !own.is_empty() {
                all = all
                    .iter()
                    .flat_map(|row| own.iter().map(move |more| [row.clone(), more.clone()].concat()))
                    .collect();
            }
        }
        at = above;
    }
    all.retain(|row| !row.is_empty());
    all
}

fn of_bound(
    strategy: PartitionStrategy,
    columns: &[&String],
    types: &[Option<DataType>],
    bound: &PartitionBound,
) -> Vec<Row> {
    match (strategy, bound) {
        (PartitionStrategy::List, PartitionBound::In(values)) => {
            let Some(column) = columns.first() else { return Vec::new() };
            values.iter().map(|value| vec![((*column).clone(), plain(value))]).collect()
        }
        (PartitionStrategy::Range, PartitionBound::Range { from, to }) => in_range(columns, types, from, to),
        _ => Vec::new(),
    }
}

fn in_range(columns: &[&String], types: &[Option<DataType>], from: &[String], to: &[String]) -> Vec<Row> {
    let mut first = Row::new();
    for ((column, from), to) in columns.iter().zip(from).zip(to) {
        let value = match from.as_str() {
            "MINVALUE" | "MAXVALUE" => below(to),
            _ => plain(from),
        };
        // Where nothing bounds the column, any value will do.
        let Some(value) = value else { break };
        first.push(((*column).clone(), Some(value)));
    }
    let Some((last, Some(value))) = first.last().cloned() else { return vec![first] };
    let upper = to.get(first.len().saturating_sub(1)).and_then(|it| plain(it));
    let data_type = types.get(first.len().saturating_sub(1)).cloned().flatten();
    let more = between(&value, upper.as_deref(), data_type.as_ref());
    let with = |value: String| {
        let mut row = first.clone();
        row.pop();
        row.push((last.clone(), Some(value)));
        row
    };
    more.into_iter().map(with).collect()
}

/// Some values from `value` on that lie before `upper`; at least `value` itself.
fn between(value: &str, upper: Option<&str>, data_type: Option<&DataType>) -> Vec<String> {
    let name = data_type.map(|it| it.name.as_str()).unwrap_or_default();
    if matches!(name, "smallint" | "integer" | "bigint" | "numeric")
        && let Ok(first) = value.parse::<i64>()
    {
        let end = upper.and_then(|it| it.parse::<i64>().ok()).unwrap_or_else(|| first.saturating_add(VALUES));
        return (first..end.min(first.saturating_add(VALUES))).map(|it| it.to_string()).collect();
    }
    let day = value.split(' ').next().unwrap_or(value);
    if name.starts_with("timestamp") && upper.is_none_or(|upper| !upper.starts_with(day)) && value.contains(" 00:00:00")
    {
        return (0..VALUES)
            .map(|it| value.replacen(" 00:00:00", &format!(" {:02}:{:02}:07", it % 24, it), 1))
            .collect();
    }
    vec![value.to_owned()]
}

/// A value below the end of a range, as far as its text tells one.
fn below(end: &str) -> Value {
    if matches!(end, "MAXVALUE" | "MINVALUE" | "NULL") {
        return None;
    }
    let end = plain(end)?;
    if let Ok(number) = end.parse::<i64>() {
        return Some(number.saturating_sub(1).to_string());
    }
    let (year, rest) = end.split_once('-').unwrap_or(("", ""));
    match year.parse::<u32>() {
        // The same day of the year before.
        Ok(year) if year > 1 && rest.len() >= 5 => {
            Some(format!("{:04}-{}", year.saturating_sub(1), rest.replacen("02-29", "02-28", 1)))
        }
        _ => Some(String::new()),
    }
}

/// The value that a literal of a bound stands for.
fn plain(literal: &str) -> Value {
    if literal == "NULL" {
        return None;
    }
    let inside = literal.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    Some(inside.map_or_else(|| literal.to_owned(), |it| it.replace("''", "'")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn values_lie_in_the_range() {
        let (a, b) = ("a".to_owned(), "b".to_owned());
        let integer = Some(DataType::named("integer"));
        let rows =
            in_range(&[&a, &b], &[integer.clone(), integer], &words(&["1", "MINVALUE"]), &words(&["2", "MAXVALUE"]));
        assert_eq!(rows, [vec![(a.clone(), Some("1".to_owned()))]]);
        let stamp = Some(DataType::named("timestamp without time zone"));
        let rows = in_range(&[&a], &[stamp], &words(&["MINVALUE"]), &words(&["'2024-02-29 00:00:00'"]));
        assert!(rows.contains(&vec![(a, Some("2023-02-28 03:03:07".to_owned()))]), "{rows:?}");
    }

    #[test]
    fn literals_are_unquoted() {
        assert_eq!((plain("'it''s'"), plain("-1"), plain("NULL")), (Some("it's".into()), Some("-1".into()), None));
    }
}
