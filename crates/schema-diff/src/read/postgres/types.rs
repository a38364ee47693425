//! Types: from any spelling to the one that the engine prints.

use crate::catalogue::DataType;

use super::cursor::{Cursor, Read, Unreadable};
use super::names::Names;
use super::tokens::{Token, tokens};

/// Spellings of built-in types of one word and what `format_type` prints for them.
const ALIASES: &[(&str, &str)] = &[
    ("int", "integer"),
    ("int4", "integer"),
    ("integer", "integer"),
    ("int2", "smallint"),
    ("smallint", "smallint"),
    ("int8", "bigint"),
    ("bigint", "bigint"),
    ("float4", "real"),
    ("real", "real"),
    ("float8", "double precision"),
    ("bool", "boolean"),
    ("boolean", "boolean"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("numeric", "numeric"),
    ("varchar", "character varying"),
    ("varbit", "bit varying"),
    ("timestamptz", "timestamp with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timetz", "time with time zone"),
    ("time", "time without time zone"),
];

/// Other types of `pg_catalog`, which print as they are written.
const BUILT_IN: &[&str] = &[
    "text",
    "name",
    "bpchar",
    "oid",
    "bytea",
    "json",
    "jsonb",
    "jsonpath",
    "xml",
    "uuid",
    "date",
    "interval",
    "money",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "tsvector",
    "tsquery",
    "bit",
    "char",
    "character",
    "int4range",
    "int8range",
    "numrange",
    "tsrange",
    "tstzrange",
    "daterange",
    "int4multirange",
    "int8multirange",
    "nummultirange",
    "tsmultirange",
    "tstzmultirange",
    "datemultirange",
    "regclass",
    "regtype",
    "regproc",
    "regprocedure",
    "regoper",
    "regoperator",
    "regnamespace",
    "regrole",
    "regconfig",
    "regdictionary",
    "regcollation",
    "xid",
    "xid8",
    "cid",
    "tid",
    "pg_lsn",
    "pg_snapshot",
    "txid_snapshot",
    "void",
    "trigger",
    "event_trigger",
    "record",
    "refcursor",
    "any",
    "anyelement",
    "anyarray",
    "anynonarray",
    "anyenum",
    "anyrange",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "cstring",
    "internal",
    "language_handler",
    "fdw_handler",
    "index_am_handler",
    "tsm_handler",
    "table_am_handler",
    "unknown",
    "int2vector",
    "oidvector",
    "aclitem",
];

/// The type that `text` spells; without a reading, `text` itself as a name.
pub(super) fn parse_text(text: &str, names: &Names) -> DataType {
    let tokens = tokens(text);
    parse(&mut Cursor::new(&tokens), names).unwrap_or_else(|_| DataType::named(text.trim()))
}

/// Reads a type.
pub(super) fn parse(cursor: &mut Cursor<'_>, names: &Names) -> Read<DataType> {
    let mut data_type = scalar(cursor, names)?;
    loop {
        if cursor.eat("array") {
            data_type.array = true;
        } else if cursor.is_sign('[')
            && (cursor.is_sign_at(1, ']')
                || (matches!(cursor.peek_at(1), Some(Token::Number(_))) && cursor.is_sign_at(2, ']')))
        {
            while !cursor.eat_sign(']') {
                cursor.next();
            }
            data_type.array = true;
        } else {
            return Ok(data_type);
        }
    }
}

fn scalar(cursor: &mut Cursor<'_>, names: &Names) -> Read<DataType> {
    if let Some(Token::Quoted(name)) = cursor.peek()
        && name == "char"
        && !cursor.is_sign_at(1, '.')
    {
        cursor.next();
        return Ok(DataType::named("\"char\""));
    }
    let quoted = matches!(cursor.peek(), Some(Token::Quoted(_)));
    let path = cursor.path()?;
    let word = match path.as_slice() {
        [schema, name] if schema == "pg_catalog" => name.as_str(),
        [name] if !quoted || is_built_in(name) => name.as_str(),
        _ => return user_defined(cursor, names, &path),
    };
    let in_catalogue = path.len() == 2;
    match word {
        "char" if in_catalogue => Ok(DataType::named("\"char\"")),
        "char" | "character" | "nchar" => character(cursor),
        "bpchar" => {
            // Without a length it is a type of its own; `character` alone has the length 1.
            let arguments = arguments(cursor)?;
            let name = if arguments.is_empty() { "bpchar" } else { "character" };
            Ok(DataType::with_arguments(name, arguments))
        }
        "national" => {
            if !cursor.eat("character") {
                cursor.expect("char")?;
            }
            character(cursor)
        }
        "bit" => {
            let name = if cursor.eat("varying") { "bit varying" } else { "bit" };
            let mut arguments = arguments(cursor)?;
            if name == "bit" && arguments.is_empty() {
                arguments.push("1".to_owned());
            }
            Ok(DataType::with_arguments(name, arguments))
        }
        "double" => {
            cursor.expect("precision")?;
            Ok(DataType::named("double precision"))
        }
        "float" => {
            let arguments = arguments(cursor)?;
            let bits: u32 = arguments.first().and_then(|bits| bits.parse().ok()).unwrap_or(53);
            Ok(DataType::named(if bits <= 24 { "real" } else { "double precision" }))
        }
        "time" | "timestamp" | "timetz" | "timestamptz" => moment(cursor, word),
        "interval" => interval(cursor),
        "numeric" | "decimal" | "dec" => {
            let mut arguments = arguments(cursor)?;
            if arguments.len() == 1 {
                arguments.push("0".to_owned());
            }
            Ok(DataType::with_arguments("numeric", arguments))
        }
        _ => match canonical_name(word) {
            Some(name) => Ok(DataType::with_arguments(name, arguments(cursor)?)),
            None => user_defined(cursor, names, &path),
        },
    }
}

fn user_defined(cursor: &mut Cursor<'_>, names: &Names, path: &[String]) -> Read<DataType> {
    let name = names.type_name(path);
    Ok(DataType::with_arguments(name.to_string(), arguments(cursor)?))
}

fn character(cursor: &mut Cursor<'_>) -> Read<DataType> {
    let name = if cursor.eat("varying") { "character varying" } else { "character" };
    let mut arguments = arguments(cursor)?;
    if name == "character" && arguments.is_empty() {
        arguments.push("1".to_owned());
    }
    Ok(DataType::with_arguments(name, arguments))
}

fn moment(cursor: &mut Cursor<'_>, word: &str) -> Read<DataType> {
    let arguments = arguments(cursor)?;
    let base = word.trim_end_matches("tz");
    let with = if cursor.eat_all(&["with", "time", "zone"]) {
        true
    } else {
        cursor.eat_all(&["without", "time", "zone"]);
        word.ends_with("tz")
    };
    let zone = if with { "with time zone" } else { "without time zone" };
    Ok(DataType::with_arguments(format!("{base} {zone}"), arguments))
}

fn interval(cursor: &mut Cursor<'_>) -> Read<DataType> {
    let fields = interval_fields(cursor);
    let precision = arguments(cursor)?;
    let name = if fields.is_empty() { "interval".to_owned() } else { format!("interval {fields}") };
    Ok(DataType::with_arguments(name, precision))
}

/// `year to month` and the like.
pub(super) fn interval_fields(cursor: &mut Cursor<'_>) -> String {
    const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let mut fields = String::new();
    if let Some(Token::Word(first)) = cursor.peek()
        && FIELDS.contains(&first.as_str())
    {
        cursor.next();
        fields.clone_from(first);
        if cursor.is("to")
            && let Some(Token::Word(second)) = cursor.peek_at(1)
        {
            cursor.next();
            cursor.next();
            fields = format!("{first} to {second}");
        }
    }
    fields
}

fn arguments(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    if !cursor.is_sign('(') {
        return Ok(Vec::new());
    }
    cursor.parenthesised(|cursor| {
        let sign = if cursor.eat_operator("-") { "-" } else { "" };
        match cursor.next() {
            Some(Token::Number(text)) => Ok(format!("{sign}{text}")),
            Some(Token::Word(text) | Token::Quoted(text)) => Ok(text.clone()),
            Some(Token::Text(text)) => Ok(format!("'{text}'")),
            _ => Err(Unreadable),
        }
    })
}

fn canonical_name(word: &str) -> Option<&'static str> {
    ALIASES
        .iter()
        .find_map(|(alias, name)| (*alias == word).then_some(*name))
        .or_else(|| BUILT_IN.iter().find(|name| **name == word).copied())
}

