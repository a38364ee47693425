//! Dates and times. Where one side has a time zone and the other has not, the other one's values are taken as UTC.

use super::family::Family;
use super::way::{End, Way};

/// From moment to moment.
pub(super) fn between(from: &End, to: &End) -> Option<Way> {
    let sql = &to.sql;
    let utc = "its moment in UTC";
    Some(match (&from.family, &to.family) {
        (Family::Date, Family::Timestamp(zone, _)) => {
            // A date may lie beyond the last timestamp.
            let last = "'294276-12-31'";
            let start = format!(
                "CASE WHEN {{value}} > {last}::date AND isfinite({{value}}) THEN {last}::timestamp ELSE {{value}}::timestamp END"
            );
            let template =
                if *zone { format!("(({start}) AT TIME ZONE 'UTC')::{sql}") } else { format!("({start})::{sql}") };
            Way::new(template, false, "the last day that a timestamp can hold")
        }
        (Family::Timestamp(true, _), Family::Date) => {
            Way::new("({value} AT TIME ZONE 'UTC')::date", false, "its day in UTC, without the time")
        }
        (Family::Timestamp(false, _), Family::Date) => Way::new("{value}::date", false, "its day, without the time"),
        (Family::Timestamp(a, old), Family::Timestamp(b, new)) => {
            let moved = if a == b { "{value}" } else { "({value} AT TIME ZONE 'UTC')" };
            let stand_in = if a == b { "rounded" } else { utc };
            let template = if old <= new { format!("{moved}::{sql}") } else { rounded(moved, (*b, *new), sql) };
            Way::new(template, old <= new, stand_in)
        }
        (Family::Time(a, old), Family::Time(b, new)) => match (a, b) {
            (false, true) => Way::new(format!("({{value}}::text || '+00')::{sql}"), old <= new, utc),
            (true, false) => Way::new(zoneless(sql), false, utc),
            _ => Way::new(format!("{{value}}::{sql}"), old <= new, "rounded"),
        },
        (Family::Interval(old), Family::Interval(new)) => Way::new(format!("{{value}}::{sql}"), old <= new, "rounded"),
        _ => return None,
    })
}

/// Rounding must not go beyond the last moment that a timestamp of the precision can hold.
fn rounded(moved: &str, (zone, precision): (bool, i64), sql: &str) -> String {
    let nines = "9".repeat(usize::try_from(precision).unwrap_or(0));
    let point = if precision > 0 { "." } else { "" };
    let (zone, data_type) = if zone { ("+00", "timestamptz") } else { ("", "timestamp") };
    let last = format!("'294276-12-31 23:59:59{point}{nines}{zone}'::{data_type}");
    format!("(CASE WHEN {moved} > {last} AND isfinite({{value}}) THEN {last} ELSE {moved} END)::{sql}")
}

/// 24:00:00 stays what it is in UTC; moved from another zone it is 00:00:00.
fn zoneless(sql: &str) -> String {
    format!(
        "(CASE WHEN extract(timezone FROM {{value}}) = 0 THEN {{value}}::time ELSE ({{value}} AT TIME ZONE 'UTC')::time END)::{sql}"
    )
}
