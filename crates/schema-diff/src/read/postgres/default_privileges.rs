//! `ALTER DEFAULT PRIVILEGES`, and what new objects get by it.

use std::collections::BTreeSet;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Catalogue, DefaultPrivileges, ObjectPath, TABLE_PRIVILEGES};

use super::grant::{Transfer, roles};
use super::replay::Replay;
use super::syntax;

impl Replay<'_> {
    /// `ALTER DEFAULT PRIVILEGES`.
    pub(super) fn alter_default_privileges(&mut self, node: &SyntaxNode) {
        let action = node.children().find(|it| {
            matches!(it.kind(), SyntaxKind::GRANT_DEFAULT_PRIVILEGES | SyntaxKind::REVOKE_DEFAULT_PRIVILEGES)
        });
        let kind = action.as_ref().and_then(|action| action.children().find_map(|it| objects(it.kind())));
        let (Some(action), Some(kind)) = (action, kind) else {
            return self.unmodelled("ALTER DEFAULT PRIVILEGES", "");
        };
        let transfer = Transfer::of(&action);
        let owners = syntax::child(node, SyntaxKind::FOR_ROLES);
        let owners = owners.map_or(vec![None], |it| roles(&it).into_iter().map(Some).collect());
        let schemas = syntax::child(node, SyntaxKind::IN_SCHEMAS);
        let schemas =
            schemas.map_or(vec![None], |it| syntax::names(&it, SyntaxKind::SCHEMA_REF).into_iter().map(Some).collect());
        let (all, by_default) = usual(kind);
        for role in &owners {
            for schema in &schemas {
                let of = DefaultPrivileges { role: role.clone(), schema: schema.clone(), objects: kind.to_owned() };
                // In a schema, only what is added to the privileges everywhere can be said.
                let by_default = if schema.is_none() { by_default } else { &[] };
                let grants = self.catalogue.default_privileges.entry(of.clone()).or_default();
                transfer.apply(grants, &transfer.on_whole(all), by_default);
                if grants.is_empty() {
                    self.catalogue.default_privileges.remove(&of);
                }
                self.origin_here(ObjectPath::DefaultPrivileges(of));
            }
        }
    }

    /// What could get privileges by default, where there are any: to tell afterwards what is new.
    pub(super) fn known_before(&self) -> Option<BTreeSet<ObjectPath>> {
        (!self.catalogue.default_privileges.is_empty()).then(|| self.catalogue.with_privileges().collect())
    }

    /// Gives what was not `known` the privileges that new objects of its kind get.
    pub(super) fn give_default_privileges(&mut self, known: Option<BTreeSet<ObjectPath>>) {
        let Some(known) = known else { return };
        let new: Vec<_> = self.catalogue.with_privileges().filter(|it| !known.contains(it)).collect();
        for path in new {
            let Some(given) = self.catalogue.default_grants(&path) else { continue };
            if let Some(grants) = self.catalogue.grants_mut(&path) {
                *grants = given;
            }
        }
    }
}

/// What `ALTER DEFAULT PRIVILEGES` calls a kind of object.
fn objects(kind: SyntaxKind) -> Option<&'static str> {
    Some(match kind {
        SyntaxKind::PRIVILEGE_TARGET_TABLES => "TABLES",
        SyntaxKind::PRIVILEGE_TARGET_SEQUENCES => "SEQUENCES",
        SyntaxKind::PRIVILEGE_TARGET_FUNCTIONS | SyntaxKind::PRIVILEGE_TARGET_ROUTINES => "FUNCTIONS",
        SyntaxKind::PRIVILEGE_TARGET_TYPES => "TYPES",
        SyntaxKind::PRIVILEGE_TARGET_SCHEMAS => "SCHEMAS",
        SyntaxKind::PRIVILEGE_TARGET_LARGE_OBJECTS => "LARGE OBJECTS",
        _ => return None,
    })
}

/// All privileges on objects of a kind, and those that everybody has of the engine's own accord.
fn usual(kind: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        "TABLES" => (&TABLE_PRIVILEGES, &[]),
        "SEQUENCES" => (&["SELECT", "UPDATE", "USAGE"], &[]),
        "FUNCTIONS" => (&["EXECUTE"], &["EXECUTE"]),
        "TYPES" => (&["USAGE"], &["USAGE"]),
        "SCHEMAS" => (&["CREATE", "USAGE"], &[]),
        _ => (&["SELECT", "UPDATE"], &[]),
    }
}

impl Catalogue {
    /// Paths of everything that has privileges, columns excepted.
    pub fn with_privileges(&self) -> impl Iterator<Item = ObjectPath> + '_ {
        let schemas = self.schemas.keys().cloned().map(ObjectPath::Schema);
        let types = self.enums.keys().cloned().map(ObjectPath::Enum);
        let domains = self.domains.keys().cloned().map(ObjectPath::Domain);
        let sequences = self.sequences.keys().cloned().map(ObjectPath::Sequence);
        let tables = self.tables.keys().cloned().map(ObjectPath::Table);
        let views = self.views.keys().cloned().map(ObjectPath::View);
        let functions = self.functions.keys().cloned().map(ObjectPath::Function);
        let definitions = self.definitions.keys().cloned().map(ObjectPath::Definition);
        schemas
            .chain(types)
            .chain(domains)
            .chain(sequences)
            .chain(tables)
            .chain(views)
            .chain(functions)
            .chain(definitions)
    }
}
