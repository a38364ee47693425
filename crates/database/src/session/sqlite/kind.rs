//! What a declared type says of the values of a column.

use crate::ValueKind;

impl ValueKind {
    /// The kind that a declared type of `SQLite` stands for. Only strict tables hold to it: other values can be there, and come as
    /// what they are.
    pub(crate) fn of_sqlite(declared: &str) -> Self {
        let declared = declared.to_ascii_uppercase();
        let (name, arguments) = declared.split_once('(').unwrap_or((&declared, ""));
        let name = name.trim();
        let has = |part: &str| name.contains(part);
        match name {
            "" | "ANY" => return Self::Any,
            "DATE" => return Self::Date,
            "TIME" => return Self::Time(None),
            "JSON" | "JSONB" => return Self::Json,
            "UUID" | "GUID" | "UNIQUEIDENTIFIER" => return Self::Uuid,
            _ => {}
        }
        if has("BOOL") {
            Self::Bool
        } else if has("TIMESTAMPTZ") || declared.contains("WITH TIME ZONE") {
            Self::TimestampTz(None)
        } else if has("TIMESTAMP") || has("DATETIME") {
            Self::Timestamp(None)
        } else if has("INT") && !has("POINT") && !has("INTERVAL") {
            Self::Integer
        } else if has("CHAR") || has("CLOB") || has("TEXT") || has("STRING") {
            Self::Text
        } else if has("BLOB") || has("BYTEA") || has("BINARY") {
            Self::Bytes
        } else if has("REAL") || has("FLOA") || has("DOUB") {
            Self::Float64
        } else if has("DEC") || has("NUMERIC") {
            Self::Decimal(scale(arguments))
        } else {
            Self::Any
        }
    }
}

/// The second of the arguments; 0 where there is only one, none where there is none.
fn scale(arguments: &str) -> Option<u32> {
    let arguments = arguments.split(')').next().unwrap_or_default();
    match arguments.split_once(',') {
        Some((_, scale)) => scale.trim().parse().ok(),
        None if arguments.trim().is_empty() => None,
        None => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_have_kinds() {
        let cases = [
            ("INTEGER", ValueKind::Integer),
            ("unsigned big int", ValueKind::Integer),
            ("VARCHAR(20)", ValueKind::Text),
            ("decimal(12, 2)", ValueKind::Decimal(Some(2))),
            ("NUMERIC", ValueKind::Decimal(None)),
            ("numeric(5)", ValueKind::Decimal(Some(0))),
            ("DOUBLE PRECISION", ValueKind::Float64),
            ("datetime", ValueKind::Timestamp(None)),
            ("timestamp with time zone", ValueKind::TimestampTz(None)),
            ("BOOLEAN", ValueKind::Bool),
            ("", ValueKind::Any),
            ("GEOMETRY", ValueKind::Any),
        ];
        for (declared, kind) in cases {
            assert_eq!(ValueKind::of_sqlite(declared), kind, "{declared}");
        }
    }
}
