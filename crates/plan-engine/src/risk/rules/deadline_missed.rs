//! A deadline that the schedule does not keep.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::migration::team::Duty;

pub(super) const RULE: RiskRule = RiskRule {
    id: "deadline-missed",
    category: Category::Business,
    summary: "the plan is not done by the deadline in a share of the draws",
    explanation: "Reads the schedule: the likelihood is the share of draws in which the end lies after the deadline, told from \
                  5 % on. The impact is 0.5: what a late end costs is not told. What moves the end most is the mitigation to \
                  look at.",
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let Some(schedule) = &context.circumstances.schedule else { return Vec::new() };
    let Some(deadline) = &schedule.deadline else { return Vec::new() };
    let late = 1.0 - deadline.probability;
    if late < 0.05 {
        return Vec::new();
    }
    let because = format!("in {:.0} % of {} draws the end lies after {}", late * 100.0, schedule.draws, deadline.at);
    let fact = context.plan.specification.places.fact("/deadline", format!("the deadline is {}", deadline.at));
    let steps = schedule.swings.iter().filter(|it| it.of == crate::migration::schedule::SwingOf::Step);
    let widest = steps.take(3).map(|it| Mitigation::Step {
        id: it.name.clone(),
        how: "moves the end most: measure it, make it shorter or begin it earlier".to_owned(),
    });
    let draft = Draft::new("whole", format!("{} is late", context.plan.name), context.owner(Duty::Release))
        .likely(late, because, vec![fact])
        .reaches(Factor::new(0.5, "what a late end costs is not told", Vec::new()))
        .noticed(Factor::new(0.8, "progress is compared with the schedule: `plan schedule --progress`", Vec::new()))
        .taken_back(Factor::new(0.0, "time that has passed does not come back", Vec::new()))
        .mitigated(widest.collect(), "begin earlier, or name more people in `roles`");
    vec![draft]
}

#[cfg(test)]
mod tests {
    use super::super::super::Circumstances;
    use super::super::testing::{found_in, plan};
    use crate::migration::schedule::{ScheduleOptions, schedule};

    #[test]
    fn a_deadline_of_tomorrow_is_missed_and_one_in_ten_years_is_not() {
        let found = |deadline: &str| {
            let plan = plan(&format!(
                "{{type: service, pattern: canary, source: a, target: b, start: '2027-01-11T09:00Z', deadline: '{deadline}', \
                 flags: [{{name: f, stages: [{{percentage: 10%, hold: 48h}}, {{percentage: 100%}}]}}]}}"
            ));
            let options = ScheduleOptions::new("2027-01-11T09:00:00Z".parse().unwrap()).draws(500, 1);
            let schedule = schedule(&plan, &options).unwrap();
            found_in("deadline-missed", &plan, &Circumstances::new().schedule(schedule))
        };
        assert!(found("2027-01-12T09:00Z")[0].likelihood.value > 0.9);
        assert!(found("2037-01-12T09:00Z").is_empty());
    }
}
