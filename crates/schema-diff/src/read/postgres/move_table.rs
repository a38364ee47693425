//! Tables that get another name or schema.

use crate::catalogue::{ConstraintKind, ObjectPath, QualifiedName};

use super::replay::Replay;

impl Replay<'_> {
    /// Gives a table another name or schema, in everything that refers to it; returns its name afterwards.
    pub(super) fn move_table(&mut self, from: &QualifiedName, to: QualifiedName) -> QualifiedName {
        if self.names.has_relation(&to) {
            self.duplicate("relation", &to);
            return from.clone();
        }
        let Some(table) = self.take_table(from) else { return from.clone() };
        self.put_table(&to, table);
        for constraint in self.catalogue.tables.values_mut().flat_map(|table| table.constraints.values_mut()) {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
                && key.references == *from
            {
                key.references = to.clone();
            }
        }
        self.catalogue.tables.values_mut().for_each(|table| table.rename_parent(from, &to));
        let mut moved = Vec::new();
        for (name, sequence) in &mut self.catalogue.sequences {
            if let Some((owner, _)) = &mut sequence.owned_by
                && owner == from
            {
                *owner = to.clone();
                moved.push(name.clone());
            }
        }
        // Owned sequences follow their table into another schema.
        for sequence in moved.into_iter().filter(|name| from.schema != to.schema && name.schema == from.schema) {
            let target = QualifiedName::new(&to.schema, &sequence.name);
            self.move_sequence(&sequence, target);
        }
        let origins = std::mem::take(&mut self.origins.0);
        self.origins.0 = origins.into_iter().map(|(path, origin)| (moved_path(path, from, &to), origin)).collect();
        self.origin_here(ObjectPath::Table(to.clone()));
        self.move_in_views(from, &to);
        self.move_in_triggers(from, &to);
        to
    }
}

/// The path of an object after its relation has moved.
fn moved_path(path: ObjectPath, from: &QualifiedName, to: &QualifiedName) -> ObjectPath {
    if path.relation() != Some(from) {
        return path;
    }
    match path {
        ObjectPath::Table(_) => ObjectPath::Table(to.clone()),
        ObjectPath::View(_) => ObjectPath::View(to.clone()),
        ObjectPath::Column(_, name) => ObjectPath::Column(to.clone(), name),
        ObjectPath::Constraint(_, name) => ObjectPath::Constraint(to.clone(), name),
        ObjectPath::Index(_, name) => ObjectPath::Index(to.clone(), name),
        ObjectPath::Trigger(_, name) => ObjectPath::Trigger(to.clone(), name),
        other => other,
    }
}
