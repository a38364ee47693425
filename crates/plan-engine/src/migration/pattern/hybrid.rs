//! Hybrid: a part moves and a part stays, with a line between the two; what holds no data goes first.

use super::{Pattern, service};
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::PhaseDraft;
use crate::migration::model::Note;
use crate::migration::part::place::{self, assess, end, line, wave};
use crate::specification::model::{Fate, Kind};

pub(super) struct Hybrid;

impl Pattern for Hybrid {
    fn names(&self) -> &'static [&'static str] {
        &["hybrid", "hybrid_cloud"]
    }

    fn summary(&self) -> &'static str {
        "the line measured first, then what holds no data moves, data only where it is wanted, and the rest stays"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let foundation = place::foundation(context);
        let mut connect = line::phase(context, foundation.as_ref());
        connect.notes.extend(across(context));
        let mut phases = vec![assess::phase(context), connect];
        let waves = place::waves(context);
        for (number, it) in waves.iter().enumerate() {
            phases.push(wave::phase(context, it, number == 0, wave::Manner::default()));
        }
        phases.push(service::validate(context));
        if waves.iter().any(place::Moved::has_state) {
            phases.push(end::release(context));
        }
        Ok(phases)
    }
}

/// What waits over the line in every request once a part has moved.
fn across(context: &Context<'_>) -> Vec<Note> {
    let Some(inventory) = context.inventory else { return Vec::new() };
    let of = |name: &str| inventory.resources.iter().find(|it| it.name == name);
    let mut notes = Vec::new();
    for edge in inventory.dependencies.iter().filter(|it| it.latency_sensitive) {
        let (Some(from), Some(to)) = (of(&edge.from), of(&edge.to)) else { continue };
        if (from.fate == Fate::Keep) == (to.fate == Fate::Keep) {
            continue;
        }
        let (here, there) = if from.fate == Fate::Keep { (from, to) } else { (to, from) };
        let says = format!(
            "{} waits for {} in every request, and {} stays while {} moves: every call takes the line",
            edge.from, edge.to, here.name, there.name
        );
        notes.push(Note::new(says, vec![from.basis.clone(), to.basis.clone()]));
    }
    notes
}
