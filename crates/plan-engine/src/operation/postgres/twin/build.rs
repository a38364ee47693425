//! Indexes of the shape that is not live, built beside those that are there, under names of ours, and taken away again.

use schema_diff::catalogue::{Catalogue, Index, Object, ObjectPath, QualifiedName};

use super::hang::Hanging;
use super::next::on_twin;
use super::swap::Swap;
use super::tree::{hidden_name, renamed};
use crate::operation::postgres::common::{alone, transaction};
use crate::operation::postgres::tree::is_partitioned;
use crate::operation::postgres::tree_index::{self, Item, index_of};
use crate::plan::Action;
use crate::workshop::own_name;

impl Swap<'_> {
    /// The catalogue as the twin's shape would be written under the twin's names.
    pub(super) fn on_twin(&self) -> Catalogue {
        on_twin(self.now, self.group, self.live, self.context)
    }

    /// Builds the indexes of the twin, under names of ours, beside those that are there.
    pub(super) fn build(&self) -> Vec<Action> {
        let (writer, twin) = (self.context.writer, self.on_twin());
        let hanging = self.hanging();
        let mut actions = Vec::new();
        let build = |name: &QualifiedName, index: Index| {
            let hidden = Index { name: hidden_name(&index.name), comment: None, ..index };
            let drop = writer.name(&QualifiedName::new(&name.schema, &hidden.name));
            vec![alone([
                format!("DROP INDEX CONCURRENTLY IF EXISTS {drop}"),
                writer.create_index(name, &hidden, true, false),
            ])]
        };
        for (name, index) in &hanging.indexes {
            let path = ObjectPath::Index(name.clone(), index.name.clone());
            let Some(Object::Index(index)) = twin.get(&path) else { continue };
            actions.extend(if is_partitioned(self.now, name) {
                self.build_in_tree(&twin, name, &Item::Index(index), hidden_name)
            } else {
                build(name, index)
            });
        }
        for (name, constraint) in &hanging.keys {
            let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
            let Some(Object::Constraint(constraint)) = twin.get(&path) else { continue };
            actions.extend(if is_partitioned(self.now, name) {
                self.build_in_tree(&twin, name, &Item::Key(constraint), hidden_name)
            } else {
                build(name, index_of(&constraint))
            });
        }
        actions
    }

    /// Builds what the shape that is live has by itself once more, so that it is there when the other takes over: a
    /// constraint takes its index with it.
    pub(super) fn build_again(&self) -> Vec<Action> {
        let writer = self.context.writer;
        let build = |(name, index, own): (QualifiedName, Index, String)| {
            let kept = Index { name: kept_name(&own), comment: None, ..index };
            let drop = writer.name(&QualifiedName::new(&name.schema, &kept.name));
            alone([format!("DROP INDEX CONCURRENTLY IF EXISTS {drop}"), writer.create_index(&name, &kept, true, false)])
        };
        let own = self.own_indexes().map(build);
        let in_trees = self.in_trees();
        let in_trees = in_trees.iter().flat_map(|(name, item)| self.build_in_tree(self.now, name, item, kept_name));
        own.chain(in_trees).collect()
    }

    /// Builds an index of a partitioned table, or the indexes of its key in the partitions, under other names.
    fn build_in_tree(
        &self,
        catalogue: &Catalogue,
        name: &QualifiedName,
        item: &Item,
        rename: fn(&str) -> String,
    ) -> Vec<Action> {
        let (names, item) = renamed(catalogue, name, item, rename);
        match item {
            Item::Index(_) => tree_index::establish(self.now, &names, self.context, name, &item).0,
            Item::Key(_) => tree_index::build_leaves(self.now, &names, self.context, name, &item),
        }
    }

    /// Indexes and keys of partitioned tables.
    fn in_trees(&self) -> Vec<(QualifiedName, Item)> {
        let Hanging { indexes, keys, .. } = self.hanging();
        let indexes = indexes.into_iter().map(|(name, it)| (name, Item::Index(it)));
        let all = indexes.chain(keys.into_iter().map(|(name, it)| (name, Item::Key(it))));
        all.filter(|(name, _)| is_partitioned(self.now, name)).collect()
    }

    /// The names that are built for what [`in_trees`](Self::in_trees) finds: a key has none of its own before the swap.
    fn names_in_tree(&self, name: &QualifiedName, item: &Item) -> Vec<(QualifiedName, String)> {
        let below = tree_index::below(self.now, self.now, name, item).into_iter();
        match item {
            Item::Index(it) => std::iter::once((name.clone(), it.name.clone())).chain(below).collect(),
            Item::Key(_) => below.filter(|(table, _)| !is_partitioned(self.now, table)).collect(),
        }
    }

    /// Statements by which what [`build_again`](Self::build_again) built becomes what [`build`](Self::build) builds for
    /// the way there.
    pub(super) fn keep(&self) -> Vec<String> {
        let writer = self.context.writer;
        let rename = |(name, own): (QualifiedName, String)| {
            let kept = writer.name(&QualifiedName::new(&name.schema, kept_name(&own)));
            format!("ALTER INDEX {kept} RENAME TO {}", writer.ident(&hidden_name(&own)))
        };
        let own = self.own_indexes().map(|(name, _, own)| (name, own));
        let in_trees = self.in_trees();
        own.chain(in_trees.iter().flat_map(|(name, item)| self.names_in_tree(name, item))).map(rename).collect()
    }

    /// Indexes and keys of the shape that is live, but for those of partitioned tables: table, index and name.
    fn own_indexes(&self) -> impl Iterator<Item = (QualifiedName, Index, String)> {
        let Hanging { indexes, keys, .. } = self.hanging();
        let indexes = indexes.into_iter().map(|(name, index)| {
            let own = index.name.clone();
            (name, index, own)
        });
        let all = indexes.chain(keys.into_iter().map(|(name, it)| (name, index_of(&it), it.name)));
        all.filter(|(name, _, _)| !is_partitioned(self.now, name))
    }

    /// Takes the indexes of the twin away.
    pub(super) fn unbuild(&self) -> Vec<Action> {
        let drop = |(name, index): (QualifiedName, String)| {
            let hidden = QualifiedName::new(&name.schema, hidden_name(&index));
            alone([format!("DROP INDEX CONCURRENTLY IF EXISTS {}", self.context.writer.name(&hidden))])
        };
        let mut actions: Vec<Action> = self.own_indexes().map(|(name, _, own)| drop((name, own))).collect();
        for (name, item) in self.in_trees() {
            match &item {
                // With that of a partitioned table, those of its partitions go; no form of it leaves readers alone.
                Item::Index(it) => {
                    let hidden = self.context.writer.name(&QualifiedName::new(&name.schema, hidden_name(&it.name)));
                    actions.push(transaction([format!("DROP INDEX IF EXISTS {hidden}")]));
                }
                Item::Key(_) => actions.extend(self.names_in_tree(&name, &item).into_iter().map(drop)),
            }
        }
        actions
    }
}

fn kept_name(index: &str) -> String {
    own_name(&["kept", index])
}
