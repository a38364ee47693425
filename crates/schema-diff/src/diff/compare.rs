//! Compares object by object.

use std::collections::BTreeMap;

use super::{Aspect, Change, ChangeKind};
use crate::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Definition, Domain, EnumType, Extension, Function, Grants, Index,
    Object, ObjectPath, QualifiedName, Sequence, Table, Trigger, View, ViewColumn,
};

/// Appends what differs between `before` and `after`.
pub(super) fn catalogues(before: &Catalogue, after: &Catalogue, changes: &mut Vec<Change>) {
    let mut differ = Differ { changes };
    differ.maps(
        &before.schemas,
        &after.schemas,
        |name| ObjectPath::Schema(name.clone()),
        Object::Schema,
        |a, b| {
            let mut aspects = comment(a.comment.as_ref(), b.comment.as_ref());
            aspects.extend(privileges(&a.grants, &b.grants));
            aspects
        },
    );
    differ.maps(
        &before.extensions,
        &after.extensions,
        |name| ObjectPath::Extension(name.clone()),
        Object::Extension,
        extension,
    );
    differ.maps(&before.enums, &after.enums, |name| ObjectPath::Enum(name.clone()), Object::Enum, enumeration);
    differ.maps(&before.domains, &after.domains, |name| ObjectPath::Domain(name.clone()), Object::Domain, domain);
    differ.maps(
        &before.sequences,
        &after.sequences,
        |name| ObjectPath::Sequence(name.clone()),
        Object::Sequence,
        sequence,
    );
    differ.maps(
        &before.functions,
        &after.functions,
        |signature| ObjectPath::Function(signature.clone()),
        Object::Function,
        function,
    );
    differ.maps(
        &before.definitions,
        &after.definitions,
        |id| ObjectPath::Definition(id.clone()),
        Object::Definition,
        definition,
    );
    differ.maps(
        &before.default_privileges,
        &after.default_privileges,
        |it| ObjectPath::DefaultPrivileges(it.clone()),
        Object::DefaultPrivileges,
        privileges,
    );
    differ.tables(&before.tables, &after.tables);
    differ.views(&before.views, &after.views);
}

struct Differ<'a> {
    changes: &'a mut Vec<Change>,
}

