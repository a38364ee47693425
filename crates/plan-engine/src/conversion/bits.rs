//! Bit strings.

use super::family::BitKind;
use super::way::{End, Way};

/// From bit string to bit string.
pub(super) fn between(from: BitKind, to: BitKind, end: &End) -> Way {
    let longer = match (from.length, to.length) {
        (_, None) => true,
        (Some(from), Some(to)) => from <= to,
        (None, Some(_)) => false,
    };
    let faithful = longer && (to.varying || !from.varying);
    Way::new(cut(to, end), faithful, "cut at the right, or filled with zeros, to the length of the other type")
}

/// An explicit cast cuts and fills at the right.
pub(super) fn cut(kind: BitKind, to: &End) -> String {
    let _ = kind;
    format!("{{value}}::{}", to.sql)
}
