//! A partition's key comes to be part of its parent's, which waits for it. The engine has no way to detach it again: on
//! the way back the parent's key is made anew, over indexes built beside those in use, so that no key lapses meanwhile.

use schema_diff::catalogue::{Catalogue, Constraint, Index, Object, ObjectPath, QualifiedName};

use super::common::{alone, table, transaction};
use super::tree_index::{Item, index_of};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode};
use crate::workshop::own_name;

/// The key of a partition is attached to its parent's.
pub(super) struct AttachKey {
    /// The partition.
    pub(super) table: QualifiedName,
    /// The key, attached.
    pub(super) key: Constraint,
}

/// The keys of partitions that are attached to `key` of `parent`.
fn attached<'a>(
    now: &'a Catalogue,
    parent: &'a QualifiedName,
    key: &'a str,
) -> Vec<(&'a QualifiedName, &'a Constraint)> {
    let children = now.children(parent);
    children
        .flat_map(|(name, table)| table.constraints.values().map(move |it| (name, it)))
        .filter(|(_, it)| it.parent.as_deref() == Some(key))
        .collect()
}

impl AttachKey {
    /// Makes the key of the parent anew with the partitions' own, those of `now` attached.
    fn detach(
        &self,
        now: &Catalogue,
        context: &Context<'_>,
        (parent, whole): (&QualifiedName, &Constraint),
    ) -> Vec<Action> {
        let writer = context.writer;
        let beside = |it: &Constraint| own_name(&[&it.name]);
        let mut keys = attached(now, parent, &whole.name);
        keys.push((&self.table, &self.key));
        let mut builds = Vec::new();
        let whole_item = Item::Key(whole.clone());
        let mut swap = whole_item.make_alone(context, parent);
        let mut attach = Vec::new();
        for (name, it) in keys {
            let index = Index { name: beside(it), ..index_of(it) };
            let own = QualifiedName::new(&name.schema, &index.name);
            builds.push(format!("DROP INDEX CONCURRENTLY IF EXISTS {}", writer.name(&own)));
            builds.push(writer.create_index(name, &index, true, false));
            // Behind the drop of the parent's, which takes the partitions' along.
            attach.extend(Item::Key(it.clone()).take_index_called(context, name, &index.name));
            let path = ObjectPath::Constraint(name.clone(), it.name.clone());
            if *name != self.table {
                attach.push(writer.attach_index(parent, &whole.name, name, &it.name));
            }
            attach.extend(writer.comments(&path, &Object::Constraint(it.clone())));
        }
        swap.extend(attach);
        swap.extend(whole_item.comments(context, parent));
        vec![alone(builds), transaction(swap)]
    }
}

impl Operation for AttachKey {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, &self.key);
        let path = ObjectPath::Constraint(name.clone(), it.name.clone());
        let parent = table(now, name)?.partition_of.as_ref().map(|part| &part.parent);
        let whole = parent.and_then(|parent| {
            let key = now.tables.get(parent)?.constraints.get(it.parent.as_ref()?)?;
            Some((parent, key))
        });
        let Some((parent, whole)) = whole else {
            return Err(Refusal::new(
                &path,
                "is attached to a key of the partitioned table that is not there when its turn comes",
                "plan the changes of that key in a migration of its own",
            ));
        };
        let writer = context.writer;
        let own = Constraint { parent: None, ..it.clone() };
        let (sql_name, sql_parent) = (writer.name(name), writer.name(parent));
        let facts = Facts::lock(&sql_name, LockMode::AccessExclusive).and_lock(&sql_parent, LockMode::AccessExclusive);
        Ok(vec![
            Draft::new(
                "attach_key",
                &path,
                format!("Attach key {} of {name} to {} of {parent}", it.name, whole.name),
                "The key of the partitioned table is valid when every partition has its part of it.",
            )
            .forward([transaction([writer.attach_index(parent, &whole.name, name, &it.name)])])
            .effect([Edit::put(path.clone(), Object::Constraint(it.clone()))])
            .facts(facts.clone())
            .back(
                format!("Make key {} of {name} its own again", it.name),
                self.detach(now, context, (parent, whole)),
                [Edit::put(path, Object::Constraint(own))],
            )
            .back_facts(facts.scanning(&sql_name).outside_transaction().hazard(
                "a key cannot be detached: that of the partitioned table is dropped and made anew, over indexes built before",
            )),
        ])
    }
}
