//! What a publication demands of the tables that it publishes: `UPDATE` and `DELETE` fail where the table has no replica
//! identity, where a row filter looks at a column outside it, or where a column list leaves out one of it (manual, CREATE
//! PUBLICATION). Inserts go on.

use super::clauses::{after, elements, split};
use super::{
    Catalogue, ConstraintKind, Definition, DefinitionKind, Expression, IndexKey, QualifiedName, ReplicaIdentity, Table,
};
use crate::write::Writer;

/// A table on which a publication lets updates or deletes fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedChanges {
    /// The table.
    pub table: QualifiedName,
    /// Why, as the continuation of a sentence that begins with the publication.
    pub reason: String,
}

impl Catalogue {
    /// Tables on which `publication` lets updates or deletes fail.
    #[must_use]
    pub fn refused_by_publication(&self, publication: &Definition) -> Vec<RefusedChanges> {
        let (head, options) = split(&publication.statement.text, "WITH");
        let publishes = options
            .iter()
            .find(|it| it.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("publish")));
        if publishes.is_some_and(|it| !it.contains("update") && !it.contains("delete")) {
            return Vec::new();
        }
        let mut in_schema = false;
        let mut found = Vec::new();
        for member in after(head, " FOR ").map(elements).unwrap_or_default() {
            let upper = member.to_ascii_uppercase();
            if upper.starts_with("ALL TABLES") {
                found.extend(self.tables.iter().filter_map(|(name, table)| self.refused(name, table, "")));
                continue;
            }
            if let Some(rest) =
                upper.strip_prefix("TABLES IN SCHEMA ").and_then(|it| member.get(member.len() - it.len()..))
            {
                in_schema = true;
                found.extend(self.refused_in(rest));
            } else if upper.starts_with("TABLE ") {
                in_schema = false;
                found.extend(self.refused_member(member.get("TABLE ".len()..).unwrap_or_default()));
            } else if in_schema {
                found.extend(self.refused_in(&member));
            } else {
                found.extend(self.refused_member(&member));
            }
        }
        found
    }

    /// Whether updates or deletes of the table fail, since a publication has it.
    #[must_use]
    pub fn refuses_changes(&self, table: &QualifiedName) -> bool {
        let publications = self.definitions.iter().filter(|(id, _)| id.kind == DefinitionKind::Publication);
        publications.flat_map(|(_, it)| self.refused_by_publication(it)).any(|it| it.table == *table)
    }

    fn refused_in(&self, schema: &str) -> Vec<RefusedChanges> {
        let writer = Writer::new(self.dialect);
        let own = self.tables.iter().filter(|(name, _)| writer.ident(&name.schema) == schema.trim());
        own.filter_map(|(name, table)| self.refused(name, table, "")).collect()
    }

    fn refused_member(&self, member: &str) -> Option<RefusedChanges> {
        let writer = Writer::new(self.dialect);
        let member = member.trim();
        let member = member.strip_prefix("ONLY ").unwrap_or(member);
        let rest = |name: &QualifiedName| {
            let mut spellings = [writer.name(name), writer.ident(&name.name)].into_iter();
            spellings.find_map(|it| {
                member.strip_prefix(it.as_str()).filter(|rest| rest.is_empty() || rest.starts_with([' ', '(', '*']))
            })
        };
        let (name, table, rest) = self.tables.iter().find_map(|(name, table)| Some((name, table, rest(name)?)))?;
        self.refused(name, table, rest)
    }

    /// `rest` is what a member says behind the name of the table.
    fn refused(&self, name: &QualifiedName, table: &Table, rest: &str) -> Option<RefusedChanges> {
        if table.options.unlogged {
            return None;
        }
        let writer = Writer::new(self.dialect);
        let key = identity(table)?;
        let refused = |reason: String| Some(RefusedChanges { table: name.clone(), reason });
        // Partitions publish by keys of their own.
        if key.is_empty() && table.partition_by.is_none() {
            return refused(format!("publishes {name}, which has no replica identity"));
        }
        let upper = rest.to_ascii_uppercase();
        let filter_at = upper.find("WHERE ").or_else(|| upper.find("WHERE("));
        if let Some(filter) = filter_at.and_then(|at| rest.get(at + "WHERE".len()..)) {
            let filter = Expression::new(filter, filter);
            let outside = |it: &&super::Column| filter.mentions(&it.name) && !key.contains(&it.name);
            if let Some(outside) = table.columns.iter().find(outside) {
                let column = &outside.name;
                return refused(format!(
                    "filters rows of {name} by {column}, which is not part of its replica identity"
                ));
            }
        }
        let list =
            rest.get(..filter_at.unwrap_or(rest.len())).unwrap_or_default().trim().trim_start_matches('*').trim();
        let columns = list.strip_prefix('(').and_then(|it| it.strip_suffix(')')).map(elements).unwrap_or_default();
        let left_out = key.iter().find(|it| !columns.is_empty() && !columns.contains(&writer.ident(it)))?;
        refused(format!("publishes {name} without {left_out}, a part of its replica identity"))
    }
}

