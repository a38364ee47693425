//! Words that cannot stand as names without quotes.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::Dialect;

/// PostgreSQL: every keyword that is not unreserved (manual, appendix C), as `quote_ident` has it.
const POSTGRES: &str = "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit \
    boolean both case cast char character check coalesce collate collation column concurrently constraint create cross \
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal \
    default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full \
    grant greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull \
    join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize \
    json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural \
    nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing \
    position precision primary real references returning right row select session_user setof similar smallint some \
    substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique user \
    using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest \
    xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

/// SQLite: keywords without a fallback to an identifier (`parse.y`), and those that confuse a reader of DDL.
const SQLITE: &str = "abort action add after all alter always analyze and as asc attach autoincrement before begin \
    between by cascade case cast check collate column commit conflict constraint create cross current current_date \
    current_time current_timestamp database default deferrable deferred delete desc detach distinct do drop each else \
    end escape except exclude exclusive exists explain fail false filter first following for foreign from full generated \
    glob group groups having if ignore immediate in index indexed initially inner insert instead intersect into is \
    isnull join last left like limit match materialized natural no not nothing notnull null nulls of offset on or order \
    others outer over partition plan pragma preceding primary query raise range recursive references regexp reindex \
    release rename replace restrict returning right rollback row rows rowid savepoint select set table temp temporary then \
    ties to transaction trigger true unbounded union unique update using vacuum values view virtual when where window \
    with within without";

static POSTGRES_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| POSTGRES.split_ascii_whitespace().collect());
static SQLITE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SQLITE.split_ascii_whitespace().collect());

/// Whether `name` needs quotes because it is a word of the dialect.
pub(super) fn needs_quotes(dialect: Dialect, name: &str) -> bool {
    match dialect {
        Dialect::Postgres => POSTGRES_WORDS.contains(name),
        Dialect::Sqlite => SQLITE_WORDS.contains(name.to_ascii_lowercase().as_str()),
    }
}

/// SQLite: whether `word` would end the name of a type.
pub(super) fn ends_a_type(word: &str) -> bool {
    const ENDS: [&str; 15] = [
        "AS",
        "CHECK",
        "COLLATE",
        "CONSTRAINT",
        "DEFAULT",
        "DEFERRABLE",
        "FOREIGN",
        "GENERATED",
        "INITIALLY",
        "NOT",
        "NULL",
        "ON",
        "PRIMARY",
        "REFERENCES",
        "UNIQUE",
    ];
    ENDS.iter().any(|end| word.eq_ignore_ascii_case(end))
}
