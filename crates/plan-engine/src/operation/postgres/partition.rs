//! A partition comes to or goes from a partitioned table. It is made and filled beside it and attached then, which
//! lets readers and writers of the table go on (SHARE UPDATE EXCLUSIVE); `CREATE TABLE … PARTITION OF` would not.

use schema_diff::catalogue::{
    Catalogue, Column, ConstraintKind, ObjectPath, PartitionBound, PartitionBy, PartitionOf, PartitionStrategy,
    QualifiedName, Table,
};

use super::toolkit::quietly;
use crate::Refusal;
use crate::operation::Context;
use crate::plan::{Facts, LockMode};

/// The partition as its parent in `now` takes it: what it has from the parent is as it is there now, and what the parent
/// gets later it gets with the parent.
pub(super) fn shape(now: &Catalogue, context: &Context<'_>, table: &Table, part: &PartitionOf) -> Table {
    let (Some(parent), Some(target)) = (now.tables.get(&part.parent), context.after.tables.get(&part.parent)) else {
        return table.clone();
    };
    let mut shape = table.clone();
    shape.columns = parent.columns.iter().map(|column| shaped(table, target, column)).collect();
    shape.constraints.retain(|name, it| {
        !it.is_inherited() || target.constraints.get(name).is_none_or(|other| !other.is_inherited())
    });
    for it in parent.constraints.values().filter(|it| it.is_inherited()) {
        let comment = table.constraints.get(&it.name).and_then(|own| own.comment.clone());
        shape.constraints.insert(it.name.clone(), schema_diff::catalogue::Constraint { comment, ..it.clone() });
    }
    let is_there = |name: &Option<String>| {
        name.as_ref().is_none_or(|it| parent.constraints.contains_key(it) || parent.indexes.contains_key(it))
    };
    shape.constraints.retain(|_, it| is_there(&it.parent));
    shape.indexes.retain(|_, it| is_there(&it.parent));
    shape
}

/// The column `of` a parent as it is in its partition.
fn shaped(table: &Table, target: &Table, of: &Column) -> Column {
    let (Some(own), Some(later)) = (table.column(&of.name), target.column(&of.name)) else {
        return Column { comment: None, ..of.clone() };
    };
    let mut column = Column { comment: own.comment.clone(), ..of.clone() };
    if own.default != later.default {
        column.default.clone_from(&own.default);
    }
    column.not_null |= own.not_null && !later.not_null;
    column
}

