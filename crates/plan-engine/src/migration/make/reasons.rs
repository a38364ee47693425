//! Why something that is stated and not cited is not used; nothing where the plan uses it otherwise than by citing it.

use std::collections::BTreeSet;

use crate::migration::model::{MigrationPlan, MigrationStep, Performer, Work};
use crate::specification::Specification;
use crate::specification::model::{Kind, Migration, Window};

/// Of a whole plan, what decides whether something is used.
pub(super) struct Reasons<'a> {
    specification: &'a Specification,
    cited: &'a BTreeSet<&'a str>,
    /// Roles that have a step.
    roles: BTreeSet<&'a str>,
    /// Windows and business hours that a step keeps to.
    hours: BTreeSet<&'a str>,
    /// Resources that a step holds.
    resources: BTreeSet<&'a str>,
    /// Flags that move traffic.
    flags: BTreeSet<&'a str>,
    held: bool,
}

impl<'a> Reasons<'a> {
    pub(super) fn of(plan: &'a MigrationPlan, cited: &'a BTreeSet<&'a str>) -> Self {
        let role = |step: &'a MigrationStep| match &step.by {
            Performer::Role(name) => Some(name.as_str()),
            Performer::Program(_) => None,
        };
        let flag = |step: &'a MigrationStep| match &step.work {
            Work::Traffic { flag, .. } => Some(flag.as_str()),
            _ => None,
        };
        let hours = plan.steps().flat_map(|it| it.timing.windows.iter().chain(&it.timing.outside));
        Self {
            specification: &plan.specification,
            cited,
            roles: plan.steps().filter_map(role).collect(),
            hours: hours.map(String::as_str).collect(),
            resources: plan.steps().flat_map(|it| &it.resources).map(String::as_str).collect(),
            flags: plan.steps().filter_map(flag).collect(),
            held: plan.steps().any(|it| it.timing.held_by_freezes),
        }
    }

    /// Why what stands at `pointer` is not used.
    pub(super) fn reason(&self, pointer: &str) -> Option<String> {
        let own = |it: &&Migration| {
            !it.pointer.is_empty() && pointer.strip_prefix(&it.pointer).is_some_and(|rest| rest.starts_with('/'))
        };
        let migrations = &self.specification.migrations;
        if let Some(migration) = migrations.iter().find(own) {
            return self.of_migration(migration, pointer.strip_prefix(&migration.pointer).unwrap_or(pointer));
        }
        match (self.of_whole(pointer), migrations.as_slice()) {
            (Answer::Told(reason), _) => reason,
            // A single migration stands beside what is said of the whole.
            (Answer::Unknown, [migration]) => self.of_migration(migration, pointer),
            (Answer::Unknown, _) => Some(NOTHING.to_owned()),
        }
    }

    fn of_whole(&self, pointer: &str) -> Answer {
        let (head, number) = head(pointer);
        let used = |is: bool, reason: &str| Answer::Told((!is).then(|| reason.to_owned()));
        let name_at = |names: &dyn Fn(usize) -> Option<&'a str>, known: &BTreeSet<&str>| {
            number.and_then(names).is_some_and(|it| known.contains(it))
        };
        let specification = self.specification;
        match head {
            "" | "name" | "description" | "start" | "deadline" | "commit" | "time_zone" | "throughput_file"
            // Ways back, communication and the status are written from them.
            | "contacts" | "escalation" | "audiences" => {
                Answer::Told(None)
            }
            "objectives" => match pointer.rsplit('/').next() {
                Some("recovery_time" | "rto") => Answer::Told(None),
                Some("recovery_point" | "rpo") => used(false, "no step of the plan takes rows away or moves them"),
                _ => used(false, "no gate of the plan watches requests"),
            },
            "roles" => {
                let role = |at: usize| specification.roles.get(at).map(|it| it.name.as_str());
                used(name_at(&role, &self.roles), "nobody of the role has a step")
            }
            "calendars" => {
                let calendar = number.and_then(|at| specification.calendars.get(at)).map(|it| it.name.as_str());
                let mut roles = specification.roles.iter().filter(|it| self.roles.contains(it.name.as_str()));
                used(roles.any(|it| it.calendar.as_deref() == calendar), "no role that has a step works by it")
            }
            "business_hours" | "business_continuity" => used(self.keeps_to(pointer), UNFELT),
            "windows" if specification.windows.iter().any(|it| is_under(pointer, it)) => {
                used(self.keeps_to(pointer), UNFELT)
            }
            "freezes" => used(self.held, "no step of the plan changes production"),
            "resources" => {
                let resource = |at: usize| specification.resources.get(at).map(|it| it.name.as_str());
                used(
                    name_at(&resource, &self.resources),
                    "no step holds any of it: batches hold one whose name says backfill, batch or worker",
                )
            }
            "throughput" => {
                let entry = number.map(|it| format!("/throughput/{it}/")).unwrap_or_default();
                let whole = entry.trim_end_matches('/');
                let is = self.cited.contains(whole) || self.cited.iter().any(|it| it.starts_with(&entry));
                used(is, "no step's duration depends on it")
            }
            _ => Answer::Unknown,
        }
    }

    fn keeps_to(&self, pointer: &str) -> bool {
        let all = self.specification.windows.iter().chain(&self.specification.business_hours);
        all.into_iter().any(|it| is_under(pointer, it) && self.hours.contains(it.name.as_str()))
    }

    fn of_migration(&self, migration: &Migration, pointer: &str) -> Option<String> {
        let (head, number) = head(pointer);
        let last = pointer.rsplit('/').next().unwrap_or_default();
        let unless = |used: bool, reason: String| (!used).then_some(reason);
        let pattern = &migration.pattern;
        match head {
            "" | "id" | "name" | "type" | "kind" | "pattern" | "source" | "target" | "description" | "schema"
            | "api" | "after" | "together_with" | "windows" => None,
            "owner" => unless(is_one(&self.roles, migration.owner.as_ref()), "the role has no step".to_owned()),
            "approver" => {
                unless(is_one(&self.roles, migration.approver.as_ref()), "nothing needs its approval".to_owned())
            }
            "tables" | "tables_to_migrate" => {
                let table = format!("{}/{head}/{}/", migration.pointer, number.unwrap_or_default());
                let touched = self.cited.iter().any(|it| it.starts_with(&table));
                let weighed = matches!(last, "name" | "critical" | "reads_per_second" | "writes_per_second");
                let reason =
                    if touched { "no step's duration depends on it" } else { "no step reads or moves its rows" };
                unless(touched && weighed, reason.to_owned())
            }
            "constraints" if last.starts_with("data_volume") => Some(format!(
                "no step of {pattern} moves data; data that moves is a migration of type database of its own"
            )),
            "constraints" if is_zero_loss(migration, pointer, number) => {
                Some("no step of the plan takes rows away or moves them".to_owned())
            }
            "constraints" if last.starts_with("max_downtime") => {
                Some(format!("no step of {pattern} stops {}", migration.source))
            }
            "feature_flags" | "flags" => {
                let flag = number.and_then(|at| migration.flags.get(at)).map(|it| it.name.as_str());
                let used = flag.is_some_and(|it| self.flags.contains(it));
                unless(used, format!("{pattern} moves no traffic by flags"))
            }
            "monitoring" | "performance_requirements" | "performance" => {
                let bounded = migration.monitoring.alert_thresholds.iter();
                let metric = number.and_then(|at| migration.monitoring.critical_metrics.get(at));
                let used = bounded.into_iter().any(|it| Some(&it.metric) == metric);
                unless(used, format!("no gate of {pattern} watches it"))
            }
            "service" | "service_details" if migration.kind == Kind::Database => {
                Some(format!("{pattern} does not look at services"))
            }
            // `plan risk` holds the routes of both sides against each other.
            "service" | "service_details" if pointer.contains("/endpoints/") => None,
            "service" | "service_details" if pointer.contains("/traffic/") => {
                Some("no flag moves the route".to_owned())
            }
            "inventory" | "inventory_file" if migration.kind == Kind::Infrastructure => None,
            "clouds" if migration.kind == Kind::Infrastructure => of_clouds(migration, pointer),
            "contexts" if pattern == "re_architecture" => None,
            "contexts" => Some(format!("{pattern} takes out no contexts; re_architecture does")),
            "inventory" | "inventory_file" | "clouds" => Some(format!("{pattern} does not look at infrastructure")),
            _ => Some(NOTHING.to_owned()),
        }
    }
}

