//! The bytes of a value that are hashed and compared: a tag, the length and the text, so that no value can look like two
//! others. An engine that computes them itself builds the same text in UTF-8.
//!
//! NULL is `~`. Any other value is its tag, the number of bytes of its text in decimal digits, `:`, and the text:
//!
//! | form | tag | text |
//! |---|---|---|
//! | `Bool`, `Number` | `n` | the number without zeros at the end of its fraction, zero without a sign (`-12.5`, `0`), `NaN`, `Infinity`, `-Infinity`; truth values are `1` and `0` |
//! | `Float32`, `Float64` | `f` | 8 or 16 hexadecimal digits of its bits, big end first; NaN is `7fc00000` or `7ff8000000000000` |
//! | `Text` | `t` | the text |
//! | `Unpadded` | `t` | the text without the blanks at its end |
//! | `Bytes` | `x` | hexadecimal digits, small letters |
//! | `Date` | `d` | days since 1970-01-01; `infinity`, `-infinity` |
//! | `Time` | `h` | microseconds since midnight |
//! | `TimeTz` | `z` | microseconds since midnight, space, seconds that the zone lies east |
//! | `Timestamp`, `TimestampTz` | `s` | microseconds since 1970-01-01 00:00 (UTC), and where there are nanoseconds `.` and three digits; `infinity`, `-infinity` |
//! | `Interval` | `i` | months, days, microseconds, with a space between |
//! | `Uuid` | `u` | 36 characters, small letters |
//! | `Json` | `j` | the document without white space, members in the order of their names' bytes, numbers as in `Number` |
//! | `Array` | `a` | the encoded elements one after the other |
//!
//! With `AsIs` a truth value has the tag `b` (`1`, `0`), a whole or exact number keeps its digits (`1.00`), JSON keeps its text, and what has no type of its own is its text with the tag `o`. A value
//! that its form does not fit (a text that is no number) is encoded as with `AsIs`; one that is no date has the tag `o`.

use database::{Decimal, Instant, Value};

use super::{json, read};
use crate::Form;

/// Most levels of arrays in arrays.
const DEEPEST: usize = 64;

/// Appends the encoding of a value in a form.
pub fn encode(value: &Value, form: &Form, into: &mut Vec<u8>) {
    encode_at(value, form, into, 0);
}

/// Appends the bytes by which a value of a key is told apart from others: what [`compare_keys`](super::compare_keys) takes
/// for equal is one, `1.0` and `1.00` or 0 and -0, whatever the form says of their representation.
pub(crate) fn encode_key(value: &Value, form: &Form, into: &mut Vec<u8>) {
    let done = match (form, value) {
        (Form::Float32, _) => read::float32(value).map(|it| float32(it + 0.0, into)).is_some(),
        (Form::Float64, _) => read::float64(value).map(|it| float64(it + 0.0, into)).is_some(),
        (Form::AsIs, Value::Integer(_) | Value::Decimal(_) | Value::Float32(_) | Value::Float64(_)) => {
            number(value, into)
        }
        (Form::AsIs, Value::Array(_)) => array(value, &Form::Folded, into, 0),
        _ => false,
    };
    if !done {
        encode(value, form, into);
    }
}

/// Whether two values are the same in a form.
pub(crate) fn same(one: &Value, other: &Value, form: &Form) -> bool {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    encode(one, form, &mut first);
    encode(other, form, &mut second);
    first == second
}

fn encode_at(value: &Value, form: &Form, into: &mut Vec<u8>, depth: usize) {
    if matches!(value, Value::Null) {
        into.push(b'~');
        return;
    }
    let done = match form {
        Form::AsIs => false,
        Form::Folded => folded(value, into),
        Form::Bool | Form::Number => number(value, into),
        Form::Float32 => read::float32(value).map(|it| float32(it, into)).is_some(),
        Form::Float64 => read::float64(value).map(|it| float64(it, into)).is_some(),
        Form::Text => text(value, into),
        Form::Unpadded => read::text(value).map(|it| put(b't', it.trim_end_matches(' ').as_bytes(), into)).is_some(),
        Form::Bytes => read::bytes(value).map(|it| hexadecimal(b'x', it, into)).is_some(),
        Form::Date => read::date(value).map(|it| date(it, into)).is_some(),
        Form::Time => read::time(value).map(|it| whole(b'h', it, into)).is_some(),
        Form::TimeTz => read::time_tz(value).map(|it| time_tz(it, into)).is_some(),
        Form::Timestamp | Form::TimestampTz => read::instant(value).map(|it| instant(it, into)).is_some(),
        Form::Interval => read::interval(value).map(|it| interval(it, into)).is_some(),
        Form::Uuid => read::uuid(value).map(|it| put(b'u', it.as_bytes(), into)).is_some(),
        Form::Json => json::canonical(value).map(|it| put(b'j', it.as_bytes(), into)).is_some(),
        Form::Array(of) => array(value, of, into, depth),
    };
    match (done, form, value) {
        (true, ..) => {}
        // A date that no calendar has (0000-00-00) is its text, wherever it stands.
        (false, Form::Date | Form::Timestamp | Form::TimestampTz, Value::Text(it)) => put(b'o', it.as_bytes(), into),
        _ => as_is(value, into, depth),
    }
}

