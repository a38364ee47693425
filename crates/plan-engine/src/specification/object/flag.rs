//! Flags that move traffic, and their roll-outs.

use super::endpoint::RouteText;
use super::{Fields, Item, Object, Seen};
use crate::specification::form::{Duration, Filled, Flags, Hours, Minutes, Name, Percentage, Text};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Flag {
    name: Option<String>,
    description: Option<String>,
    initial: Option<f64>,
    routes: Option<Vec<model::Route>>,
    stages: Option<Vec<(model::Stage, findings::Span)>>,
}

impl Object for Flag {
    type Made = model::Flag;
    const NAME: &'static str = "flag";
    const ABOUT: &'static str = "A flag that moves traffic in stages.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Flags>>("name", "Its name.", |it| &mut it.name)
            .required()
            .field::<Text>("description", "What it switches.", |it| &mut it.description)
            .field::<Percentage>(
                "initial_percentage",
                "Per cent of the traffic that it starts with; 0 unless told.",
                |it| &mut it.initial,
            )
            .field::<Filled<RouteText>>(
                "routes",
                "The routes that it moves, such as `GET /users/{id}`; told by the words of its name unless stated.",
                |it| &mut it.routes,
            )
            .field::<Filled<Item<Stage>>>("stages", "Its stages; their percentages rise.", |it| &mut it.stages)
            .required()
            .also::<Filled<Item<Stage>>>("rollout_schedule", "The same.", |it| &mut it.stages)
    }

    fn finish(self, _: &Seen, reader: &mut Reader<'_>) -> Option<model::Flag> {
        let stages = self.stages.unwrap_or_default();
        let mut before = self.initial;
        for (at, (stage, span)) in stages.iter().enumerate() {
            // The first stage may be the one that the flag starts with.
            let falls = before.is_some_and(|before| stage.percentage < before || at > 0 && stage.percentage <= before);
            if let Some(before) = before.filter(|_| falls) {
                let message = format!("the stage of {} % follows one of {before} %", stage.percentage);
                reader.out_of_order(*span, message, "let the percentages of the stages rise");
            }
            before = Some(stage.percentage);
        }
        Some(model::Flag {
            name: self.name?,
            description: self.description,
            initial_percentage: self.initial.unwrap_or_default(),
            routes: self.routes.unwrap_or_default(),
            stages: stages.into_iter().map(|(stage, _)| stage).collect(),
        })
    }
}

#[derive(Default)]
struct Stage {
    percentage: Option<f64>,
    hold: Option<f64>,
}

impl Object for Stage {
    type Made = (model::Stage, findings::Span);
    const NAME: &'static str = "stage";
    const ABOUT: &'static str = "A stage of a roll-out.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Percentage>("percentage", "Per cent of the traffic.", |it| &mut it.percentage)
            .required()
            .field::<Duration>("hold", "How long it is held before the next stage; 0 unless told.", |it| &mut it.hold)
            .also::<Hours>("duration_hours", "The same in hours.", |it| &mut it.hold)
            .also::<Minutes>("duration_minutes", "The same in minutes.", |it| &mut it.hold)
    }

    fn finish(self, seen: &Seen, _: &mut Reader<'_>) -> Option<Self::Made> {
        let stage = model::Stage { percentage: self.percentage?, hold_seconds: self.hold.unwrap_or_default() };
        Some((stage, seen.value("percentage")))
    }
}
