//! The canonical encoding of a row (see [`encode`](crate::encode)) and its MD5, in SQL.

use database::ValueKind;

use super::super::hashing::Hashing;
use super::super::source::{Part, Source};
use crate::Form;

/// How the digest of canonical values is computed; none where a value's form takes more than SQL can do.
pub(in super::super) fn hashing(source: &Source, forms: &[Form]) -> Option<Hashing> {
    let pieces =
        source.fields.iter().zip(forms).map(|(part, form)| piece(part, form)).collect::<Option<Vec<String>>>()?;
    if pieces.len() != source.fields.len() {
        return None;
    }
    let key: Vec<String> = if source.key.is_empty() {
        pieces.clone()
    } else {
        let parts = source.key.iter().filter_map(|at| source.fields.get(*at).zip(forms.get(*at)));
        parts.filter_map(|(part, form)| key_piece(part, form)).collect()
    };
    let digits = |text: &str, from: u32| {
        format!("('x' || pg_catalog.substr({text}, {from}, 16))::pg_catalog.bit(64)::pg_catalog.int8")
    };
    Some(Hashing {
        row: md5(&pieces.join(" || ")),
        digest: [digits("h", 1), digits("h", 17)],
        key: format!(
            "('x' || pg_catalog.substr({}, 1, 7))::pg_catalog.bit(28)::pg_catalog.int4",
            md5(&key.join(" || "))
        ),
    })
}

fn md5(text: &str) -> String {
    format!("pg_catalog.md5({text})")
}

/// The encoding of a field.
fn piece(part: &Part, form: &Form) -> Option<String> {
    let (tag, text) = text(part, form)?;
    Some(format!("coalesce('{tag}' || pg_catalog.octet_length({text}) || ':' || {text}, '~')"))
}

/// The encoding of a field of the key: by value, however it is written.
fn key_piece(part: &Part, form: &Form) -> Option<String> {
    use ValueKind as Kind;
    let kind = part.column.as_ref().map(|it| &it.kind);
    match (kind, form) {
        (Some(Kind::Decimal(_)), Form::AsIs) => piece(part, &Form::Number),
        // −0 becomes 0.
        (Some(Kind::Float32 | Kind::Float64), _) => {
            piece(&Part { sql: format!("({} + 0)", part.sql), ..part.clone() }, form)
        }
        _ => piece(part, form),
    }
}

/// The tag of a field's form and the text in SQL, which is NULL where the value is.
fn text(part: &Part, form: &Form) -> Option<(char, String)> {
    use ValueKind as Kind;
    let column = part.column.as_ref()?;
    let sql = &part.sql;
    let text = |sql: &str| format!("{sql}::pg_catalog.text");
    Some(match (&column.kind, form) {
        (Kind::Bool, Form::Bool | Form::Number) => ('n', text(&format!("{sql}::pg_catalog.int4"))),
        (Kind::Bool, Form::AsIs) => ('b', text(&format!("{sql}::pg_catalog.int4"))),
        (Kind::Integer, Form::Bool | Form::Number | Form::AsIs) | (Kind::Decimal(_), Form::AsIs) => ('n', text(sql)),
        (Kind::Decimal(_), Form::Number) => ('n', text(&format!("pg_catalog.trim_scale({sql})"))),
        (Kind::Float64, Form::Float64 | Form::AsIs) => ('f', float(sql, "float8send", "7ff8000000000000")),
        (Kind::Float32, Form::Float32 | Form::AsIs) => ('f', float(sql, "float4send", "7fc00000")),
        // A conversion to text takes the blanks off that fill a value of `character(n)` up.
        (Kind::Text | Kind::Enum, Form::Text | Form::AsIs) => ('t', text(sql)),
        (Kind::Text | Kind::Enum, Form::Unpadded) => ('t', format!("pg_catalog.rtrim({})", text(sql))),
        (Kind::Bytes, Form::Bytes | Form::AsIs) => ('x', format!("pg_catalog.encode({sql}, 'hex')")),
        (Kind::Date, Form::Date | Form::AsIs) => {
            ('d', finite(sql, &format!("({sql} - '1970-01-01'::pg_catalog.date)::pg_catalog.text"), "'1970-01-01'"))
        }
        (Kind::Time(_), Form::Time | Form::AsIs) => ('h', micros(sql)),
        (Kind::Timestamp(_) | Kind::TimestampTz(_), Form::Timestamp | Form::TimestampTz | Form::AsIs) => {
            ('s', finite(sql, &micros(sql), "'1970-01-01'"))
        }
        (Kind::Uuid, Form::Uuid | Form::AsIs) => ('u', text(sql)),
        (Kind::Json, Form::AsIs) => ('j', text(sql)),
        _ => return None,
    })
}

fn float(sql: &str, send: &str, nan: &str) -> String {
    format!("CASE WHEN {sql} = 'NaN' THEN '{nan}' ELSE pg_catalog.encode(pg_catalog.{send}({sql}), 'hex') END")
}

fn micros(sql: &str) -> String {
    format!("(extract(epoch FROM {sql}) * 1000000)::pg_catalog.int8::pg_catalog.text")
}

fn finite(sql: &str, text: &str, middle: &str) -> String {
    format!(
        "CASE WHEN pg_catalog.isfinite({sql}) THEN {text} WHEN {sql} > {middle} THEN 'infinity' \
         WHEN {sql} < {middle} THEN '-infinity' END"
    )
}
