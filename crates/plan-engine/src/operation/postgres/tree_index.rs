//! Indexes and keys of partitioned tables. Neither accepts `CONCURRENTLY` or `USING INDEX` (manual, 5.12.2.2 and CREATE
//! INDEX): the one of the table is made alone, one of each partition is built without blocking writers and attached to
//! it, and with the last of these it becomes valid.

use schema_diff::catalogue::{
    Catalogue, Constraint, ConstraintKind, Index, IndexElement, IndexKey, Key, Object, ObjectPath, QualifiedName,
};

use super::common::{alone, transaction};
use crate::operation::Context;
use crate::plan::{Action, Edit, Facts, LockMode};
use crate::workshop::own_name;

/// An index or key of a table.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// An index.
    Index(Index),
    /// A key.
    Key(Constraint),
}

/// What stands in a partition for the item of its parent.
struct Part {
    /// The partition.
    table: QualifiedName,
    /// The partitioned table above it.
    above: QualifiedName,
    /// The parent's item, by name.
    parent: String,
    /// What is attached to it.
    item: Item,
    /// Whether it is there already and only has to be attached.
    is_there: bool,
    /// Whether the partition is partitioned itself.
    partitioned: bool,
}

impl Item {
    fn name(&self) -> &str {
        match self {
            Self::Index(it) => &it.name,
            Self::Key(it) => &it.name,
        }
    }

    fn below(&self, name: String) -> Self {
        let parent = Some(self.name().to_owned());
        match self {
            Self::Index(it) => Self::Index(Index { name, parent, comment: None, ..it.clone() }),
            Self::Key(it) => Self::Key(Constraint { name, parent, comment: None, ..it.clone() }),
        }
    }

    fn edit(&self, table: &QualifiedName) -> Edit {
        match self {
            Self::Index(it) => Edit::put(ObjectPath::Index(table.clone(), it.name.clone()), Object::Index(it.clone())),
            Self::Key(it) => {
                Edit::put(ObjectPath::Constraint(table.clone(), it.name.clone()), Object::Constraint(it.clone()))
            }
        }
    }

    pub(super) fn comments(&self, context: &Context<'_>, table: &QualifiedName) -> Vec<String> {
        let Edit { path, object: Some(object) } = self.edit(table) else { return Vec::new() };
        context.writer.comments(&path, &object)
    }

    /// Makes it in a partitioned table, without those of the partitions; what an earlier attempt left goes.
    pub(super) fn make_alone(&self, context: &Context<'_>, table: &QualifiedName) -> Vec<String> {
        let writer = context.writer;
        match self {
            Self::Index(it) => vec![drop_index(context, table, &it.name), writer.create_index_only(table, it, true)],
            Self::Key(it) => vec![
                drop_key(context, table, &it.name),
                format!("ALTER TABLE ONLY {} ADD {}", writer.name(table), writer.constraint(it)),
            ],
        }
    }

    /// Builds its index in a partition that holds rows.
    fn build(&self, context: &Context<'_>, table: &QualifiedName) -> Vec<String> {
        let writer = context.writer;
        let name = writer.name(&QualifiedName::new(&table.schema, self.name()));
        let index = match self {
            Self::Index(it) => it.clone(),
            Self::Key(it) => index_of(it),
        };
        vec![format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"), writer.create_index(table, &index, true, false)]
    }

    /// Makes a key of the index that was built for it.
    fn take_index(&self, context: &Context<'_>, table: &QualifiedName) -> Option<String> {
        self.take_index_called(context, table, self.name())
    }

    /// Makes a key of the index called `index`.
    pub(super) fn take_index_called(
        &self,
        context: &Context<'_>,
        table: &QualifiedName,
        index: &str,
    ) -> Option<String> {
        let Self::Key(it) = self else { return None };
        Some(context.writer.add_key_using_index(table, it, index))
    }
}

/// The index behind a key.
pub(super) fn index_of(constraint: &Constraint) -> Index {
    let key = match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => key.clone(),
        _ => Key::default(),
    };
    let element = |name: &String| IndexElement {
        key: IndexKey::Column(name.clone()),
        collation: None,
        operator_class: None,
        descending: false,
        nulls: None,
    };
    Index {
        name: constraint.name.clone(),
        unique: true,
        method: "btree".to_owned(),
        elements: key.columns.iter().map(element).collect(),
        include: key.include,
        nulls_not_distinct: key.nulls_not_distinct,
        predicate: None,
        storage_parameters: std::collections::BTreeMap::new(),
        valid: true,
        parent: None,
        comment: None,
    }
}

