//! What kind of values a type of PostgreSQL has.

use postgres::types::{Kind, Type};

use super::PostgresSession;
use super::decode::Decoder;
use crate::{Result, ValueKind};

impl PostgresSession {
    /// The names and kinds of the columns of a statement's result, which is not executed.
    pub(crate) fn describe(&mut self, sql: &str) -> Result<Vec<(String, ValueKind)>> {
        let statement = self.client.prepare(sql)?;
        let columns = statement.columns().iter();
        Ok(columns.map(|it| (it.name().to_owned(), kind_of(it.type_(), it.type_modifier()))).collect())
    }
}

/// The kind of a type with its modifier, -1 where there is none.
fn kind_of(of: &Type, modifier: i32) -> ValueKind {
    // Digits behind the second.
    let precision = u32::try_from(modifier).ok();
    match Decoder::of(of) {
        _ if matches!(of.kind(), Kind::Enum(_)) => ValueKind::Enum,
        Decoder::Bool => ValueKind::Bool,
        Decoder::Int2 | Decoder::Int4 | Decoder::Int8 | Decoder::Oid => ValueKind::Integer,
        Decoder::Float4 => ValueKind::Float32,
        Decoder::Float8 => ValueKind::Float64,
        Decoder::Numeric => ValueKind::Decimal(scale(modifier)),
        Decoder::Text | Decoder::Padded | Decoder::Char => match of.kind() {
            Kind::Domain(base) => kind_of(base, modifier),
            _ => ValueKind::Text,
        },
        Decoder::Json | Decoder::Jsonb => ValueKind::Json,
        Decoder::Bytes => ValueKind::Bytes,
        Decoder::Date => ValueKind::Date,
        Decoder::Time => ValueKind::Time(precision),
        Decoder::TimeTz => ValueKind::TimeTz(precision),
        Decoder::Timestamp => ValueKind::Timestamp(precision),
        Decoder::TimestampTz => ValueKind::TimestampTz(precision),
        Decoder::Interval => ValueKind::Interval,
        Decoder::Uuid => ValueKind::Uuid,
        Decoder::Converted | Decoder::Inet => ValueKind::Other(of.name().to_owned()),
        Decoder::Array(_) => match of.kind() {
            Kind::Array(element) => ValueKind::Array(Box::new(kind_of(element, modifier))),
            Kind::Domain(base) => kind_of(base, modifier),
            _ => ValueKind::Other(of.name().to_owned()),
        },
    }
}

/// Digits behind the point: 11 bits with a sign, behind the length of four bytes that every modifier has in front.
fn scale(modifier: i32) -> Option<u32> {
    let packed = modifier.checked_sub(4).filter(|it| *it >= 0)? & 0x7ff;
    Some(u32::try_from((packed ^ 1024) - 1024).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_give_digits() {
        assert_eq!(kind_of(&Type::NUMERIC, (12 << 16 | 2) + 4), ValueKind::Decimal(Some(2)));
        assert_eq!(kind_of(&Type::NUMERIC, -1), ValueKind::Decimal(None));
        assert_eq!(kind_of(&Type::NUMERIC, (2 << 16 | (-3 & 0x7ff)) + 4), ValueKind::Decimal(Some(0)));
        assert_eq!(kind_of(&Type::TIMESTAMP_ARRAY, 3), ValueKind::Array(Box::new(ValueKind::Timestamp(Some(3)))));
        assert_eq!(kind_of(&Type::INET, -1), ValueKind::Other("inet".into()));
    }
}
