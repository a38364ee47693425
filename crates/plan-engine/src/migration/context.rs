//! What a pattern knows when it plans a migration.

use super::model::{ApiReport, Inventory, Performer, Timing};
use super::team::Duty;
use crate::estimate::{Statistics, Throughputs};
use crate::plan::Plan;
use crate::specification::Specification;
use crate::specification::model::{Fact, FactSource, Kind, Migration};

/// What a pattern knows when it plans a migration.
pub(crate) struct Context<'a> {
    /// The whole specification.
    pub(crate) specification: &'a Specification,
    /// The migration.
    pub(crate) migration: &'a Migration,
    /// The plan of its schema.
    pub(crate) schema_plan: Option<&'a Plan>,
    /// Whether that plan was made from changes told in words.
    pub(crate) schema_from_words: bool,
    /// What the comparison of its interface said.
    pub(crate) report: Option<&'a ApiReport>,
    /// What is known of its tables.
    pub(crate) statistics: &'a Statistics,
    /// What its infrastructure consists of.
    pub(crate) inventory: Option<&'a Inventory>,
    /// How fast things go.
    pub(crate) throughputs: &'a Throughputs,
}

impl Context<'_> {
    /// The fact at the first of these places below the migration that the file has; at the first one where it has none.
    pub(crate) fn fact(&self, places: &[&str], says: impl Into<String>) -> Fact {
        let under = |place: &&str| format!("{}{place}", self.migration.pointer);
        // A field with several names is found under the one that the file has.
        let known = |pointer: &String| {
            let found = self.specification.places.resolve(pointer);
            found.matches('/').count() == pointer.matches('/').count()
        };
        let found = places.iter().map(under).find(known);
        let pointer = found.or_else(|| places.first().map(under)).unwrap_or_default();
        self.specification.places.fact(&pointer, says)
    }

    /// The fact at the first of these places of the whole file.
    pub(crate) fn global(&self, places: &[&str], says: impl Into<String>) -> Fact {
        let known = |pointer: &&&str| self.specification.places.by_pointer.contains_key(**pointer);
        let pointer = places.iter().find(known).or(places.first()).copied().unwrap_or_default();
        self.specification.places.fact(pointer, says)
    }

    /// What the migration is, as a fact: for steps that follow from the pattern alone.
    pub(crate) fn pattern_fact(&self) -> Fact {
        self.fact(&["/pattern", ""], format!("{} is a migration by {}", self.migration.id, self.migration.pattern))
    }

    /// From where to where, as a fact.
    pub(crate) fn way_fact(&self) -> Fact {
        let says = format!("from {} to {}", self.migration.source, self.migration.target);
        self.fact(&["/target", "/source", ""], says)
    }

    /// Whether one of the special requirements is `name`.
    pub(crate) fn requires(&self, name: &str) -> Option<Fact> {
        let at = self.migration.constraints.special_requirements.iter().position(|it| it == name)?;
        let place = format!("/constraints/special_requirements/{at}");
        Some(self.fact(&[&place, "/constraints/special_requirements"], format!("{name} is required")))
    }

    /// Whether the plan holds an application that is deployed together with this migration.
    pub(crate) fn has_application(&self) -> bool {
        let own = &self.migration.id;
        let others = self.specification.migrations.iter().filter(|it| it.id != *own && it.kind != Kind::Database);
        others.into_iter().any(|it| it.together_with.contains(own) || self.migration.together_with.contains(&it.id))
    }

    /// Who does work of this kind.
    pub(crate) fn who(&self, duty: Duty) -> Performer {
        Performer::Role(self.role(duty))
    }

    /// The role that does work of this kind: the owner of the migration and whoever approves, where the specification
    /// names them.
    pub(crate) fn role(&self, duty: Duty) -> String {
        let own = match (duty, self.migration.kind) {
            (Duty::Release, _) => self.migration.approver.as_ref(),
            (Duty::Database, Kind::Database)
            | (Duty::Service, Kind::Service)
            | (Duty::Platform, Kind::Infrastructure) => self.migration.owner.as_ref(),
            _ => None,
        };
        own.cloned().unwrap_or_else(|| super::team::role_of(self.specification, duty))
    }

    /// When something is done that can be felt in production.
    pub(crate) fn felt(&self) -> Timing {
        let specification = self.specification;
        let windows: Vec<String> = match self.migration.windows.as_slice() {
            [] => specification.windows.iter().map(|it| it.name.clone()).collect(),
            own => own.to_vec(),
        };
        // Hours that another migration of the plan asks for bear its name.
        let others = || specification.migrations.iter().filter(|it| it.id != self.migration.id);
        let foreign =
            |name: &str| others().any(|it| name.strip_prefix(&it.id).is_some_and(|rest| rest.starts_with(": ")));
        let names = specification.business_hours.iter().map(|it| it.name.clone());
        let outside: Vec<String> = names.filter(|it| !foreign(it)).collect();
        let mut because = Vec::new();
        if !windows.is_empty() {
            because.push(format!("it can be felt in production: only while {} is open", windows.join(" or ")));
        }
        if !outside.is_empty() {
            because.push(format!("not in {}", outside.join(", ")));
        }
        // A window is for what is done whole; people stop in the evening and go on the next day.
        let splittable = windows.is_empty() && outside.is_empty();
        Timing {
            windows,
            outside,
            held_by_freezes: !specification.freezes.is_empty(),
            splittable,
            in_one_go: None,
            because: because.join(", "),
        }
    }

    /// When something is done that changes production without being felt: freezes hold it.
    pub(crate) fn changing(&self) -> Timing {
        let held = !self.specification.freezes.is_empty();
        let because = if held { "freezes hold what changes production".to_owned() } else { String::new() };
        Timing { held_by_freezes: held, splittable: true, because, ..Timing::default() }
    }
}

/// At any time.
pub(crate) fn any_time() -> Timing {
    Timing { splittable: true, ..Timing::default() }
}

/// A default of this program as a fact.
pub(crate) fn prior(says: impl Into<String>, cites: impl Into<String>) -> Fact {
    Fact { source: FactSource::Prior { cites: cites.into() }, pointer: String::new(), says: says.into() }
}
