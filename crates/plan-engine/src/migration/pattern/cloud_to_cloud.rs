//! Cloud to cloud: assessment, foundation, a pilot of what is not critical, waves, the end of the old place.

use super::{Pattern, service};
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::PhaseDraft;
use crate::migration::part::place::{self, assess, end, line, wave};
use crate::specification::model::Kind;

pub(super) struct CloudToCloud;

impl Pattern for CloudToCloud {
    fn names(&self) -> &'static [&'static str] {
        &["cloud_to_cloud", "cloud_migration", "infrastructure"]
    }

    fn summary(&self) -> &'static str {
        "resources mapped to another cloud, a pilot of what is not critical, then waves in the order of what needs what"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Infrastructure]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let foundation = place::foundation(context);
        let mut phases = vec![assess::phase(context), line::phase(context, foundation.as_ref())];
        for (number, it) in place::waves(context).iter().enumerate() {
            phases.push(wave::phase(context, it, number == 0, wave::Manner::default()));
        }
        phases.extend([service::validate(context), end::decommission(context)]);
        Ok(phases)
    }
}
