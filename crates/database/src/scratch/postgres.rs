//! Scratch databases on a PostgreSQL server.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::roles::OWNER_PREFIX;
use super::subscriptions;
use crate::url::{Address, EngineUrl};
use crate::{Error, ErrorKind, Result, Session};

/// Numbers the databases of this process, over all servers.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub(super) struct PostgresServer {
    admin: Mutex<Session>,
    config: postgres::Config,
    owner: Owner,
    /// How many hold the owner's rights of a superuser.
    elevated: Mutex<usize>,
    /// Roles that schemas named.
    roles: Mutex<BTreeSet<String>>,
    /// Before version 15 the schema `public` is not the database owner's.
    hands_over_public: bool,
}

/// Who owns the databases.
struct Owner {
    name: String,
    /// Set where the role was made here, and must go.
    password: Option<String>,
}

impl PostgresServer {
    pub(super) fn connect(url: &EngineUrl) -> Result<Self> {
        let Address::Postgres(config) = url.address() else {
            return Err(Error::new(ErrorKind::Url, format!("{url} is not the URL of a PostgreSQL server")));
        };
        let mut admin = Session::open(url)?;
        let rights = admin.query(
            "SELECT rolsuper OR rolcreaterole, rolsuper OR rolcreatedb, rolsuper, rolname, \
             pg_catalog.current_setting('server_version_num')::int < 150000 \
             FROM pg_catalog.pg_roles WHERE rolname = current_user",
        )?;
        let may = |column| rights.value(0, column).as_deref() == Some("t");
        let name = rights.value(0, 3).unwrap_or_default();
        if !may(1) {
            return Err(Error::new(
                ErrorKind::Permission,
                format!(
                    "role {name} may not create databases on {url}: use a role with CREATEDB, better with CREATEROLE too"
                ),
            ));
        }
        let owner = if may(0) { create_role(&mut admin, may(2))? } else { Owner { name, password: None } };
        let hands_over_public = may(2) && may(4);
        Ok(Self {
            admin: Mutex::new(admin),
            config: config.as_ref().clone(),
            owner,
            elevated: Mutex::default(),
            roles: Mutex::default(),
            hands_over_public,
        })
    }

    pub(super) fn create(self: &Arc<Self>, label: &str, template: Option<&str>) -> Result<PostgresDatabase> {
        let name = self.create_database(label, template)?;
        let mut admin = self.config.clone();
        admin.dbname(&name);
        let mut owner = admin.clone();
        if let Some(password) = &self.owner.password {
            owner.user(&self.owner.name).password(password);
        }
        let database = PostgresDatabase {
            name,
            url: EngineUrl::of_postgres(owner),
            admin_url: EngineUrl::of_postgres(admin),
            server: Arc::clone(self),
        };
        if self.hands_over_public && template.is_none() {
            let owner = quoted(&self.owner.name);
            Session::open(&database.admin_url)?.execute(&format!("ALTER SCHEMA public OWNER TO {owner}"))?;
        }
        Ok(database)
    }

    fn create_database(&self, label: &str, template: Option<&str>) -> Result<String> {
        loop {
            let name = database_name(label, NEXT.fetch_add(1, Ordering::Relaxed));
            // template1 can hold what an administrator put there; template0 is what the engine ships.
            let template = template.unwrap_or("template0");
            let sql = format!(
                "CREATE DATABASE {} OWNER {} TEMPLATE {}",
                quoted(&name),
                quoted(&self.owner.name),
                quoted(template)
            );
            match self.as_admin(&sql) {
                Ok(()) => return Ok(name),
                // Left behind by a process that was killed, or made by one of the same id on another machine.
                Err(error) if error.kind() == ErrorKind::Duplicate => {}
                Err(error) if error.code() == Some("55006") => {
                    return Err(error.hinting("close every session on a database before it is copied"));
                }
                Err(error) => return Err(error.context("cannot create a scratch database")),
            }
        }
    }

    /// Runs `sql` as the login that was given, over a new connection where the old one is lost.
    pub(super) fn as_admin(&self, sql: &str) -> Result<()> {
        let mut admin = self.admin.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = match admin.execute(sql) {
            Err(error) if error.kind() == ErrorKind::Unreachable => {
                *admin = Session::open(&EngineUrl::of_postgres(self.config.clone()))?;
                admin.execute(sql)
            }
            outcome => outcome,
        };
        if outcome.is_err() {
            let _ = admin.rollback();
        }
        outcome
    }

