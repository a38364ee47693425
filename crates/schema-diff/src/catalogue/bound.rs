//! Bounds of partitions, compared: which holds what another holds, and which two have rows in common.

use std::cmp::Ordering;

use super::{DataType, IndexKey, PartitionBound, Table};

/// Compares bounds of the partitions of one table. `None` says that it cannot be told from the text.
#[derive(Debug, Clone)]
pub struct Bounds<'a> {
    /// Types of the key's columns; none for an expression.
    types: Vec<Option<&'a DataType>>,
}

impl<'a> Bounds<'a> {
    /// For partitions of `parent`.
    #[must_use]
    pub fn of(parent: &'a Table) -> Self {
        let key = parent.partition_by.iter().flat_map(|it| &it.key);
        let types = key.map(|element| match &element.key {
            IndexKey::Column(name) => parent.column(name).map(|it| &it.data_type),
            IndexKey::Expression(_) => None,
        });
        Self { types: types.collect() }
    }

    /// Whether a row with these values belongs to `bound`, which is no default.
    #[must_use]
    pub fn holds(&self, bound: &PartitionBound, values: &[String]) -> Option<bool> {
        match bound {
            PartitionBound::In(all) => Some(values.first().is_some_and(|it| all.contains(it))),
            PartitionBound::Range { from, to } => {
                Some(self.order(from, values)?.is_le() && self.order(values, to)?.is_lt())
            }
            PartitionBound::Hash { .. } | PartitionBound::Default => None,
        }
    }

    /// Whether every row of `inner` belongs to `outer` too; neither is a default.
    #[must_use]
    pub fn includes(&self, outer: &PartitionBound, inner: &PartitionBound) -> Option<bool> {
        match (outer, inner) {
            _ if outer == inner => Some(true),
            (PartitionBound::In(outer), PartitionBound::In(inner)) => Some(inner.iter().all(|it| outer.contains(it))),
            (PartitionBound::Range { from: a, to: b }, PartitionBound::Range { from: c, to: d }) => {
                Some(self.order(a, c)?.is_le() && self.order(d, b)?.is_le())
            }
            (PartitionBound::Hash { modulus: a, remainder: b }, PartitionBound::Hash { modulus: c, remainder: d }) => {
                Some(c.checked_rem(*a)? == 0 && d.checked_rem(*a)? == *b)
            }
            _ => None,
        }
    }

    /// Whether some row belongs to both; neither is a default.
    #[must_use]
    pub fn meet(&self, one: &PartitionBound, other: &PartitionBound) -> Option<bool> {
        match (one, other) {
            _ if one == other => Some(true),
            (PartitionBound::In(one), PartitionBound::In(other)) => Some(one.iter().any(|it| other.contains(it))),
            (PartitionBound::Range { from: a, to: b }, PartitionBound::Range { from: c, to: d }) => {
                Some(self.order(a, d)?.is_lt() && self.order(c, b)?.is_lt())
            }
            (PartitionBound::Hash { modulus: a, remainder: b }, PartitionBound::Hash { modulus: c, remainder: d }) => {
                let common = greatest_common_divisor(*a, *c);
                Some(b.checked_rem(common)? == d.checked_rem(common)?)
            }
            _ => None,
        }
    }

    /// The smallest bound that holds what both hold, and for a range what lies between.
    #[must_use]
    pub fn hull(&self, one: &PartitionBound, other: &PartitionBound) -> Option<PartitionBound> {
        match (one, other) {
            _ if one == other => Some(one.clone()),
            (PartitionBound::In(one), PartitionBound::In(other)) => {
                let more = other.iter().filter(|it| !one.contains(it));
                Some(PartitionBound::In(one.iter().chain(more).cloned().collect()))
            }
            (PartitionBound::Range { from: a, to: b }, PartitionBound::Range { from: c, to: d }) => {
                let from = if self.order(a, c)?.is_le() { a } else { c };
                let to = if self.order(b, d)?.is_ge() { b } else { d };
                Some(PartitionBound::Range { from: from.clone(), to: to.clone() })
            }
            _ => None,
        }
    }

