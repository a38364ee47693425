//! Something that is recorded, and the alert over it.

use super::super::yaml::Yaml;

/// Something that is recorded, and the alert over it.
pub(super) struct Watched {
    /// The name that its value is recorded under.
    pub(super) record: &'static str,
    /// The labels of the record: what tells it from others.
    pub(super) labels: Vec<(&'static str, String)>,
    /// The PromQL expression that is recorded.
    pub(super) expression: String,
    /// The name of the alert, which no other one of the phase has.
    pub(super) name: String,
    /// When it alarms.
    pub(super) when: String,
    /// For how long that has to be so, in seconds.
    pub(super) for_seconds: f64,
    /// Labels that the alert adds.
    pub(super) adds: Vec<(&'static str, String)>,
    pub(super) annotations: Vec<(&'static str, String)>,
    /// What it is tried with.
    pub(super) trial: Trial,
}

/// Values that a rule is tried with.
pub(super) enum Trial {
    /// A trigger: a value that is bad, one on its bound, one between its bounds, one that clears it.
    Trigger { bad: f64, bound: f64, between: Option<f64>, good: f64 },
    /// A gate: a value that holds and one that does not, over so many seconds.
    Gate { good: f64, bad: f64, window: f64 },
}

impl Watched {
    pub(super) fn record(&self) -> Yaml {
        Yaml::map([
            ("record", self.record.into()),
            ("expr", self.expression.as_str().into()),
            ("labels", labels(&self.labels)),
        ])
    }

    pub(super) fn alert(&self) -> Yaml {
        Yaml::map([
            ("alert", self.name.as_str().into()),
            ("expr", self.when.as_str().into()),
            ("for", duration(self.for_seconds).into()),
            ("labels", labels(&self.adds)),
            ("annotations", labels(&self.annotations)),
        ])
    }

    /// What is recorded, as a selector.
    pub(super) fn selector(&self) -> String {
        selector(self.record, &self.labels)
    }

    /// Whether the expression is the worst of one metric.
    pub(super) fn reads_one_metric(&self) -> bool {
        self.metric().is_some()
    }

    fn metric(&self) -> Option<&str> {
        let inside = ["max(", "min("].iter().find_map(|it| self.expression.strip_prefix(it)?.strip_suffix(')'))?;
        let is_name = inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
            && !inside.starts_with(|c: char| c.is_ascii_digit());
        is_name.then_some(inside)
    }

    /// The series that the value is put in for a trial: what the expression reads where it is the worst of one metric, so that
    /// the record is tried too; else what is recorded.
    pub(super) fn series(&self) -> String {
        self.metric().map_or_else(|| self.selector(), str::to_owned)
    }
}

/// `MigrationGateOrdersCanaryWatched` of `MigrationGate` and `orders/canary-watched`.
pub(super) fn camel(prefix: &str, id: &str) -> String {
    let mut name = prefix.to_owned();
    for word in id.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// A metric with labels, as PromQL selects it.
pub(super) fn selector(metric: &str, labels: &[(&'static str, String)]) -> String {
    let all: Vec<String> = labels.iter().map(|(name, value)| format!("{name}={}", quoted(value))).collect();
    format!("{metric}{{{}}}", all.join(","))
}

/// A text of PromQL.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

pub(super) fn labels(labels: &[(&'static str, String)]) -> Yaml {
    Yaml::Map(labels.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect())
}

/// A time as Prometheus reads it; to the millisecond.
pub(super) fn duration(seconds: f64) -> String {
    if seconds.fract().abs() < f64::EPSILON { format!("{seconds}s") } else { format!("{}ms", (seconds * 1e3).ceil()) }
}

/// A text in an annotation, in which braces begin a template.
pub(super) fn plain(text: &str) -> String {
    text.replace("{{", "{ {").replace("}}", "} }")
}
