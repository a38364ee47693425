//! A new side that is smaller than what it has to carry.

use super::{Category, Context, Draft, RiskRule};
use crate::migration::Work;
use crate::migration::team::Duty;
use crate::specification::model::{Infrastructure, Migration, ServiceDetails};

pub(super) const RULE: RiskRule = RiskRule {
    id: "capacity-below-load",
    category: Category::Technical,
    summary: "the new side is meant for less than the old side carries, or gets less to carry it with",
    explanation: "Compares the requests a second that the new side is meant for with the peak of the old one (likelihood 0.9 \
                  where it is below), and the cores and memory that all instances may use at their most on both sides (likelihood 0.5 below \
                  a half, 0.25 below the whole).",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let with_service = context.migrations().iter().filter_map(|it| Some((it, it.service.as_ref()?)));
    with_service.filter_map(|(migration, service)| draft(context, migration, service)).collect()
}

fn draft(context: &Context<'_>, migration: &Migration, service: &ServiceDetails) -> Option<Draft> {
    let (likely, because, place) = shortfall(service)?;
    let fact = context.fact(migration, place, because.clone());
    let shift = context.phases_of(&migration.id).find(|it| it.steps.iter().any(|it| matches!(it.work, Work::Traffic { .. })));
    let title = format!("{} does not carry the load of {}", migration.target, migration.source);
    let mut draft = Draft::new(&migration.id, title, context.owner(Duty::Platform))
        .likely(likely, because, vec![fact])
        .reaches(context.blast(&migration.id));
    let mut mitigations = Vec::new();
    if let Some(phase) = shift {
        mitigations = context.triggers(phase);
        mitigations.extend(Context::gates(phase, "the next stage waits until the metrics hold"));
        draft = draft.phase(&phase.id).noticed(context.noticed_in(phase)).taken_back(context.reversible_phase(phase));
    }
    Some(draft.mitigated(mitigations, "test the new side at the old side's peak before traffic moves"))
}

/// The worst shortfall: likelihood, figures, place.
fn shortfall(service: &ServiceDetails) -> Option<(f64, String, &'static str)> {
    let old = service.legacy.load.peak_requests_per_second.or(service.legacy.load.requests_per_second);
    let new = service.new.load.peak_requests_per_second.or(service.new.load.requests_per_second);
    if let (Some(old), Some(new)) = (old, new)
        && new < old
    {
        let says = format!("the new side is meant for {new} requests/s at its peak, the old one carries {old}");
        return Some((0.9, says, "/service/new/load"));
    }
    let (before, after) = (&service.legacy.infrastructure, &service.new.infrastructure);
    let of = |what: &str, total: fn(&Infrastructure) -> Option<f64>| {
        let (before, after) = (total(before)?, total(after)?);
        let likely: f64 = if after < before / 2.0 { 0.5 } else { 0.25 };
        let says = format!("the new side may use {after} {what} with all of its instances, the old one has {before}");
        (after < before).then_some((likely, says, "/service/new/infrastructure"))
    };
    let cores = of("cores", |it| Some(it.cores_limit.or(it.cores)? * f64::from(it.max_instances.or(it.instances)?)));
    let memory = of("GB of memory", |it| Some(it.memory_limit_bytes.or(it.memory_bytes)? * f64::from(it.max_instances.or(it.instances)?) / 1e9));
    [cores, memory].into_iter().flatten().max_by(|one, other| one.0.total_cmp(&other.0))
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn less_of_anything_is_told_and_more_is_not() {
        let spec = |new: &str| {
            format!(
                "{{type: service, pattern: canary, source: a, target: b, service: {{legacy: {{load: {{peak_requests_per_second: \
                 900}}, infrastructure: {{instances: 4, cores: 4}}}}, new: {{{new}}}}}}}"
            )
        };
        let small = found("capacity-below-load", &spec("load: {peak_requests_per_second: 500}"));
        assert!((small[0].likelihood.value - 0.9).abs() < 1e-9);
        let few = found("capacity-below-load", &spec("infrastructure: {instances: 4, cores: 1}"));
        assert!((few[0].likelihood.value - 0.5).abs() < 1e-9);
        assert!(found("capacity-below-load", &spec("infrastructure: {instances: 4, max_instances: 40, cores: 1}")).is_empty());
    }
}
