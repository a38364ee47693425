//! Types that the engine widens in place: it changes its catalogue and leaves the rows as they lie (measured on
//! PostgreSQL 14 to 18, and by `tests` on the engine at hand).
//!
//! Not here, though the engine leaves the rows: `interval`, whose way back cuts what is written meanwhile without a word; `timestamp` to `timestamp with time zone`, which it rewrites unless the
//! session's time zone is UTC, and which means other moments to sessions in other zones; `text` to `citext`, which
//! compares differently; `cidr` to `inet`, which prints a host without its mask; `xml` to `text`, which has none of the old
//! type's functions.

use schema_diff::catalogue::DataType;

/// Whether every value of `from` is one of `to`, stored the same way, and read and compared alike.
pub(crate) fn widens(from: &DataType, to: &DataType) -> bool {
    if from.array != to.array {
        return false;
    }
    if from.array {
        // Elements are looked at one by one where the new type has a bound, whatever it is.
        return from.name == to.name && !from.arguments.is_empty() && to.arguments.is_empty();
    }
    match (from.name.as_str(), to.name.as_str()) {
        ("character varying", "text") | ("character", "bpchar") => true,
        ("text", "character varying") => to.arguments.is_empty(),
        ("character varying", "character varying") | ("bit varying", "bit varying") => bound_grows(from, to),
        ("numeric", "numeric") => {
            let scale = |it: &DataType| number(it, 1).unwrap_or(0);
            to.arguments.is_empty() || (scale(from) == scale(to) && !from.arguments.is_empty() && bound_grows(from, to))
        }
        (a, b) if a == b && (a.starts_with("timestamp") || a.starts_with("time ")) => fraction(from) <= fraction(to),
        _ => false,
    }
}

fn number(data_type: &DataType, at: usize) -> Option<i64> {
    data_type.arguments.get(at).and_then(|it| it.trim().parse().ok())
}

fn bound_grows(from: &DataType, to: &DataType) -> bool {
    match (number(from, 0), number(to, 0)) {
        (Some(a), Some(b)) => a <= b,
        (Some(_), None) => true,
        _ => false,
    }
}

/// Digits of a second; six where none are stated.
fn fraction(data_type: &DataType) -> i64 {
    number(data_type, 0).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_engine_stores_alike_is_wider() {
        let of = |name: &str, arguments: &[&str]| {
            DataType::with_arguments(name, arguments.iter().map(|it| (*it).to_owned()))
        };
        assert!(widens(&of("character varying", &["20"]), &of("character varying", &["30"])));
        assert!(widens(&of("character varying", &["20"]), &of("text", &[])));
        assert!(widens(&of("numeric", &["10", "2"]), &of("numeric", &["12", "2"])));
        assert!(!widens(&of("interval second", &["3"]), &of("interval", &[])));
        assert!(widens(&of("timestamp without time zone", &["3"]), &of("timestamp without time zone", &[])));
        assert!(!widens(&of("numeric", &["10", "2"]), &of("numeric", &["12", "3"])));
        assert!(!widens(&of("integer", &[]), &of("bigint", &[])));
        assert!(!widens(&of("character varying", &["30"]), &of("character varying", &["20"])));
        let array = |it: DataType| DataType { array: true, ..it };
        assert!(widens(&array(of("character varying", &["20"])), &array(of("character varying", &[]))));
        assert!(!widens(&array(of("character varying", &["20"])), &array(of("character varying", &["30"]))));
    }
}
