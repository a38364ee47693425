//! Ranges of numbers, and the names beside them.

use std::collections::BTreeSet;

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::Range;

impl<'a> Differ<'a> {
    /// Says what a range of the old side has lost, and what a range of the new one has won.
    pub(super) fn ranges(
        &mut self,
        element: Element,
        field: &'static str,
        nodes: (Node<'a>, Node<'a>),
        (old, new): (&'a [Range], &'a [Range]),
    ) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        for (edit, ranges, others) in [(Edit::Removed, old, new), (Edit::Added, new, old)] {
            let others = joined(others);
            for range in ranges {
                let lost = without(range, &others);
                if lost.is_empty() {
                    continue;
                }
                let lost: Vec<String> = lost.iter().map(|(first, last)| words(*first, *last)).collect();
                let change = Change::new(element, field, edit).of(lost.join(", ")).between(nodes.0, nodes.1);
                let span = Some(range.span).filter(|it| it.end > 0);
                let change = if edit == Edit::Removed { change.at(span, None) } else { change.at(None, span) };
                self.say(change.values(words(range.first, range.last), ""));
            }
        }
    }

    pub(super) fn reserved_names(
        &mut self,
        element: Element,
        nodes: (Node<'a>, Node<'a>),
        lists: (&[String], &[String]),
    ) {
        let (old, new): (BTreeSet<&String>, BTreeSet<&String>) = (lists.0.iter().collect(), lists.1.iter().collect());
        for (edit, names) in [(Edit::Removed, old.difference(&new)), (Edit::Added, new.difference(&old))] {
            for name in names {
                self.say(Change::new(element, "reserved_name", edit).of(name.as_str()).between(nodes.0, nodes.1));
            }
        }
    }
}

/// As people write it.
pub(super) fn words(first: i32, last: i32) -> String {
    const LAST: i32 = 536_870_911;
    match last {
        _ if first == last => first.to_string(),
        LAST | i32::MAX => format!("{first} to max"),
        _ => format!("{first} to {last}"),
    }
}

/// Ranges that touch become one; in order.
fn joined(ranges: &[Range]) -> Vec<(i32, i32)> {
    let mut sorted: Vec<(i32, i32)> = ranges.iter().map(|it| (it.first, it.last)).collect();
    sorted.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::with_capacity(sorted.len());
    for (first, last) in sorted {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// The parts of `range` that no one of `others` holds, which are in order and apart.
fn without(range: &Range, others: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut missing = Vec::new();
    let mut from = range.first;
    let start = others.partition_point(|(_, last)| *last < range.first);
    for (first, last) in others.iter().skip(start).take_while(|(first, _)| *first <= range.last) {
        if from < *first {
            missing.push((from, first - 1));
        }
        match last.checked_add(1) {
            Some(next) => from = next,
            None => return missing,
        }
    }
    if from <= range.last {
        missing.push((from, range.last));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protobuf::model::Options;

    fn range(first: i32, last: i32) -> Range {
        Range { first, last, options: Options::default(), span: findings::Span::default() }
    }

    #[test]
    fn what_is_missing_is_what_nothing_else_holds() {
        let others = joined(&[range(8, 9), range(1, 2), range(3, 4), range(20, i32::MAX)]);
        assert_eq!(others, [(1, 4), (8, 9), (20, i32::MAX)]);
        assert_eq!(without(&range(2, 10), &others), [(5, 7), (10, 10)]);
        assert_eq!(without(&range(1, 4), &others), []);
        assert_eq!(without(&range(19, i32::MAX), &others), [(19, 19)]);
        assert_eq!(without(&range(-5, -1), &[]), [(-5, -1)]);
        assert_eq!((words(4, 4), words(4, i32::MAX)), ("4".to_owned(), "4 to max".to_owned()));
    }
}
