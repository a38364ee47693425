//! Who may do what with an object.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Privileges on one object, as far as they differ from what the engine gives of its own accord (PostgreSQL manual, 5.8).
/// What the owner may do is left out: who owns an object is not part of a schema.
///
/// `MAINTAIN`, which PostgreSQL 17 knows, counts as held where all others on a table are: `GRANT ALL` then means the same
/// on every version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grants {
    /// What each role may do; everybody is called [`PUBLIC`](Self::PUBLIC).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub granted: BTreeMap<String, Privileges>,
    /// What everybody could do of the engine's own accord, and may not.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub revoked_from_public: BTreeSet<String>,
}

/// Privileges by name, upper case, and whether they come with the grant option.
pub type Privileges = BTreeMap<String, bool>;

/// What can be done to a table, short of `MAINTAIN`.
pub(crate) const TABLE_PRIVILEGES: [&str; 7] =
    ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];

impl Grants {
    /// Everybody. No role can have this name.
    pub const PUBLIC: &str = "public";

    /// Whether the object is as the engine makes it.
    pub fn is_empty(&self) -> bool {
        self.granted.is_empty() && self.revoked_from_public.is_empty()
    }

    /// Gives `role` privileges; `by_default` are those that everybody has of the engine's own accord.
    pub(crate) fn grant(&mut self, role: &str, privileges: &[String], option: bool, by_default: &[&str]) {
        for privilege in privileges {
            if role == Self::PUBLIC && by_default.contains(&privilege.as_str()) {
                self.revoked_from_public.remove(privilege);
                continue;
            }
            let held = self.granted.entry(role.to_owned()).or_default().entry(privilege.clone()).or_default();
            *held |= option;
        }
        self.tidy();
    }

    /// Takes privileges from `role`, or only the right to pass them on.
    pub(crate) fn revoke(&mut self, role: &str, privileges: &[String], only_option: bool, by_default: &[&str]) {
        for privilege in privileges {
            if role == Self::PUBLIC && by_default.contains(&privilege.as_str()) && !only_option {
                self.revoked_from_public.insert(privilege.clone());
            }
            let Some(held) = self.granted.get_mut(role) else { continue };
            match held.get_mut(privilege) {
                Some(option) if only_option => *option = false,
                _ => drop(held.remove(privilege)),
            }
        }
        self.tidy();
    }

    fn tidy(&mut self) {
        for held in self.granted.values_mut() {
            if TABLE_PRIVILEGES.iter().all(|it| held.contains_key(*it)) {
                held.remove("MAINTAIN");
            }
        }
        self.granted.retain(|_, held| !held.is_empty());
    }

    /// Everything that either of two gives: what both versions of an application may do.
    pub fn union(&self, other: &Self) -> Self {
        let mut all = self.clone();
        for (role, privileges) in &other.granted {
            let held = all.granted.entry(role.clone()).or_default();
            for (privilege, option) in privileges {
                *held.entry(privilege.clone()).or_default() |= *option;
            }
        }
        all.revoked_from_public.retain(|it| other.revoked_from_public.contains(it));
        all.tidy();
        all
    }

    /// The roles named.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.granted.keys().map(String::as_str).filter(|it| *it != Self::PUBLIC)
    }
}

/// Which objects default privileges are for (`ALTER DEFAULT PRIVILEGES`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefaultPrivileges {
    /// `FOR ROLE`: whose new objects; none for those of the role that runs the statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// `IN SCHEMA`: where; none for everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES` or `SCHEMAS`.
    pub objects: String,
}

impl std::fmt::Display for DefaultPrivileges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "on {}", self.objects.to_lowercase())?;
        if let Some(schema) = &self.schema {
            write!(f, " in schema {schema}")?;
        }
        self.role.as_ref().map_or(Ok(()), |role| write!(f, " of role {role}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn what_is_granted_and_revoked_again_leaves_nothing() {
        let mut grants = Grants::default();
        grants.grant("app", &names(&["SELECT", "INSERT"]), true, &[]);
        grants.revoke("app", &names(&["SELECT"]), true, &[]);
        assert!(!grants.granted["app"]["SELECT"]);
        grants.revoke("app", &names(&["SELECT", "INSERT"]), false, &[]);
        grants.revoke(Grants::PUBLIC, &names(&["EXECUTE"]), false, &["EXECUTE"]);
        assert!(grants.granted.is_empty() && !grants.is_empty());
        grants.grant(Grants::PUBLIC, &names(&["EXECUTE"]), false, &["EXECUTE"]);
        assert!(grants.is_empty());
    }

    #[test]
    fn all_on_a_table_is_the_same_with_and_without_maintain() {
        let (mut old, mut new) = (Grants::default(), Grants::default());
        old.grant("app", &names(&TABLE_PRIVILEGES), false, &[]);
        new.grant("app", &names(&["MAINTAIN"]), false, &[]);
        new.grant("app", &names(&TABLE_PRIVILEGES), false, &[]);
        assert_eq!(old, new);
    }

    #[test]
    fn a_union_gives_what_either_gives() {
        let (mut old, mut new) = (Grants::default(), Grants::default());
        old.grant("a", &names(&["SELECT"]), false, &[]);
        old.revoke(Grants::PUBLIC, &names(&["EXECUTE"]), false, &["EXECUTE"]);
        new.grant("a", &names(&["SELECT"]), true, &[]);
        new.grant("b", &names(&["UPDATE"]), false, &[]);
        let both = old.union(&new);
        assert!(both.granted["a"]["SELECT"] && both.granted.contains_key("b"));
        assert!(both.revoked_from_public.is_empty());
    }
}