    /// The answer to a question of yes or no.
    pub(super) fn asks_admin(&self, question: &str) -> Result<bool> {
        let mut admin = self.admin.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(admin.query(question)?.value(0, 0).as_deref() == Some("t"))
    }

    /// The role that owns the databases.
    pub(super) fn owner(&self) -> &str {
        &self.owner.name
    }

    pub(super) fn remember_role(&self, name: &str) {
        self.roles.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }

    /// Makes the owner a superuser until as many [`lower`](Self::lower) it. What it creates meanwhile is its own
    /// afterwards, which it would not be if another role ran the statement.
    pub(super) fn elevate(&self) -> Result<()> {
        let mut count = self.elevated.lock().unwrap_or_else(PoisonError::into_inner);
        if *count == 0 && self.owner.password.is_some() {
            self.as_admin(&format!("ALTER ROLE {} SUPERUSER", quoted(&self.owner.name)))?;
        }
        *count += 1;
        Ok(())
    }

    pub(super) fn lower(&self) {
        let mut count = self.elevated.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        if *count == 0 && self.owner.password.is_some() {
            // A server that is gone by now has no superuser left, either.
            let _ = self.as_admin(&format!("ALTER ROLE {} NOSUPERUSER", quoted(&self.owner.name)));
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        if self.owner.password.is_some() {
            // A role that cannot be dropped owns something outside the scratch databases, which is not ours to drop.
            let _ = self.as_admin(&format!("DROP ROLE IF EXISTS {}", quoted(&self.owner.name)));
            let roles = std::mem::take(&mut *self.roles.lock().unwrap_or_else(PoisonError::into_inner));
            self.forget_roles(roles);
        }
    }
}

pub(super) struct PostgresDatabase {
    name: String,
    url: EngineUrl,
    admin_url: EngineUrl,
    server: Arc<PostgresServer>,
}

impl PostgresDatabase {
    pub(super) fn url(&self) -> &EngineUrl {
        &self.url
    }

    pub(super) fn admin_url(&self) -> &EngineUrl {
        &self.admin_url
    }

    pub(super) fn server(&self) -> &Arc<PostgresServer> {
        &self.server
    }

    /// Its name on the server.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn copy(&self, label: &str) -> Result<Self> {
        let subscriptions = subscriptions::statements(self)?;
        let copy = self.server.create(label, Some(&self.name))?;
        subscriptions::restore(&copy, &subscriptions)?;
        Ok(copy)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // The server may be gone by now; there is nobody to tell.
        let _ = subscriptions::drop_all(self);
        let _ = self.server.as_admin(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(&self.name)));
    }
}

/// Makes a role that may log in and nothing else. The engine makes up its password.
fn create_role(admin: &mut Session, superuser: bool) -> Result<Owner> {
    let random = admin.query("SELECT pg_catalog.gen_random_uuid(), pg_catalog.gen_random_uuid()")?;
    let text = |column| random.value(0, column).unwrap_or_default().replace('-', "");
    let (first, password) = (text(0), text(0) + &text(1));
    let name = format!("{OWNER_PREFIX}{}_{}", std::process::id(), first.get(..12).unwrap_or(&first));
    let role = quoted(&name);
    let mut sql = format!("CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'");
    // A scratch database need not survive a power failure.
    let _ = write!(sql, "; ALTER ROLE {role} SET synchronous_commit = off");
    if !superuser {
        // Who is no superuser must be a member of the role that a database is created for.
        let _ = write!(sql, "; GRANT {role} TO CURRENT_USER");
    }
    admin.execute(&sql).map_err(|error| error.context("cannot create a role for scratch databases"))?;
    Ok(Owner { name, password: Some(password) })
}

/// A name of at most 63 bytes, the engine's limit.
fn database_name(label: &str, number: u64) -> String {
    let label: String = label.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(16).collect();
    let name = format!("migration_architect_scratch_{}_{number}", std::process::id());
    if label.is_empty() { name } else { format!("{name}_{}", label.to_ascii_lowercase()) }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_the_engines_limit() {
        let name = database_name("A very-long \"label\" that goes on and on", u64::from(u32::MAX));
        assert!(name.len() <= 63 && name.ends_with("_averylonglabelth"), "{name}");
        assert!(database_name("", 7).ends_with("_7"));
    }
}
