//! Values for a column by its type.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, DataType, QualifiedName};

use super::user_defined;

/// Types of types that are followed.
const DEEPEST: usize = 8;

/// What a type is, as far as making values goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Family {
    /// Whole numbers up to the bound.
    Integer(i64),
    /// Decimals with that many digits before and after the point, where stated.
    Decimal(Option<(usize, usize)>),
    /// Floating point.
    Float,
    /// Text with at most that many characters; padded to it where the flag is set.
    Text(Option<usize>, bool),
    /// Bytes.
    Bytes,
    /// Truth values.
    Boolean,
    /// Labels of an enumeration.
    Labels(Vec<String>),
    /// A form in which `#` stands for a number, and values at the edges.
    Form(&'static str, &'static [&'static str]),
    /// Ranges of a type.
    Range(Box<Family>),
    /// Date, time or both; the flag words say what.
    Moment { date: bool, time: bool, zone: bool },
    /// UUID.
    Uuid,
    /// Elements in braces.
    Array(Box<Family>),
    /// Ranges in braces.
    Multirange(Box<Family>),
    /// Attributes in parentheses.
    Record(Vec<Family>),
    /// Not known: several things are tried.
    Unknown,
}

/// Types with a form of their own: how a value is made from a number (`#` stands for it), and values at the edges.
const FORMS: &[(&str, &str, &[&str])] = &[
    ("interval", "# seconds", &["1 day", "-1 mons", "0"]),
    ("json", "{\"a\": #}", &["{}", "[]", "null", "\"é'\""]),
    ("jsonb", "{\"a\": #}", &["{}", "[]", "null", "\"é'\""]),
    ("inet", "::#", &["10.0.0.1", "192.168.0.0/24"]),
    ("cidr", "::#/128", &["10.0.0.0/8", "::/0"]),
    ("macaddr", "08002b######", &["08:00:2b:01:02:03"]),
    ("macaddr8", "08002b0000######", &["08:00:2b:01:02:03:04:05"]),
    ("point", "(#,2)", &["(0,0)"]),
    ("box", "(#,1),(0,0)", &["(1,1),(0,0)"]),
    ("line", "{1,2,#}", &["{1,2,3}"]),
    ("lseg", "[(0,0),(#,1)]", &["[(0,0),(1,1)]"]),
    ("path", "[(0,0),(#,1)]", &["[(0,0),(1,1)]"]),
    ("polygon", "((0,0),(#,1),(1,0))", &["((0,0),(1,1),(1,0))"]),
    ("circle", "<(#,0),1>", &["<(0,0),1>"]),
    ("tsvector", "a b#", &["a b", ""]),
    ("tsquery", "a & b#", &["a & b", ""]),
    ("xml", "<a>#</a>", &["<a/>"]),
    ("money", "#.00", &["-2.50", "0"]),
    ("pg_lsn", "0/#", &["0/1"]),
    ("oid", "#", &["1", "0"]),
    ("regclass", "pg_class", &["pg_class"]),
    ("hstore", "a=>#", &["a=>1", ""]),
    ("ltree", "a.b#", &["a.b", "a"]),
    ("bit varying", "1", &["1", "0", ""]),
];

impl Family {
    /// That of `column`.
    pub(crate) fn of(catalogue: &Catalogue, column: &Column) -> Self {
        let data_type = &column.data_type;
        let family = match catalogue.dialect {
            Dialect::Sqlite => return Self::of_sqlite(&data_type.name),
            _ => Self::of_postgres(catalogue, &data_type.name, &data_type.arguments),
        };
        if data_type.array { Self::Array(Box::new(family)) } else { family }
    }

    /// That of a type of which something else is made.
    fn of_part(catalogue: &Catalogue, data_type: &DataType, depth: usize) -> Self {
        if depth > DEEPEST {
            return Self::Unknown;
        }
        let family = user_defined::of(catalogue, &data_type.name, |inner| Self::of_part(catalogue, inner, depth + 1))
            .unwrap_or_else(|| Self::of_postgres(catalogue, &data_type.name, &data_type.arguments));
        if data_type.array { Self::Array(Box::new(family)) } else { family }
    }

    fn of_postgres(catalogue: &Catalogue, name: &str, arguments: &[String]) -> Self {
        let length = arguments.first().and_then(|it| it.parse::<usize>().ok());
        let scale = arguments.get(1).and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
        let zone = name.ends_with("with time zone");
        match name {
            "smallint" => Self::Integer(i16::MAX.into()),
            "integer" => Self::Integer(i32::MAX.into()),
            "bigint" => Self::Integer(i64::MAX),
            "numeric" => Self::Decimal(length.map(|digits| (digits.saturating_sub(scale), scale))),
            "real" | "double precision" => Self::Float,
            "text" => Self::Text(None, false),
            "character varying" => Self::Text(length, false),
            "character" | "bpchar" | "\"char\"" => Self::Text(Some(length.unwrap_or(1)), true),
            "bytea" => Self::Bytes,
            "boolean" => Self::Boolean,
            "uuid" => Self::Uuid,
            "date" => Self::Moment { date: true, time: false, zone },
            "bit" => Self::Labels(["1", "0"].map(|digit| digit.repeat(length.unwrap_or(1))).to_vec()),
            "name" => Self::Text(Some(63), false),
            "int4range" => Self::Range(Box::new(Self::Integer(i32::MAX.into()))),
            "int8range" => Self::Range(Box::new(Self::Integer(i64::MAX))),
            "numrange" => Self::Range(Box::new(Self::Decimal(None))),
            "daterange" => Self::Range(Box::new(Self::Moment { date: true, time: false, zone })),
            "tsrange" | "tstzrange" => Self::Range(Box::new(Self::Moment { date: true, time: true, zone })),
            _ if name.starts_with("timestamp") => Self::Moment { date: true, time: true, zone },
            _ if name.starts_with("time") => Self::Moment { date: false, time: true, zone },
            _ => Self::of_other(catalogue, name),
        }
    }

    fn of_other(catalogue: &Catalogue, name: &str) -> Self {
        let (schema, own) = name.rsplit_once('.').unwrap_or(("public", name));
        let unquoted = |part: &str| part.trim_matches('"').replace("\"\"", "\"");
        if let Some(labels) = catalogue.enums.get(&QualifiedName::new(unquoted(schema), unquoted(own))) {
            return Self::Labels(labels.labels.clone());
        }
        if let Some(family) = user_defined::of(catalogue, name, |inner| Self::of_part(catalogue, inner, 1)) {
            return family;
        }
        if own == "citext" {
            return Self::Text(None, false);
        }
        FORMS.iter().find(|(it, ..)| *it == own).map_or(Self::Unknown, |(_, form, edges)| Self::Form(form, edges))
    }

    /// By the rules of affinity (SQLite documentation, 3.1), with the names that people use for more than it knows.
    fn of_sqlite(name: &str) -> Self {
        let upper = name.to_ascii_uppercase();
        let has = |part: &str| upper.contains(part);
        let length = upper.split_once('(').and_then(|(_, rest)| rest.trim_end_matches(')').trim().parse().ok());
        if has("BOOL") {
            Self::Boolean
        } else if has("INT") {
            Self::Integer(i64::MAX)
        } else if has("CHAR") || has("CLOB") || has("TEXT") {
            Self::Text(length, false)
        } else if upper.is_empty() || has("BLOB") {
            Self::Bytes
        } else if has("REAL") || has("FLOA") || has("DOUB") {
            Self::Float
        } else if has("DATE") || has("TIME") {
            Self::Moment { date: has("DATE") || has("STAMP"), time: has("TIME"), zone: false }
        } else if has("JSON") {
            Self::Form("{\"a\": #}", &["{}", "[]"])
        } else {
            Self::Decimal(None)
        }
    }

    /// Whether any text of the right length is a value.
    pub(crate) fn is_free_text(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Unknown)
    }

    /// Whether values are made from texts rather than numbers.
    pub(crate) fn is_textual(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Unknown | Self::Form(..) | Self::Labels(_) | Self::Moment { .. })
    }

    /// Whether values are numbers.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Decimal(_) | Self::Float)
    }

    /// A value that no other `n` gives, where the type has enough of them.
    pub(crate) fn fresh(&self, n: u64) -> String {
        let small = |bound: u64| n % bound.max(1);
        match self {
            Self::Integer(bound) => small((*bound).unsigned_abs()).to_string(),
            Self::Decimal(Some((digits, _))) => {
                small(10_u64.saturating_pow(u32::try_from(*digits).unwrap_or(18))).to_string()
            }
            Self::Decimal(None) => n.to_string(),
            Self::Float => format!("{n}.5"),
            Self::Text(Some(length), _) if *length < 12 => base36(n, *length),
            Self::Text(..) => format!("value {n}"),
            Self::Bytes => format!("{n:08x}"),
            Self::Boolean => (if n.is_multiple_of(2) { "true" } else { "false" }).to_owned(),
            Self::Labels(labels) => pick(labels, n).cloned().unwrap_or_default(),
            Self::Form(form, _) => formed(form, n),
            Self::Range(of) => {
                let value = of.fresh(n);
                format!("[\"{value}\",\"{value}\"]")
            }
            Self::Moment { date, time, zone } => moment(*date, *time, *zone, n),
            Self::Uuid => format!("00000000-0000-4000-8000-{n:012x}"),
            Self::Array(of) => format!("{{{}}}", quoted(&of.fresh(n))),
            Self::Multirange(of) => format!("{{{}}}", of.fresh(n)),
            Self::Record(of) => record(of.iter().map(|it| it.encode(Dialect::Postgres, &it.fresh(n)))),
            Self::Unknown => {
                pick(&["1", "a", "{}", "2020-01-01", "(,)", "0", "value"], n).copied().unwrap_or("1").to_owned()
            }
        }
    }

    /// A value like [`fresh`](Self::fresh), `length` characters or bytes long; none where the type has no such values.
    pub(crate) fn fresh_of_length(&self, n: u64, length: usize) -> Option<String> {
        match self {
            Self::Bytes => Some(tail(&format!("{n:0>width$}", width = 2 * length), 2 * length)),
            Self::Text(longest, _) if longest.is_none_or(|it| length <= it) => {
                Some(tail(&format!("{:a>length$}", base36(n, length)), length))
            }
            _ => None,
        }
    }

    /// Values at the edges of what the type holds.
    pub(crate) fn edges(&self) -> Vec<String> {
        let own = |values: &[&str]| values.iter().map(|it| (*it).to_owned()).collect();
        match self {
            Self::Integer(bound) => {
                vec!["0".into(), "-1".into(), bound.to_string(), bound.saturating_neg().saturating_sub(1).to_string()]
            }
            Self::Decimal(Some((digits, scale))) => {
                let most = format!("{}.{}", "9".repeat((*digits).max(1)), "9".repeat(*scale));
                let most = if *digits == 0 { format!("0.{}", "9".repeat(*scale)) } else { most };
                let most = most.trim_end_matches('.').to_owned();
                vec!["0".into(), format!("-{most}"), most]
            }
            Self::Decimal(None) => own(&["0", "-1.5", "12345678901234.25"]),
            Self::Float => own(&["0", "-1.5", "1e30", "-1e-30"]),
            Self::Text(length, _) => {
                let longest = "x".repeat(length.unwrap_or(300).min(10_000));
                let mut all: Vec<String> = own(&["", "é✓𝄞", "it's \"quoted\" \\", " "]);
                all.retain(|it| it.chars().count() <= length.unwrap_or(usize::MAX));
                all.push(longest);
                all
            }
            Self::Bytes => own(&["", "00ff27"]),
            Self::Boolean => own(&["true", "false"]),
            Self::Labels(labels) => labels.clone(),
            Self::Form(_, edges) => own(edges),
            Self::Range(of) => vec!["empty".to_owned(), format!("[\"{}\",)", of.fresh(1)), "(,)".to_owned()],
            Self::Moment { date: true, time: false, .. } => own(&["0001-01-01", "9999-12-31", "2024-02-29"]),
            Self::Moment { date: true, .. } => {
                own(&["1970-01-01 00:00:00", "9999-12-31 23:59:59", "2024-02-29 12:00:00"])
            }
            Self::Moment { .. } => own(&["00:00:00", "23:59:59"]),
            Self::Uuid => own(&["ffffffff-ffff-ffff-ffff-ffffffffffff"]),
            Self::Array(of) => {
                let element = of.edges().first().map(|it| quoted(it)).unwrap_or_default();
                vec!["{}".into(), format!("{{{element},{element}}}"), "{NULL}".into()]
            }
            Self::Multirange(of) => vec!["{}".into(), format!("{{{}}}", of.fresh(1))],
            Self::Record(of) => {
                let edge = |it: &Self, at: usize| {
                    let edges = it.edges();
                    it.encode(Dialect::Postgres, edges.get(at % edges.len().max(1)).map_or("", String::as_str))
                };
                let rows = (0..2).map(|at| record(of.iter().map(|it| edge(it, at))));
                rows.chain([format!("({})", ",".repeat(of.len().saturating_sub(1)))]).collect()
            }
            Self::Unknown => own(&["", "0", "(,)", "{}"]),
        }
    }

    /// `plain`, made by this family, as a value of a row: text on PostgreSQL, a literal on SQLite.
    pub(crate) fn encode(&self, dialect: Dialect, plain: &str) -> String {
        match (dialect, self) {
            (Dialect::Sqlite, Self::Bytes) if plain.chars().all(|c| c.is_ascii_hexdigit()) => {
                format!("X'{}'", plain.to_ascii_uppercase())
            }
            (Dialect::Sqlite, Self::Boolean) => (if plain == "true" { "1" } else { "0" }).to_owned(),
            (Dialect::Sqlite, Self::Integer(_) | Self::Decimal(_) | Self::Float) if plain.parse::<f64>().is_ok() => {
                plain.to_owned()
            }
            (Dialect::Sqlite, _) => crate::sql::literal(plain),
            (_, Self::Bytes) if plain.chars().all(|c| c.is_ascii_hexdigit()) => format!("\\x{plain}"),
            _ => plain.to_owned(),
        }
    }
}

