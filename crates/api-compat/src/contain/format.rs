//! What `format` means here.
//!
//! JSON Schema leaves it open whether a format is asserted (2020-12 validation, 7.2.1), and OpenAPI calls it an
//! annotation, but generated clients treat formats as types: so a known format is asserted.
//!
//! - `int32` and `int64` are ranges of numbers, `float` that of single precision; `double` says nothing of numbers that
//!   JSON exchanges; `password` and `binary` say nothing of strings.
//! - `date`, `date-time`, `time`, `uuid`, `ipv4`, `byte` (and `base64`), `duration` are patterns, as RFC 3339, 9562,
//!   2673 and 4648 write them.
//! - `email`, `uri`, `hostname` and their relatives are known by some values that they certainly accept or refuse, and
//!   by which of them lies within which.
//! - A format that is not known refuses nothing where it stands, and nobody knows what where it is asked for anew.

use std::rc::Rc;

use super::decimal::Decimal;
use super::goal::Literal;
use super::state::{Formula, State, Strings};
use crate::schema::{Atom, SchemaRef, Types};

/// A format that speaks of numbers, as the bounds that it sets.
fn range(format: &str) -> Option<(Decimal, Decimal)> {
    let (low, high) = match format {
        "int32" => (i128::from(i32::MIN), i128::from(i32::MAX)),
        "int64" => (i128::from(i64::MIN), i128::from(i64::MAX)),
        "uint32" => (0, i128::from(u32::MAX)),
        "uint64" => (0, i128::from(u64::MAX)),
        "int16" => (i128::from(i16::MIN), i128::from(i16::MAX)),
        "int8" => (i128::from(i8::MIN), i128::from(i8::MAX)),
        "uint16" => (0, i128::from(u16::MAX)),
        "uint8" => (0, i128::from(u8::MAX)),
        // The largest number of single precision, rounded down.
        "float" => return Some((Decimal::new(-34_028_234, 31), Decimal::new(34_028_234, 31))),
        _ => return None,
    };
    Some((Decimal::new(low, 0), Decimal::new(high, 0)))
}

/// Formats that refuse nothing.
fn says_nothing(format: &str) -> bool {
    matches!(format, "double" | "password" | "binary" | "decimal" | "string" | "integer" | "number" | "")
}

/// The pattern of a format that has one.
fn pattern(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "time" => "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        "date-time" => {
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?\
             ([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
        }
        "uuid" => "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        "ipv4" => "^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$",
        "byte" | "base64" => "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        _ => return None,
    })
}

/// A text of a format that has a pattern, as people write it.
fn example(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2000-01-01",
        "time" => "00:00:00Z",
        "date-time" => "2000-01-01T00:00:00Z",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "ipv4" => "192.0.2.1",
        _ => return None,
    })
}

/// Whether the pattern accepts some texts that the format refuses: the thirtieth of February, a leap second at noon.
pub(super) fn is_approximate(format: &str) -> bool {
    matches!(format, "date" | "time" | "date-time")
}

/// Formats within other ones, each with a text that it accepts.
const FAMILIES: &[(&str, &[&str], &str)] = &[
    ("email", &["idn-email"], "a@example.com"),
    ("idn-email", &[], "ü@example.com"),
    ("uri", &["uri-reference", "iri", "iri-reference"], "https://example.com/"),
    ("url", &["uri", "uri-reference", "iri", "iri-reference"], "https://example.com/"),
    ("uri-reference", &["iri-reference"], "/a"),
    ("iri", &["iri-reference"], "https://example.com/ü"),
    ("iri-reference", &[], "/ü"),
    ("hostname", &["idn-hostname"], "example.com"),
    ("idn-hostname", &[], "bücher.example"),
    ("ipv6", &[], "::1"),
    ("duration", &[], "P1D"),
    ("json-pointer", &[], "/a"),
    ("relative-json-pointer", &[], "1/a"),
    ("regex", &[], "a+"),
    ("uri-template", &[], "/a/{b}"),
];

fn family(format: &str) -> Option<&'static (&'static str, &'static [&'static str], &'static str)> {
    FAMILIES.iter().find(|(name, ..)| *name == format)
}

/// The types of values that a format speaks of.
pub(super) fn types(format: &str) -> Types {
    if range(format).is_some() {
        Types::NUMBER
    } else if says_nothing(format) || pattern(format).is_some() || family(format).is_some() {
        Types::STRING
    } else {
        Types::ALL
    }
}

/// Takes a format, or its contrary, into what is known.
pub(super) fn assert(state: &mut State, format: &Rc<str>, positive: bool) {
    if let Some((low, high)) = range(format) {
        return bound(state, low, high, positive);
    }
    if says_nothing(format) {
        if !positive {
            state.types = Types::NONE;
        }
        return;
    }
    if state.strings.formats.contains(&(Rc::clone(format), !positive)) && types(format) == Types::ALL {
        state.types = Types::NONE;
    }
    // Nobody refuses a value for a format that nobody knows (2020-12 validation, 7.2.3); what its being asked for anew
    // means is not known.
    if types(format) == Types::ALL && !positive && state.opaque.is_none() {
        state.opaque = Some(format!("what the format `{format}` accepts is not known").into());
    }
    state.strings().formats.push((Rc::clone(format), positive));
}

