//! How a version of the application reaches its relations.

use std::collections::BTreeSet;

use database::{ScratchDatabase, Session};
use plan_engine::plan::{AppVersion, Plan};
use schema_diff::catalogue::QualifiedName;

use super::read_back;
use crate::sql;

/// How a version of the application reaches its relations: the only place that opens its sessions and names what its
/// statements are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The `search_path` of its sessions; empty where it is the engine's own.
    search_path: Vec<String>,
    /// Relations that its statements name without a schema: the path leads to them, or to what stands in their place.
    without_schema: Vec<QualifiedName>,
    /// Tables that it leaves out: its role may not use them freely.
    closed: BTreeSet<QualifiedName>,
    /// Columns that others follow: all of these are written, whatever else is.
    followed: BTreeSet<(QualifiedName, String)>,
}

impl Reach {
    /// How `version` reaches its relations under `plan`.
    pub(crate) fn of(plan: &Plan, version: AppVersion) -> Self {
        let followed = read_back::followed(plan);
        let Some(views) = plan.versioned_views.as_ref().filter(|_| version == AppVersion::New) else {
            return Self { followed, ..Self::default() };
        };
        let mut search_path = vec![views.schema.clone()];
        for table in &views.tables {
            if !search_path.contains(&table.schema) {
                search_path.push(table.schema.clone());
            }
        }
        Self { search_path, without_schema: views.tables.clone(), closed: BTreeSet::new(), followed }
    }

    /// Leaves out the tables in `closed`.
    pub(crate) fn leaving_out(self, closed: &BTreeSet<QualifiedName>) -> Self {
        Self { closed: closed.clone(), ..self }
    }

    /// Whether statements on `relation` are made up.
    pub(crate) fn includes(&self, relation: &QualifiedName) -> bool {
        !self.closed.contains(relation)
    }

    /// Whether a column is written since others follow it.
    pub(crate) fn is_followed(&self, relation: &QualifiedName, column: &str) -> bool {
        self.followed.iter().any(|(table, it)| table == relation && it == column)
    }

    /// Opens a session of the version.
    pub(crate) fn open(&self, database: &ScratchDatabase) -> Result<Session, database::Error> {
        let mut session = database.open()?;
        if !self.search_path.is_empty() {
            session.execute(&format!("SET search_path = {}", sql::list(&self.search_path)))?;
        }
        Ok(session)
    }

    /// What the version's statements call `relation`.
    pub(crate) fn relation(&self, relation: &QualifiedName) -> String {
        if self.without_schema.contains(relation) { sql::quote(&relation.name) } else { sql::relation(relation) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_view_of_its_name_is_named_without_a_schema() {
        let (viewed, other) = (QualifiedName::new("public", "t"), QualifiedName::new("public", "u"));
        let (search_path, without_schema) = (vec!["v2".to_owned()], vec![viewed.clone()]);
        let reach = Reach { search_path, without_schema, ..Reach::default() };
        assert_eq!((reach.relation(&viewed), reach.relation(&other)), ("\"t\"".into(), "\"public\".\"u\"".into()));
    }
}
