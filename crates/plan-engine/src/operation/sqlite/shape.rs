//! The shape of a table between `expand` and `contract`, in which both versions of the application work.
//!
//! It has what either version writes and demands only what both satisfy: what comes is added without the demands that the
//! old version does not know of, what goes is still there but no longer demanded.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKey, Key, QualifiedName, ReferentialAction,
    Table,
};

use super::affinity::rowid_alias;

/// A table before, in between and after; absent where it is not there yet, or not any more.
#[derive(Debug, Clone)]
pub(super) struct Shapes {
    pub(super) before: Option<Table>,
    pub(super) expanded: Table,
    pub(super) after: Option<Table>,
}

/// The shapes of table `name`, where it is on either side.
pub(super) fn shapes(name: &QualifiedName, before: &Catalogue, after: &Catalogue) -> Option<Shapes> {
    let sides = Sides { before, after };
    let (old, new) = (before.tables.get(name), after.tables.get(name));
    let expanded = match (old, new) {
        (Some(old), Some(new)) => sides.both(name, old, new),
        (Some(old), None) => sides.dropped(name, old),
        (None, Some(new)) => sides.added(new),
        (None, None) => return None,
    };
    Some(Shapes { before: old.cloned(), expanded, after: new.cloned() })
}

struct Sides<'a> {
    before: &'a Catalogue,
    after: &'a Catalogue,
}

impl Sides<'_> {
    fn both(&self, name: &QualifiedName, old: &Table, new: &Table) -> Table {
        let mut table = old.clone();
        table.options.strict = old.options.strict && new.options.strict;
        let aliases: Vec<&str> = [old, new].into_iter().filter_map(rowid_alias).collect();
        for column in &mut table.columns {
            match new.column(&column.name) {
                Some(target) => loosen(column, target, aliases.contains(&column.name.as_str())),
                None if default_of(column).is_none() => column.not_null = false,
                None => {}
            }
        }
        let added: Vec<Column> = new.columns.iter().filter(|it| old.column(&it.name).is_none()).map(nullable).collect();
        table.columns.extend(added);
        self.constraints(&mut table, old, new);
        self.indexes(name, &mut table, old, new);
        for (key, trigger) in &new.triggers {
            table.triggers.insert(key.clone(), trigger.clone());
        }
        table.triggers.retain(|key, _| new.triggers.contains_key(key) || !self.name_moves(name, key));
        table
    }

    fn dropped(&self, name: &QualifiedName, old: &Table) -> Table {
        let mut table = old.clone();
        table.constraints.retain(|_, it| match &it.kind {
            ConstraintKind::ForeignKey(key) => !self.after.tables.contains_key(&key.references) || self.can_stay(key),
            _ => true,
        });
        table.indexes.retain(|key, _| !self.name_moves(name, key));
        table.triggers.retain(|key, _| !self.name_moves(name, key));
        table
    }

    fn added(&self, new: &Table) -> Table {
        let mut table = new.clone();
        table.constraints.retain(|_, it| match &it.kind {
            ConstraintKind::ForeignKey(key) => self.parent_is_ready(key),
            _ => true,
        });
        table
    }

    fn constraints(&self, table: &mut Table, old: &Table, new: &Table) {
        let fresh = |column: &String| {
            old.column(column).is_none()
                && table.column(column).is_some_and(|it| !it.not_null && default_of(it).is_none())
        };
        let mut kept = old.constraints.clone();
        kept.retain(|name, it| {
            new.constraints.get(name).is_some_and(|other| same(it, other))
                || match &it.kind {
                    ConstraintKind::PrimaryKey(key) => primary_key_stays(key, old, new),
                    ConstraintKind::Unique(key) => has_key(new, &key.columns),
                    ConstraintKind::ForeignKey(key) => {
                        key.columns.iter().any(|column| new.column(column).is_none()) && self.can_stay(key)
                    }
                    _ => false,
                }
        });
        let has_primary_key = kept.values().any(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_)));
        for (name, it) in new.constraints.iter().filter(|(name, _)| !old.constraints.contains_key(*name)) {
            let comes = match &it.kind {
                ConstraintKind::PrimaryKey(key) => {
                    let is_new_alias = rowid_alias(new).is_some_and(|alias| old.column(alias).is_none());
                    !has_primary_key && (is_new_alias || (rowid_alias(new).is_none() && has_key(old, &key.columns)))
                }
                ConstraintKind::Unique(key) => key.columns.iter().all(fresh) || has_key(old, &key.columns),
                ConstraintKind::ForeignKey(key) => key.columns.iter().all(fresh) && self.parent_is_ready(key),
                _ => false,
            };
            if comes {
                kept.insert(name.clone(), it.clone());
            }
        }
        table.constraints = kept;
    }

    fn indexes(&self, name: &QualifiedName, table: &mut Table, old: &Table, new: &Table) {
        let columns = |index: &Index| -> Option<Vec<String>> { plain_columns(index) };
        table.indexes.clear();
        for (key, index) in &old.indexes {
            let keep = match new.indexes.get(key) {
                Some(other) if other == index => Some(index),
                Some(other) if !other.unique => Some(other),
                Some(_) => (!index.unique).then_some(index),
                None if index.unique => columns(index).filter(|it| has_key(new, it)).map(|_| index),
                None => Some(index),
            };
            if let Some(index) = keep.filter(|_| new.indexes.contains_key(key) || !self.name_moves(name, key)) {
                table.indexes.insert(key.clone(), index.clone());
            }
        }
        for (key, index) in new.indexes.iter().filter(|(key, _)| !old.indexes.contains_key(*key)) {
            let fresh = |column: &String| {
                old.column(column).is_none()
                    && table.column(column).is_some_and(|it| !it.not_null && default_of(it).is_none())
            };
            let comes = !index.unique
                || columns(index)
                    .is_some_and(|it| it.iter().all(fresh) || (index.predicate.is_none() && has_key(old, &it)));
            if comes {
                table.indexes.insert(key.clone(), index.clone());
            }
        }
    }

    /// Whether the index or trigger `name` of `relation` belongs to another relation afterwards: its name, which is unique
    /// in the database, must be free before that one comes.
    fn name_moves(&self, relation: &QualifiedName, name: &str) -> bool {
        let elsewhere = |other: &QualifiedName| other != relation;
        self.after.tables.iter().any(|(other, table)| {
            elsewhere(other) && (table.indexes.contains_key(name) || table.triggers.contains_key(name))
        }) || self.after.views.iter().any(|(other, view)| elsewhere(other) && view.triggers.contains_key(name))
    }

    /// Whether a foreign key of what the new version does not know may stay until `contract`: it must not keep the new
    /// version from deleting a row that is referenced, nor refer to a key that is gone.
    fn can_stay(&self, key: &ForeignKey) -> bool {
        !matches!(key.on_delete, ReferentialAction::NoAction | ReferentialAction::Restrict)
            && self.after.tables.get(&key.references).is_none_or(|parent| has_key(parent, &key.referenced_columns))
    }

    /// Whether what a new foreign key references is a key between `expand` and `contract`.
    fn parent_is_ready(&self, key: &ForeignKey) -> bool {
        let columns = &key.referenced_columns;
        match (self.before.tables.get(&key.references), self.after.tables.get(&key.references)) {
            (Some(old), Some(new)) => {
                let all_new = columns.iter().all(|it| old.column(it).is_none());
                has_key(new, columns)
                    && (has_key(old, columns) || (all_new && rowid_alias(new) == columns.first().map(String::as_str)))
            }
            (None, Some(new)) => has_key(new, columns),
            _ => false,
        }
    }
}

