//! What is watched, and bounds of metrics.

use findings::Span;
use serde_json::{Value as Json, json};

use super::{Fields, Item, Object, Seen};
use crate::migration::part::probe::is_balanced;
use crate::specification::fault::Fault;
use crate::specification::form::{self, Choice, Duration, Form, List, Map, Number, Percentage, Text, Words};
use crate::specification::metric;
use crate::specification::model::{self, Bound, Comparison};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

#[derive(Default)]
pub(super) struct Monitoring {
    metrics: Option<Vec<String>>,
    thresholds: Option<Vec<(String, Span, Sided)>>,
    queries: Option<Vec<(String, Span, String)>>,
}

impl Object for Monitoring {
    type Made = model::Monitoring;
    const NAME: &'static str = "monitoring";
    const ABOUT: &'static str = "What is watched while the migration is under way.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Text>>("critical_metrics", "Metrics that somebody looks at.", |it| &mut it.metrics)
            .field::<Map<Threshold>>(
                "alert_thresholds",
                "For each metric the bound at which somebody is called: a number (above which), a text such as `5%` or \
                 `250ms`, or an object with `above` or `below`.",
                |it| &mut it.thresholds,
            )
            .field::<Map<Text>>(
                "queries",
                "For metrics the PromQL that answers one value of them; without one the name of a metric is its selector.",
                |it| &mut it.queries,
            )
    }

    fn finish(self, _: &Seen, reader: &mut Reader<'_>) -> Option<model::Monitoring> {
        let thresholds = self.thresholds.unwrap_or_default();
        let bounds = thresholds.into_iter().map(|(metric, _, (comparison, threshold, span))| {
            let bound = Bound { metric, comparison, threshold };
            metric::check(&bound, span, reader);
            bound
        });
        let alert_thresholds = bounds.collect();
        let queries = self.queries.unwrap_or_default();
        let told = queries.into_iter().map(|(name, span, query)| {
            if !is_balanced(&query) {
                let message = format!("the query of `{name}` is no PromQL: a bracket or a text is open");
                let fault = Fault::error("bad-option", message, span);
                reader.report(fault.help("close every bracket and every text of it"));
            }
            (name, query)
        });
        let queries = told.collect();
        Some(model::Monitoring { critical_metrics: self.metrics.unwrap_or_default(), alert_thresholds, queries })
    }
}

/// A bound with its side and its place.
type Sided = (Comparison, f64, Span);

impl Words for Comparison {
    const WHAT: &'static str = "comparison";
    const ALL: &'static [(&'static str, Self)] =
        &[("above", Self::Above), ("below", Self::Below), (">", Self::Above), ("<", Self::Below)];
}

/// The comparison of a trigger.
pub(super) type Side = Choice<Comparison>;

/// A bound in a metric's own unit: a number, a share as `5%`, a time as `250ms` (in milliseconds).
pub(super) struct Figure;

impl Form for Figure {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::String(text) = node.value() else {
            return form::bound(node, reader);
        };
        if text.trim_end().ends_with('%') {
            return Percentage::read(node, reader).map(|percent| percent / 100.0);
        }
        Duration::read(node, reader).map(|seconds| seconds * 1_000.0)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let (percentage, duration) = (Percentage::schema(definitions), Duration::schema(definitions));
        definitions.add("figure", || {
            json!({
                "description": "A bound in the metric's own unit: a number; a share such as `5%`; a time such as `250ms`, which counts in milliseconds.",
                "anyOf": [{"type": "number"}, {"type": "string", "anyOf": [percentage, duration]}],
            })
        })
    }

    fn shown() -> String {
        "figure".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        Number::same(one, other)
    }
}

/// A figure above which, or an object that says the side.
struct Threshold;

impl Form for Threshold {
    type Value = Sided;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Sided> {
        match node.value() {
            Value::Object => Item::<TwoSided>::read(node, reader),
            _ => Figure::read(node, reader).map(|figure| (Comparison::Above, figure, node.span)),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"anyOf": [Figure::schema(definitions), Item::<TwoSided>::schema(definitions)]})
    }

    fn shown() -> String {
        format!("{} or {}", Figure::shown(), Item::<TwoSided>::shown())
    }

    fn same(one: &Sided, other: &Sided) -> bool {
        (one.0, one.1) == (other.0, other.1)
    }
}

#[derive(Default)]
struct TwoSided {
    above: Option<f64>,
    below: Option<f64>,
}

impl Object for TwoSided {
    type Made = Sided;
    const NAME: &'static str = "threshold";
    const ABOUT: &'static str = "A bound of a metric: one of its two sides.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new().field::<Figure>("above", "It is bad above this.", |it| &mut it.above).field::<Figure>(
            "below",
            "It is bad below this.",
            |it| &mut it.below,
        )
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Sided> {
        match (self.above, self.below) {
            (Some(above), None) => Some((Comparison::Above, above, seen.value("above"))),
            (None, Some(below)) => Some((Comparison::Below, below, seen.value("below"))),
            _ if seen.has("above") != seen.has("below") => None,
            _ => {
                reader.bad_value(seen.object(), "a threshold has one side", "write either `above` or `below`");
                None
            }
        }
    }

    fn conditions() -> Vec<Json> {
        vec![json!({"oneOf": [{"required": ["above"]}, {"required": ["below"]}]})]
    }
}
