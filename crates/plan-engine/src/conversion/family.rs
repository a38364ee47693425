//! Kinds of types by how their values behave.

use schema_diff::catalogue::{Catalogue, DataType};
use schema_diff::write::Writer;

/// A kind of type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Family {
    /// `smallint`, `integer`, `bigint`, by bytes.
    Integer(u8),
    /// `numeric`, with precision and scale where stated.
    Numeric(Option<(i64, i64)>),
    /// `real` (4 bytes), `double precision` (8).
    Float(u8),
    /// Text.
    Text(TextKind),
    /// `boolean`.
    Boolean,
    /// `date`.
    Date,
    /// `timestamp`, with or without time zone, and its precision.
    Timestamp(bool, i64),
    /// `time`, with or without time zone, and its precision.
    Time(bool, i64),
    /// `interval` without fields, and its precision.
    Interval(i64),
    /// `json`.
    Json,
    /// `jsonb`.
    Jsonb,
    /// `xml`.
    Xml,
    /// `bytea`.
    Bytea,
    /// `bit` and `bit varying`.
    Bits(BitKind),
    /// `inet`.
    Inet,
    /// `cidr`.
    Cidr,
    /// A type with one spelling per value that depends on no setting, such as `uuid`.
    Plain(String),
    /// An enumeration: its labels.
    Enum(Vec<String>),
    /// An array.
    Array(Box<Family>),
    /// A domain: the type that it is over, as SQL and as a kind, and its checks over `VALUE`.
    Domain(String, Box<Family>, Vec<String>),
}

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// `text` or `character varying`, and how long at most.
    Plain(Option<i64>),
    /// `character(n)`: blanks at the end do not count.
    Padded(i64),
    /// `citext`, the extension's type.
    CaseInsensitive,
}

/// `bit(n)` and `bit varying(n)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BitKind {
    /// Whether the length varies.
    pub(crate) varying: bool,
    /// The length, or the longest; none where there is no bound.
    pub(crate) length: Option<i64>,
}

/// Types whose output is a value's only spelling and depends on no setting.
const PLAIN: [&str; 5] = ["uuid", "macaddr", "macaddr8", "pg_lsn", "oid"];

impl Family {
    /// The kind of `data_type`, where it is one whose values are known; `catalogue` knows the enumerations.
    pub(crate) fn of(data_type: &DataType, catalogue: &Catalogue) -> Option<Self> {
        if data_type.array {
            let element = DataType { array: false, ..data_type.clone() };
            return Some(Self::Array(Box::new(Self::of(&element, catalogue)?)));
        }
        let number = |at: usize| data_type.arguments.get(at).and_then(|it| it.trim().parse::<i64>().ok());
        let fraction = number(0).unwrap_or(6);
        Some(match data_type.name.as_str() {
            "smallint" => Self::Integer(2),
            "integer" => Self::Integer(4),
            "bigint" => Self::Integer(8),
            "numeric" => Self::Numeric(number(0).map(|precision| (precision, number(1).unwrap_or(0)))),
            "real" => Self::Float(4),
            "double precision" => Self::Float(8),
            "text" => Self::Text(TextKind::Plain(None)),
            "character varying" => Self::Text(TextKind::Plain(number(0))),
            "character" => Self::Text(TextKind::Padded(number(0)?)),
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "timestamp without time zone" => Self::Timestamp(false, fraction),
            "timestamp with time zone" => Self::Timestamp(true, fraction),
            "time without time zone" => Self::Time(false, fraction),
            "time with time zone" => Self::Time(true, fraction),
            "interval" => Self::Interval(fraction),
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            "xml" => Self::Xml,
            "bytea" => Self::Bytea,
            "bit" => Self::Bits(BitKind { varying: false, length: number(0) }),
            "bit varying" => Self::Bits(BitKind { varying: true, length: number(0) }),
            "inet" => Self::Inet,
            "cidr" => Self::Cidr,
            name if PLAIN.contains(&name) => Self::Plain(name.to_owned()),
            name => return Self::of_user(name, catalogue),
        })
    }

    fn of_user(name: &str, catalogue: &Catalogue) -> Option<Self> {
        let (_, last) = name.split_once('.')?;
        if last == "citext" && catalogue.extensions.contains_key("citext") {
            return Some(Self::Text(TextKind::CaseInsensitive));
        }
        let mut domains = catalogue.domains.iter();
        if let Some((_, domain)) = domains.find(|(it, _)| it.to_string() == name) {
            // One that refuses NULL has no room for a value that cannot be converted.
            let base = (!domain.not_null).then(|| Self::of(&domain.data_type, catalogue))??;
            let sql = Writer::new(catalogue.dialect).data_type(&domain.data_type);
            let checks = domain.checks.values().map(|it| it.expression.text.clone()).collect();
            return Some(Self::Domain(sql, Box::new(base), checks));
        }
        let mut enums = catalogue.enums.iter();
        enums.find(|(it, _)| it.to_string() == name).map(|(_, it)| Self::Enum(it.labels.clone()))
    }

    /// Whether it is a number.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Numeric(_) | Self::Float(_))
    }

    /// Whether it is a point in time or a time of the day.
    pub(crate) fn is_moment(&self) -> bool {
        matches!(self, Self::Date | Self::Timestamp(..) | Self::Time(..) | Self::Interval(_))
    }
}

impl super::way::End {
    /// What stands for a value that cannot be expressed: NULL, or the zero of the type where NULL is refused.
    pub(super) fn nothing(&self) -> String {
        if self.nullable {
            return format!("NULL::{}", self.sql);
        }
        format!("{}::{}", self.zero(), self.sql)
    }

    /// The same in words.
    pub(super) fn nothing_in_words(&self) -> String {
        if self.nullable { "NULL".to_owned() } else { self.zero() }
    }

    fn zero(&self) -> String {
        let zero = match &self.family {
            Family::Integer(_) | Family::Numeric(_) | Family::Float(_) => "0",
            Family::Text(_) | Family::Xml | Family::Bytea | Family::Bits(BitKind { varying: true, .. }) => "",
            Family::Boolean => "false",
            Family::Date => "1970-01-01",
            Family::Timestamp(false, _) => "1970-01-01 00:00:00",
            Family::Timestamp(true, _) => "1970-01-01 00:00:00+00",
            Family::Time(false, _) => "00:00:00",
            Family::Time(true, _) => "00:00:00+00",
            Family::Interval(_) => "0 seconds",
            Family::Json | Family::Jsonb => "null",
            Family::Bits(kind) => return format!("repeat('0', {})", kind.length.unwrap_or(1)),
            Family::Inet | Family::Cidr => "0.0.0.0/32",
            Family::Array(_) => "{}",
            Family::Domain(sql, base, _) => {
                let base = Self { family: (**base).clone(), sql: sql.clone(), nullable: false };
                return base.zero();
            }
            Family::Enum(labels) => labels.first().map_or("", String::as_str),
            Family::Plain(name) => match name.as_str() {
                "uuid" => "00000000-0000-0000-0000-000000000000",
                "macaddr" => "00:00:00:00:00:00",
                "macaddr8" => "00:00:00:00:00:00:00:00",
                "pg_lsn" => "0/0",
                _ => "0",
            },
        };
        format!("'{}'", zero.replace('\'', "''"))
    }
}
