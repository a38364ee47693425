//! Which version of the application can work on the type of the other one.

use super::family::{Family, TextKind};

/// Which version of the application can work on the type of the other one: what its statements read, compare and write
/// is taken by implicit casts or has operators of its own, and every value of its type is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compatibility {
    /// The old version's statements go on where the column has the new type.
    OldWorksWithNew,
    /// The new version's statements work where the column has the old type.
    NewWorksWithOld,
    /// Both.
    Both,
    /// Neither.
    Neither,
}

impl Compatibility {
    /// Between two kinds of types.
    pub(crate) fn of(old: &Family, new: &Family) -> Self {
        match (works(old, new), works(new, old)) {
            (true, true) => Self::Both,
            (true, false) => Self::OldWorksWithNew,
            (false, true) => Self::NewWorksWithOld,
            (false, false) => Self::Neither,
        }
    }

    /// Whether statements written for the old type go on where the column has the new one.
    pub(crate) fn old_works_with_new(self) -> bool {
        matches!(self, Self::OldWorksWithNew | Self::Both)
    }

    /// Whether statements written for the new type work where the column has the old one.
    pub(crate) fn new_works_with_old(self) -> bool {
        matches!(self, Self::NewWorksWithOld | Self::Both)
    }
}

/// Whether statements written for `mine` work on a column of `other`: the cast from `mine` is implicit (`pg_cast`), so
/// that whatever is written and compared is taken, and `other` has room for every value of `mine`.
#[expect(clippy::match_same_arms, reason = "a line for each pair reads as a table")]
fn works(mine: &Family, other: &Family) -> bool {
    match (mine, other) {
        (Family::Array(mine), Family::Array(other)) => mine == other,
        (a, b) if a == b => true,
        // A domain is taken for the type that it is over, and the other way round where its checks hold.
        (Family::Domain(_, base, _), other) => works(base, other),
        (mine, Family::Domain(_, base, checks)) => checks.is_empty() && works(mine, base),
        (Family::Integer(a), Family::Integer(b)) => a <= b,
        (Family::Integer(_), Family::Numeric(None) | Family::Float(8)) | (Family::Integer(2), Family::Float(4)) => true,
        (Family::Integer(bytes), Family::Numeric(Some((precision, scale)))) => {
            let digits = match bytes {
                2 => 5,
                4 => 10,
                _ => 19,
            };
            *scale >= 0 && precision - scale >= digits
        }
        (Family::Numeric(_), Family::Numeric(None)) => true,
        (Family::Numeric(Some(a)), Family::Numeric(Some(b))) => b.1 >= a.1 && b.0 - b.1 >= a.0 - a.1,
        (Family::Float(a), Family::Float(b)) => a <= b,
        (Family::Text(TextKind::Plain(a)), Family::Text(TextKind::Plain(b))) => match (a, b) {
            (_, None) => true,
            (Some(a), Some(b)) => a <= b,
            (None, Some(_)) => false,
        },
        (Family::Text(TextKind::Padded(_)), Family::Text(TextKind::Plain(None))) => true,
        (Family::Text(TextKind::Padded(a)), Family::Text(TextKind::Padded(b) | TextKind::Plain(Some(b)))) => a <= b,
        (Family::Text(TextKind::Plain(_)), Family::Text(TextKind::CaseInsensitive)) => true,
        (Family::Date, Family::Timestamp(..)) => true,
        (Family::Timestamp(a, old), Family::Timestamp(b, new)) => (!a || *b) && old <= new,
        (Family::Time(a, old), Family::Time(b, new)) => (!a || *b) && old <= new,
        (Family::Interval(old), Family::Interval(new)) => old <= new,
        (Family::Bits(a), Family::Bits(b)) if a.varying == b.varying && a.varying => match (a.length, b.length) {
            (_, None) => true,
            (Some(a), Some(b)) => a <= b,
            (None, Some(_)) => false,
        },
        (Family::Cidr, Family::Inet) => true,
        _ => false,
    }
}
