//! A step that its window does not hold.

use schedule::WeeklyHours;

use super::{Category, Context, Draft, Factor, RiskRule};
use crate::estimate::words::duration;
use crate::migration::team::Duty;
use crate::risk::factor::share_above;
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
        let own = windows.iter().filter(|it| step.timing.windows.contains(&it.name));
        let Some(window) = own.max_by(|one, other| open(one).total_cmp(&open(other))) else { continue };
        let of = &step.estimate.distribution;
        if of.quantile(0.95) <= open(window) {
            continue;
        }
        let because = format!(
            "{} is open for {}, and the step takes {} at P95",
            window.name,
            duration(open(window)),
            duration(of.quantile(0.95))
        );
        let mut basis = vec![context.plan.specification.places.fact(&window.pointer, because.clone())];
        basis.extend(step.estimate.inputs.iter().take(3).cloned());
        let title = format!("`{}` does not end before {} closes", step.title, window.name);
        drafts.push(
            Draft::new(&step.id, title, context.owner(Duty::Release))
                .phase(&phase.id)
                .likely(share_above(of, open(window)), because, basis)
                .reaches(context.blast(&phase.migration))
                .noticed(Factor::new(0.8, "its progress is seen while it runs", step.basis.clone()))
                .taken_back(context.reversible(phase, step))
                .mitigated(Vec::new(), "a longer window, a measured speed (`plan calibrate`), or the work in parts"),
        );
    }
    drafts
}

/// Seconds for which a window is open at a time, at most.
fn open(window: &Window) -> f64 {
    let minutes = |it: &WeeklyHours| {
        let (from, to) = (f64::from(it.from_minute), f64::from(it.to_minute));
        if to > from { to - from } else { to + 1440.0 - from }
    };
    window.hours.iter().map(minutes).fold(0.0, f64::max) * 60.0
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_in, plan};
    use crate::risk::Circumstances;

    #[test]
    fn what_takes_two_hours_does_not_fit_into_one() {
        let mut plan = plan(
            "{type: service, pattern: blue_green, source: a, target: b, windows: [{name: night, hours: '03:00-04:00'}]}",
        );
        let all = || Circumstances::new();
        assert!(found_in("window-too-short", &plan, &all()).is_empty());
        let steps = plan.phases.iter_mut().flat_map(|it| &mut it.steps);
        let felt = steps.into_iter().find(|it| !it.timing.splittable && !it.timing.windows.is_empty()).unwrap();
        felt.estimate.distribution = schedule::Distribution::Fixed { seconds: 7_200.0 };
        let risks = found_in("window-too-short", &plan, &all());
        assert_eq!(risks.len(), 1);
        assert!(risks[0].likelihood.value > 0.99 && risks[0].likelihood.basis[0].pointer == "/windows/0");
    }
}
