//! The engine's own hash of a row: `hash_record_extended` over what represents each value.
//!
//! That function goes by the types' own equality, and some of their hashes leave out what it tells apart: `numeric`'s leaves
//! out the sign and the scale, those of 64-bit integers and times fold 64 bits to 32, so that 1 and 4294967296 are one, those of
//! floating point take −0 for 0, an enum's is that of an identifier of the database, an array's leaves out its dimensions.
//! Therefore only columns whose hash is one of their representation go in as they are; of others goes in what the engine
//! would send (their binary form), or their text.
//!
//! The hash of a record is linear in those of its values, so that its sum over the rows would not change where two rows swap a
//! value. What is summed is two further hashes of it.

use database::Column;

use super::super::hashing::Hashing;
use super::super::source::{Part, Source};
use crate::NativeHash;

/// The first version that can hash records with 64 bits.
const SINCE: u32 = 14;

/// What the hash is called: equal only where equal rows have equal digests.
pub(in super::super) fn name(source: &Source, version: &str, encoding: &str) -> Option<NativeHash> {
    let major = version.split_whitespace().last()?.split('.').next()?.parse::<u32>().ok()?;
    if major < SINCE {
        return None;
    }
    let fields: Vec<String> = source.fields.iter().map(spelled).collect();
    let key: Vec<String> = source.key.iter().map(usize::to_string).collect();
    Some(NativeHash(format!("PostgreSQL {major} {encoding} key {} of {}", key.join(","), fields.join("; "))))
}

/// What of a field's type decides about its representation: the whole of it, except that all unbounded and bounded
/// texts are alike.
fn spelled(part: &Part) -> String {
    match &part.column {
        None => "expression as text".to_owned(),
        Some(column) if is_text(base(&column.type_name)) => "text".to_owned(),
        Some(column) => column.type_name.clone(),
    }
}

/// How the engine hashes rows itself.
pub(in super::super) fn hashing(source: &Source) -> Hashing {
    /// Another one than the rows' own, so that the rows of a bucket do not have hashes with the same end.
    const SEED: u32 = 3;
    let key = if source.key.is_empty() {
        hash(source.fields.iter().map(piece), SEED)
    } else {
        hash(source.key_parts().map(key_piece), SEED)
    };
    Hashing {
        row: hash(source.fields.iter().map(piece), 0),
        digest: [1, 2].map(|number| format!("pg_catalog.hashint4extended({number}, h)")),
        key: format!("({key} & 9223372036854775807)"),
    }
}

fn hash(pieces: impl Iterator<Item = String>, seed: u32) -> String {
    let pieces: Vec<String> = pieces.collect();
    format!("pg_catalog.hash_record_extended(ROW({}), {seed})", pieces.join(", "))
}

/// What represents the value of a field.
fn piece(part: &Part) -> String {
    let sql = &part.sql;
    let Some(column) = &part.column else { return as_text(sql) };
    let name = base(&column.type_name);
    let by_itself = ["smallint", "integer", "oid", "boolean", "date", "uuid", "bytea"];
    if by_itself.contains(&name) {
        return sql.clone();
    }
    if is_text(name) {
        return text(column, sql);
    }
    match sent(name) {
        Some(function) => format!("pg_catalog.{function}({sql})"),
        None => as_text(sql),
    }
}

/// What of a key decides about its bucket: of numbers the value, which their own hash goes by, however it is written.
fn key_piece(part: &Part) -> String {
    const BY_VALUE: [&str; 3] = ["numeric", "real", "double precision"];
    let is_number = |column: &Column| BY_VALUE.contains(&base(column.type_name.trim_end_matches("[]")));
    if part.column.as_ref().is_some_and(is_number) { part.sql.clone() } else { piece(part) }
}

/// The hash of a text is that of its bytes, except where its collation takes different ones for equal.
fn text(column: &Column, sql: &str) -> String {
    if column.equates_texts { format!("{sql} COLLATE \"C\"") } else { sql.to_owned() }
}

fn as_text(sql: &str) -> String {
    format!("{sql}::pg_catalog.text COLLATE \"C\"")
}

/// The function that gives the binary form, for types that have one form for each representation.
fn sent(name: &str) -> Option<&'static str> {
    Some(match name {
        "bigint" => "int8send",
        "numeric" => "numeric_send",
        "timestamp without time zone" => "timestamp_send",
        "timestamp with time zone" => "timestamptz_send",
        "time without time zone" => "time_send",
        "time with time zone" => "timetz_send",
        "interval" => "interval_send",
        "character" => "bpcharsend",
        _ => return None,
    })
}

fn is_text(name: &str) -> bool {
    name == "text" || name == "character varying"
}

/// The type without what its parentheses say: `timestamp(3) with time zone` becomes `timestamp with time zone`. Arrays keep
/// their brackets.
fn base(type_name: &str) -> &str {
    const WITH_PRECISION: [(&str, &str); 5] = [
        ("timestamp(", "timestamp"),
        ("time(", "time"),
        ("numeric(", "numeric"),
        ("character varying(", "character varying"),
        ("character(", "character"),
    ];
    if type_name.ends_with(']') {
        return type_name;
    }
    for (start, base) in WITH_PRECISION {
        if type_name.starts_with(start) {
            return match (base, type_name.ends_with(" with time zone")) {
                ("timestamp", true) => "timestamp with time zone",
                ("timestamp", false) => "timestamp without time zone",
                ("time", true) => "time with time zone",
                ("time", false) => "time without time zone",
                _ => base,
            };
        }
    }
    if type_name.starts_with("interval") { "interval" } else { type_name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_lose_their_precision() {
        assert_eq!(base("timestamp(3) with time zone"), "timestamp with time zone");
        assert_eq!(base("time(0) without time zone"), "time without time zone");
        assert_eq!(base("numeric(12,2)"), "numeric");
        assert_eq!(base("numeric(12,2)[]"), "numeric(12,2)[]");
        assert_eq!(base("interval day to second(3)"), "interval");
        assert_eq!(base("character(3)"), "character");
        assert_eq!(base("character varying(30)"), "character varying");
    }
}