/// A value as it was read.
fn as_is(value: &Value, into: &mut Vec<u8>, depth: usize) {
    match value {
        Value::Null => into.push(b'~'),
        Value::Bool(it) => put(b'b', if *it { b"1" } else { b"0" }, into),
        Value::Integer(it) => match i64::try_from(*it) {
            Ok(it) => whole(b'n', it, into),
            Err(_) => put(b'n', it.to_string().as_bytes(), into),
        },
        Value::Decimal(it) => put(b'n', it.as_str().as_bytes(), into),
        Value::Float32(it) => float32(*it, into),
        Value::Float64(it) => float64(*it, into),
        Value::Text(it) => put(b't', it.as_bytes(), into),
        Value::Bytes(it) => hexadecimal(b'x', it, into),
        Value::Date(it) => date(*it, into),
        Value::Time(it) => whole(b'h', *it, into),
        Value::TimeTz(micros, east) => time_tz((*micros, *east), into),
        Value::Timestamp(it) | Value::TimestampTz(it) => instant(*it, into),
        Value::Interval { months, days, micros } => interval((*months, *days, *micros), into),
        Value::Uuid(it) => put(b'u', read::uuid_text(*it).as_bytes(), into),
        Value::Json(it) => put(b'j', it.as_bytes(), into),
        Value::Array(_) => {
            if depth >= DEEPEST || !array(value, &Form::AsIs, into, depth) {
                put(b'o', b"...", into);
            }
        }
        Value::Other(it) => put(b'o', it.as_bytes(), into),
    }
}

/// What engines take for equal is one; false where representation is all there is.
fn folded(value: &Value, into: &mut Vec<u8>) -> bool {
    /// Engines count 30 days to a month and 24 hours to a day where they compare.
    const DAY: i128 = 86_400_000_000;
    match value {
        Value::Decimal(_) => number(value, into),
        Value::Float32(it) => {
            float32(*it + 0.0, into);
            true
        }
        Value::Float64(it) => {
            float64(*it + 0.0, into);
            true
        }
        Value::Interval { months, days, micros } => {
            let all = (i128::from(*months) * 30 + i128::from(*days)) * DAY + i128::from(*micros);
            put(b'i', all.to_string().as_bytes(), into);
            true
        }
        Value::TimeTz(micros, east) => {
            let utc = i128::from(*micros) - i128::from(*east) * 1_000_000;
            put(b'z', format!("{utc} {east}").as_bytes(), into);
            true
        }
        Value::Array(_) => array(value, &Form::Folded, into, 0),
        _ => false,
    }
}

fn array(value: &Value, of: &Form, into: &mut Vec<u8>, depth: usize) -> bool {
    let Some(elements) = read::elements(value).filter(|_| depth < DEEPEST) else { return false };
    // Inner arrays of several dimensions have the form of the outermost one's elements.
    let mut inner = Vec::new();
    for element in elements.as_ref() {
        match element {
            Value::Array(_) if !matches!(of, Form::Array(_)) => {
                if !array(element, of, &mut inner, depth + 1) {
                    return false;
                }
            }
            _ => encode_at(element, of, &mut inner, depth + 1),
        }
    }
    put(b'a', &inner, into);
    true
}

fn text(value: &Value, into: &mut Vec<u8>) -> bool {
    match value {
        Value::Text(it) | Value::Other(it) | Value::Json(it) => put(b't', it.as_bytes(), into),
        _ => match read::text(value) {
            Some(it) => put(b't', it.as_bytes(), into),
            None => return false,
        },
    }
    true
}

/// The digits of a text that is a short number without an exponent, and how many of them stand behind the point.
fn short(text: &str) -> Option<(i64, u8)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mut number, mut scale, mut any) = (0, None, false);
    if digits.len() > 18 {
        return None;
    }
    for byte in digits.bytes() {
        match (byte, &mut scale) {
            (b'0'..=b'9', scale) => {
                (number, any) = (number * 10 + i64::from(byte - b'0'), true);
                *scale = scale.map(|it: u8| it + 1);
            }
            (b'.', None) => scale = Some(0),
            _ => return None,
        }
    }
    let number = if digits.len() < text.len() { -number } else { number };
    any.then_some((number, scale.unwrap_or(0)))
}

fn number(value: &Value, into: &mut Vec<u8>) -> bool {
    if let Value::Text(text) = value
        && let Some((number, scale)) = short(text)
    {
        scaled(number.into(), scale, into);
        return true;
    }
    match value {
        Value::Integer(it) => {
            match i64::try_from(*it) {
                Ok(it) => whole(b'n', it, into),
                Err(_) => put(b'n', it.to_string().as_bytes(), into),
            }
            true
        }
        _ => match read::decimal(value) {
            Some(it) => {
                put(b'n', it.normalised().as_str().as_bytes(), into);
                true
            }
            None => false,
        },
    }
}

