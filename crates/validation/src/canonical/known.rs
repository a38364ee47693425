//! A key of one side in the kinds that the other one has.

use database::{Value, ValueKind};

use super::read;

/// The value as a column of that kind holds it; none where it can hold no such value, so that no row has it.
pub(crate) fn known_as(value: &Value, kind: &ValueKind) -> Option<Value> {
    Some(match kind {
        _ if *value == Value::Null => Value::Null,
        ValueKind::Integer => match value {
            Value::Integer(_) | Value::Bool(_) => value.clone(),
            _ => Value::Integer(read::decimal(value)?.normalised().as_str().parse().ok()?),
        },
        ValueKind::Decimal(_) => Value::Decimal(read::decimal(value)?),
        ValueKind::Date => match value {
            Value::Timestamp(_) | Value::TimestampTz(_) => value.clone(),
            _ => Value::Date(read::date(value)?),
        },
        ValueKind::Time(_) => Value::Time(read::time(value)?),
        ValueKind::Timestamp(_) => Value::Timestamp(read::instant(value)?),
        ValueKind::TimestampTz(_) => Value::TimestampTz(read::instant(value)?),
        ValueKind::Uuid if matches!(value, Value::Uuid(_)) => value.clone(),
        ValueKind::Uuid => {
            let digits = read::uuid(value)?.replace('-', "");
            Value::Uuid(u128::from_str_radix(&digits, 16).ok()?.to_be_bytes())
        }
        ValueKind::Text => match value {
            Value::Text(_) | Value::Bytes(_) | Value::Array(_) | Value::Interval { .. } => value.clone(),
            _ => Value::Text(read::text(value)?),
        },
        _ => value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use database::Decimal;

    use super::*;

    #[test]
    fn keys_take_the_kind_of_the_side_that_is_asked() {
        let text = |it: &str| Value::Text(it.to_owned());
        assert_eq!(known_as(&text("007"), &ValueKind::Integer), Some(Value::Integer(7)));
        assert_eq!(known_as(&text("7.5"), &ValueKind::Integer), None);
        assert_eq!(known_as(&text("none"), &ValueKind::Integer), None);
        let number = Decimal::parse("7.00").map(Value::Decimal);
        assert_eq!(number.and_then(|it| known_as(&it, &ValueKind::Integer)), Some(Value::Integer(7)));
        assert_eq!(known_as(&Value::Integer(7), &ValueKind::Text), Some(text("7")));
        assert_eq!(known_as(&text("1970-01-02"), &ValueKind::Date), Some(Value::Date(1)));
        let id = known_as(&text("{0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0}"), &ValueKind::Uuid);
        assert!(matches!(id, Some(Value::Uuid([0x0f, 0x1e, ..]))));
        assert_eq!(known_as(&Value::Null, &ValueKind::Date), Some(Value::Null));
    }
}