fn pick<T>(values: &[T], n: u64) -> Option<&T> {
    let count = u64::try_from(values.len()).ok().filter(|count| *count > 0)?;
    values.get(usize::try_from(n % count).ok()?)
}

/// `form` with `n` in the place of `#`, with leading zeros where there are several.
fn formed(form: &str, n: u64) -> String {
    let Some((head, rest)) = form.split_once('#') else { return form.to_owned() };
    let tail = rest.trim_start_matches('#');
    let width = rest.len() - tail.len() + 1;
    let n = if width > 1 { n % 10_u64.saturating_pow(u32::try_from(width).unwrap_or(18)) } else { n };
    format!("{head}{n:0width$}{tail}")
}

/// `n` in letters and digits, at most `length` of them.
fn base36(n: u64, length: usize) -> String {
    const DIGITS: &[char] = &[
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v',
        'w', 'x', 'y', 'z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    ];
    let mut rest = n;
    let mut text = String::new();
    for _ in 0..length {
        text.extend(pick(DIGITS, rest));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    text
}

/// The last `length` characters of `text`, which has no others than ASCII.
fn tail(text: &str, length: usize) -> String {
    text.get(text.len().saturating_sub(length)..).unwrap_or(text).to_owned()
}

fn moment(date: bool, time: bool, zone: bool, n: u64) -> String {
    let day = format!("{:04}-{:02}-{:02}", 2000 + (n / 336) % 100, (n / 28) % 12 + 1, n % 28 + 1);
    let clock = format!("{:02}:{:02}:{:02}", (n / 60) % 24, n % 60, (n / 7) % 60);
    let zone = if zone { "+00" } else { "" };
    match (date, time) {
        (true, false) => day,
        (false, true) => format!("{clock}{zone}"),
        _ => format!("{day} {clock}{zone}"),
    }
}

/// The literal of a row of these values.
fn record(values: impl Iterator<Item = String>) -> String {
    format!("({})", values.map(|it| quoted(&it)).collect::<Vec<_>>().join(","))
}

/// As an element of an array or of a row.
fn quoted(plain: &str) -> String {
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_values_differ_and_fit() {
        let texts: std::collections::BTreeSet<_> = (0..500).map(|n| Family::Text(Some(3), false).fresh(n)).collect();
        assert!(texts.len() == 500 && texts.iter().all(|it| it.len() <= 3));
        assert_eq!(Family::Integer(i16::MAX.into()).fresh(40_000), "7233");
    }

    #[test]
    fn the_affinity_of_sqlite_decides() {
        assert_eq!(Family::of_sqlite("VARCHAR(20)"), Family::Text(Some(20), false));
        assert_eq!(Family::of_sqlite("BIGINT"), Family::Integer(i64::MAX));
        assert_eq!(Family::of_sqlite(""), Family::Bytes);
    }

    #[test]
    fn values_are_written_as_the_engine_reads_them() {
        assert_eq!(Family::Bytes.encode(Dialect::Sqlite, "00ff"), "X'00FF'");
        assert_eq!(Family::Bytes.encode(Dialect::Postgres, "00ff"), "\\x00ff");
        assert_eq!(Family::Text(None, false).encode(Dialect::Sqlite, "it's"), "'it''s'");
        assert_eq!(Family::Decimal(Some((2, 2))).edges(), ["0", "-99.99", "99.99"]);
    }
}