/// Whether the word names a type of `pg_catalog`.
pub(super) fn is_built_in(word: &str) -> bool {
    canonical_name(word).is_some()
}

/// The name that `pg_type` has for a type: what an unnamed output column of a cast is called.
pub(super) fn internal_name(printed: &str) -> String {
    let base = printed.split('(').next().unwrap_or(printed).trim_end_matches("[]");
    match base {
        "integer" => "int4",
        "smallint" => "int2",
        "bigint" => "int8",
        "real" => "float4",
        "double precision" => "float8",
        "boolean" => "bool",
        "character varying" => "varchar",
        "character" => "bpchar",
        "bit varying" => "varbit",
        "timestamp" | "timestamp without time zone" if !printed.ends_with("with time zone") => "timestamp",
        "timestamp" | "timestamp with time zone" => "timestamptz",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        _ => base.rsplit('.').next().unwrap_or(base),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_becomes_that_of_the_engine() {
        let names = Names::default();
        for (written, printed) in [
            ("int4", "integer"),
            ("VARCHAR(10)", "character varying(10)"),
            ("char", "character(1)"),
            ("bpchar", "bpchar"),
            ("bpchar(3)", "character(3)"),
            ("\"char\"", "\"char\""),
            ("timestamp(3) with time zone", "timestamp(3) with time zone"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("timestamp", "timestamp without time zone"),
            ("decimal(10, 2)", "numeric(10,2)"),
            ("numeric(5)", "numeric(5,0)"),
            ("float(10)", "real"),
            ("double precision[][3]", "double precision[]"),
            ("int array[4]", "integer[]"),
            ("bit varying(5)", "bit varying(5)"),
            ("pg_catalog.int8", "bigint"),
            ("interval year to month", "interval year to month"),
            ("Mood", "public.mood"),
            ("app.\"Mood\"[]", "app.Mood[]"),
            ("geometry(Point, 4326)", "public.geometry(point,4326)"),
        ] {
            assert_eq!(parse_text(written, &names).to_string(), printed, "{written}");
        }
    }
}
