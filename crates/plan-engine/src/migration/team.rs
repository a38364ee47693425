//! Who does what: duties of a migration and the roles of the specification.

use schedule::{CalendarSpec, Weekday};

use super::context::prior;
use super::model::Note;
use crate::specification::Specification;
use crate::specification::model::Fact;

/// A kind of work that people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Duty {
    /// Databases: schemas, copies, replication.
    Database,
    /// Services: code, routes, flags.
    Service,
    /// What everything runs on: networks, machines, proxies.
    Platform,
    /// Whether a release goes out.
    Release,
    /// Regimes and data protection.
    Compliance,
}

impl Duty {
    const ALL: [Self; 5] = [Self::Database, Self::Service, Self::Platform, Self::Release, Self::Compliance];

    /// Whose role has the duty where the specification has none for it: an officer whom nobody has named decides nothing,
    /// so that what regimes ask is decided by who decides on the release.
    fn stand_in(self) -> Self {
        match self {
            Self::Compliance => Self::Release,
            other => other,
        }
    }

    /// The role where the specification has none for it.
    fn default_role(self) -> &'static str {
        match self {
            Self::Database => "database-engineer",
            Self::Service => "service-engineer",
            Self::Platform => "platform-engineer",
            Self::Release | Self::Compliance => "release-manager",
        }
    }

    /// Words by which a role's name tells that it has the duty, the clearest first.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["database", "dba", "data-engineer", "data_engineer"],
            Self::Service => &["service", "backend", "application", "developer", "software", "engineer"],
            Self::Platform => &["platform", "infrastructure", "sre", "devops", "operations", "network", "engineer"],
            Self::Release => &["release", "change", "manager", "lead", "owner"],
            Self::Compliance => &["compliance", "protection", "security", "audit", "privacy", "legal"],
        }
    }
}

/// The role that has a duty: that of the specification whose name tells it, else a default.
pub(crate) fn role_of(specification: &Specification, duty: Duty) -> String {
    let told = stated(specification, duty).or_else(|| stated(specification, duty.stand_in()));
    told.map_or_else(|| duty.default_role().to_owned(), |(_, name)| name.to_owned())
}

fn stated(specification: &Specification, duty: Duty) -> Option<(usize, &str)> {
    let roles = || specification.roles.iter().enumerate();
    duty.words().iter().find_map(|word| {
        roles().find(|(_, role)| role.name.to_lowercase().contains(word)).map(|(at, role)| (at, role.name.as_str()))
    })
}

/// What a role is that nobody has stated: one person in office hours.
pub(crate) fn office_hours() -> CalendarSpec {
    CalendarSpec::new("office hours").hours(&Weekday::WORKING, 9, 17)
}

/// What was assumed of roles that `used` names and the specification does not.
pub(crate) fn assumed(specification: &Specification, used: &[&str]) -> Option<Note> {
    let unknown: Vec<&str> = Duty::ALL
        .iter()
        .filter(|duty| duty.stand_in() == **duty)
        .map(|duty| duty.default_role())
        .filter(|role| used.contains(role) && !specification.roles.iter().any(|it| it.name == *role))
        .collect();
    if unknown.is_empty() {
        return None;
    }
    let says = format!(
        "the specification names nobody for {}: one person each is assumed, Monday to Friday, 9 to 17 UTC; state `roles` \
         and `calendars`",
        unknown.join(", ")
    );
    Some(Note::new(says, vec![convention()]))
}

fn convention() -> Fact {
    prior("one person for each kind of work, in office hours", "convention of this program")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specification::model::Role;

    #[test]
    fn a_role_of_the_specification_goes_first() {
        let role = |name: &str| Role { name: name.to_owned(), people: 1, calendar: None };
        let specification = Specification { roles: vec![role("sre"), role("lead-dba")], ..Specification::default() };
        assert_eq!(role_of(&specification, Duty::Database), "lead-dba");
        assert_eq!(role_of(&specification, Duty::Platform), "sre");
        assert_eq!(role_of(&specification, Duty::Compliance), "lead-dba");
        let note = assumed(&specification, &["service-engineer", "sre"]).unwrap();
        assert!(note.says.contains("for service-engineer:"), "{}", note.says);
    }

    #[test]
    fn who_decides_on_the_release_decides_for_an_officer_whom_nobody_names() {
        let of = |names: &[&str]| {
            let role = |name: &&str| Role { name: (*name).to_owned(), people: 1, calendar: None };
            let roles = names.iter().map(role).collect();
            role_of(&Specification { roles, ..Specification::default() }, Duty::Compliance)
        };
        assert_eq!(of(&[]), "release-manager");
        assert_eq!(of(&["change-board"]), "change-board");
        assert_eq!(of(&["change-board", "audit"]), "audit");
    }
}
