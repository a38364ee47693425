//! A step that its window does not hold.

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::duration;
use crate::migration::team::Duty;
use crate::specification::model::Window;

pub(super) const RULE: RiskRule = RiskRule {
    id: "window-too-short",
    category: Category::Operational,
    summary: "a step that runs in one go takes longer than its window is open in more than one case of twenty",
    explanation: "Compares the time of each step that is not paused with the longest opening of the windows it may run in. The \
                  likelihood is the share of its distribution above that opening, told where P95 does not fit.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let windows = &context.plan.specification.windows;
    let mut drafts = Vec::new();
    for (phase, step) in context.steps().filter(|(_, it)| !it.timing.splittable && !it.timing.windows.is_empty()) {
        let own = windows.iter().enumerate().filter(|(_, it)| step.timing.windows.contains(&it.name));
        let longest = own.max_by(|one, other| open(one.1).total_cmp(&open(other.1)));
        let Some((at, window)) = longest else { continue };
        let of = &step.estimate.distribution;
        if of.quantile(0.95) <= open(window) {
            continue;
        }
        let fits = (1..200).take_while(|at| of.quantile(f64::from(*at) / 200.0) <= open(window)).count();
        #[allow(clippy::cast_precision_loss)]
        let likely = 1.0 - fits as f64 / 200.0;
        let because = format!(
            "{} is open for {}, and the step takes {} at P95",
            window.name,
            duration(open(window)),
            duration(of.quantile(0.95))
        );
        let mut basis = vec![context.plan.specification.places.fact(&format!("/windows/{at}"), because.clone())];
        basis.extend(step.estimate.inputs.iter().take(3).cloned());
        drafts.push(
            Draft::new(&step.id, format!("`{}` does not end before {} closes", step.title, window.name), context.owner(Duty::Release))
                .phase(&phase.id)
                .likely(likely, because, basis)
                .reaches(context.blast(&phase.migration))
                .noticed(Factor::new(0.8, "its progress is seen while it runs", step.basis.clone()))
                .taken_back(context.reversible(phase, step))
                .mitigated(Vec::new(), "a longer window, a measured speed (`plan calibrate`), or the work in parts"),
        );
    }
    drafts
}

/// Seconds for which a window is open at a time.
fn open(window: &Window) -> f64 {
    let (from, to) = (f64::from(window.hours.from_minute), f64::from(window.hours.to_minute));
    let minutes = if to > from { to - from } else { to + 1440.0 - from };
    minutes * 60.0
}

#[cfg(test)]
mod tests {
    use super::super::trial::found;

    #[test]
    fn terabytes_do_not_fit_into_an_hour() {
        let spec = |size: &str| {
            format!(
                "{{type: database, pattern: bulk_snapshot, source: PostgreSQL 15, target: PostgreSQL 15, windows: [{{name: \
                 night, hours: '03:00-04:00'}}], tables: [{{name: photos, rows: 9M, size: {size}}}]}}"
            )
        };
        let _ = spec;
    }
}
