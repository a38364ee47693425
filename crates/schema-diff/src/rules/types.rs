//! What rules ask about columns and their types.

use super::context::Context;
use crate::Dialect;
use crate::catalogue::{Column, DataType, QualifiedName};

/// Whether writers have to give a value: NULL is refused, and nothing fills the column.
pub(crate) fn is_required(column: &Column) -> bool {
    column.not_null && column.default.is_none() && column.identity.is_none() && column.generated.is_none()
}

/// Whether it is one of the integer types.
pub(crate) fn is_integer(data_type: &DataType) -> bool {
    matches!(data_type.name.as_str(), "smallint" | "integer" | "bigint")
}

/// Whether every value of `before` is a value of `after`, and looks the same.
pub(crate) fn widens(
    context: &Context<'_>,
    relation: Option<&QualifiedName>,
    before: &DataType,
    after: &DataType,
) -> bool {
    match context.dialect() {
        Dialect::Postgres => before.array == after.array && postgres_widens(before, after),
        Dialect::Sqlite => {
            let strict = relation.and_then(|name| context.new_table(name)).is_some_and(|table| table.options.strict);
            !strict && affinity(&before.name) == affinity(&after.name)
        }
    }
}

fn postgres_widens(before: &DataType, after: &DataType) -> bool {
    let numbers = |it: &DataType| it.arguments.iter().map(|it| it.parse::<i64>().ok()).collect::<Option<Vec<_>>>();
    let (Some(old), Some(new)) = (numbers(before), numbers(after)) else { return false };
    let limit_grows = match (old.first(), new.first()) {
        (_, None) => true,
        (Some(old), Some(new)) => new >= old,
        (None, Some(_)) => false,
    };
    match (before.name.as_str(), after.name.as_str()) {
        ("character varying", "character varying" | "text")
        | ("text", "character varying")
        | ("bit varying", "bit varying")
        | ("time without time zone", "time without time zone")
        | ("time with time zone", "time with time zone")
        | ("timestamp without time zone", "timestamp without time zone")
        | ("timestamp with time zone", "timestamp with time zone") => limit_grows,
        ("smallint", "integer" | "bigint")
        | ("integer", "bigint")
        | ("real", "double precision")
        | ("cidr", "inet") => true,
        ("numeric", "numeric") => match (old.as_slice(), new.as_slice()) {
            (_, []) => true,
            ([old, old_scale @ ..], [new, new_scale @ ..]) => {
                let scale = |scale: &[i64]| scale.first().copied().unwrap_or(0);
                new >= old && scale(old_scale) == scale(new_scale)
            }
            ([], _) => false,
        },
        _ => false,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

/// SQLite manual, "Datatypes", 3.1.
fn affinity(declared: &str) -> Affinity {
    let name = declared.to_ascii_uppercase();
    let has = |word: &str| name.contains(word);
    if has("INT") {
        Affinity::Integer
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        Affinity::Text
    } else if has("BLOB") || name.is_empty() {
        Affinity::Blob
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, arguments: &[&str]) -> DataType {
        DataType::with_arguments(name, arguments.iter().map(|it| (*it).to_owned()))
    }

    #[test]
    fn limits_may_grow_but_not_shrink_or_come() {
        let (free, short, long) =
            (of("character varying", &[]), of("character varying", &["5"]), of("character varying", &["9"]));
        assert!(postgres_widens(&short, &long) && postgres_widens(&short, &free));
        assert!(!postgres_widens(&long, &short) && !postgres_widens(&free, &short));
    }

    #[test]
    fn a_numeric_keeps_its_scale() {
        assert!(postgres_widens(&of("numeric", &["5", "2"]), &of("numeric", &["9", "2"])));
        assert!(!postgres_widens(&of("numeric", &["5", "2"]), &of("numeric", &["9", "3"])));
    }
}