/// Drops from `column` what the version that knows it as `target` does not satisfy; what costs nothing comes at once.
fn loosen(column: &mut Column, target: &Column, is_rowid: bool) {
    column.not_null &= target.not_null;
    if default_of(column).is_none() && target.default.is_some() && target.generated.is_none() {
        column.default.clone_from(&target.default);
    }
    if column.generated.is_none() && !is_rowid {
        column.data_type = target.data_type.clone();
    }
}

fn nullable(column: &Column) -> Column {
    let not_null = column.not_null && (default_of(column).is_some() || column.generated.is_some());
    Column { not_null, ..column.clone() }
}

/// The default, unless it is NULL.
pub(super) fn default_of(column: &Column) -> Option<&str> {
    let default = column.default.as_ref().map(|it| it.text.as_str());
    default.filter(|text| {
        !text.trim_matches(|c: char| c == '(' || c == ')' || c.is_whitespace()).eq_ignore_ascii_case("null")
    })
}

/// Equal but for the comment.
pub(super) fn same(one: &Constraint, other: &Constraint) -> bool {
    one.kind == other.kind && one.deferrability == other.deferrability && one.named == other.named
}

/// The old key stays where the new version cannot violate it, and where it is what numbers the rows.
fn primary_key_stays(key: &Key, old: &Table, new: &Table) -> bool {
    rowid_alias(old).is_some() || has_key_within(new, &key.columns)
}

/// Whether the values of `columns` are unique in `table`.
pub(super) fn has_key(table: &Table, columns: &[String]) -> bool {
    let wanted: BTreeSet<&String> = columns.iter().collect();
    keys(table).any(|key| key.iter().collect::<BTreeSet<_>>() == wanted)
}

fn has_key_within(table: &Table, columns: &[String]) -> bool {
    keys(table).any(|key| key.iter().all(|column| columns.contains(column)))
}

fn keys(table: &Table) -> impl Iterator<Item = Vec<String>> {
    let constraints = table.constraints.values().filter_map(|it| match &it.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some(key.columns.clone()),
        _ => None,
    });
    let indexes = table.indexes.values().filter(|it| it.unique && it.predicate.is_none()).filter_map(plain_columns);
    constraints.chain(indexes).filter(|key| !key.is_empty())
}

/// The columns of an index that has no expression.
pub(super) fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let column = |key: &IndexKey| match key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    };
    index.elements.iter().map(|element| column(&element.key)).collect()
}
