//! Lift and shift: machines are copied as they are, started apart from the old place, and switched over group by group.

use super::{Pattern, service};
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::PhaseDraft;
use crate::migration::part::place::{self, assess, end, line, wave};
use crate::specification::model::Kind;

pub(super) struct LiftAndShift;

impl Pattern for LiftAndShift {
    fn names(&self) -> &'static [&'static str] {
        &["lift_and_shift", "on_premises_to_cloud", "on_prem_to_cloud", "rehost"]
    }

    fn summary(&self) -> &'static str {
        "machines replicated as they are, started apart from the old place, switched over group by group"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let foundation = place::foundation(context);
        let mut phases = vec![assess::phase(context), line::phase(context, foundation.as_ref())];
        for (number, it) in place::waves(context).iter().enumerate() {
            phases.push(wave::phase(context, it, number == 0, wave::Manner { as_is: true }));
        }
        phases.extend([service::validate(context), end::decommission(context)]);
        Ok(phases)
    }
}