    fn order(&self, one: &[String], other: &[String]) -> Option<Ordering> {
        for (at, (a, b)) in one.iter().zip(other).enumerate() {
            match order(self.types.get(at).copied().flatten(), a, b)? {
                // Behind an infinite value nothing is compared.
                Ordering::Equal if is_infinite(a) => return Some(Ordering::Equal),
                Ordering::Equal => {}
                found => return Some(found),
            }
        }
        Some(Ordering::Equal)
    }
}

fn is_infinite(value: &str) -> bool {
    value == "MINVALUE" || value == "MAXVALUE"
}

fn order(data_type: Option<&DataType>, a: &str, b: &str) -> Option<Ordering> {
    match (a, b) {
        _ if a == b => return Some(Ordering::Equal),
        ("MINVALUE", _) | (_, "MAXVALUE") => return Some(Ordering::Less),
        ("MAXVALUE", _) | (_, "MINVALUE") => return Some(Ordering::Greater),
        _ => {}
    }
    let (a, b) = (plain(a), plain(b));
    match data_type?.name.as_str() {
        "smallint" | "integer" | "bigint" | "numeric" => Some(a.parse::<i128>().ok()?.cmp(&b.parse::<i128>().ok()?)),
        "date" | "timestamp without time zone" => (is_moment(a) && is_moment(b)).then(|| a.cmp(b)),
        "timestamp with time zone" => {
            let ((a, zone), (b, other)) = (a.split_once('+')?, b.split_once('+')?);
            (zone == other && is_moment(a) && is_moment(b)).then(|| a.cmp(b))
        }
        "uuid" => (a.len() == b.len()).then(|| a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase())),
        _ => None,
    }
}

/// Whether it reads `2024-01-31` or `2024-01-31 12:00:00`, so that texts are in the order of the moments.
fn is_moment(text: &str) -> bool {
    let year = text.split('-').next().unwrap_or_default();
    year.len() == 4 && text.chars().all(|it| it.is_ascii_digit() || matches!(it, '-' | ':' | ' ' | '.'))
}

fn plain(literal: &str) -> &str {
    literal.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(literal)
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    let (mut a, mut b) = (a.max(1), b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::PartitionBound::{Hash, In, Range};

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|it| (*it).to_owned()).collect()
    }

    fn range(from: &[&str], to: &[&str]) -> PartitionBound {
        Range { from: words(from), to: words(to) }
    }

    #[test]
    fn ranges_are_compared_by_the_type_of_the_key() {
        let (integer, date, text) = (DataType::named("bigint"), DataType::named("date"), DataType::named("text"));
        let of = |it| Bounds { types: vec![Some(it)] };
        let (low, high) = (range(&["'1'"], &["'9'"]), range(&["'9'"], &["'10'"]));
        assert_eq!(of(&integer).meet(&low, &high), Some(false));
        assert_eq!(of(&integer).hull(&low, &high), Some(range(&["'1'"], &["'10'"])));
        assert_eq!(of(&text).meet(&low, &high), None, "the collation decides");
        assert_eq!(of(&integer).includes(&range(&["MINVALUE"], &["MAXVALUE"]), &low), Some(true));
        assert_eq!(of(&integer).holds(&low, &words(&["9"])), Some(false));
        let years = [range(&["'2024-01-01'"], &["'2025-01-01'"]), range(&["'2024-06-01'"], &["MAXVALUE"])];
        assert_eq!(of(&date).meet(&years[0], &years[1]), Some(true));
    }

    #[test]
    fn behind_an_infinite_value_nothing_counts() {
        let integer = DataType::named("integer");
        let bounds = Bounds { types: vec![Some(&integer), Some(&integer)] };
        let (a, b) = (range(&["1", "MINVALUE"], &["1", "5"]), range(&["1", "5"], &["2", "MINVALUE"]));
        assert_eq!(bounds.meet(&a, &b), Some(false));
    }

    #[test]
    fn lists_and_hashes() {
        let bounds = Bounds { types: vec![None] };
        assert_eq!(bounds.includes(&In(words(&["1", "2"])), &In(words(&["2"]))), Some(true));
        assert_eq!(bounds.meet(&In(words(&["1"])), &In(words(&["2"]))), Some(false));
        let hash = |modulus, remainder| Hash { modulus, remainder };
        assert_eq!(bounds.meet(&hash(4, 1), &hash(2, 0)), Some(false));
        assert_eq!(bounds.includes(&hash(2, 1), &hash(4, 3)), Some(true));
    }
}
