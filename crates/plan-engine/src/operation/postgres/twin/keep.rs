//! Values of the new shape that the old one cannot hold: kept in the archive while the old shape may come back.
//!
//! The archive is written by a trigger behind the row, so that it speaks of rows that are there, and follows updates,
//! deletes and `TRUNCATE`. In the old shape the nearest value stands in their place.

use schema_diff::catalogue::{ConstraintKind, IndexKey, QualifiedName, Table};

use super::group::{Group, Pair, Shape};
use crate::operation::Context;
use crate::operation::postgres::toolkit::in_batches;
use crate::operation::postgres::values::{key_columns, same_key};
use crate::plan::{Action, Archive, ArchiveKind};
use crate::workshop::WORKSHOP;

const TRIGGER: &str = "~migration_architect_keep";
const REPLACEMENT: &str = "migration_architect_replacement";

impl Pair {
    /// Whether a value of the new shape that the old one cannot hold is kept aside: the row needs a key, and the value
    /// must not be part of one, where two that are cut alike would collide.
    pub(super) fn keeps(&self, context: &Context<'_>) -> bool {
        self.key(context).is_some() && !self.is_in_a_key(context)
    }

    /// Whether a key, a unique index or a foreign key of either side looks at the column.
    pub(super) fn is_in_a_key(&self, context: &Context<'_>) -> bool {
        let looks = |side: &schema_diff::catalogue::Catalogue, name: &str| {
            side.tree(&self.table).iter().filter_map(|it| side.tables.get(it)).any(|table| in_a_key(table, name))
                || side.tables.values().any(|table| {
                    table.constraints.values().any(|it| match &it.kind {
                        ConstraintKind::ForeignKey(key) => {
                            key.references == self.table && key.referenced_columns.iter().any(|it| it == name)
                        }
                        _ => false,
                    })
                })
        };
        looks(context.before, &self.old.name) || looks(context.after, &self.new.name)
    }

    /// The archive of values that the old shape cannot hold; none where there are none or they are refused.
    pub(super) fn archive(&self, context: &Context<'_>) -> Option<Archive> {
        if self.fits(Shape::New) || !self.keeps(context) {
            return None;
        }
        let key = self.key(context)?;
        let relation = context.workshop.sql("unfit", &self.table, &[&self.old.name]);
        let (table, column) = (self.table.clone(), self.old.name.clone());
        Some(Archive { relation, kind: ArchiveKind::Unfit { table, column, key } })
    }
}

fn in_a_key(table: &Table, name: &str) -> bool {
    let by_constraint = table.constraints.values().any(|it| match &it.kind {
        ConstraintKind::Check(_) => false,
        ConstraintKind::Exclusion(exclusion) => exclusion.elements.iter().any(|it| it.expression.mentions(name)),
        other => other.columns().iter().any(|it| it == name),
    });
    let by_index = table.indexes.values().filter(|index| index.unique).any(|index| {
        index.elements.iter().any(|element| match &element.key {
            IndexKey::Column(column) => column == name,
            IndexKey::Expression(it) => it.mentions(name),
        })
    });
    by_constraint || by_index
}

/// Statements that make the archives of one table and the trigger that writes them.
pub(super) fn keep(group: &Group, table: &QualifiedName, live: Shape, context: &Context<'_>) -> Vec<String> {
    let kept: Vec<(&Pair, Archive)> =
        group.of(table).filter_map(|pair| pair.archive(context).map(|archive| (pair, archive))).collect();
    if kept.is_empty() {
        return Vec::new();
    }
    let function = function(context, table);
    let mut statements: Vec<String> = kept.iter().map(|(pair, archive)| make(pair, archive, context)).collect();
    let alone = group.tree(table).count() == 1;
    let empty: String = kept.iter().map(|(pair, archive)| emptied(pair, archive, alone, context)).collect();
    let body: String = kept.iter().map(|(pair, archive)| keep_value(pair, archive, live, context)).collect();
    statements.push(format!(
        "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS $keep$\n\
         BEGIN\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN NULL;\n  END IF;\n  IF TG_OP = 'TRUNCATE' THEN\n{empty}    RETURN NULL;\n  END IF;\n{body}  RETURN NULL;\nEND\n$keep$",
        path = super::sync::search_path(table, context),
    ));
    statements.extend(group.with_triggers(table, context).map(|it| {
        format!(
            "CREATE OR REPLACE TRIGGER \"{TRIGGER}\" AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION {function}()",
            context.writer.name(it)
        )
    }));
    statements.extend(group.tree(table).map(|it| {
        format!(
            "CREATE OR REPLACE TRIGGER \"{TRIGGER}_all\" AFTER TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
            context.writer.name(it)
        )
    }));
    statements
}

/// What `TRUNCATE` leaves of an archive: nothing, or what is of rows in other tables of the tree.
fn emptied(pair: &Pair, archive: &Archive, alone: bool, context: &Context<'_>) -> String {
    let others = format!(
        " AS a WHERE NOT EXISTS (SELECT FROM {} AS t WHERE {})",
        context.writer.name(&pair.table),
        same_key("t", "a", key_of(archive), context)
    );
    format!("    DELETE FROM {}{};\n", archive.relation, if alone { "" } else { &others })
}

