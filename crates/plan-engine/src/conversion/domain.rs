//! Domains: through the type that they are over; a value that the checks refuse cannot be held.

use super::family::Family;
use super::way::{End, Way};

/// From or to a domain, or between two.
pub(super) fn between(from: &End, to: &End) -> Option<Way> {
    let (base_from, base_to) = (base(from), base(to));
    let way = if base_from.sql == base_to.sql {
        Way::new("{value}", true, "itself")
    } else {
        Way::between(&base_from, &base_to)?
    };
    let template = match &from.family {
        Family::Domain(sql, ..) => way.template.replace("{value}", &format!("{{value}}::{sql}")),
        _ => way.template.clone(),
    };
    let way = Way { template, ..way };
    let Family::Domain(_, _, checks) = &to.family else { return Some(way) };
    if checks.is_empty() {
        return Some(way.then(&format!("{{value}}::{}", to.sql)));
    }
    if !to.nullable {
        // Nobody knows a value that the checks surely accept.
        return None;
    }
    let value = format!("({})", way.template);
    let accepted: Vec<_> = checks.iter().map(|it| format!("({}) IS NOT FALSE", over(it, &value))).collect();
    let template =
        format!("CASE WHEN {} THEN {value}::{sql} ELSE NULL::{sql} END", accepted.join(" AND "), sql = to.sql);
    let stand_in = format!("NULL where {} refuses it", to.sql);
    Some(Way { template, faithful: false, stand_in, helpers: way.helpers })
}

/// The type that a domain is over; any other type itself.
fn base(end: &End) -> End {
    match &end.family {
        Family::Domain(sql, base, _) => End { family: (**base).clone(), sql: sql.clone(), nullable: end.nullable },
        _ => end.clone(),
    }
}

/// A check with `value` for its word `VALUE`.
fn over(check: &str, value: &str) -> String {
    let mut out = String::new();
    let mut rest = check;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' => rest.get(1..).and_then(|it| it.find(first)).map_or(rest.len(), |at| at + 2),
            _ if first.is_alphanumeric() || first == '_' => {
                rest.find(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (word, behind) = rest.split_at(end);
        out.push_str(if word.eq_ignore_ascii_case("value") { value } else { word });
        rest = behind;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_value_is_replaced() {
        assert_eq!(
            over("VALUE > 0 AND 'VALUE' <> \"value\" AND values1 = value", "v"),
            "v > 0 AND 'VALUE' <> \"value\" AND values1 = v"
        );
    }
}
