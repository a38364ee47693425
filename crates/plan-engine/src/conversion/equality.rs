//! How equal two values have to be to count as the same. `IS NOT DISTINCT FROM` does not exist for every type and takes
//! -0 for 0, 1.0 for 1.00, one day for 24 hours; these are told apart here.

use super::family::{Family, TextKind};

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Equality {
    /// The type's own equality, which tells all its values apart.
    Own,
    /// By their text, character by character.
    Text,
    /// By their bits, with every NaN equal to every other.
    Float,
    /// By what the type's binary output is (`…_send`), named here.
    Sent(&'static str),
    /// By how the engine stores them (`record_image_eq`).
    Image,
}

impl Equality {
    /// The equality for values of `family`.
    pub(crate) fn of(family: &Family) -> Self {
        match family {
            Family::Integer(_)
            | Family::Boolean
            | Family::Date
            | Family::Timestamp(..)
            | Family::Time(..)
            | Family::Bytea
            | Family::Bits(_)
            | Family::Inet
            | Family::Cidr
            | Family::Plain(_)
            | Family::Enum(_) => Self::Own,
            Family::Text(TextKind::Plain(_) | TextKind::CaseInsensitive | TextKind::Padded(_))
            | Family::Numeric(_)
            | Family::Json
            | Family::Jsonb
            | Family::Xml => Self::Text,
            Family::Float(_) => Self::Float,
            Family::Interval(_) => Self::Sent("interval_send"),
            Family::Array(_) => Self::Image,
            Family::Domain(_, base, _) => Self::of(base),
        }
    }

    /// A condition, never NULL, that holds where `a` and `b` are the same value.
    pub(crate) fn of_values(self, a: &str, b: &str) -> String {
        match self {
            Self::Own => format!("{a} IS NOT DISTINCT FROM {b}"),
            Self::Text => format!("{a}::text COLLATE \"C\" IS NOT DISTINCT FROM {b}::text COLLATE \"C\""),
            Self::Float => format!(
                "(float8send({a}) IS NOT DISTINCT FROM float8send({b}) OR coalesce({a} = 'NaN' AND {b} = 'NaN', false))"
            ),
            Self::Sent(send) => format!("{send}({a}) IS NOT DISTINCT FROM {send}({b})"),
            Self::Image => format!("record_image_eq(ROW({a}), ROW({b}))"),
        }
    }

    /// The equality in words.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Own => "equal by the type's own equality",
            Self::Text => "equal in every character of their text (1.0 is not 1.00, json counts blanks and order)",
            Self::Float => "equal in every bit (-0 is not 0), NaN equal to NaN",
            Self::Sent(_) => "equal in months, days and microseconds each (1 day is not 24 hours)",
            Self::Image => "equal byte by byte as they are stored",
        }
    }
}