fn drop_index(context: &Context<'_>, table: &QualifiedName, name: &str) -> String {
    format!("DROP INDEX IF EXISTS {}", context.writer.name(&QualifiedName::new(&table.schema, name)))
}

fn drop_key(context: &Context<'_>, table: &QualifiedName, name: &str) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", context.writer.name(table), context.writer.ident(name))
}

/// What stands in the partitions for `item` of `root`, parents first, with the names that it has in `names`.
fn parts(now: &Catalogue, names: &Catalogue, root: &QualifiedName, item: &Item) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut above = vec![(root.clone(), item.clone())];
    while let Some((parent, of)) = above.pop() {
        for (child, table) in now.children(&parent) {
            let Some(own) = attached(names, child, &of) else { continue };
            let is_there = match &own {
                Item::Index(it) => {
                    table.indexes.get(&it.name).is_some_and(|found| found.parent.is_none() && found.is_like(it))
                }
                Item::Key(it) => table.constraints.get(&it.name).is_some_and(|found| {
                    found.parent.is_none() && found.kind == it.kind && found.deferrability == it.deferrability
                }),
            };
            let partitioned = table.partition_by.is_some();
            if partitioned && !is_there {
                above.push((child.clone(), own.clone()));
            }
            let (table, above) = (child.clone(), parent.clone());
            found.push(Part { table, above, parent: of.name().to_owned(), item: own, is_there, partitioned });
        }
    }
    found
}

/// What is attached to `of` in the partition `child` by `names`; a name of our own where these do not know the partition,
/// and nothing where they know it without.
fn attached(names: &Catalogue, child: &QualifiedName, of: &Item) -> Option<Item> {
    let Some(table) = names.tables.get(child).filter(|it| it.partition_of.is_some()) else {
        return Some(of.below(own_name(&[&child.name, of.name()])));
    };
    let link = Some(of.name().to_owned());
    let index = table.indexes.values().find(|it| it.parent == link).cloned().map(Item::Index);
    index.or_else(|| table.constraints.values().find(|it| it.parent == link).cloned().map(Item::Key))
}

/// The actions that make `item` in `root` and its partitions, and what becomes of the partitions. `names` has the names.
pub(super) fn establish(
    now: &Catalogue,
    names: &Catalogue,
    context: &Context<'_>,
    root: &QualifiedName,
    item: &Item,
) -> (Vec<Action>, Vec<Edit>) {
    let parts = parts(now, names, root, item);
    let mut first = item.make_alone(context, root);
    let mut finish = Vec::new();
    let mut builds = Vec::new();
    for part in &parts {
        if part.partitioned && !part.is_there {
            first.extend(part.item.make_alone(context, &part.table));
        } else if !part.is_there {
            builds.extend(part.item.build(context, &part.table));
            finish.extend(part.item.take_index(context, &part.table));
        }
    }
    // From the bottom up, so that each is valid when it is attached.
    for part in parts.iter().rev() {
        finish.push(context.writer.attach_index(&part.above, &part.parent, &part.table, part.item.name()));
    }
    finish.extend(item.comments(context, root));
    finish.extend(parts.iter().flat_map(|part| part.item.comments(context, &part.table)));
    let mut actions = vec![transaction(first)];
    if !builds.is_empty() {
        actions.push(alone(builds));
    }
    if !finish.is_empty() {
        actions.push(transaction(finish));
    }
    let edits = std::iter::once(item.edit(root)).chain(parts.iter().map(|part| part.item.edit(&part.table)));
    (actions, edits.collect())
}