/// Statements that take the trigger away; the archives stay.
pub(super) fn stop(group: &Group, table: &QualifiedName, context: &Context<'_>) -> Vec<String> {
    let drop = |suffix: &str, it: &QualifiedName| {
        format!("DROP TRIGGER IF EXISTS \"{TRIGGER}{suffix}\" ON {}", context.writer.name(it))
    };
    let rows = group.with_triggers(table, context).map(|it| drop("", it));
    let mut statements: Vec<String> = rows.chain(group.tree(table).map(|it| drop("_all", it))).collect();
    statements.push(format!("DROP FUNCTION IF EXISTS {}()", function(context, table)));
    statements
}

fn function(context: &Context<'_>, table: &QualifiedName) -> String {
    context.workshop.sql("keep_unfit", table, &[])
}

fn key_of(archive: &Archive) -> &[String] {
    match &archive.kind {
        ArchiveKind::Unfit { key, .. } => key,
        _ => &[],
    }
}

fn make(pair: &Pair, archive: &Archive, context: &Context<'_>) -> String {
    let (writer, key) = (context.writer, key_of(archive));
    let columns = context.after.tables.get(&pair.table).map(|table| key_columns(table, key, context));
    format!(
        "CREATE TABLE IF NOT EXISTS {} ({}, {} text, {REPLACEMENT} text, PRIMARY KEY ({}))",
        archive.relation,
        columns.unwrap_or_default(),
        writer.ident(&pair.old.name),
        writer.idents(key)
    )
}

fn keep_value(pair: &Pair, archive: &Archive, live: Shape, context: &Context<'_>) -> String {
    let (writer, key, relation) = (context.writer, key_of(archive), &archive.relation);
    let Some(mut unfit) = pair.unfit(Shape::New, live, "NEW", context) else { return String::new() };
    if pair.is_stated() {
        // A row without its twin yet, or with one that the old version wrote, has no value of the new version's.
        unfit = format!("{unfit} AND NOT ({})", pair.differs(Shape::Old, live, "NEW", context));
    }
    let keys: Vec<String> = key.iter().map(|it| format!("NEW.{}", writer.ident(it))).collect();
    let name = |shape| writer.ident(&pair.name(shape, live));
    let column = writer.ident(&pair.old.name);
    let watched = key.iter().map(|it| writer.ident(it)).chain([name(Shape::New), name(Shape::Old)]);
    let written: Vec<String> = watched.map(|it| format!("NEW.{it}::text IS DISTINCT FROM OLD.{it}::text")).collect();
    format!(
        "  IF TG_OP = 'DELETE' THEN\n    DELETE FROM {relation} AS a WHERE {old};\n  ELSIF TG_OP = 'UPDATE' THEN\n    IF {written} THEN\n      DELETE FROM {relation} AS a WHERE {old};\n    END IF;\n  END IF;\n  IF TG_OP <> 'DELETE' THEN\n    IF {unfit} THEN\n      \
         INSERT INTO {relation} VALUES ({keys}, NEW.{new}::text, NEW.{was}::text) ON CONFLICT ({idents}) DO UPDATE SET {column} = excluded.{column}, {REPLACEMENT} = excluded.{REPLACEMENT};\n    \
         END IF;\n  END IF;\n",
        old = same_key("a", "OLD", key, context),
        // A write of other columns leaves what is kept of this one.
        written = written.join(" OR "),
        keys = keys.join(", "),
        idents = writer.idents(key),
        new = name(Shape::New),
        was = name(Shape::Old),
    )
}

/// Keeps the values that are there already; none where there are none to keep.
pub(super) fn archive_existing(pair: &Pair, context: &Context<'_>) -> Option<Action> {
    let archive = pair.archive(context)?;
    let unfit = pair.unfit(Shape::New, Shape::New, "t", context)?;
    let (writer, name, key) = (context.writer, context.writer.name(&pair.table), key_of(&archive));
    let keys: Vec<String> = key.iter().map(|it| format!("t.{}", writer.ident(it))).collect();
    let statement = format!(
        "INSERT INTO {} SELECT {}, t.{}::text, ({})::text FROM {name} AS t WHERE {{range}} AND {unfit} ON CONFLICT ({}) DO NOTHING",
        archive.relation,
        keys.join(", "),
        writer.ident(&pair.name(Shape::New, Shape::New)),
        pair.converted(Shape::Old, Shape::New, "t", context),
        writer.idents(key),
    );
    let title = format!("keep values of {}.{} that the former column cannot hold", pair.table, pair.new.name);
    Some(in_batches(context, &name, title, &statement, None))
}

/// Puts originals back into the new shape where the value that stands for them in the old one still does.
pub(super) fn put_back(group: &Group, live: Shape, context: &Context<'_>) -> Vec<Action> {
    let kept = group.pairs.iter().filter_map(|pair| pair.archive(context).map(|archive| (pair, archive)));
    let put = kept.map(|(pair, archive)| {
        let (writer, name) = (context.writer, context.writer.name(&pair.table));
        let (new, old) = (&pair.name(Shape::New, live), writer.ident(&pair.name(Shape::Old, live)));
        let statement = format!(
            "UPDATE {name} AS t SET {new} = a.{column}::{data_type} FROM {relation} AS a WHERE {{range}} AND {same} AND t.{old}::text IS NOT DISTINCT FROM a.{REPLACEMENT} AND t.{new}::text IS DISTINCT FROM a.{column}",
            new = writer.ident(new),
            column = writer.ident(&pair.old.name),
            data_type = writer.data_type(&pair.new.data_type),
            relation = archive.relation,
            same = same_key("t", "a", key_of(&archive), context),
        );
        let title = format!("put back values of {}.{} that the former column could not hold", pair.table, pair.new.name);
        in_batches(context, &name, title, &statement, Some(&archive.relation))
    });
    put.collect()
}
