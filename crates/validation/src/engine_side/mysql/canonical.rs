//! The canonical encoding of a row (see [`encode`](crate::encode)) and its MD5, in SQL.

use database::{Column, ValueKind};

use super::super::hashing::Hashing;
use super::super::source::{Part, Source};
use crate::Form;

/// How the digest of canonical values is computed; none where a value's form takes more than SQL can do: the bits of
/// floating point, documents.
pub(in super::super) fn hashing(source: &Source, forms: &[Form]) -> Option<Hashing> {
    let pieces =
        source.fields.iter().zip(forms).map(|(part, form)| piece(part, form)).collect::<Option<Vec<String>>>()?;
    if pieces.len() != source.fields.len() {
        return None;
    }
    let key: Vec<&str> = if source.key.is_empty() {
        pieces.iter().map(String::as_str).collect()
    } else {
        source.key.iter().filter_map(|at| pieces.get(*at)).map(String::as_str).collect()
    };
    let digits = |from: u32| format!("CAST(CONV(SUBSTR(h, {from}, 16), 16, 10) AS UNSIGNED)");
    Some(Hashing {
        row: format!("MD5(CONCAT({}))", pieces.join(", ")),
        digest: [digits(1), digits(17)],
        key: format!("CAST(CONV(SUBSTR(MD5(CONCAT({})), 1, 7), 16, 10) AS UNSIGNED)", key.join(", ")),
    })
}

/// The encoding of a field.
fn piece(part: &Part, form: &Form) -> Option<String> {
    let column = part.column.as_ref()?;
    let (tag, text) = text(column, &part.sql, form)?;
    let mut alternatives = vec![tagged(tag, &text)];
    // Dates that the calendar does not have (0000-00-00) are their texts.
    if matches!(tag, 'd' | 's') {
        alternatives.push(tagged('o', &characters(&part.sql)));
    }
    Some(format!("COALESCE({}, '~')", alternatives.join(", ")))
}

fn tagged(tag: char, text: &str) -> String {
    format!("CONCAT('{tag}', OCTET_LENGTH({text}), ':', {text})")
}

/// The tag of a field's form and the text in SQL, which is NULL where the value is.
fn text(column: &Column, sql: &str, form: &Form) -> Option<(char, String)> {
    use ValueKind as Kind;
    // Their texts are not their numbers.
    if column.type_name.starts_with("bit") || column.type_name.contains("zerofill") {
        return None;
    }
    let is_year = column.type_name.starts_with("year");
    Some(match (&column.kind, form) {
        // The year 0 is written with four digits.
        (Kind::Integer, Form::Bool | Form::Number | Form::AsIs) if is_year => {
            ('n', characters(&format!("({sql} + 0)")))
        }
        (Kind::Integer, Form::Bool | Form::Number | Form::AsIs) | (Kind::Decimal(_), Form::AsIs) => {
            ('n', characters(sql))
        }
        (Kind::Decimal(None | Some(0)), Form::Number) => ('n', characters(sql)),
        (Kind::Decimal(Some(_)), Form::Number) => {
            ('n', format!("TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {}))", characters(sql)))
        }
        (Kind::Text | Kind::Enum, Form::Text | Form::AsIs) => {
            ('t', format!("CAST(CONVERT({sql} USING utf8mb4) AS BINARY)"))
        }
        (Kind::Text | Kind::Enum, Form::Unpadded) => {
            ('t', format!("TRIM(TRAILING ' ' FROM CAST(CONVERT({sql} USING utf8mb4) AS BINARY))"))
        }
        (Kind::Bytes, Form::Bytes | Form::AsIs) => ('x', format!("LOWER(HEX({sql}))")),
        (Kind::Date, Form::Date | Form::AsIs) => ('d', characters(&format!("DATEDIFF({sql}, '1970-01-01')"))),
        (Kind::Time(_), Form::Time | Form::AsIs) => (
            'h',
            characters(&format!(
                "CAST(IF({sql} < 0, -1, 1) * (ABS(TIME_TO_SEC({sql})) DIV 1 * 1000000 + MICROSECOND({sql})) AS SIGNED)"
            )),
        ),
        (Kind::Timestamp(_) | Kind::TimestampTz(_), Form::Timestamp | Form::TimestampTz | Form::AsIs) => {
            ('s', characters(&format!("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {sql})")))
        }
        (Kind::Uuid, Form::Uuid | Form::AsIs) => ('u', format!("LOWER({})", characters(sql))),
        _ => return None,
    })
}

/// Bytes, so that no collation meets another one.
fn characters(sql: &str) -> String {
    format!("CAST({sql} AS BINARY)")
}