impl Differ<'_> {
    fn push(&mut self, path: ObjectPath, kind: ChangeKind) {
        self.changes.push(Change { path, kind });
    }

    fn maps<K: Ord, V: Clone + PartialEq>(
        &mut self,
        before: &BTreeMap<K, V>,
        after: &BTreeMap<K, V>,
        path: impl Fn(&K) -> ObjectPath,
        object: impl Fn(V) -> Object,
        aspects: impl Fn(&V, &V) -> Vec<Aspect>,
    ) {
        for (key, old) in before {
            match after.get(key) {
                None => self.push(path(key), ChangeKind::Dropped(object(old.clone()))),
                Some(new) if old != new => {
                    for aspect in aspects(old, new) {
                        let (before, after) = (object(old.clone()), object(new.clone()));
                        self.push(path(key), ChangeKind::Altered { aspect, before, after });
                    }
                }
                Some(_) => {}
            }
        }
        for (key, new) in after {
            if !before.contains_key(key) {
                self.push(path(key), ChangeKind::Added(object(new.clone())));
            }
        }
    }

    fn tables(&mut self, before: &BTreeMap<QualifiedName, Table>, after: &BTreeMap<QualifiedName, Table>) {
        for (name, old) in before {
            match after.get(name) {
                None => {
                    let (table, foreign_keys) = apart(old);
                    self.push(ObjectPath::Table(name.clone()), ChangeKind::Dropped(Object::Table(table)));
                    for key in foreign_keys {
                        let path = ObjectPath::Constraint(name.clone(), key.name.clone());
                        self.push(path, ChangeKind::Dropped(Object::Constraint(key)));
                    }
                }
                Some(new) if old != new => self.table(name, old, new),
                Some(_) => {}
            }
        }
        for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let (table, foreign_keys) = apart(new);
            self.push(ObjectPath::Table(name.clone()), ChangeKind::Added(Object::Table(table)));
            for key in foreign_keys {
                let path = ObjectPath::Constraint(name.clone(), key.name.clone());
                self.push(path, ChangeKind::Added(Object::Constraint(key)));
            }
        }
    }

    fn table(&mut self, name: &QualifiedName, old: &Table, new: &Table) {
        let mut own = Vec::new();
        if old.options != new.options {
            own.push(Aspect::TableOptions);
        }
        if old.partition_by != new.partition_by {
            own.push(Aspect::PartitionBy);
        }
        if old.partition_of != new.partition_of {
            own.push(Aspect::PartitionOf);
        }
        if old.inherits != new.inherits {
            own.push(Aspect::Inherits);
        }
        if old.row_security != new.row_security {
            own.push(Aspect::RowSecurity);
        }
        own.extend(privileges(&old.grants, &new.grants));
        own.extend(comment(old.comment.as_ref(), new.comment.as_ref()));
        for aspect in own {
            let (before, after) = (Object::Table(old.clone()), Object::Table(new.clone()));
            self.push(ObjectPath::Table(name.clone()), ChangeKind::Altered { aspect, before, after });
        }
        let by_name = |table: &Table| -> BTreeMap<String, Column> {
            table.columns.iter().map(|column| (column.name.clone(), column.clone())).collect()
        };
        self.maps(
            &by_name(old),
            &by_name(new),
            |column| ObjectPath::Column(name.clone(), column.clone()),
            Object::Column,
            column,
        );
        self.maps(
            &old.constraints,
            &new.constraints,
            |key| ObjectPath::Constraint(name.clone(), key.clone()),
            Object::Constraint,
            constraint,
        );
        self.indexes_and_triggers(name, (&old.indexes, &old.triggers), (&new.indexes, &new.triggers));
    }

    fn indexes_and_triggers(
        &mut self,
        name: &QualifiedName,
        old: (&BTreeMap<String, Index>, &BTreeMap<String, Trigger>),
        new: (&BTreeMap<String, Index>, &BTreeMap<String, Trigger>),
    ) {
        self.maps(old.0, new.0, |key| ObjectPath::Index(name.clone(), key.clone()), Object::Index, index);
        self.maps(old.1, new.1, |key| ObjectPath::Trigger(name.clone(), key.clone()), Object::Trigger, trigger);
    }

    fn views(&mut self, before: &BTreeMap<QualifiedName, View>, after: &BTreeMap<QualifiedName, View>) {
        self.maps(before, after, |name| ObjectPath::View(name.clone()), Object::View, view);
        for (name, old) in before {
            if let Some(new) = after.get(name) {
                self.indexes_and_triggers(name, (&old.indexes, &old.triggers), (&new.indexes, &new.triggers));
            }
        }
    }
}

/// The table without its foreign keys, and these.
fn apart(table: &Table) -> (Table, Vec<Constraint>) {
    let mut table = table.clone();
    let is_foreign = |constraint: &Constraint| matches!(constraint.kind, ConstraintKind::ForeignKey(_));
    let foreign_keys = table.constraints.values().filter(|it| is_foreign(it)).cloned().collect();
    table.constraints.retain(|_, constraint| !is_foreign(constraint));
    (table, foreign_keys)
}

fn comment(old: Option<&String>, new: Option<&String>) -> Vec<Aspect> {
    if old == new { Vec::new() } else { vec![Aspect::Comment] }
}

fn privileges(old: &Grants, new: &Grants) -> Vec<Aspect> {
    if old == new { Vec::new() } else { vec![Aspect::Privileges] }
}

/// What is not stated (version, schema, comment: the engine fills them in) equals everything.
fn extension(old: &Extension, new: &Extension) -> Vec<Aspect> {
    let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let mut aspects = Vec::new();
    if differs(&old.version, &new.version) || differs(&old.schema, &new.schema) {
        aspects.push(Aspect::ExtensionVersion);
    }
    if differs(&old.comment, &new.comment) {
        aspects.push(Aspect::Comment);
    }
    aspects
}

fn domain(old: &Domain, new: &Domain) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    let mut note = |differs: bool, aspect: Aspect| {
        if differs {
            aspects.push(aspect);
        }
    };
    note(old.data_type != new.data_type || old.collation != new.collation, Aspect::DomainType);
    note(!old.not_null && new.not_null, Aspect::NotNullAdded);
    note(old.not_null && !new.not_null, Aspect::NotNullDropped);
    note(old.default != new.default, Aspect::DomainDefault);
    note(old.checks != new.checks, Aspect::DomainChecks);
    note(old.grants != new.grants, Aspect::Privileges);
    aspects
}

