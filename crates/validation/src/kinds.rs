//! What kinds of values are called in messages.

use database::ValueKind;

/// What a column of the kind holds.
pub(crate) fn plural(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Bool => "truth values",
        ValueKind::Integer => "whole numbers",
        ValueKind::Decimal(_) => "decimal numbers",
        ValueKind::Float32 | ValueKind::Float64 => "floating-point numbers",
        ValueKind::Text => "texts",
        ValueKind::Enum => "labels",
        ValueKind::Bytes => "bytes",
        ValueKind::Date => "dates",
        ValueKind::Time(_) | ValueKind::TimeTz(_) => "times of day",
        ValueKind::Timestamp(_) | ValueKind::TimestampTz(_) => "points in time",
        ValueKind::Interval => "spans of time",
        ValueKind::Uuid => "UUIDs",
        ValueKind::Json => "JSON",
        ValueKind::Array(_) => "arrays",
        ValueKind::Any | ValueKind::Other(_) => "values of any kind",
    }
}
