//! The types, and for each of them edge values with the nearest other value that must not be taken for it.

/// A type, as every kind of side has it or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    Tiny,
    Small,
    Int,
    Big,
    Unsigned,
    /// Exact, 38 digits before the point.
    Whole,
    /// Exact, 18 digits before the point and 20 behind it.
    Deep,
    /// Exact, 10 digits before the point and 2 behind it.
    Price,
    Real,
    Double,
    Char,
    Varchar,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    /// Whole seconds.
    Seconds,
    TimestampTz,
    Interval,
    Uuid,
    Enum,
    Json,
    Integers,
    Texts,
    Year,
    Point,
    Mac,
}

/// A type with the changes that have to be seen: before and after, none for NULL. Bytes are written in hexadecimal digits,
/// arrays as JSON, the rest as PostgreSQL writes it.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) of: Type,
    changes: &'static [(&'static str, &'static str)],
}

/// What stands for NULL among the changes.
const NULL: &str = "\u{0}";

/// One changed value.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) id: usize,
    /// The place of its column in [`COLUMNS`].
    pub(crate) column: usize,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

const fn column(name: &'static str, of: Type, changes: &'static [(&'static str, &'static str)]) -> Column {
    Column { name, of, changes }
}

pub(crate) const COLUMNS: &[Column] = &[
    column("flag", Type::Bool, &[("true", "false"), ("false", NULL)]),
    column("tiny", Type::Tiny, &[("-128", "127"), ("0", NULL), ("0", "1")]),
    column("small", Type::Small, &[("-32768", "-32767"), ("32767", "32766")]),
    column("whole", Type::Int, &[("-2147483648", "-2147483647"), ("2147483647", "0"), (NULL, "0")]),
    column(
        "big",
        Type::Big,
        &[("-9223372036854775808", "-9223372036854775807"), ("9007199254740993", "9007199254740992")],
    ),
    column(
        "unsigned_big",
        Type::Unsigned,
        &[("18446744073709551615", "18446744073709551614"), ("9223372036854775808", "9223372036854775807")],
    ),
    column(
        "digits",
        Type::Whole,
        &[
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999998"),
            ("-99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("0", "1"),
        ],
    ),
    column(
        "deep",
        Type::Deep,
        &[
            ("0.00000000000000000001", "0.00000000000000000000"),
            ("0.10000000000000000000", "0.10000000000000010000"),
            ("123456789012345678.12345678901234567890", "123456789012345678.12345678901234567891"),
            ("-0.00000000000000000001", "0.00000000000000000001"),
        ],
    ),
    column("price", Type::Price, &[("1.50", "1.51"), ("0.00", NULL), ("-9999999999.99", "-9999999999.98")]),
    column(
        "real",
        Type::Real,
        &[
            ("0.1", "0.10000001"),
            ("16777216", "16777218"),
            ("NaN", "0"),
            ("-0", "0"),
            ("1e-45", "0"),
            ("Infinity", "3.4028235e38"),
        ],
    ),
    column(
        "double",
        Type::Double,
        &[
            ("0.1", "0.1000000000000001"),
            ("0.30000000000000004", "0.3"),
            ("NaN", NULL),
            ("Infinity", "-Infinity"),
            ("1.7976931348623157e308", "1.7976931348623155e308"),
            ("5e-324", "0"),
            ("-0", "0"),
            ("1e23", "1.0000000000000001e23"),
        ],
    ),
    column("code", Type::Char, &[("abcdef", "abcdeg"), ("abcdef", "Abcdef"), ("äbcdéf", "abcdef")]),
    column("label", Type::Varchar, &[("", NULL), ("a", "a "), (" a", "a"), ("straße", "strasse")]),
    column(
        "note",
        Type::Text,
        &[
            ("", NULL),
            ("NULL", NULL),
            ("null", "NULL"),
            ("\\N", NULL),
            ("\\N", "N"),
            ("~", NULL),
            ("t1:a", "a"),
            ("a,b", "a;b"),
            ("a\tb", "a b"),
            ("say \"it\"", "say 'it'"),
            ("one\ntwo", "one\r\ntwo"),
            ("one\n", "one"),
            ("back\\slash", "back\\\\slash"),
            ("trailing ", "trailing"),
            ("\u{feff}mark", "mark"),
            ("é", "e\u{301}"),
            ("é", "e"),
            ("ﬁ", "fi"),
            ("क्षि", "क्ष"),
            ("😀", "😁"),
            ("👩\u{200d}🚀", "👩🚀"),
            ("\u{10ffff}", "\u{fffd}"),
            ("İ", "i"),
            ("0", "00"),
            ("1.0", "1"),
            ("true", "t"),
            ("{\"a\":1}", "{\"a\": 1}"),
            ("@first", "@last"),
        ],
    ),
    column(
        "raw",
        Type::Bytes,
        &[
            ("", NULL),
            ("00", ""),
            ("00ff5c27", "00ff5c28"),
            ("61", "6100"),
            ("6162", "6163"),
            ("ff", "fe"),
            ("@first", "@last"),
        ],
    ),
    column(
        "day",
        Type::Date,
        &[
            ("0001-01-01", "0001-01-02"),
            ("9999-12-31", "9999-12-30"),
            ("1970-01-01", NULL),
            ("2024-02-29", "2024-03-01"),
        ],
    ),
    column(
        "clock",
        Type::Time,
        &[("00:00:00", "00:00:00.000001"), ("23:59:59.999999", "23:59:59.999998"), ("12:00:00", NULL)],
    ),
    column(
        "at",
        Type::Timestamp,
        &[
            ("0001-01-01 00:00:00", "0001-01-01 00:00:00.000001"),
            ("9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999998"),
            ("1969-12-31 23:59:59.999999", "1970-01-01 00:00:00"),
            ("2024-02-29 12:00:00.5", "2024-02-29 12:00:00.05"),
        ],
    ),
    column("seconds", Type::Seconds, &[("2024-02-29 12:00:00", "2024-02-29 12:00:01"), ("1999-12-31 23:59:59", NULL)]),
    column(
        "moment",
        Type::TimestampTz,
        &[
            ("2024-02-29 23:59:59.999999+00", "2024-02-29 23:59:59.999998+00"),
            ("2024-03-31 01:00:00+00", "2024-03-31 02:00:00+00"),
            ("0001-01-01 00:00:00+00", "0001-01-01 01:00:00+00"),
            ("9999-12-31 23:59:59.999999+00", NULL),
        ],
    ),
    column(
        "span",
        Type::Interval,
        &[
            ("1 mon", "30 days"),
            ("1 day", "24:00:00"),
            ("1 year 2 mons 3 days 04:05:06.000007", "1 year 2 mons 3 days 04:05:06.000008"),
            ("-1 days", "1 day"),
        ],
    ),
    column(
        "token",
        Type::Uuid,
        &[
            ("6f1c0f8e-0000-4000-8000-0000000000aa", "6f1c0f8e-0000-4000-8000-0000000000ab"),
            ("00000000-0000-0000-0000-000000000000", NULL),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-ffff-ffff-ffff-fffffffffffe"),
        ],
    ),
    column("mood", Type::Enum, &[("calm", "loud"), ("it's", "calm"), ("loud", NULL)]),
    column(
        "document",
        Type::Json,
        &[
            ("{\"n\": 1}", "{\"n\": 2}"),
            ("{\"n\": 0.1}", "{\"n\": 0.1000000000000001}"),
            ("{\"n\": 12345678901234567890}", "{\"n\": 12345678901234567891}"),
            ("{\"n\": 1}", "{\"n\": \"1\"}"),
            ("{\"n\": null}", "{}"),
            ("{\"n\": null}", NULL),
            ("[1, 2]", "[2, 1]"),
            ("{\"n\": 1.5e3}", "{\"n\": 1.5e4}"),
            ("{\"n\": true}", "{\"n\": 1}"),
            ("{\"é😀\": \"a\\\"b\"}", "{\"é😀\": \"a'b\"}"),
        ],
    ),
    column("numbers", Type::Integers, &[("[1,2]", "[2,1]"), ("[1,null]", "[1]"), ("[]", NULL), ("[0]", "[]")]),
    column(
        "words",
        Type::Texts,
        &[
            ("[\"a,b\"]", "[\"a\",\"b\"]"),
            ("[\"NULL\"]", "[null]"),
            ("[\"\"]", "[]"),
            ("[\"a\\\"b\",\"c\\\\d\",\"{}\"]", "[\"a'b\",\"c\\\\d\",\"{}\"]"),
            ("[\"😀\",\"é\"]", "[\"😀\",\"e\u{301}\"]"),
        ],
    ),
    column("vintage", Type::Year, &[("1901", "1902"), ("2155", "2154")]),
    column("place", Type::Point, &[("(1,2)", "(2,1)"), ("(0.1,0)", "(0.1000000000000001,0)")]),
    column("card", Type::Mac, &[("08:00:2b:01:02:03", "08:00:2b:01:02:04")]),
];

/// All changes, numbered.
pub(crate) fn cases() -> Vec<Case> {
    let of_column =
        |(place, column): (usize, &'static Column)| column.changes.iter().map(move |change| (place, change));
    let all = COLUMNS.iter().enumerate().flat_map(of_column).enumerate();
    all.map(|(id, (column, (before, after)))| {
        let value = |text: &str| value(text, COLUMNS[column].of);
        Case { id, column, before: value(before), after: value(after) }
    })
    .collect()
}

fn value(text: &str, of: Type) -> Option<String> {
    /// Letters, or bytes, of the long values.
    const LONG: usize = 1 << 20;
    let last = if of == Type::Bytes { ["61", "62"] } else { ["a", "b"] };
    match text {
        NULL => None,
        "@first" => Some(last[0].repeat(LONG)),
        "@last" => Some(last[0].repeat(LONG - 1) + last[1]),
        _ => Some(text.to_owned()),
    }
}
