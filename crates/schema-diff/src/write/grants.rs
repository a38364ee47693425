//! `GRANT`, `REVOKE` and `ALTER DEFAULT PRIVILEGES`.

use std::collections::{BTreeMap, BTreeSet};

use super::Writer;
use crate::catalogue::{
    DefaultPrivileges, DefinitionId, DefinitionKind, Grants, Object, ObjectPath, Privileges, TABLE_PRIVILEGES,
};

/// Privileges that come and go for one role.
struct Step<'a> {
    verb: &'static str,
    role: &'a str,
    privileges: BTreeSet<&'a str>,
    option: bool,
}

impl Writer {
    /// `GRANT` and `REVOKE` for everything in `object`, its columns included, as it is when it is made. Nothing on SQLite.
    pub fn grants(self, path: &ObjectPath, object: &Object) -> Vec<String> {
        if self.is_sqlite() {
            return Vec::new();
        }
        let of = |path: &ObjectPath, grants: &Grants| self.change_grants(path, &Grants::default(), grants);
        match (path, object) {
            (_, Object::Schema(it)) => of(path, &it.grants),
            (_, Object::Enum(it)) => of(path, &it.grants),
            (_, Object::Domain(it)) => of(path, &it.grants),
            (_, Object::Sequence(it)) => of(path, &it.grants),
            (_, Object::Function(it)) => of(path, &it.grants),
            (_, Object::Column(it)) => of(path, &it.grants),
            (_, Object::Definition(it)) => of(path, &it.grants),
            (ObjectPath::Table(name), Object::Table(it)) => {
                let column = |column: &crate::catalogue::Column| {
                    of(&ObjectPath::Column(name.clone(), column.name.clone()), &column.grants)
                };
                of(path, &it.grants).into_iter().chain(it.columns.iter().flat_map(column)).collect()
            }
            (ObjectPath::View(name), Object::View(it)) => {
                let column = |column: &crate::catalogue::ViewColumn| {
                    of(&ObjectPath::Column(name.clone(), column.name.clone()), &column.grants)
                };
                of(path, &it.grants).into_iter().chain(it.columns.iter().flatten().flat_map(column)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Statements that lead from the privileges `from` on the object at `path` to those in `to`.
    pub fn change_grants(self, path: &ObjectPath, from: &Grants, to: &Grants) -> Vec<String> {
        let Some(target) = self.grant_target(path) else { return Vec::new() };
        let column = match path {
            ObjectPath::Column(_, column) => format!(" ({})", self.ident(column)),
            _ => String::new(),
        };
        let on = format!("ON {target}");
        let steps = steps(from, to);
        let statements = steps.iter().map(|step| self.grant_statement(step, path, &column, &on));
        let mut statements: Vec<String> = statements.collect();
        statements.splice(0..0, maintains(path, from, to).map(|role| self.revoke_maintain(role, "", &on)));
        statements
    }

    /// Takes away what `GRANT ALL` gives besides the privileges that are named, where the engine knows it.
    fn revoke_maintain(self, role: &str, head: &str, on: &str) -> String {
        let revoke = self.literal(&format!("{head}REVOKE MAINTAIN {on} FROM {}", self.grantee(role)));
        format!(
            "DO $maintain$ BEGIN\n  IF current_setting('server_version_num')::integer >= 170000 THEN\n    EXECUTE {revoke};\n  END IF;\nEND $maintain$"
        )
    }

    /// Statements that lead from the default privileges `from` to those in `to`.
    pub fn change_default_privileges(self, of: &DefaultPrivileges, from: &Grants, to: &Grants) -> Vec<String> {
        let role = of.role.as_ref().map(|it| format!(" FOR ROLE {}", self.ident(it))).unwrap_or_default();
        let schema = of.schema.as_ref().map(|it| format!(" IN SCHEMA {}", self.ident(it))).unwrap_or_default();
        let head = format!("ALTER DEFAULT PRIVILEGES{role}{schema}");
        let path = ObjectPath::DefaultPrivileges(of.clone());
        let on = format!("ON {}", of.objects);
        let less = maintains(&path, from, to).map(|role| self.revoke_maintain(role, &format!("{head} "), &on));
        let steps = steps(from, to);
        let statements = steps.iter().map(|step| format!("{head} {}", self.grant_statement(step, &path, "", &on)));
        less.chain(statements).collect()
    }

    fn grant_statement(self, step: &Step<'_>, path: &ObjectPath, column: &str, target: &str) -> String {
        let is_all = is_table(path) && TABLE_PRIVILEGES.iter().all(|it| step.privileges.contains(it));
        let privileges = if is_all {
            "ALL".to_owned()
        } else {
            step.privileges.iter().map(|it| format!("{it}{column}")).collect::<Vec<_>>().join(", ")
        };
        let role = self.grantee(step.role);
        match (step.verb, step.option) {
            ("GRANT", true) => format!("GRANT {privileges} {target} TO {role} WITH GRANT OPTION"),
            ("GRANT", false) => format!("GRANT {privileges} {target} TO {role}"),
            (_, true) => format!("REVOKE GRANT OPTION FOR {privileges} {target} FROM {role}"),
            (_, false) => format!("REVOKE {privileges} {target} FROM {role}"),
        }
    }

    /// A role as `GRANT` names it.
    fn grantee(self, role: &str) -> String {
        if role == Grants::PUBLIC { "PUBLIC".to_owned() } else { self.ident(role) }
    }

    /// What stands behind `ON`; nothing where there are no privileges on such an object.
    fn grant_target(self, path: &ObjectPath) -> Option<String> {
        Some(match path {
            ObjectPath::Schema(name) => format!("SCHEMA {}", self.ident(name)),
            ObjectPath::Enum(name) | ObjectPath::Domain(name) => format!("TYPE {}", self.name(name)),
            ObjectPath::Sequence(name) => format!("SEQUENCE {}", self.name(name)),
            ObjectPath::Table(name) | ObjectPath::View(name) | ObjectPath::Column(name, _) => {
                format!("TABLE {}", self.name(name))
            }
            ObjectPath::Function(signature) => format!("ROUTINE {}", self.signature(signature)),
            ObjectPath::Definition(id) => self.grant_target_of(id)?,
            _ => return None,
        })
    }
}

impl Writer {
    fn grant_target_of(self, id: &DefinitionId) -> Option<String> {
        let name = id.qualified().map_or_else(|| self.ident(&id.name), |name| self.name(&name));
        Some(match id.kind {
            kind if kind.is_type() => format!("TYPE {name}"),
            DefinitionKind::Aggregate => format!("ROUTINE {name}{}", id.detail),
            DefinitionKind::ForeignTable => format!("TABLE {name}"),
            DefinitionKind::ForeignDataWrapper => format!("FOREIGN DATA WRAPPER {name}"),
            DefinitionKind::Server => format!("FOREIGN SERVER {name}"),
            DefinitionKind::Language => format!("LANGUAGE {name}"),
            _ => return None,
        })
    }
}

fn is_table(path: &ObjectPath) -> bool {
    match path {
        ObjectPath::Table(_) | ObjectPath::View(_) => true,
        ObjectPath::Definition(id) => id.kind == DefinitionKind::ForeignTable,
        ObjectPath::DefaultPrivileges(of) => of.objects == "TABLES",
        _ => false,
    }
}

/// What has to be done, revoking first.
fn steps<'a>(from: &'a Grants, to: &'a Grants) -> Vec<Step<'a>> {
    let roles: BTreeSet<&String> = from.granted.keys().chain(to.granted.keys()).collect();
    let mut revoked = Vec::new();
    let mut granted = Vec::new();
    if let Some(step) = public("REVOKE", &to.revoked_from_public, &from.revoked_from_public) {
        revoked.push(step);
    }
    if let Some(step) = public("GRANT", &from.revoked_from_public, &to.revoked_from_public) {
        granted.push(step);
    }
    for role in roles {
        let old = from.granted.get(role);
        let new = to.granted.get(role);
        let (gone, without_option) = lost(old.unwrap_or(&EMPTY), new.unwrap_or(&EMPTY));
        let push = |list: &mut Vec<Step<'a>>, verb, privileges: BTreeSet<&'a str>, option| {
            if !privileges.is_empty() {
                list.push(Step { verb, role, privileges, option });
            }
        };
        push(&mut revoked, "REVOKE", gone, false);
        push(&mut revoked, "REVOKE", without_option, true);
        let (mut plain, with_option) = gained(old.unwrap_or(&EMPTY), new.unwrap_or(&EMPTY));
        // Who is to have everything gets it as such: it is more than what is named on engines that know more.
        if let Some(new) = new.filter(|it| has_all(it) && it.values().all(|option| !option) && !plain.is_empty()) {
            plain = new.keys().map(String::as_str).collect();
        }
        push(&mut granted, "GRANT", plain, false);
        push(&mut granted, "GRANT", with_option, true);
    }
    revoked.append(&mut granted);
    revoked
}

/// Roles that have everything on a table and are to keep a part without `MAINTAIN`.
fn maintains<'a>(path: &ObjectPath, from: &'a Grants, to: &'a Grants) -> impl Iterator<Item = &'a str> {
    let is_table = is_table(path);
    from.granted.iter().filter_map(move |(role, held)| {
        let left = to.granted.get(role)?;
        let less = is_table && has_all(held) && !has_all(left) && !left.contains_key("MAINTAIN");
        less.then_some(role.as_str())
    })
}

/// Whether everything that can be done to a table may be done; `MAINTAIN` counts in.
fn has_all(held: &Privileges) -> bool {
    TABLE_PRIVILEGES.iter().all(|it| held.contains_key(*it))
}

static EMPTY: Privileges = BTreeMap::new();

fn public<'a>(verb: &'static str, these: &'a BTreeSet<String>, without: &'a BTreeSet<String>) -> Option<Step<'a>> {
    let privileges: BTreeSet<&str> = these.difference(without).map(String::as_str).collect();
    (!privileges.is_empty()).then_some(Step { verb, role: Grants::PUBLIC, privileges, option: false })
}

/// What `old` has and `new` has not, and what `new` has only without the grant option.
fn lost<'a>(old: &'a Privileges, new: &Privileges) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let gone = old.keys().filter(|it| !new.contains_key(*it)).map(String::as_str).collect();
    let without = old.iter().filter(|(it, option)| **option && new.get(*it) == Some(&false));
    (gone, without.map(|(it, _)| it.as_str()).collect())
}