/// The columns of the replica identity; none where it is all of them.
fn identity(table: &Table) -> Option<Vec<String>> {
    let by_key = |name: Option<&String>| {
        let mut keys = table.constraints.values().filter(|it| name.is_none_or(|name| it.name == *name));
        keys.find_map(|it| match &it.kind {
            ConstraintKind::PrimaryKey(key) => Some(key.columns.clone()),
            ConstraintKind::Unique(key) if name.is_some() => Some(key.columns.clone()),
            _ => None,
        })
    };
    let by_index = |name: &String| {
        let columns = table.indexes.get(name)?.elements.iter().map(|element| match &element.key {
            IndexKey::Column(column) => Some(column.clone()),
            IndexKey::Expression(_) => None,
        });
        columns.collect()
    };
    match &table.options.replica_identity {
        ReplicaIdentity::Full => None,
        ReplicaIdentity::Nothing => Some(Vec::new()),
        ReplicaIdentity::Default => Some(by_key(None).unwrap_or_default()),
        ReplicaIdentity::Index(name) => Some(by_key(Some(name)).or_else(|| by_index(name)).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::read::{Limits, read};

    fn reasons(sql: &str) -> Vec<String> {
        let source = findings::SourceText::new("a.sql", sql);
        let reading = read(Dialect::Postgres, &[source], &Limits::default());
        let definitions = reading.catalogue.definitions.values();
        definitions.flat_map(|it| reading.catalogue.refused_by_publication(it)).map(|it| it.reason).collect()
    }

    #[test]
    fn filters_lists_and_keys_are_compared_with_the_replica_identity() {
        let tables = "CREATE TABLE a (id int PRIMARY KEY, b text, c text); CREATE TABLE n (b text); CREATE SCHEMA s; CREATE TABLE s.m (b text);";
        let of = |members: &str| reasons(&format!("{tables} CREATE PUBLICATION p {members};"));
        let refused = "filters rows of public.a by b, which is not part of its replica identity";
        assert_eq!(of("FOR TABLE a WHERE (b = 'x')"), [refused]);
        assert_eq!(of("FOR TABLE a (id, b, c) WHERE (b = 'x')"), [refused]);
        assert_eq!(of("FOR TABLE a (b)"), ["publishes public.a without id, a part of its replica identity"]);
        assert_eq!(of("FOR TABLE n, a (id, c)"), ["publishes public.n, which has no replica identity"]);
        assert_eq!(of("FOR TABLES IN SCHEMA s"), ["publishes s.m, which has no replica identity"]);
        assert_eq!(of("FOR ALL TABLES").len(), 2);
        assert_eq!(of("FOR ALL TABLES WITH (publish = 'insert')").len(), 0);
        assert_eq!(of("FOR TABLE a WHERE (id > 3)").len(), 0);
        assert_eq!(of("").len(), 0);
    }
}