pub(crate) fn date(days: i32, into: &mut Vec<u8>) {
    match days {
        i32::MIN => put(b'd', b"-infinity", into),
        i32::MAX => put(b'd', b"infinity", into),
        _ => whole(b'd', i64::from(days), into),
    }
}

pub(crate) fn instant(it: Instant, into: &mut Vec<u8>) {
    match (it.micros, it.nanos) {
        (i64::MIN, _) => put(b's', b"-infinity", into),
        (i64::MAX, _) => put(b's', b"infinity", into),
        (micros, 0) => whole(b's', micros, into),
        (micros, nanos) => put(b's', format!("{micros}.{nanos:03}").as_bytes(), into),
    }
}

fn time_tz((micros, east): (i64, i32), into: &mut Vec<u8>) {
    put(b'z', format!("{micros} {east}").as_bytes(), into);
}

fn interval((months, days, micros): (i32, i32, i64), into: &mut Vec<u8>) {
    put(b'i', format!("{months} {days} {micros}").as_bytes(), into);
}

pub(crate) fn float32(it: f32, into: &mut Vec<u8>) {
    let bits = if it.is_nan() { 0x7fc0_0000 } else { it.to_bits() };
    hexadecimal(b'f', &bits.to_be_bytes(), into);
}

pub(crate) fn float64(it: f64, into: &mut Vec<u8>) {
    let bits = if it.is_nan() { 0x7ff8_0000_0000_0000 } else { it.to_bits() };
    hexadecimal(b'f', &bits.to_be_bytes(), into);
}

pub(crate) fn put(tag: u8, text: &[u8], into: &mut Vec<u8>) {
    into.push(tag);
    digits(text.len() as u64, into);
    into.push(b':');
    into.extend_from_slice(text);
}

pub(crate) fn hexadecimal(tag: u8, bytes: &[u8], into: &mut Vec<u8>) {
    into.push(tag);
    digits(bytes.len() as u64 * 2, into);
    into.push(b':');
    into.extend(bytes.iter().flat_map(|it| [nibble(it >> 4), nibble(it & 15)]));
}

fn nibble(it: u8) -> u8 {
    if it < 10 { b'0' + it } else { b'a' + it - 10 }
}

/// A whole number: by hand, as this is what most columns hold.
pub(crate) fn whole(tag: u8, number: i64, into: &mut Vec<u8>) {
    let magnitude = number.unsigned_abs();
    let length = magnitude.checked_ilog10().unwrap_or(0) + 1 + u32::from(number < 0);
    into.push(tag);
    digits(u64::from(length), into);
    into.push(b':');
    if number < 0 {
        into.push(b'-');
    }
    digits(magnitude, into);
}

/// The number `unscaled` × 10^-`scale`, as [`Form::Number`] has it, with at most 38 digits behind the point.
pub(crate) fn scaled(unscaled: i128, scale: u8, into: &mut Vec<u8>) {
    let Ok(mut number) = i64::try_from(unscaled) else {
        return put(b'n', Decimal::scaled(unscaled, scale).normalised().as_str().as_bytes(), into);
    };
    let mut scale = scale;
    while scale > 0 && number % 10 == 0 {
        (number, scale) = (number / 10, scale - 1);
    }
    if scale == 0 {
        return whole(b'n', number, into);
    }
    let mut text = [0_u8; 48];
    let mut places = text.iter_mut().rev();
    let (mut left, mut used) = (number.unsigned_abs(), 0);
    let mut set = |byte: u8| {
        if let Some(place) = places.next() {
            *place = byte;
            used += 1;
        }
    };
    for _ in 0..scale {
        set(b'0' + u8::try_from(left % 10).unwrap_or(0));
        left /= 10;
    }
    set(b'.');
    loop {
        set(b'0' + u8::try_from(left % 10).unwrap_or(0));
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        set(b'-');
    }
    put(b'n', text.get(text.len() - used..).unwrap_or_default(), into);
}

fn digits(mut number: u64, into: &mut Vec<u8>) {
    let mut text = [0_u8; 20];
    let mut used = 0;
    for place in text.iter_mut().rev() {
        *place = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        used += 1;
        if number == 0 {
            break;
        }
    }
    into.extend_from_slice(text.get(text.len() - used..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_have_the_encoding_of_all_others() {
        for text in
            ["0", "-0", "007", "1.50", "-0.05", ".5", "5.", "-.10", "100", "123456789012345678", "0.00", "-12.340"]
        {
            let (mut one, mut other) = (Vec::new(), Vec::new());
            assert!(short(text).is_some() && number(&Value::Text(text.to_owned()), &mut one));
            let exact = Decimal::parse(text).map(|it| it.normalised()).expect("a number");
            put(b'n', exact.as_str().as_bytes(), &mut other);
            assert_eq!(String::from_utf8_lossy(&one), String::from_utf8_lossy(&other), "{text}");
        }
        for text in ["", "-", ".", "-.", "1e5", "1.2.3", "+1", "1 ", "NaN", "1234567890123456789"] {
            assert_eq!(short(text), None, "{text}");
        }
    }
}
