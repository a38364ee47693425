//! Values in the binary forms of PostgreSQL's protocol, as text.

use std::error::Error;
use std::fmt::Write;

use postgres::types::{FromSql, Kind, Type};

/// A value as it came over the wire.
pub(super) struct WireValue<'a>(pub(super) &'a [u8]);

impl<'a> FromSql<'a> for WireValue<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The engine's output form for the types whose binary form is simple, `\x…` for the others.
pub(super) fn to_text(of: &Type, raw: &[u8]) -> String {
    if let Kind::Domain(base) = of.kind() {
        return to_text(base, raw);
    }
    simple(of, raw).unwrap_or_else(|| hex(raw))
}

fn simple(of: &Type, raw: &[u8]) -> Option<String> {
    if matches!(of.kind(), Kind::Enum(_)) {
        return utf8(raw);
    }
    Some(match of.name() {
        "bool" => (if raw == [0] { "f" } else { "t" }).to_owned(),
        "int2" => i16::from_be_bytes(raw.try_into().ok()?).to_string(),
        "int4" => i32::from_be_bytes(raw.try_into().ok()?).to_string(),
        "int8" => i64::from_be_bytes(raw.try_into().ok()?).to_string(),
        "oid" => u32::from_be_bytes(raw.try_into().ok()?).to_string(),
        "float4" => f32::from_be_bytes(raw.try_into().ok()?).to_string(),
        "float8" => f64::from_be_bytes(raw.try_into().ok()?).to_string(),
        "uuid" => uuid(raw)?,
        "text" | "varchar" | "bpchar" | "name" | "json" | "xml" | "unknown" | "citext" | "char" => utf8(raw)?,
        "jsonb" => utf8(raw.get(1..)?)?,
        _ => return None,
    })
}

fn utf8(raw: &[u8]) -> Option<String> {
    std::str::from_utf8(raw).ok().map(str::to_owned)
}

fn hex(raw: &[u8]) -> String {
    raw.iter().fold("\\x".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn uuid(raw: &[u8]) -> Option<String> {
    let digits = hex(raw);
    let digits = digits.strip_prefix("\\x").filter(|digits| digits.len() == 32)?;
    let part = |from, to| digits.get(from..to).unwrap_or_default();
    Some(format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_simple_types_read_as_the_engine_prints_them() {
        assert_eq!(to_text(&Type::INT4, &[0xff, 0xff, 0xff, 0xfe]), "-2");
        assert_eq!(to_text(&Type::BOOL, &[1]), "t");
        assert_eq!(to_text(&Type::JSONB, b"\x01{}"), "{}");
        assert_eq!(to_text(&Type::UUID, &[0x11; 16]), "11111111-1111-1111-1111-111111111111");
    }

    #[test]
    fn what_cannot_be_decoded_is_given_in_hex() {
        assert_eq!(to_text(&Type::NUMERIC, &[0, 1]), "\\x0001");
        assert_eq!(to_text(&Type::INT4, &[1]), "\\x01");
        assert_eq!(to_text(&Type::TEXT, &[0xff]), "\\xff");
    }
}
