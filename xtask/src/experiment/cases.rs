//! The tables of the experiment: none is one of those that a calibration measures on.

/// A table with a column that changes, and what else goes on meanwhile.
pub(super) struct Case {
    /// What it is, in a few words.
    pub(super) name: &'static str,
    /// Its columns before, of which the first is the key.
    pub(super) columns: &'static str,
    /// The same after.
    pub(super) after: &'static str,
    /// The expressions over the number `g` that its rows are made of.
    pub(super) values: &'static str,
    /// The columns of its indexes.
    pub(super) indexes: &'static [&'static str],
    /// Sessions that update single rows meanwhile, one every five milliseconds.
    pub(super) writers: u32,
    /// Sessions that read the whole table meanwhile, again and again.
    pub(super) readers: u32,
}

const BIGGER: (&str, &str) = ("id bigint PRIMARY KEY, n integer NOT NULL", "id bigint PRIMARY KEY, n bigint NOT NULL");

macro_rules! with {
    ($more:literal) => {
        (
            concat!("id bigint PRIMARY KEY, n integer NOT NULL, ", $more),
            concat!("id bigint PRIMARY KEY, n bigint NOT NULL, ", $more),
        )
    };
}

const fn case(
    name: &'static str,
    (columns, after): (&'static str, &'static str),
    values: &'static str,
    indexes: &'static [&'static str],
) -> Case {
    Case { name, columns, after, values, indexes, writers: 0, readers: 0 }
}

/// All of them.
pub(super) const CASES: [Case; 10] = [
    case("two numbers, key only", BIGGER, "g, g % 1000", &[]),
    case(
        "five numbers, one index",
        with!("a integer, b integer, c bigint"),
        "g, g % 5000, g % 7, g % 31, g * 3",
        &["b"],
    ),
    case(
        "five numbers, two indexes",
        with!("a integer, b integer, c bigint"),
        "g, g % 5000, g % 7, g % 31, g * 3",
        &["a, b", "c"],
    ),
    case("a text of 80 bytes, key only", with!("t text"), "g, g % 77, repeat(chr(97 + (g % 26)::int), 80)", &[]),
    case(
        "a text of 160 bytes, one index",
        with!("t text, at timestamptz"),
        "g, g % 77, repeat(chr(97 + (g % 26)::int), 160), now() - g * interval '1 second'",
        &["at"],
    ),
    Case {
        writers: 2,
        ..case(
            "a text of 160 bytes, one index, two writers",
            with!("t text, at timestamptz"),
            "g, g % 77, repeat(chr(97 + (g % 26)::int), 160), now() - g * interval '1 second'",
            &["at"],
        )
    },
    case("a text of 900 bytes, key only", with!("t text"), "g, g % 77, repeat(md5(g::text), 28)", &[]),
    case(
        "a text of 300 bytes, two indexes",
        with!("t text, u uuid"),
        "g, g % 77, repeat(md5(g::text), 9), md5(g::text)::uuid",
        &["u", "n, id"],
    ),
    case(
        "a key of 16 random bytes, a text of 60 bytes",
        ("id uuid PRIMARY KEY, n integer NOT NULL, t text", "id uuid PRIMARY KEY, n bigint NOT NULL, t text"),
        "md5(g::text)::uuid, g % 77, repeat('x', 60)",
        &[],
    ),
    Case {
        readers: 1,
        ..case(
            "number to text, two columns of text, a reader",
            (
                "id bigint PRIMARY KEY, n integer NOT NULL, s text, t text",
                "id bigint PRIMARY KEY, n text NOT NULL, s text, t text",
            ),
            "g, g % 100000, md5(g::text), repeat('y', 40)",
            &["s"],
        )
    },
];
