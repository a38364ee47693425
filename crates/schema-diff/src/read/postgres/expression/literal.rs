//! Literals of a known type, as the engine prints their values.

use super::tree::Expr;

/// The literal `text` as a value of `data_type`, without a cast where the engine would put one in by itself.
pub(super) fn canonical(text: &str, data_type: &str) -> Option<Expr> {
    let base = data_type.split('(').next().unwrap_or(data_type).trim();
    Some(match base {
        "boolean" => Expr::Word(boolean(text)?.to_owned()),
        "integer" | "smallint" | "bigint" | "numeric" | "real" | "double precision" => {
            let number = text.trim();
            number.parse::<f64>().ok().filter(|value| value.is_finite())?;
            Expr::Number(number.trim_start_matches('+').to_ascii_lowercase())
        }
        "interval" => Expr::Text(interval(text).unwrap_or_else(|| text.to_owned())),
        "jsonb" if !data_type.ends_with("[]") => Expr::Text(jsonb(text).unwrap_or_else(|| text.to_owned())),
        "uuid" => Expr::Text(text.to_ascii_lowercase()),
        "timestamp without time zone" | "timestamp" if is_date(text) && !data_type.ends_with("with time zone") => {
            Expr::Text(format!("{text} 00:00:00"))
        }
        "timestamp with time zone" | "timestamp" if is_date(text) => Expr::Text(format!("{text} 00:00:00+00")),
        _ => Expr::Text(text.to_owned()),
    })
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.char_indices().all(|(at, char)| if at == 4 || at == 7 { char == '-' } else { char.is_ascii_digit() })
}

fn boolean(text: &str) -> Option<&'static str> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "on" | "1" => Some("TRUE"),
        "f" | "false" | "n" | "no" | "off" | "0" => Some("FALSE"),
        _ => None,
    }
}

/// `1 hour` as `01:00:00`, `14 months` as `1 year 2 mons`; none for what is not simple.
fn interval(text: &str) -> Option<String> {
    let (mut months, mut days, mut seconds) = (0_i64, 0_i64, 0_i64);
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    while let Some(word) = words.next() {
        if word.contains(':') {
            seconds = seconds.checked_add(clock(word)?)?;
            continue;
        }
        let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
        let number: i64 = digits.parse().ok()?;
        let attached = word.get(digits.len()..).unwrap_or_default();
        let unit = if attached.is_empty() { words.next()? } else { attached };
        let (field, factor) = match unit.trim_end_matches('s') {
            "year" | "yr" | "y" => (&mut months, 12),
            "mon" | "month" => (&mut months, 1),
            "week" | "w" => (&mut days, 7),
            "day" | "d" => (&mut days, 1),
            "hour" | "hr" | "h" => (&mut seconds, 3600),
            "min" | "minute" | "m" => (&mut seconds, 60),
            "sec" | "second" | "" => (&mut seconds, 1),
            _ => return None,
        };
        *field = field.checked_add(number.checked_mul(factor)?)?;
    }
    let mut parts = Vec::new();
    let plural = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    if months / 12 != 0 {
        parts.push(plural(months / 12, "year"));
    }
    if months % 12 != 0 {
        parts.push(plural(months % 12, "mon"));
    }
    if days != 0 {
        parts.push(plural(days, "day"));
    }
    if seconds != 0 || parts.is_empty() {
        let sign = if seconds < 0 { "-" } else { "" };
        let rest = seconds.unsigned_abs();
        parts.push(format!("{sign}{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60));
    }
    Some(parts.join(" "))
}

fn clock(word: &str) -> Option<i64> {
    let (sign, word) = word.strip_prefix('-').map_or((1, word), |rest| (-1, rest));
    let mut parts = word.split(':').map(|part| part.parse::<i64>().ok());
    let hours = parts.next()??;
    let minutes = parts.next()??;
    let seconds = parts.next().unwrap_or(Some(0))?;
    Some(sign * hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?)
}

/// JSON as `jsonb` prints it: keys by length and then by bytes, a space behind `:` and `,`.
fn jsonb(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(json_text(&value))
}

fn json_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(json_text).collect::<Vec<_>>().join(", ")),
        serde_json::Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| (a.len(), *a).cmp(&(b.len(), *b)));
            let one = |(key, value): &(&String, &serde_json::Value)| {
                format!("{}: {}", serde_json::Value::String((*key).clone()), json_text(value))
            };
            format!("{{{}}}", fields.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_spelt_as_the_engine_does() {
        for (written, printed) in [
            ("1 hour", "01:00:00"),
            ("90 minutes", "01:30:00"),
            ("1 month", "1 mon"),
            ("14 months 2 weeks", "1 year 2 mons 14 days"),
            ("30 days", "30 days"),
            ("00:00:00", "00:00:00"),
            ("7d", "7 days"),
        ] {
            assert_eq!(interval(written).as_deref(), Some(printed), "{written}");
        }
        assert_eq!(interval("1.5 hours"), None);
    }

    #[test]
    fn jsonb_is_spaced_and_sorted() {
        assert_eq!(jsonb("{\"bb\":1,\"a\":[1,2]}").as_deref(), Some("{\"a\": [1, 2], \"bb\": 1}"));
    }
}
