//! What both dialects do with values that cannot stay as they are.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, DataType, QualifiedName};
use schema_diff::write::Writer;

/// The value that stands for "nothing" in a column of `data_type`: an SQL expression that every row can have, or none
/// where no such value is known.
pub(crate) fn zero_value(data_type: &DataType, catalogue: &Catalogue) -> Option<String> {
    match catalogue.dialect {
        Dialect::Sqlite => Some(of_sqlite(data_type).to_owned()),
        _ => of_postgres(data_type, catalogue),
    }
}

/// By affinity (<https://www.sqlite.org/datatype3.html>, 3.1), which a `STRICT` table's types agree with.
fn of_sqlite(data_type: &DataType) -> &'static str {
    let name = data_type.name.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["INT"]) {
        "0"
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        "''"
    } else if name.is_empty() || has(&["BLOB"]) {
        "x''"
    } else {
        "0"
    }
}

fn of_postgres(data_type: &DataType, catalogue: &Catalogue) -> Option<String> {
    if data_type.array {
        return Some("'{}'".to_owned());
    }
    let plain = match data_type.name.as_str() {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "oid" => "0",
        "money" => "0::money",
        "boolean" => "false",
        "text" | "character varying" | "character" | "bpchar" | "\"char\"" | "name" | "bytea" | "tsvector" => "''",
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "date" | "timestamp without time zone" | "timestamp with time zone" => "'epoch'",
        "time without time zone" | "time with time zone" => "'00:00'",
        "interval" => "'0'",
        "json" | "jsonb" => "'{}'",
        "inet" | "cidr" => "'0.0.0.0'",
        "macaddr" => "'00:00:00:00:00:00'",
        "int4range" | "int8range" | "numrange" | "tsrange" | "tstzrange" | "daterange" => "'empty'",
        "point" => "'(0,0)'",
        "bit" => return Some(format!("B'{}'", "0".repeat(length(data_type)))),
        "bit varying" => "B''",
        name => return of_extension_or_enum(name, catalogue),
    };
    Some(plain.to_owned())
}

fn of_extension_or_enum(name: &str, catalogue: &Catalogue) -> Option<String> {
    let (schema, name) = name.rsplit_once('.')?;
    if let Some(enumeration) = catalogue.enums.get(&QualifiedName::new(schema, name)) {
        return enumeration.labels.first().map(|label| Writer::new(catalogue.dialect).literal(label));
    }
    matches!(name, "citext" | "hstore" | "ltree").then(|| "''".to_owned())
}

fn length(data_type: &DataType) -> usize {
    data_type.arguments.first().and_then(|it| it.trim().parse().ok()).filter(|it| *it <= 10_000).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use schema_diff::catalogue::EnumType;

    use super::*;

    #[test]
    fn an_enumeration_starts_with_its_first_label() {
        let mut catalogue = Catalogue::empty(Dialect::Postgres);
        let mood = EnumType {
            labels: vec!["it's fine".into(), "bad".into()],
            comment: None,
            grants: schema_diff::catalogue::Grants::default(),
        };
        catalogue.enums.insert(QualifiedName::new("public", "mood"), mood);
        let zero = |name: &str| zero_value(&DataType::named(name), &catalogue);
        assert_eq!(zero("public.mood").as_deref(), Some("'it''s fine'"));
        assert_eq!(zero("jsonb").as_deref(), Some("'{}'"));
        assert_eq!(zero("public.unknown"), None);
    }

    #[test]
    fn sqlite_goes_by_affinity() {
        let catalogue = Catalogue::empty(Dialect::Sqlite);
        let zero = |name: &str| zero_value(&DataType::named(name), &catalogue);
        assert_eq!(zero("VARCHAR").as_deref(), Some("''"));
        assert_eq!(zero("").as_deref(), Some("x''"));
        assert_eq!(zero("DATETIME").as_deref(), Some("0"));
    }
}
