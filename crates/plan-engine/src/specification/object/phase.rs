//! Phases that the author names.

use super::{Fields, Object, Seen};
use crate::specification::form::{Duration, Hours, List, Name, Phases, Text};
use crate::specification::model::StatedPhase;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Phase {
    name: Option<String>,
    description: Option<String>,
    estimate: Option<f64>,
    checks: Option<Vec<String>>,
}

impl Object for Phase {
    type Made = StatedPhase;
    const NAME: &'static str = "phase";
    const ABOUT: &'static str = "A phase that the author names; its estimate stands beside the one that is computed.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("name", "Its name.", |it| &mut it.name)
            .required()
            .also::<Text>("phase", "The same.", |it| &mut it.name)
            .field::<Text>("description", "What is done in it.", |it| &mut it.description)
            .field::<Duration>("estimate", "How long the author thinks that it takes.", |it| &mut it.estimate)
            .also::<Hours>("estimated_duration_hours", "The same in hours.", |it| &mut it.estimate)
            .field::<List<Text>>(
                "checks",
                "Checks of `checks.toml`, by their names, that pass before it is done: they become a gate at its end.",
                |it| &mut it.checks,
            )
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<StatedPhase> {
        let name = self.name?;
        Name::<Phases>::define(&name, seen.value("name"), reader);
        let mut checks = Vec::<String>::new();
        for check in self.checks.unwrap_or_default() {
            if !checks.contains(&check) {
                checks.push(check);
            }
        }
        Some(StatedPhase { name, description: self.description, estimate: self.estimate, checks })
    }
}
