//! Re-architecture: bounded context after bounded context is built anew, its routes taken over, its data written twice.

use super::{Pattern, service};
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::PhaseDraft;
use crate::migration::model::Note;
use crate::migration::part::context as bounded;
use crate::migration::part::place::{self, assess, cost, end, line};
use crate::specification::model::{BoundedContext, Kind};

pub(super) struct ReArchitecture;

impl Pattern for ReArchitecture {
    fn names(&self) -> &'static [&'static str] {
        &["re_architecture", "rearchitecture", "refactor"]
    }

    fn summary(&self) -> &'static str {
        "each bounded context built anew in the cloud: its routes behind a proxy, its data written to both sides"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let foundation = place::foundation(context);
        let (order, circles) = bounded::ordered(context);
        let mut assess = assess::phase(context);
        assess.notes.extend(circles);
        let whole = BoundedContext { name: context.migration.id.clone(), ..BoundedContext::default() };
        let order = if order.is_empty() {
            assess.notes.push(undivided(context));
            vec![(0, &whole)]
        } else {
            order
        };
        let mut phases = vec![assess, line::phase(context, foundation.as_ref())];
        for (number, (at, it)) in order.into_iter().enumerate() {
            let mut own = bounded::phases(context, at, it);
            if let Some(first) = own.get_mut(2).filter(|_| number == 0) {
                // The first context is the pilot: the way back is rehearsed before any traffic, the cost looked at behind it.
                first.groups.insert(0, vec![cost::drill(context, &it.name)]);
                first.then(cost::gate(context, &it.name));
            }
            phases.extend(own);
        }
        phases.extend([service::validate(context), end::decommission(context)]);
        Ok(phases)
    }
}

/// Without contexts everything is taken out at once.
fn undivided(context: &Context<'_>) -> Note {
    let says = format!(
        "{}: a re-architecture without contexts takes everything out at once: state what is taken out one by one, such as \
         `contexts: [{{name: orders, routes: [/orders], data: [orders, order_lines]}}]`",
        context.migration.id
    );
    Note::new(says, vec![context.way_fact()])
}
