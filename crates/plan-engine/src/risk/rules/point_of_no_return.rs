//! The first step that cannot be taken back.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::migration::model::NoReturn;
use crate::migration::team::Duty;
use crate::migration::{MigrationPhase, Work};
use crate::plan::Loss;

pub(super) const RULE: RiskRule = RiskRule {
    id: "point-of-no-return",
    category: Category::Operational,
    summary: "from some step on there is no way back that keeps what is promised",
    explanation: "Reads the first step of each migration whose inverse loses everything. The likelihood that somebody wants \
                  back after it is the share of steps that still come after it, at most 0.6, and 0.1 where it lies at the \
                  end; an approval before it makes the detectability 0.8. A way \
                  back that is only slower than allowed is told by `rollback-slower-than-objective`.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for migration in context.migrations() {
        let Some((phase, point)) = context.phases_of(&migration.id).find_map(|it| lost(it)) else { continue };
        let all: Vec<&str> =
            context.phases_of(&migration.id).flat_map(|it| &it.steps).map(|it| it.id.as_str()).collect();
        let at = all.iter().position(|it| *it == point.step).unwrap_or(0);
        // So many steps are counted exactly.
        #[allow(clippy::cast_precision_loss)]
        let left = (all.len() - at) as f64 / all.len() as f64;
        let before = phase.steps.iter().take_while(|it| it.id != point.step);
        let asks = before.filter(|it| matches!(it.work, Work::Approval { .. })).take(3);
        let approvals: Vec<Mitigation> = asks
            .map(|it| Mitigation::Step { id: it.id.clone(), how: "a person agrees before it".to_owned() })
            .collect();
        let noticed = if approvals.is_empty() {
            Factor::new(0.1, "nobody is asked before it", Vec::new())
        } else {
            Factor::new(0.8, "somebody looks at the state and agrees before it", Vec::new())
        };
        let because = format!("{} of {} steps come from {} on; {}", all.len() - at, all.len(), point.step, point.because);
        drafts.push(
            Draft::new(&point.step, format!("{} is wanted back after {}", migration.id, point.step), context.owner(Duty::Release))
                .phase(&phase.id)
                .likely(left.clamp(0.1, 0.6), because, point.basis.clone())
                .reaches(context.blast(&migration.id))
                .noticed(noticed)
                .taken_back(Factor::new(0.0, point.because.clone(), point.basis.clone()))
                .mitigated(approvals, "put an approval before it, by who answers for the data"),
        );
    }
    drafts
}

/// The point of a phase, where it is one because something is lost. A way back that is only slower than allowed is a risk
/// by a rule of its own.
fn lost(phase: &MigrationPhase) -> Option<(&MigrationPhase, &NoReturn)> {
    let point = phase.point_of_no_return.as_ref()?;
    let step = phase.steps.iter().find(|it| it.id == point.step)?;
    matches!(step.inverse.loss, Loss::Everything(_)).then_some((phase, point))
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn the_end_of_the_old_side_is_the_point() {
        let risks = found("point-of-no-return", "{type: service, pattern: strangler_fig, source: a, target: b}");
        assert_eq!(risks.len(), 1, "{risks:#?}");
        assert!(risks[0].reversibility.value.abs() < 1e-9 && risks[0].phase.is_some());
    }
}
