//! Typed parameters: sent as text, which the engine reads by the type that it has inferred.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{Format, IsNull, Kind, ToSql, Type};

use crate::Value;
use crate::text::text_with;

/// A value for a parameter of any type.
#[derive(Debug)]
pub(super) struct Parameter<'a>(pub(super) &'a Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Text(text) => out.extend_from_slice(text.as_bytes()),
            value => out.extend_from_slice(text_with(value, delimiter(of)).as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(of, out)
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }
}

/// Boxes hold commas, so that their arrays take another character.
fn delimiter(of: &Type) -> char {
    match of.kind() {
        Kind::Array(element) if *element == Type::BOX => ';',
        _ => ',',
    }
}