/// The actions that drop `item` of `root` with those of its partitions, and what becomes of these: what was there before
/// [`establish`], as `before` has it, is built again.
pub(super) fn take_away(
    before: &Catalogue,
    now: &Catalogue,
    context: &Context<'_>,
    root: &QualifiedName,
    item: &Item,
) -> (Vec<Action>, Vec<Edit>) {
    let has_keys = parts(now, now, root, item).iter().any(|part| matches!(part.item, Item::Key(_)));
    let (statement, path) = match item {
        Item::Index(it) => {
            let cascade = if has_keys { " CASCADE" } else { "" };
            (drop_index(context, root, &it.name) + cascade, ObjectPath::Index(root.clone(), it.name.clone()))
        }
        Item::Key(it) => (drop_key(context, root, &it.name), ObjectPath::Constraint(root.clone(), it.name.clone())),
    };
    let (mut actions, mut edits) = (vec![transaction([statement])], vec![Edit::remove(path)]);
    for part in parts(now, now, root, item) {
        let there = |found: Option<Object>| match found {
            Some(Object::Index(it)) if it.parent.is_none() => Some(Item::Index(it)),
            Some(Object::Constraint(it)) if it.parent.is_none() => Some(Item::Key(it)),
            _ => None,
        };
        let Some(own) = there(before.get(&part.item.edit(&part.table).path)) else { continue };
        actions.push(alone(own.build(context, &part.table)));
        let finish: Vec<String> =
            own.take_index(context, &part.table).into_iter().chain(own.comments(context, &part.table)).collect();
        if !finish.is_empty() {
            actions.push(transaction(finish));
        }
        edits.push(own.edit(&part.table));
    }
    (actions, edits)
}

/// What [`establish`] takes.
pub(super) fn facts(now: &Catalogue, context: &Context<'_>, root: &QualifiedName, item: &Item) -> Facts {
    let mode = if matches!(item, Item::Key(_)) { LockMode::AccessExclusive } else { LockMode::Share };
    let mut facts = Facts::lock(context.writer.name(root), mode).outside_transaction();
    for leaf in now.leaves(root) {
        let name = context.writer.name(&leaf);
        facts = facts
            .and_lock(&name, if mode == LockMode::Share { LockMode::ShareUpdateExclusive } else { mode })
            .scanning(&name);
    }
    facts
}

/// What [`take_away`] takes.
pub(super) fn drop_facts(now: &Catalogue, context: &Context<'_>, root: &QualifiedName) -> Facts {
    let mut facts = Facts::default()
        .hazard("DROP INDEX CONCURRENTLY does not work on a partitioned table: readers and writers wait for a moment");
    for name in now.tree(root) {
        facts = facts.and_lock(context.writer.name(&name), LockMode::AccessExclusive);
    }
    facts
}

/// The actions that build the indexes for the key `item` of `root` in the partitions that hold rows, with the names that
/// these have in `names`; [`take_over`] makes the key of them.
pub(super) fn build_leaves(
    now: &Catalogue,
    names: &Catalogue,
    context: &Context<'_>,
    root: &QualifiedName,
    item: &Item,
) -> Vec<Action> {
    let leaves = parts(now, names, root, item).into_iter().filter(|part| !part.partitioned);
    leaves.map(|part| alone(part.item.build(context, &part.table))).collect()
}

/// What is built for `item` of `root` in the partitions, by the names in `names`: the table and the name.
pub(super) fn below(
    now: &Catalogue,
    names: &Catalogue,
    root: &QualifiedName,
    item: &Item,
) -> Vec<(QualifiedName, String)> {
    let parts = parts(now, names, root, item).into_iter();
    parts.map(|part| (part.table, part.item.name().to_owned())).collect()
}

/// Statements that make the key `item` of `root` of indexes that are there in the partitions under the names that
/// `hidden` gives; the engine scans nothing.
pub(super) fn take_over(
    now: &Catalogue,
    names: &Catalogue,
    context: &Context<'_>,
    root: &QualifiedName,
    item: &Item,
    hidden: impl Fn(&str) -> String,
) -> Vec<String> {
    let parts = parts(now, names, root, item);
    let mut statements = item.make_alone(context, root);
    for part in &parts {
        if part.partitioned {
            statements.extend(part.item.make_alone(context, &part.table));
        } else {
            statements.extend(part.item.take_index_called(context, &part.table, &hidden(part.item.name())));
        }
    }
    for part in parts.iter().rev() {
        statements.push(context.writer.attach_index(&part.above, &part.parent, &part.table, part.item.name()));
    }
    statements.extend(parts.iter().flat_map(|part| part.item.comments(context, &part.table)));
    statements
}