fn bound(state: &mut State, low: Decimal, high: Decimal, positive: bool) {
    if positive {
        super::assert::raise_lower(state, low, false);
        super::assert::lower_upper(state, high, false);
        return;
    }
    let is = |atom| vec![Formula::made(atom, Literal::accepted(SchemaRef::Made(0)))];
    let above = is(Atom::Minimum { bound: high, exclusive: true });
    let below = is(Atom::Maximum { bound: low, exclusive: true });
    state.choices.push([above, below].into());
}

/// Whether what is wanted and what is refused leave nothing.
pub(super) fn contradict(formats: &[(Rc<str>, bool)]) -> bool {
    let within = |inner: &str, outer: &str| {
        inner == outer || FAMILIES.iter().any(|(name, outers, _)| *name == inner && outers.contains(&outer))
    };
    let wanted = formats.iter().filter(|(_, positive)| *positive);
    wanted.clone().any(|(inner, _)| formats.iter().any(|(outer, positive)| !positive && within(inner, outer)))
}

/// The patterns of a string, those of its formats included, and whether a format has none.
pub(super) fn as_patterns(strings: &Strings) -> (Vec<(Rc<str>, bool)>, bool) {
    let mut patterns = strings.patterns.clone();
    let mut opaque = false;
    for (format, positive) in &strings.formats {
        match pattern(format) {
            Some(text) => patterns.push((text.into(), *positive)),
            None => opaque |= types(format) == Types::STRING,
        }
    }
    (patterns, opaque)
}

/// Texts that are worth a try where a format has no pattern.
pub(super) fn samples(formats: &[(Rc<str>, bool)], (min, max): (u64, Option<u64>)) -> Vec<String> {
    let wanted: Vec<_> =
        formats.iter().filter(|(_, positive)| *positive).filter_map(|(format, _)| family(format)).collect();
    let refused = formats.iter().any(|(format, positive)| !positive && family(format).is_some());
    let mut texts: Vec<String> = if wanted.is_empty() {
        let others = FAMILIES.iter().map(|(.., text)| (*text).to_owned());
        if refused { ["", "a", " "].map(str::to_owned).into_iter().chain(others).collect() } else { Vec::new() }
    } else {
        wanted.iter().map(|(.., text)| (*text).to_owned()).collect()
    };
    let written = formats.iter().filter(|(_, positive)| *positive).filter_map(|(format, _)| example(format));
    texts.extend(written.map(str::to_owned));
    for text in &mut texts {
        let missing = min.saturating_sub(text.chars().count() as u64);
        if missing > 0 && missing < 1_000 {
            *text = lengthened(text, usize::try_from(missing).unwrap_or(0));
        }
    }
    texts.retain(|text| max.is_none_or(|max| text.chars().count() as u64 <= max));
    texts
}

/// The text with more letters in a place where letters may stand.
fn lengthened(text: &str, missing: usize) -> String {
    let letters = "a".repeat(missing);
    match text.find('@') {
        Some(_) => format!("{letters}{text}"),
        None => format!("{text}{letters}"),
    }
}

/// Whether a format accepts a text: certainly, certainly not, or nobody knows.
pub(super) fn accepts(patterns: &mut super::pattern::Patterns, format: &str, text: &str) -> Option<bool> {
    if says_nothing(format) || range(format).is_some() {
        return Some(true);
    }
    if let Some(pattern) = pattern(format) {
        return patterns.matches(pattern, text);
    }
    if FAMILIES.iter().any(|(name, outer, sample)| *sample == text && (*name == format || outer.contains(&format))) {
        return Some(true);
    }
    let refused = match format {
        "email" => !text.contains('@') || !text.is_ascii(),
        "idn-email" => !text.contains('@'),
        "uri" | "url" => !text.contains(':') || text.contains([' ', 'ü']),
        "iri" => !text.contains(':') || text.contains(' '),
        "uri-reference" => text.contains([' ', 'ü']),
        "iri-reference" => text.contains(' '),
        "hostname" => text.is_empty() || text.contains([' ', '@', '/', 'ü']),
        "idn-hostname" => text.is_empty() || text.contains([' ', '@', '/']),
        "ipv6" => text.matches(':').count() < 2,
        "duration" => !text.starts_with('P'),
        "json-pointer" => !text.is_empty() && !text.starts_with('/'),
        "relative-json-pointer" => !text.starts_with(|it: char| it.is_ascii_digit()),
        _ => false,
    };
    let accepted = match format {
        "json-pointer" => text.is_empty() || (text.starts_with('/') && !text.contains('~')),
        "uri-reference" | "iri-reference" => {
            !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'/')
        }
        "hostname" | "idn-hostname" => {
            !text.is_empty() && text.len() < 64 && text.bytes().all(|it| it.is_ascii_lowercase())
        }
        "regex" => !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric()),
        "email" | "idn-email" => text
            .strip_suffix("@example.com")
            .is_some_and(|it| !it.is_empty() && it.len() < 64 && it.bytes().all(|it| it.is_ascii_lowercase())),
        _ => false,
    };
    if refused { Some(false) } else { accepted.then_some(true) }
}

/// Whether a format accepts a number; formats of strings accept all.
pub(super) fn accepts_number(format: &str, number: Decimal) -> bool {
    range(format).is_none_or(|(low, high)| low <= number && number <= high)
}
