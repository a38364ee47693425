//! A value for a column of any type, told apart by a number.

use super::sql::string;
use crate::Dialect;
use crate::catalogue::{Catalogue, DataType};

/// The `ordinal`-th value of `data_type` (from 1), as a literal; none for types whose values are not known.
pub(super) fn literal(catalogue: &Catalogue, data_type: &DataType, ordinal: usize) -> Option<String> {
    match catalogue.dialect {
        Dialect::Postgres => postgres(catalogue, data_type, ordinal),
        Dialect::Sqlite => Some(sqlite(&data_type.name, ordinal)),
    }
}

fn postgres(catalogue: &Catalogue, data_type: &DataType, ordinal: usize) -> Option<String> {
    if data_type.array {
        return Some("'{}'".to_owned());
    }
    let day = 1 + ordinal % 28;
    Some(match data_type.name.as_str() {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "money" | "oid" => {
            ordinal.to_string()
        }
        "text" | "character varying" | "character" | "name" | "citext" | "public.citext" => text(data_type, ordinal),
        "boolean" => (ordinal % 2 == 1).to_string(),
        "date" => format!("'2024-01-{day:02}'"),
        "timestamp without time zone" => format!("'2024-01-{day:02} 12:00:00'"),
        "timestamp with time zone" => format!("'2024-01-{day:02} 12:00:00+00'"),
        "time without time zone" | "time with time zone" => format!("'12:00:{:02}'", ordinal % 60),
        "interval" => format!("'{ordinal} days'"),
        "uuid" => format!("'00000000-0000-0000-0000-{ordinal:012}'"),
        "json" | "jsonb" => format!("'{{\"n\": {ordinal}}}'"),
        "bytea" => format!("'\\x{:02x}'", ordinal % 256),
        "inet" | "cidr" => format!("'192.0.2.{}'", ordinal % 256),
        "macaddr" => format!("'08:00:2b:01:02:{:02x}'", ordinal % 256),
        "xml" => format!("'<n>{ordinal}</n>'"),
        "tsvector" | "tsquery" => format!("'word{ordinal}'"),
        "point" => format!("'({ordinal},{ordinal})'"),
        "int4range" | "int8range" | "numrange" => format!("'[{ordinal},{})'", ordinal + 1),
        "daterange" | "tsrange" | "tstzrange" => format!("'[2024-01-{day:02},2024-02-{day:02})'"),
        "bit" | "bit varying" => return bits(data_type, ordinal),
        name => return label(catalogue, name, ordinal),
    })
}

/// A text that fits the declared length.
fn text(data_type: &DataType, ordinal: usize) -> String {
    let length: usize = match (data_type.arguments.first(), data_type.name.as_str()) {
        (Some(length), _) => length.parse().unwrap_or(usize::MAX),
        (None, "character") => 1,
        (None, _) => usize::MAX,
    };
    let long = format!("text {ordinal}");
    if long.len() <= length { string(&long) } else { string(&ordinal.to_string()) }
}

fn bits(data_type: &DataType, ordinal: usize) -> Option<String> {
    let length: usize = data_type.arguments.first().map_or(Some(1), |length| length.parse().ok())?;
    (length <= 64).then(|| {
        let digits = format!("{ordinal:0length$b}");
        format!("B'{}'", &digits[digits.len().saturating_sub(length)..])
    })
}

fn label(catalogue: &Catalogue, type_name: &str, ordinal: usize) -> Option<String> {
    let (_, found) = catalogue.enums.iter().find(|(name, _)| name.to_string() == type_name)?;
    let at = ordinal.checked_sub(1)?.checked_rem(found.labels.len())?;
    found.labels.get(at).map(|label| string(label))
}

/// By affinity (SQLite manual, "Datatypes", 3.1), with the names that tell a date or a truth value before it.
fn sqlite(declared: &str, ordinal: usize) -> String {
    let name = declared.to_ascii_uppercase();
    let has = |word: &str| name.contains(word);
    if has("INT") {
        ordinal.to_string()
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        format!("'text {ordinal}'")
    } else if has("BLOB") || name.is_empty() {
        format!("x'{:02x}'", ordinal % 256)
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        format!("{ordinal}.5")
    } else if has("DATE") || has("TIME") {
        format!("'2024-01-{:02} 12:00:00'", 1 + ordinal % 28)
    } else {
        ordinal.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_its_length() {
        let catalogue = Catalogue::empty(Dialect::Postgres);
        let short = DataType::with_arguments("character varying", ["2".to_owned()]);
        assert_eq!(literal(&catalogue, &short, 1).as_deref(), Some("'1'"));
        assert_eq!(literal(&catalogue, &DataType::named("text"), 2).as_deref(), Some("'text 2'"));
    }

    #[test]
    fn an_unknown_type_has_no_literal() {
        assert_eq!(literal(&Catalogue::empty(Dialect::Postgres), &DataType::named("public.mood"), 1), None);
    }
}
