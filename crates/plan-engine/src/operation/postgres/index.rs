//! An index comes, goes or is replaced, always concurrently.

use schema_diff::catalogue::{Catalogue, Index, IndexKey, Object, ObjectPath, QualifiedName};

use super::common::{alone, transaction};
use super::constraint::repeated;
use super::rows::Offenders;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};
use crate::workshop::own_name;

/// An index comes.
pub(super) struct AddIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// The index.
    pub(super) index: Index,
}

/// An index goes.
pub(super) struct DropIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// Its name.
    pub(super) name: String,
}

/// An index is replaced by another of its name; queries have one of them at any time.
pub(super) struct ReplaceIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// The index that comes.
    pub(super) index: Index,
}

fn drop_statement(context: &Context<'_>, relation: &QualifiedName, name: &str) -> String {
    let name = context.writer.name(&QualifiedName::new(&relation.schema, name));
    format!("DROP INDEX CONCURRENTLY IF EXISTS {name}")
}

/// Builds the index; what a failed build left is dropped first.
fn build(context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Vec<Action> {
    let mut actions = vec![alone([
        drop_statement(context, relation, &index.name),
        context.writer.create_index(relation, index, true, false),
    ])];
    let path = ObjectPath::Index(relation.clone(), index.name.clone());
    let comments = context.writer.comments(&path, &Object::Index(index.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    actions
}

fn build_facts(context: &Context<'_>, relation: &QualifiedName) -> Facts {
    let name = context.writer.name(relation);
    Facts::lock(&name, LockMode::ShareUpdateExclusive).scanning(&name).outside_transaction()
}

/// Rows that a unique index does not accept.
fn offenders(now: &Catalogue, context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Option<Offenders> {
    if !index.unique || !now.tables.contains_key(relation) {
        return None;
    }
    let element = |key: &IndexKey| match key {
        IndexKey::Column(name) => context.writer.ident(name),
        IndexKey::Expression(it) => format!("({})", it.text),
    };
    let elements: Vec<_> = index.elements.iter().map(|it| element(&it.key)).collect();
    let predicate = index.predicate.as_ref().map(|it| it.text.as_str());
    Some(Offenders {
        table: relation.clone(),
        what: index.name.clone(),
        condition: repeated(context, relation, &elements, predicate, index.nulls_not_distinct),
        reason: format!("repeats the key {}", index.name),
    })
}

fn put_back(now: &Catalogue, context: &Context<'_>, offenders: Option<&Offenders>) -> Vec<Action> {
    offenders.map(|it| transaction(it.put_back(now, context))).into_iter().collect()
}

impl Operation for AddIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, it) = (&self.relation, &self.index);
        let path = ObjectPath::Index(relation.clone(), it.name.clone());
        let offenders = offenders(now, context, relation, it);
        let gate = offenders.as_ref().map(|it| Action::Gate(it.gate(now, context)));
        let mut back = vec![alone([drop_statement(context, relation, &it.name)])];
        back.extend(put_back(now, context, offenders.as_ref()));
        Ok(vec![
            Draft::new(
                "add_index",
                &path,
                format!("Build index {} on {relation}", it.name),
                if it.unique {
                    "Tightening: only the new version writes now, and it keeps to it."
                } else {
                    "The new version's queries want it; writers go on while it is built."
                },
            )
            .forward(gate.into_iter().chain(build(context, relation, it)))
            .effect([Edit::put(path.clone(), Object::Index(it.clone()))])
            .facts(build_facts(context, relation))
            .back(format!("Drop index {}", it.name), back, [Edit::remove(path)])
            .back_facts(build_facts(context, relation))
            .archives(offenders.iter().flat_map(|it| it.listed(now, context))),
        ])
    }
}

impl Operation for DropIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, path) = (&self.relation, ObjectPath::Index(self.relation.clone(), self.name.clone()));
        let Some(Object::Index(it)) = now.get(&path) else { return Ok(Vec::new()) };
        let offenders = offenders(now, context, relation, &it);
        let mut forward = vec![alone([drop_statement(context, relation, &it.name)])];
        forward.extend(put_back(now, context, offenders.as_ref()));
        let aside = offenders.as_ref().map(|it| transaction(it.set_aside(now, context)));
        let draft = Draft::new(
            "drop_index",
            &path,
            format!("Drop index {} of {relation}", it.name),
            if it.unique {
                "Loosening: the new version writes rows that it does not accept."
            } else {
                "Only the old version's queries wanted it."
            },
        )
        .forward(forward)
        .effect([Edit::remove(path.clone())])
        .facts(build_facts(context, relation))
        .back(
            format!("Build index {} again", it.name),
            aside.into_iter().chain(build(context, relation, &it)),
            [Edit::put(path, Object::Index(it.clone()))],
        )
        .back_facts(build_facts(context, relation));
        Ok(vec![match offenders {
            None => draft,
            Some(it) => draft
                .loss(Loss::Policy(format!(
                    "a row of {relation} that {} is set aside in {}",
                    it.reason,
                    it.archive(context)
                )))
                .archives(it.listed(now, context)),
        }])
    }
}

/// Builds `index` beside the one of its name, then puts it in its place.
fn swap(context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Vec<Action> {
    let beside = Index { name: own_name(&[&index.name]), ..index.clone() };
    let writer = context.writer;
    let mut actions = vec![
        alone([
            drop_statement(context, relation, &beside.name),
            writer.create_index(relation, &beside, true, false),
            drop_statement(context, relation, &index.name),
        ]),
        transaction([format!(
            "ALTER INDEX {} RENAME TO {}",
            writer.name(&QualifiedName::new(&relation.schema, &beside.name)),
            writer.ident(&index.name)
        )]),
    ];
    let path = ObjectPath::Index(relation.clone(), index.name.clone());
    let comments = writer.comments(&path, &Object::Index(index.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    actions
}

impl Operation for ReplaceIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, it) = (&self.relation, &self.index);
        let path = ObjectPath::Index(relation.clone(), it.name.clone());
        let Some(Object::Index(old)) = now.get(&path) else { return Ok(Vec::new()) };
        Ok(vec![
            Draft::new(
                "replace_index",
                &path,
                format!("Replace index {} of {relation}", it.name),
                "The new one is built beside the old one, so that queries always have one of them.",
            )
            .forward(swap(context, relation, it))
            .effect([Edit::put(path.clone(), Object::Index(it.clone()))])
            .facts(build_facts(context, relation))
            .back(
                format!("Put the former index {} back", it.name),
                swap(context, relation, &old),
                [Edit::put(path, Object::Index(old))],
            )
            .back_facts(build_facts(context, relation)),
        ])
    }
}
