//! What a publication demands of the tables that it publishes: `UPDATE` and `DELETE` fail where a row filter looks at a
//! column outside the replica identity, or a column list leaves out one of it (manual, CREATE PUBLICATION).

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, Definition, Expression, IndexKey, QualifiedName, ReplicaIdentity, Table,
};

use super::in_place::{after, elements, split};
use crate::operation::Context;

/// Why updates and deletes of a published table would fail; none where they work.
pub(super) fn broken_by(now: &Catalogue, context: &Context<'_>, publication: &Definition) -> Option<String> {
    let (head, options) = split(&publication.statement.text, "WITH");
    let published = options
        .iter()
        .find(|it| it.to_lowercase().starts_with("publish ") || it.to_lowercase().starts_with("publish="));
    let writes = published.is_none_or(|it| it.contains("update") || it.contains("delete"));
    let members = after(head, " FOR ").filter(|_| writes)?;
    let members = elements(members);
    members.iter().find_map(|member| {
        let member = member.strip_prefix("TABLE ").unwrap_or(member);
        let member = member.strip_prefix("ONLY ").unwrap_or(member);
        let is_it = |name: &QualifiedName| {
            [context.writer.name(name), context.writer.ident(&name.name)].into_iter().any(|it| {
                member
                    .strip_prefix(it.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '(', '*']))
            })
        };
        let (name, table) = now.tables.iter().find(|(name, _)| is_it(name))?;
        refused(context, name, table, member)
    })
}

fn refused(context: &Context<'_>, name: &QualifiedName, table: &Table, member: &str) -> Option<String> {
    let key = identity(table)?;
    let in_key = |column: &str| key.iter().any(|it| it == column);
    if let Some(filter) = after(member, " WHERE ") {
        let filter = Expression::new(filter, filter);
        let outside = table.columns.iter().find(|column| filter.mentions(&column.name) && !in_key(&column.name))?;
        return Some(format!(
            "filters rows of {name} by {}, which is not part of its replica identity: UPDATE and DELETE on it would fail",
            outside.name
        ));
    }
    let (_, columns) = split(member, &context.writer.name(name));
    let listed = |column: &String| columns.contains(&context.writer.ident(column));
    let left_out = key.iter().find(|column| !columns.is_empty() && !listed(column))?;
    Some(format!(
        "publishes {name} without {left_out}, a part of its replica identity: UPDATE and DELETE on it would fail"
    ))
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