/// What `new` has and `old` has not: without the grant option, and with it.
fn gained<'a>(old: &Privileges, new: &'a Privileges) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let plain = new.iter().filter(|(it, option)| !**option && !old.contains_key(*it));
    let with = new.iter().filter(|(it, option)| **option && old.get(*it) != Some(&true));
    (plain.map(|(it, _)| it.as_str()).collect(), with.map(|(it, _)| it.as_str()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::QualifiedName;

    #[test]
    fn whoever_loses_a_part_of_everything_loses_what_is_not_named_too() {
        let grants = |names: &[&str]| {
            let mut grants = Grants::default();
            let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
            grants.grant("app", &names, false, &[]);
            grants
        };
        let (all, some) = (grants(&TABLE_PRIVILEGES), grants(&["SELECT"]));
        let table = ObjectPath::Table(QualifiedName::new("public", "t"));
        let writer = Writer::new(Dialect::Postgres);
        let less = writer.change_grants(&table, &all, &some);
        assert!(less.len() == 2 && less.iter().any(|it| it.contains("REVOKE MAINTAIN ON TABLE public.t FROM app")));
        assert_eq!(writer.change_grants(&table, &some, &all), ["GRANT ALL ON TABLE public.t TO app"]);
        assert_eq!(writer.change_grants(&table, &all, &Grants::default()), ["REVOKE ALL ON TABLE public.t FROM app"]);
    }
}