/// Attaches the partition, unless it is attached.
pub(super) fn attach(context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> String {
    let writer = context.writer;
    format!(
        "DO $attach$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = {}::regclass) THEN\n    {};\n  END IF;\nEND $attach$",
        writer.literal(&writer.name(name)),
        writer.attach(&part.parent, name, &part.bound)
    )
}

/// Detaches the partition, unless it is none; it keeps no foreign key that it had from the parent.
pub(super) fn detach(now: &Catalogue, context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Vec<String> {
    let writer = context.writer;
    let own = writer.name(name);
    let mut statements = vec![format!("ALTER TABLE {} DETACH PARTITION {own}", writer.name(&part.parent))];
    let (mut detached, was) = (now.clone(), now.tables.get(name));
    detached.detach(name);
    let keys = detached.tables.get(name).into_iter().flat_map(|table| table.constraints.values());
    let from_above = keys.filter(|it| {
        matches!(it.kind, ConstraintKind::ForeignKey(_))
            && was.is_none_or(|was| !was.constraints.contains_key(&it.name))
    });
    statements
        .extend(from_above.map(|it| format!("ALTER TABLE {own} DROP CONSTRAINT IF EXISTS {}", writer.ident(&it.name))));
    statements
}

/// Detaches the partition while the table is read and written, each statement outside a transaction; possible where there
/// is no default partition (manual, ALTER TABLE). One that was stopped half-way is brought to its end and begun anew: the
/// check that it leaves spares the scan.
pub(super) fn detach_concurrently(context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Vec<String> {
    let writer = context.writer;
    let (own, parent) = (writer.name(name), writer.name(&part.parent));
    let oid = format!("to_regclass({})", writer.literal(&own));
    let finalize = writer.literal(&format!("ALTER TABLE {parent} DETACH PARTITION {own} FINALIZE"));
    let attach = writer.literal(&writer.attach(&part.parent, name, &part.bound));
    vec![
        format!(
            "DO $again$ BEGIN\n  IF EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = {oid} AND inhdetachpending) THEN EXECUTE {finalize}; END IF;\n  \
             IF {oid} IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = {oid}) THEN EXECUTE {attach}; END IF;\nEND $again$"
        ),
        format!("ALTER TABLE {parent} DETACH PARTITION {own} CONCURRENTLY"),
    ]
}

/// Takes the check away that `DETACH … CONCURRENTLY` leaves: the table has those of `table`.
pub(super) fn drop_left_checks(context: &Context<'_>, name: &QualifiedName, table: &Table) -> String {
    let writer = context.writer;
    let (own, literal) = (writer.name(name), writer.literal(&writer.name(name)));
    let known = table.constraints.keys().map(|it| writer.literal(it)).collect::<Vec<_>>().join(", ");
    format!(
        "DO $checks$ DECLARE it record; BEGIN FOR it IN SELECT conname FROM pg_catalog.pg_constraint WHERE conrelid = {literal}::regclass AND contype = 'c' AND coninhcount = 0 \
         AND conname <> ALL (ARRAY[{known}]::name[]) LOOP EXECUTE format('ALTER TABLE {own} DROP CONSTRAINT %I', it.conname); END LOOP; END $checks$"
    )
}

/// What detaching without stopping anybody takes.
pub(super) fn detach_concurrently_facts(context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Facts {
    Facts::lock(context.writer.name(name), LockMode::AccessExclusive)
        .and_lock(context.writer.name(&part.parent), LockMode::ShareUpdateExclusive)
        .outside_transaction()
        .hazard("it waits for every transaction that uses the partitioned table")
}

/// The partition of `parent` that takes what no other does.
pub(super) fn default_of<'a>(catalogue: &'a Catalogue, parent: &'a QualifiedName) -> Option<&'a QualifiedName> {
    let is_default = |table: &Table| table.partition_of.as_ref().is_some_and(|it| it.bound == PartitionBound::Default);
    catalogue.children(parent).find(|(_, table)| is_default(table)).map(|(name, _)| name)
}

/// Moves the rows of the default partition that belong to the new one there, which is not attached yet.
pub(super) fn take_from_default(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    part: &PartitionOf,
) -> Result<Vec<String>, Refusal> {
    let Some(default) = default_of(now, &part.parent) else { return Ok(Vec::new()) };
    let by = now.tables.get(&part.parent).and_then(|table| table.partition_by.as_ref());
    let Some(condition) = by.and_then(|by| condition(context, by, &part.bound)) else { return Ok(Vec::new()) };
    let root = now.partition_root(&part.parent);
    let refers = |table: &Table| {
        table.constraints.values().any(|it| match &it.kind {
            ConstraintKind::ForeignKey(key) => now.partition_root(&key.references) == root,
            _ => false,
        })
    };
    if let Some((referrer, _)) = now.tables.iter().find(|(_, table)| refers(table)) {
        return Err(Refusal::new(
            &ObjectPath::Table(name.clone()),
            format!(
                "takes rows of the default partition {default}, which {referrer} refers to: they cannot be moved while it does"
            ),
            "add the partition in a migration of its own, with that foreign key dropped in between",
        ));
    }
    let writer = context.writer;
    let columns = now.tables.get(&part.parent).into_iter().flat_map(|table| &table.columns);
    let columns = writer.idents(columns.filter(|it| it.generated.is_none()).map(|it| &it.name));
    let (default, own) = (writer.name(default), writer.name(name));
    Ok(vec![
        format!("LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE"),
        quietly(
            context,
            &default,
            &format!(
                "WITH moved AS (DELETE FROM {default} WHERE {condition} RETURNING {columns}) INSERT INTO {own} ({columns}) SELECT {columns} FROM moved"
            ),
            None,
        ),
    ])
}

/// Moves the rows of a partition, detached by now, to the default partition, which takes them from then on.
pub(super) fn give_to_default(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    part: &PartitionOf,
) -> Vec<String> {
    if default_of(now, &part.parent).is_none() {
        return Vec::new();
    }
    let writer = context.writer;
    let columns = now.tables.get(&part.parent).into_iter().flat_map(|table| &table.columns);
    let columns = writer.idents(columns.filter(|it| it.generated.is_none()).map(|it| &it.name));
    let (parent, own) = (writer.name(&part.parent), writer.name(name));
    vec![quietly(
        context,
        &parent,
        &format!(
            "WITH moved AS (DELETE FROM {own} RETURNING {columns}) INSERT INTO {parent} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM moved"
        ),
        None,
    )]
}

/// The condition that a row belongs to the bound; none where it cannot be told.
pub(super) fn condition(context: &Context<'_>, by: &PartitionBy, bound: &PartitionBound) -> Option<String> {
    let key: Vec<String> = by
        .key
        .iter()
        .map(|element| match &element.key {
            schema_diff::catalogue::IndexKey::Column(name) => context.writer.ident(name),
            schema_diff::catalogue::IndexKey::Expression(it) => format!("({})", it.text),
        })
        .collect();
    match (by.strategy, bound) {
        (PartitionStrategy::List, PartitionBound::In(values)) => {
            let key = key.first()?;
            let given: Vec<&str> = values.iter().map(String::as_str).filter(|it| *it != "NULL").collect();
            let mut ways = Vec::new();
            if !given.is_empty() {
                ways.push(format!("{key} IN ({})", given.join(", ")));
            }
            if given.len() < values.len() {
                ways.push(format!("{key} IS NULL"));
            }
            Some(format!("({})", ways.join(" OR ")))
        }
        (PartitionStrategy::Range, PartitionBound::Range { from, to }) => {
            let mut conditions: Vec<String> = key.iter().map(|it| format!("{it} IS NOT NULL")).collect();
            conditions.extend(side(&key, from, [">=", ">"]));
            conditions.extend(side(&key, to, ["<", "<="]));
            Some(conditions.join(" AND "))
        }
        _ => None,
    }
}

/// One end of a range: the values up to the first that is infinite; `usual` compares with them where there is none or it
/// lies below everything, `beyond` where it lies above.
fn side(key: &[String], values: &[String], [usual, beyond]: [&str; 2]) -> Option<String> {
    let finite = values.iter().take_while(|it| *it != "MINVALUE" && *it != "MAXVALUE").count();
    if finite == 0 {
        return None;
    }
    let above = values.get(finite).is_some_and(|it| it == "MAXVALUE");
    let operator = if above { beyond } else { usual };
    let (key, values) = (key.get(..finite)?.join(", "), values.get(..finite)?.join(", "));
    Some(if finite == 1 { format!("{key} {operator} {values}") } else { format!("({key}) {operator} ({values})") })
}

/// What attaching takes.
pub(super) fn attach_facts(now: &Catalogue, context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Facts {
    let writer = context.writer;
    let facts = Facts::lock(writer.name(name), LockMode::AccessExclusive)
        .and_lock(writer.name(&part.parent), LockMode::ShareUpdateExclusive);
    match default_of(now, &part.parent) {
        Some(default) => facts
            .and_lock(writer.name(default), LockMode::AccessExclusive)
            .scanning(writer.name(default))
            .hazard("the default partition is scanned for rows that belong to the new one, and locked meanwhile"),
        None => facts,
    }
}

/// What detaching takes.
pub(super) fn detach_facts(context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Facts {
    Facts::lock(context.writer.name(name), LockMode::AccessExclusive)
        .and_lock(context.writer.name(&part.parent), LockMode::AccessExclusive)
        .hazard("DETACH waits for every query of the partitioned table, and queries wait for it: nothing is scanned")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_told_up_to_its_first_infinite_value() {
        let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let key = words(&["a", "b"]);
        assert_eq!(side(&key, &words(&["1", "MINVALUE"]), [">=", ">"]).as_deref(), Some("a >= 1"));
        assert_eq!(side(&key, &words(&["1", "MAXVALUE"]), ["<", "<="]).as_deref(), Some("a <= 1"));
        assert_eq!(side(&key, &words(&["1", "'x'"]), ["<", "<="]).as_deref(), Some("(a, b) < (1, 'x')"));
        assert_eq!(side(&key, &words(&["MINVALUE", "MINVALUE"]), [">=", ">"]), None);
    }
}
