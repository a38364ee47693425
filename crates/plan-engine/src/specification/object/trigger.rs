//! What starts the way back, or calls somebody.

use super::monitoring::{Figure, Side};
use super::{Fields, Object, Seen};
use crate::specification::form::{Choice, Duration, Minutes, Name, Text, Triggers, Words};
use crate::specification::metric;
use crate::specification::model::{self, Bound, Comparison, TriggerAction};
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Trigger {
    metric: Option<String>,
    comparison: Option<Comparison>,
    threshold: Option<f64>,
    holds: Option<f64>,
    action: Option<TriggerAction>,
}

impl Words for TriggerAction {
    const WHAT: &'static str = "action";
    const ALL: &'static [(&'static str, Self)] = &[
        ("automatic_rollback", Self::AutomaticRollback),
        ("alert_team", Self::AlertTeam),
        ("scale_up", Self::ScaleUp),
        ("pause", Self::Pause),
    ];
}

impl Object for Trigger {
    type Made = model::Trigger;
    const NAME: &'static str = "trigger";
    const ABOUT: &'static str = "What starts the way back, or calls somebody.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("metric", "The metric, such as `error_rate`.", |it| &mut it.metric)
            .required()
            .field::<Side>("comparison", "Which side of the threshold is bad; `above` unless told.", |it| {
                &mut it.comparison
            })
            .field::<Figure>("threshold", "The bound, in the metric's own unit.", |it| &mut it.threshold)
            .required()
            .field::<Duration>("for", "For how long it has to hold; at once unless told.", |it| &mut it.holds)
            .also::<Minutes>("duration_minutes", "The same in minutes.", |it| &mut it.holds)
            .field::<Choice<TriggerAction>>("action", "What happens then.", |it| &mut it.action)
            .required()
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Trigger> {
        let comparison = self.comparison.unwrap_or_default();
        let bound = Bound { metric: self.metric?, comparison, threshold: self.threshold? };
        metric::check(&bound, seen.value("threshold"), reader);
        let trigger = model::Trigger { bound, for_seconds: self.holds.unwrap_or_default(), action: self.action? };
        Name::<Triggers>::define(&name(&trigger), seen.value("metric"), reader);
        Some(trigger)
    }
}

/// Triggers have no names: of two for the same side of a metric, the same time and the same action one says nothing.
fn name(trigger: &model::Trigger) -> String {
    let side = match trigger.bound.comparison {
        Comparison::Above => "above",
        Comparison::Below => "below",
    };
    let action = TriggerAction::ALL.iter().find(|(_, it)| *it == trigger.action).map_or("", |(word, _)| *word);
    let held = if trigger.for_seconds > 0.0 { format!(" for {} s", trigger.for_seconds) } else { String::new() };
    format!("{} {side}{held}: {action}", trigger.bound.metric)
}
