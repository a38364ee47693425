//! Canary: a small share of the traffic first, then more, each judged against the old version.

use super::{Pattern, service};
use crate::Error;
use crate::migration::context::Context;
use crate::migration::draft::PhaseDraft;
use crate::migration::part::rollout;
use crate::specification::model::Kind;

pub(super) struct Canary;

impl Pattern for Canary {
    fn names(&self) -> &'static [&'static str] {
        &["canary", "canary_deployment"]
    }

    fn summary(&self) -> &'static str {
        "the new version beside the old one, with a share of the traffic that grows stage by stage"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Service]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![service::prepare(context), service::deploy(context)];
        phases.extend(rollout::phases(context));
        phases.extend([service::validate(context), service::decommission(context)]);
        Ok(phases)
    }
}