/// Providers, regions and accounts are in what the plan says of its inventory and in Terraform's files.
fn of_clouds(migration: &Migration, pointer: &str) -> Option<String> {
    let mut segments = pointer.split('/').skip(2);
    let reason = match segments.next().unwrap_or_default() {
        "source" | "target" => return None,
        "dns_ttl" => "no name in DNS leads to anything that moves, or the TTL is low already".to_owned(),
        "shares" => {
            "what moves holds data, which is written on one side at a time: all of it is switched at once".to_owned()
        }
        "round_trip" | "throughput" => format!("{} has no line between two places", migration.pattern),
        "resources_per_wave" => "there is no inventory to make waves of".to_owned(),
        _ => format!("no gate of {} watches it", migration.pattern),
    };
    Some(reason)
}

const NOTHING: &str = "no step, gate or estimate of the plan depends on it";
const UNFELT: &str = "no step of the plan can be felt in production";

/// What is known of a value that is said of the whole.
enum Answer {
    /// Why it is not used; nothing where it is.
    Told(Option<String>),
    /// It is not said of the whole.
    Unknown,
}

fn is_under(pointer: &str, window: &Window) -> bool {
    pointer.strip_prefix(&window.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_zero_loss(migration: &Migration, pointer: &str, number: Option<usize>) -> bool {
    let named = number.and_then(|at| migration.constraints.special_requirements.get(at));
    pointer.contains("/special_requirements/") && named.is_some_and(|it| it == "zero_data_loss")
}

fn is_one(names: &BTreeSet<&str>, name: Option<&String>) -> bool {
    name.is_some_and(|it| names.contains(it.as_str()))
}

/// The first segment of a pointer, and the first number in it.
fn head(pointer: &str) -> (&str, Option<usize>) {
    let mut segments = pointer.split('/').skip(1);
    let first = segments.next().unwrap_or_default();
    (first, segments.find_map(|it| it.parse().ok()))
}
