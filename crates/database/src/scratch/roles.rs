//! Roles that schemas name and the server does not have: made for as long as scratch databases need them.
//!
//! Roles belong to the server, and several proofs may run on it. A role made here carries a comment that says so, the
//! owner of the scratch databases becomes a member, and it goes with the last such owner. All of this happens under one
//! lock.

use super::postgres::{PostgresServer, quoted};
use crate::{Error, Result};

/// Owners of scratch databases have names that start so.
pub(super) const OWNER_PREFIX: &str = "migration_architect_scratch_";

/// The comment by which a role made here is known.
const MARK: &str = "made by Migration Architect for scratch databases";

/// The advisory lock under which roles come and go.
const LOCK: &str = "SELECT pg_catalog.pg_advisory_xact_lock(7364102938471)";

impl PostgresServer {
    /// Sees to it that a role of this name is there. One that is made here may not log in, and the owner of the scratch
    /// databases may act for it; others stay as they are.
    pub(super) fn ensure_role(&self, name: &str) -> Result<()> {
        let (role, owner) = (quoted(name), quoted(self.owner()));
        let literal = name.replace('\'', "''");
        // A name with backslashes is still one literal here: standard_conforming_strings is on.
        self.as_admin(&format!(
            "BEGIN; {LOCK}; DO $role$ BEGIN\n\
             IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = E'{}') THEN\n\
             CREATE ROLE {role} NOLOGIN; COMMENT ON ROLE {role} IS '{MARK}'; END IF;\n\
             IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = E'{}' AND \
             pg_catalog.shobj_description(oid, 'pg_authid') = '{MARK}') THEN\n\
             GRANT {role} TO {owner} WITH ADMIN OPTION; END IF;\n\
             END $role$; COMMIT",
            literal.replace('\\', "\\\\"),
            literal.replace('\\', "\\\\"),
        ))
        .map_err(|error| error.context(&format!("cannot make role {name}, which the schema names")))?;
        self.remember_role(name);
        Ok(())
    }

    /// Drops the roles that were made here and that no other owner of scratch databases needs. One that owns something
    /// outside of them stays: that is not ours to drop.
    pub(super) fn forget_roles(&self, names: impl IntoIterator<Item = String>) {
        for name in names {
            let role = quoted(&name);
            let literal = name.replace('\'', "''").replace('\\', "\\\\");
            let _ = self.as_admin(&format!(
                "BEGIN; {LOCK}; DO $role$ BEGIN\n\
                 IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = E'{literal}' AND \
                 pg_catalog.shobj_description(oid, 'pg_authid') = '{MARK}') AND NOT EXISTS (\
                 SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.roleid \
                 JOIN pg_catalog.pg_roles o ON o.oid = m.member \
                 WHERE r.rolname = E'{literal}' AND o.rolname LIKE '{OWNER_PREFIX}%') THEN\n\
                 DROP ROLE {role}; END IF;\n\
                 END $role$; COMMIT"
            ));
        }
    }
}

/// The role that `error` says does not exist.
pub(super) fn missing_role(error: &Error) -> Option<&str> {
    if error.code() != Some("42704") {
        return None;
    }
    // The name stands between the outermost quotes, whatever the language of the message.
    let (_, rest) = error.message().split_once("role \"")?;
    rest.rsplit_once('"').map(|(name, _)| name)
}
