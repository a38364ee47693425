//! Names the differences between the catalogue expected and the one found.

use schema_diff::catalogue::Catalogue;
use serde_json::Value;

use super::form;

/// Differences named at most.
const NAMED: usize = 6;

/// The differences between `expected`, in the engine's form, and what was `found`; empty where there are none.
pub(crate) fn differences(expected: &Catalogue, found: &Catalogue) -> Vec<String> {
    let mut expected = form::comparable(expected);
    let found = form::comparable(found);
    adopt_what_text_does_not_tell(&mut expected, &found);
    let mut named = Vec::new();
    match (serde_json::to_value(&expected), serde_json::to_value(&found)) {
        (Ok(expected), Ok(found)) => walk("", &expected, &found, &mut named),
        _ => named.push("a catalogue cannot be written as JSON".to_owned()),
    }
    let more = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named
}

/// Takes over columns of views and versions of extensions that only an engine tells.
fn adopt_what_text_does_not_tell(expected: &mut Catalogue, found: &Catalogue) {
    for (name, view) in &mut expected.views {
        let Some(theirs) = found.views.get(name).and_then(|it| it.columns.as_ref()) else { continue };
        match &mut view.columns {
            None => view.columns = Some(theirs.clone()),
            Some(columns) => {
                for column in columns.iter_mut().filter(|it| it.data_type.is_none()) {
                    let their = theirs.iter().find(|it| it.name == column.name);
                    column.data_type = their.and_then(|it| it.data_type.clone());
                }
            }
        }
    }
    for (name, extension) in &mut expected.extensions {
        let Some(theirs) = found.extensions.get(name) else { continue };
        // A live schema does not state the version: `ALTER EXTENSION` fails where it does not lead to it.
        extension.version.clone_from(&theirs.version);
        if extension.schema.is_none() {
            extension.schema.clone_from(&theirs.schema);
        }
        // Extensions bring a comment of their own.
        if extension.comment.is_none() {
            extension.comment.clone_from(&theirs.comment);
        }
    }
}

fn walk(place: &str, expected: &Value, found: &Value, named: &mut Vec<String>) {
    if expected == found {
        return;
    }
    match (expected, found) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, value) in ours {
                let inner = join(place, key);
                walk(&inner, value, theirs.get(key).unwrap_or(&Value::Null), named);
            }
            for (key, value) in theirs.iter().filter(|(key, _)| !ours.contains_key(*key)) {
                walk(&join(place, key), &Value::Null, value, named);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if all_named(ours) && all_named(theirs) => {
            for value in ours {
                let other = theirs.iter().find(|it| label(it) == label(value)).unwrap_or(&Value::Null);
                walk(&join(place, &label(value).unwrap_or_default()), value, other, named);
            }
            for value in theirs.iter().filter(|value| !ours.iter().any(|it| label(it) == label(value))) {
                walk(&join(place, &label(value).unwrap_or_default()), &Value::Null, value, named);
            }
        }
        _ => named.push(sentence(place, expected, found)),
    }
}

fn join(place: &str, key: &str) -> String {
    match (place, key) {
        ("", key) => key.to_owned(),
        (place, "definition") => place.to_owned(),
        (place, key) => format!("{place} › {key}"),
    }
}

fn sentence(place: &str, expected: &Value, found: &Value) -> String {
    match (expected, found) {
        (Value::Null, Value::Object(_)) => format!("{place} is there but not expected"),
        (Value::Object(_), Value::Null) => format!("{place} is expected but not there"),
        _ => format!("{place}: expected {}, found {}", short(expected), short(found)),
    }
}

fn short(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        other => crate::sql::excerpt(&other.to_string()),
    }
}

fn all_named(values: &[Value]) -> bool {
    values.iter().all(|value| label(value).is_some())
}

/// What an entry of a list is called: its name, qualified where it is.
fn label(value: &Value) -> Option<String> {
    match value.get("name")? {
        Value::String(name) => Some(name.clone()),
        Value::Object(parts) => {
            let part = |key: &str| parts.get(key).and_then(Value::as_str);
            let arguments = part("arguments").map(|it| format!("({it})")).unwrap_or_default();
            Some(format!("{}.{}{arguments}", part("schema")?, part("name")?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use schema_diff::Dialect;
    use schema_diff::catalogue::{Column, DataType, Expression, QualifiedName, Table};

    use super::*;

    fn catalogue(types: &[(&str, &str)]) -> Catalogue {
        let column = |(name, data_type): &(&str, &str)| Column {
            name: (*name).to_owned(),
            data_type: DataType::named(*data_type),
            collation: None,
            not_null: false,
            default: Some(Expression::new("(1)", "1")),
            identity: None,
            generated: None,
            comment: None,
            grants: schema_diff::catalogue::Grants::default(),
            settings: schema_diff::catalogue::ColumnSettings::default(),
        };
        let mut catalogue = Catalogue::empty(Dialect::Postgres);
        let table = Table { columns: types.iter().map(column).collect(), ..Table::default() };
        catalogue.tables.insert(QualifiedName::new("public", "t"), table);
        catalogue
    }

    #[test]
    fn the_order_of_columns_is_no_difference() {
        let (ab, ba) = (catalogue(&[("a", "text"), ("b", "text")]), catalogue(&[("b", "text"), ("a", "text")]));
        assert_eq!(differences(&ab, &ba), Vec::<String>::new());
    }

    #[test]
    fn a_difference_is_named_where_it_is() {
        let found = differences(&catalogue(&[("a", "text")]), &catalogue(&[("a", "integer"), ("b", "text")]));
        assert_eq!(
            found,
            [
                "tables › public.t › columns › a › data_type › name: expected \"text\", found \"integer\"",
                "tables › public.t › columns › b is there but not expected",
            ]
        );
    }
}
