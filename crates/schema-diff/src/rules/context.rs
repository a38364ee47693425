//! What a rule knows besides the change that it judges.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use findings::{Finding, Location, RuleMetadata};

use crate::Dialect;
use crate::catalogue::{Catalogue, DefinitionId, ObjectPath, QualifiedName, Signature, Table};
use crate::diff::{Change, ChangeKind};
use crate::read::{Reading, Uses, body_uses};

/// What a rule knows besides the change that it judges.
pub(crate) struct Context<'a> {
    /// The old side.
    pub(crate) before: &'a Reading,
    /// The new side.
    pub(crate) after: &'a Reading,
    /// Old paths of what was renamed, by new path.
    renamed: BTreeMap<&'a ObjectPath, &'a ObjectPath>,
    /// Tables of the old side that are gone.
    dropped: BTreeSet<&'a QualifiedName>,
    /// See [`Context::body_uses`].
    body_uses: OnceCell<BTreeMap<Signature, Uses>>,
}

impl<'a> Context<'a> {
    /// The context of `changes`, which lead from `before` to `after`.
    pub(crate) fn new(changes: &'a [Change], before: &'a Reading, after: &'a Reading) -> Self {
        let renamed = changes
            .iter()
            .filter_map(|change| match &change.kind {
                ChangeKind::Renamed { from } => Some((&change.path, from)),
                _ => None,
            })
            .collect();
        let dropped = changes
            .iter()
            .filter_map(|change| match (&change.path, &change.kind) {
                (ObjectPath::Table(name), ChangeKind::Dropped(_)) => Some(name),
                _ => None,
            })
            .collect();
        Self { before, after, renamed, dropped, body_uses: OnceCell::new() }
    }

    /// Whose schemas they are.
    pub(crate) fn dialect(&self) -> Dialect {
        self.after.catalogue.dialect
    }

    /// What the bodies of the new side's functions use of what the old side has.
    pub(crate) fn body_uses(&self) -> &BTreeMap<Signature, Uses> {
        self.body_uses.get_or_init(|| {
            let functions = self.after.catalogue.functions.clone();
            body_uses(&Catalogue { functions, ..self.before.catalogue.clone() })
        })
    }

    /// Whether the table of the old side is gone.
    pub(crate) fn is_dropped(&self, table: &QualifiedName) -> bool {
        self.dropped.contains(table)
    }

    /// A finding of `rule` about `change`, as the rule's metadata describe it; `why` and `advice` are sentences.
    pub(crate) fn finding(
        &self,
        rule: &RuleMetadata,
        change: &Change,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let (before, after) = self.places(change);
        Finding {
            rule: rule.id.to_owned(),
            severity: rule.severity,
            who_breaks: rule.who_breaks.to_vec(),
            subject: change.path.to_string(),
            operation: None,
            message: message.into(),
            why: why.into(),
            advice: advice.into(),
            before,
            after,
            witness: None,
            fingerprint: String::new(),
        }
    }

    /// Where an object of the new side lies on the old one.
    pub(crate) fn old_path(&self, path: &ObjectPath) -> ObjectPath {
        if let Some(old) = self.renamed.get(path) {
            return (*old).clone();
        }
        let relation = |name: &QualifiedName| self.old_relation(name);
        match path {
            ObjectPath::Column(table, name) => ObjectPath::Column(relation(table), name.clone()),
            ObjectPath::Constraint(table, name) => ObjectPath::Constraint(relation(table), name.clone()),
            ObjectPath::Index(table, name) => ObjectPath::Index(relation(table), name.clone()),
            ObjectPath::Trigger(table, name) => ObjectPath::Trigger(relation(table), name.clone()),
            ObjectPath::Definition(id) => {
                ObjectPath::Definition(DefinitionId { relation: id.relation.as_ref().map(relation), ..id.clone() })
            }
            _ => path.clone(),
        }
    }

    /// The old name of a table or view of the new side.
    pub(crate) fn old_relation(&self, name: &QualifiedName) -> QualifiedName {
        for path in [ObjectPath::Table(name.clone()), ObjectPath::View(name.clone())] {
            if let Some(ObjectPath::Table(old) | ObjectPath::View(old)) = self.renamed.get(&path) {
                return old.clone();
            }
        }
        name.clone()
    }

    /// The table on the old side that is called `name` on the new one.
    pub(crate) fn old_table(&self, name: &QualifiedName) -> Option<(QualifiedName, &'a Table)> {
        let old = self.old_relation(name);
        let table = self.before.catalogue.tables.get(&old)?;
        Some((old, table))
    }

    /// The table on the new side.
    pub(crate) fn new_table(&self, name: &QualifiedName) -> Option<&'a Table> {
        self.after.catalogue.tables.get(name)
    }

    fn places(&self, change: &Change) -> (Option<Location>, Option<Location>) {
        let old = || place(self.before, &self.old_path(&change.path));
        let new = || place(self.after, &change.path);
        match &change.kind {
            ChangeKind::Added(_) => (None, new()),
            ChangeKind::Dropped(_) => (place(self.before, &change.path), None),
            ChangeKind::Renamed { from } => (place(self.before, from), new()),
            ChangeKind::MaybeRenamed { to } => (place(self.before, &change.path), place(self.after, to)),
            ChangeKind::Altered { .. } => (old(), new()),
        }
    }
}

/// Where `path` was defined; for a part whose own place is not known, where the table or view was.
fn place(reading: &Reading, path: &ObjectPath) -> Option<Location> {
    let find = |path: &ObjectPath| reading.origins.0.get(path);
    let whole = || {
        let name = path.relation()?;
        find(&ObjectPath::Table(name.clone())).or_else(|| find(&ObjectPath::View(name.clone())))
    };
    let (source, span) = find(path).or_else(whole)?;
    Some(reading.sources.get(*source)?.locate(*span))
}
