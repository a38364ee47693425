//! How machines obtain what gates bound: metrics by PromQL, rows and catalogues by SQL.
//!
//! Metrics of the migration itself are named `migration_<what>` and bear the label `migration`; docs/guide/gates.md lists
//! them with the programs that export each. Targets of both sides are scraped with the labels `migration` and `side`.

use crate::migration::context::Context;
use crate::migration::model::{Holds, Probe, ProbeSide};

/// Over how long rates are taken, in PromQL: four scrapes of 15 s and more, as Prometheus' documentation advises.
const RATE: &str = "5m";

/// Words that PromQL does not take for names of metrics.
const RESERVED: [&str; 21] = [
    "and",
    "atan2",
    "avg",
    "bool",
    "by",
    "count",
    "group",
    "group_left",
    "group_right",
    "ignoring",
    "inf",
    "max",
    "min",
    "nan",
    "offset",
    "on",
    "or",
    "sum",
    "unless",
    "without",
    "start",
];

/// A PromQL expression of one value.
pub(crate) fn metric(expression: impl Into<String>) -> Probe {
    Probe::Metric { expression: expression.into() }
}

/// A query on one side.
pub(crate) fn sql(on: ProbeSide, statement: impl Into<String>) -> Probe {
    Probe::Sql { on, statement: statement.into() }
}

/// A metric of the monitoring by its name: the query that the specification gives for it, else the name as a selector, of
/// whose series the worst one counts.
pub(crate) fn named(context: &Context<'_>, name: &str, holds: Holds) -> Probe {
    metric(expression(context, name, holds))
}

/// The same as an expression.
pub(crate) fn expression(context: &Context<'_>, name: &str, holds: Holds) -> String {
    of_monitoring(&context.migration.monitoring, name, holds)
}

/// A metric of a migration as a PromQL expression of one value, of which `holds` says which side is right: the query that the
/// specification gives for it, else the worst of its series.
pub fn of_monitoring(monitoring: &crate::specification::model::Monitoring, name: &str, holds: Holds) -> String {
    if let Some(query) = monitoring.queries.get(name) {
        return query.clone();
    }
    let worst = match holds {
        Holds::AtMost | Holds::Equal => "max",
        Holds::AtLeast => "min",
    };
    format!("{worst}({})", selector(name))
}

/// A name as a PromQL selector; what is an expression already stays one.
fn selector(name: &str) -> String {
    let is_expression = name.contains(['(', '{']) && is_balanced(name);
    let plain = name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | ':'));
    let begins = name.chars().next().is_some_and(|it| !it.is_ascii_digit());
    let reserved = RESERVED.contains(&name.to_ascii_lowercase().as_str());
    if is_expression || plain && begins && !reserved {
        return name.to_owned();
    }
    format!("{{__name__={}}}", quoted(name))
}

/// Whether brackets outside of texts are closed in their order.
pub(crate) fn is_balanced(expression: &str) -> bool {
    let (mut open, mut text) = (Vec::new(), None);
    let mut characters = expression.chars();
    while let Some(next) = characters.next() {
        match (text, next) {
            (Some('"' | '\''), '\\') => {
                characters.next();
            }
            (Some(quote), _) if next == quote => text = None,
            (None, '"' | '\'' | '`') => text = Some(next),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ')' | ']' | '}') if open.pop() != Some(next) => return false,
            _ => {}
        }
    }
    open.is_empty() && text.is_none()
}

/// As a text of PromQL.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// A selector of a metric of this migration: `migration_<what>{migration="…",…}`.
pub(crate) fn own(context: &Context<'_>, what: &str, labels: &[(&str, &str)]) -> String {
    labelled(context, &format!("migration_{what}"), labels)
}

/// A selector of a metric of a target that is scraped with the labels of the migration.
pub(crate) fn labelled(context: &Context<'_>, metric: &str, labels: &[(&str, &str)]) -> String {
    let mut text = format!("{metric}{{migration={}", quoted(&context.migration.id));
    for (label, value) in labels {
        text.push_str(&format!(",{label}={}", quoted(value)));
    }
    text + "}"
}

/// Failures of a check that a pipeline or a person runs and reports.
pub(crate) fn check(context: &Context<'_>, name: &str) -> Probe {
    metric(format!("max({})", own(context, "check_failures", &[("check", name)])))
}

/// Requests a second with these labels, over the last minutes.
pub(crate) fn requests(context: &Context<'_>, labels: &[(&str, &str)]) -> String {
    format!("sum(rate({}[{RATE}]))", own(context, "requests_total", labels))
}

/// The quantile of the answers' times with these labels, in milliseconds.
pub(crate) fn answers(context: &Context<'_>, quantile: f64, labels: &[(&str, &str)]) -> String {
    let buckets = own(context, "request_duration_seconds_bucket", labels);
    format!("1000 * histogram_quantile({quantile}, sum by (le) (rate({buckets}[{RATE}])))")
}

/// The share of requests to the new side that succeed.
pub(crate) fn succeeding(context: &Context<'_>) -> Probe {
    let queries = &context.migration.monitoring.queries;
    if let Some(query) = ["availability", "success_rate"].into_iter().find_map(|it| queries.get(it)) {
        return metric(query.clone());
    }
    let watched = context.migration.monitoring.critical_metrics.iter().map(String::as_str);
    let alerted = context.migration.monitoring.alert_thresholds.iter().map(|it| it.metric.as_str());
    if watched.chain(alerted).any(|it| it == "error_rate") || queries.contains_key("error_rate") {
        return metric(format!("1 - {}", expression(context, "error_rate", Holds::AtMost)));
    }
    let side = ("side", ProbeSide::Target.word());
    let (failed, all) = (requests(context, &[side, ("outcome", "error")]), requests(context, &[side]));
    metric(format!("1 - (({failed}) or vector(0)) / {all}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_selectors_and_expressions_stay() {
        assert_eq!(selector("queue_depth"), "queue_depth");
        assert_eq!(selector("job:errors:rate5m"), "job:errors:rate5m");
        assert_eq!(selector("Queue depth \"A\""), r#"{__name__="Queue depth \"A\""}"#);
        assert_eq!(selector("5xx"), r#"{__name__="5xx"}"#);
        assert_eq!(selector("by"), r#"{__name__="by"}"#);
        assert_eq!(selector(r#"sum(rate(x{job="a"}[5m]))"#), r#"sum(rate(x{job="a"}[5m]))"#);
        assert_eq!(selector("broken(x"), r#"{__name__="broken(x"}"#);
    }

    #[test]
    fn brackets_in_texts_close_nothing() {
        assert!(is_balanced(r#"up{path=")"}"#) && is_balanced("") && is_balanced(r#"a{b="\""}"#));
        assert!(!is_balanced("a)") && !is_balanced("a{b=\"") && !is_balanced("(]"));
    }
}