fn enumeration(old: &EnumType, new: &EnumType) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    aspects.extend(privileges(&old.grants, &new.grants));
    if old.labels != new.labels {
        aspects.push(Aspect::EnumLabels);
    }
    aspects
}

fn sequence(old: &Sequence, new: &Sequence) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    aspects.extend(privileges(&old.grants, &new.grants));
    if old.options != new.options {
        aspects.push(Aspect::SequenceOptions);
    }
    if old.owned_by != new.owned_by {
        aspects.push(Aspect::SequenceOwner);
    }
    aspects
}

fn function(old: &Function, new: &Function) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    aspects.extend(privileges(&old.grants, &new.grants));
    if old.definition != new.definition {
        aspects.push(Aspect::FunctionDefinition);
    }
    aspects
}

fn definition(old: &Definition, new: &Definition) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    aspects.extend(privileges(&old.grants, &new.grants));
    if old.statement != new.statement || old.also != new.also {
        aspects.push(Aspect::Definition);
    }
    aspects
}

fn column(old: &Column, new: &Column) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    let mut note = |differs: bool, aspect: Aspect| {
        if differs {
            aspects.push(aspect);
        }
    };
    note(old.data_type != new.data_type, Aspect::ColumnType);
    note(old.collation != new.collation, Aspect::ColumnCollation);
    note(!old.not_null && new.not_null, Aspect::NotNullAdded);
    note(old.not_null && !new.not_null, Aspect::NotNullDropped);
    note(old.default != new.default, Aspect::ColumnDefault);
    note(old.identity != new.identity, Aspect::ColumnIdentity);
    note(old.generated != new.generated, Aspect::ColumnGenerated);
    note(old.settings != new.settings, Aspect::ColumnSettings);
    note(old.grants != new.grants, Aspect::Privileges);
    aspects
}

fn constraint(old: &Constraint, new: &Constraint) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    if old.kind != new.kind || old.deferrability != new.deferrability || old.named != new.named {
        aspects.push(Aspect::ConstraintDefinition);
    } else if old.validated != new.validated {
        aspects.push(Aspect::ConstraintValidation);
    }
    if old.parent != new.parent {
        aspects.push(Aspect::Attachment);
    }
    aspects
}

fn index(old: &Index, new: &Index) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    let bare = |index: &Index| Index { comment: None, parent: None, ..index.clone() };
    if bare(old) != bare(new) {
        aspects.push(Aspect::IndexDefinition);
    }
    if old.parent != new.parent {
        aspects.push(Aspect::Attachment);
    }
    aspects
}

fn trigger(old: &Trigger, new: &Trigger) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    if old.definition != new.definition || old.firing != new.firing {
        aspects.push(Aspect::TriggerDefinition);
    }
    aspects
}

fn view(old: &View, new: &View) -> Vec<Aspect> {
    let mut aspects = comment(old.comment.as_ref(), new.comment.as_ref());
    let same = old.materialized == new.materialized
        && old.query == new.query
        && old.options == new.options
        && same_columns(old.columns.as_deref(), new.columns.as_deref());
    if !same {
        aspects.push(Aspect::ViewDefinition);
    }
    if old.grants != new.grants || !same_column_grants(old, new) {
        aspects.push(Aspect::Privileges);
    }
    aspects
}

/// Whether the columns that both sides have come with the same privileges.
fn same_column_grants(old: &View, new: &View) -> bool {
    let grants = |view: &View, name: &str| {
        view.columns.iter().flatten().find(|it| it.name == name).map(|it| it.grants.clone()).unwrap_or_default()
    };
    old.columns.iter().chain(&new.columns).flatten().all(|it| grants(old, &it.name) == grants(new, &it.name))
}

/// Columns that the text of one side does not tell equal any; so do types.
fn same_columns(old: Option<&[ViewColumn]>, new: Option<&[ViewColumn]>) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return true };
    old.len() == new.len()
        && old.iter().zip(new).all(|(a, b)| {
            a.name == b.name && (a.data_type.is_none() || b.data_type.is_none() || a.data_type == b.data_type)
        })
}
