//! Who is called, after how long, and how they are reached.

use std::collections::BTreeSet;

use plan_engine::migration::model::Performer;
use plan_engine::migration::{MigrationPlan, MigrationStep, Work};
use serde::{Deserialize, Serialize};

use super::{Situation, no_return};

/// Somebody who is called where trouble lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// The role.
    pub role: String,
    /// Seconds after the beginning of the trouble.
    pub after_seconds: f64,
    /// What for.
    pub decides: String,
}

/// How a role is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// The role.
    pub role: String,
    /// Who it is; none where the specification names nobody.
    pub name: Option<String>,
    /// Ways to reach them; none where the specification tells none: the role's name serves.
    pub reach: Vec<String>,
}

/// Seconds after which whoever approves is called where nobody says: as long as most incident procedures leave the first
/// responder alone (`PagerDuty`'s default escalation time-out is 30 minutes; half of it, since a migration is under way).
const THEN: f64 = 900.0;

/// Who is called, in order: what the specification says, else whoever works on it, then whoever approves.
pub(super) fn escalation(plan: &MigrationPlan) -> Vec<Called> {
    let stated = &plan.specification.escalation;
    if !stated.is_empty() {
        let called = |it: &plan_engine::specification::model::Escalation| Called {
            role: it.role.clone(),
            after_seconds: it.after_seconds,
            decides: it.decides.clone().unwrap_or_else(|| "whether to go back".to_owned()),
        };
        return stated.iter().map(called).collect();
    }
    let mut all: Vec<Called> = workers(plan)
        .into_iter()
        .map(|role| Called {
            role,
            after_seconds: 0.0,
            decides: "what is wrong, and whether it can be mended".to_owned(),
        })
        .collect();
    let decides = decider(plan);
    all.retain(|it| it.role != decides);
    all.push(Called { role: decides, after_seconds: THEN, decides: "whether to go back".to_owned() });
    all
}

/// Roles that do steps which change something.
fn workers(plan: &MigrationPlan) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut all = Vec::new();
    for step in plan.steps().filter(|it| !it.inverse.title.is_empty()) {
        if let Performer::Role(role) = &step.by
            && found.insert(role)
        {
            all.push(role.clone());
        }
    }
    all
}

/// The role that decides: the one that agrees to the point of no return, else to anything; else the first that works on it.
pub(super) fn decider(plan: &MigrationPlan) -> String {
    let agrees = |it: &MigrationStep| match (&it.work, &it.by) {
        (Work::Approval { role, .. }, _) | (Work::SchemaStep { .. }, Performer::Role(role)) => Some(role.clone()),
        _ => None,
    };
    let end = no_return(plan, &Situation::default()).and_then(|it| it.approval);
    let at_end = end.and_then(|id| plan.steps().find(|it| it.id == id).and_then(agrees));
    let any = || plan.steps().filter(|it| matches!(it.work, Work::Approval { .. })).find_map(agrees);
    at_end.or_else(any).or_else(|| workers(plan).into_iter().next()).unwrap_or_else(|| "release-manager".to_owned())
}

/// How `roles` are reached, each once.
pub(super) fn reached<'a>(plan: &MigrationPlan, roles: impl IntoIterator<Item = &'a str>) -> Vec<Reached> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for role in roles.into_iter().filter(|it| seen.insert(*it)) {
        let told: Vec<_> = plan.specification.contacts.iter().filter(|it| it.role == role).collect();
        if told.is_empty() {
            all.push(Reached { role: role.to_owned(), name: None, reach: Vec::new() });
        }
        all.extend(told.into_iter().map(|it| Reached {
            role: it.role.clone(),
            name: it.name.clone(),
            reach: it.reach.clone(),
        }));
    }
    all
}
