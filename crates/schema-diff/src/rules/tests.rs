//! Tests over all rules: every kind of change has exactly one, and every example does what it says.

use std::collections::BTreeSet;

use findings::{Finding, SourceText};

use super::{judge, registry, testing};
use crate::Dialect;
use crate::catalogue::{
    Catalogue, Check, Column, Constraint, ConstraintKind, DataType, Deferrability, Definition, DefinitionId,
    DefinitionKind, Domain, EnumType, Exclusion, Expression, Extension, ForeignKey, Function, FunctionKind, Generated,
    GeneratedStorage, Identity, IdentityMode, Index, Key, MatchType, Object, ObjectPath, PartitionBound, PartitionOf,
    QualifiedName, ReferentialAction, Schema, Sequence, SequenceOptions, Signature, Table, Trigger, View,
};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::read::{Limits, Reading, read};

fn name() -> QualifiedName {
    QualifiedName::new("public", "t")
}

fn column() -> Column {
    Column {
        name: "a".to_owned(),
        data_type: DataType::named("integer"),
        collation: None,
        not_null: false,
        default: None,
        identity: None,
        generated: None,
        comment: None,
        grants: crate::catalogue::Grants::default(),
        settings: crate::catalogue::ColumnSettings::default(),
    }
}

fn constraint(kind: ConstraintKind) -> Object {
    Object::Constraint(Constraint {
        name: "c".to_owned(),
        named: true,
        kind,
        deferrability: Deferrability::NotDeferrable,
        validated: true,
        parent: None,
        comment: None,
    })
}

fn constraint_kinds() -> Vec<ConstraintKind> {
    let key = Key { columns: vec!["a".to_owned()], ..Key::default() };
    let reference = ForeignKey {
        columns: vec!["a".to_owned()],
        references: name(),
        referenced_columns: vec!["a".to_owned()],
        match_type: MatchType::Simple,
        on_delete: ReferentialAction::NoAction,
        on_delete_columns: Vec::new(),
        on_update: ReferentialAction::NoAction,
        period: false,
    };
    vec![
        ConstraintKind::PrimaryKey(key.clone()),
        ConstraintKind::Unique(key),
        ConstraintKind::ForeignKey(reference),
        ConstraintKind::Check(Check { expression: Expression::new("a > 0", "a > 0"), no_inherit: false }),
        ConstraintKind::Exclusion(Exclusion { method: "gist".to_owned(), elements: Vec::new(), predicate: None }),
    ]
}

fn index(unique: bool) -> Object {
    Object::Index(Index {
        name: "i".to_owned(),
        unique,
        method: "btree".to_owned(),
        elements: Vec::new(),
        include: Vec::new(),
        nulls_not_distinct: false,
        predicate: None,
        storage_parameters: std::collections::BTreeMap::new(),
        valid: true,
        parent: None,
        comment: None,
    })
}

/// An object of every kind, with its path.
fn objects() -> Vec<(ObjectPath, Object)> {
    let signature = Signature { schema: "public".to_owned(), name: "f".to_owned(), arguments: String::new() };
    let definition = Expression::new("", "");
    let function = Function {
        kind: FunctionKind::Function,
        returns: "integer".to_owned(),
        definition: definition.clone(),
        parameters: String::new(),
        body: String::new(),
        language: "sql".to_owned(),
        comment: None,
        grants: crate::catalogue::Grants::default(),
    };
    let trigger =
        Trigger { name: "g".to_owned(), definition: definition.clone(), function: None, firing: None, comment: None };
    let view = View {
        materialized: false,
        columns: None,
        query: definition,
        options: std::collections::BTreeMap::new(),
        indexes: std::collections::BTreeMap::new(),
        triggers: std::collections::BTreeMap::new(),
        comment: None,
        grants: crate::catalogue::Grants::default(),
    };
    let options = SequenceOptions::ascending(DataType::named("bigint"));
    let mut all = vec![
        (ObjectPath::Schema("s".to_owned()), Object::Schema(Schema::default())),
        (
            ObjectPath::Extension("e".to_owned()),
            Object::Extension(Extension { schema: None, version: None, comment: None }),
        ),
        (
            ObjectPath::Enum(name()),
            Object::Enum(EnumType {
                labels: vec!["x".to_owned()],
                comment: None,
                grants: crate::catalogue::Grants::default(),
            }),
        ),
        (
            ObjectPath::Sequence(name()),
            Object::Sequence(Sequence {
                options,
                owned_by: None,
                comment: None,
                grants: crate::catalogue::Grants::default(),
            }),
        ),
        (ObjectPath::Table(name()), Object::Table(Table::default())),
        (ObjectPath::Column(name(), "a".to_owned()), Object::Column(column())),
        (ObjectPath::Column(name(), "b".to_owned()), Object::Column(Column { not_null: true, ..column() })),
        (ObjectPath::Index(name(), "i".to_owned()), index(false)),
        (ObjectPath::Index(name(), "i".to_owned()), index(true)),
        (ObjectPath::View(name()), Object::View(view)),
        (ObjectPath::Function(signature), Object::Function(function)),
        (ObjectPath::Trigger(name(), "g".to_owned()), Object::Trigger(trigger)),
    ];
    let domain = Domain::over(DataType::named("integer"));
    all.push((ObjectPath::Domain(name()), Object::Domain(domain)));
    for kind in DefinitionKind::ALL {
        let id = DefinitionId { kind, schema: None, name: "d".to_owned(), detail: String::new(), relation: None };
        let definition = Definition::new(Expression::new("CREATE", "create"));
        all.push((ObjectPath::Definition(id), Object::Definition(definition)));
    }
    for kind in constraint_kinds() {
        all.push((ObjectPath::Constraint(name(), "c".to_owned()), constraint(kind)));
    }
    all
}

/// A reading whose table `t` has the nullable column `a`.
fn reading() -> Reading {
    let mut catalogue = Catalogue::empty(Dialect::Postgres);
    catalogue.tables.insert(name(), Table { columns: vec![column()], ..Table::default() });
    let mut reading = read(Dialect::Postgres, &[], &Limits::default());
    reading.catalogue = catalogue;
    reading
}

fn judged(path: &ObjectPath, kind: ChangeKind) -> Vec<Finding> {
    let reading = reading();
    judge(&[Change { path: path.clone(), kind }], &reading, &reading)
}

fn exactly_one(path: &ObjectPath, kind: ChangeKind) {
    let shown = format!("{path} {kind:?}");
    let found = judged(path, kind);
    assert_eq!(found.len(), 1, "{shown}: {found:#?}");
}

#[test]
fn whatever_is_added_dropped_or_renamed_has_one_rule() {
    for (path, object) in objects() {
        exactly_one(&path, ChangeKind::Added(object.clone()));
        exactly_one(&path, ChangeKind::Dropped(object));
        exactly_one(&path, ChangeKind::Renamed { from: path.clone() });
        exactly_one(&path, ChangeKind::MaybeRenamed { to: path.clone() });
        let (before, after) = (Object::Schema(Schema::default()), Object::Schema(Schema::default()));
        exactly_one(&path, ChangeKind::Altered { aspect: Aspect::Comment, before, after });
    }
}

#[test]
fn every_aspect_of_a_column_has_one_rule() {
    let path = ObjectPath::Column(name(), "a".to_owned());
    let with = |change: &dyn Fn(&mut Column)| {
        let mut column = column();
        change(&mut column);
        column
    };
    let sequence = SequenceOptions::ascending(DataType::named("integer"));
    let identity = |mode| Some(Identity { mode, sequence: sequence.clone() });
    let generated =
        |text: &str| Some(Generated { expression: Expression::new(text, text), storage: GeneratedStorage::Stored });
    let (one, two) = (Some(Expression::new("1", "1")), Some(Expression::new("2", "2")));
    let pairs = vec![
        (Aspect::ColumnType, column(), with(&|it| it.data_type = DataType::named("bigint"))),
        (Aspect::ColumnType, column(), with(&|it| it.data_type = DataType::named("text"))),
        (Aspect::ColumnCollation, column(), with(&|it| it.collation = Some("C".to_owned()))),
        (Aspect::NotNullAdded, column(), with(&|it| it.not_null = true)),
        (Aspect::NotNullDropped, with(&|it| it.not_null = true), column()),
        (Aspect::ColumnDefault, column(), with(&|it| it.default.clone_from(&one))),
        (Aspect::ColumnDefault, with(&|it| it.default.clone_from(&one)), with(&|it| it.default.clone_from(&two))),
        (Aspect::ColumnDefault, with(&|it| it.default.clone_from(&one)), column()),
        (Aspect::ColumnIdentity, column(), with(&|it| it.identity = identity(IdentityMode::Always))),
        (
            Aspect::ColumnIdentity,
            with(&|it| it.identity = identity(IdentityMode::ByDefault)),
            with(&|it| it.identity = identity(IdentityMode::Always)),
        ),
        (Aspect::ColumnIdentity, with(&|it| it.identity = identity(IdentityMode::Always)), column()),
        (Aspect::ColumnGenerated, column(), with(&|it| it.generated = generated("1"))),
        (Aspect::ColumnGenerated, with(&|it| it.generated = generated("1")), with(&|it| it.generated = generated("2"))),
        (Aspect::ColumnGenerated, with(&|it| it.generated = generated("1")), column()),
    ];
    for (aspect, before, after) in pairs {
        let (before, after) = (Object::Column(before), Object::Column(after));
        exactly_one(&path, ChangeKind::Altered { aspect, before, after });
    }
}

#[test]
fn every_aspect_of_other_objects_has_one_rule() {
    use Aspect as A;
    for (path, object) in objects() {
        let aspects: &[Aspect] = match &object {
            Object::Constraint(_) => &[A::ConstraintDefinition, A::ConstraintValidation, A::Attachment],
            Object::Index(_) => &[A::IndexDefinition, A::Attachment],
            Object::Sequence(_) => &[A::SequenceOptions, A::SequenceOwner, A::Privileges],
            Object::View(_) => &[A::ViewDefinition, A::Privileges],
            Object::Function(_) => &[A::FunctionDefinition, A::Privileges],
            Object::Trigger(_) => &[A::TriggerDefinition],
            Object::Extension(_) => &[A::ExtensionVersion],
            Object::Definition(_) => &[A::Definition, A::Privileges],
            Object::Domain(_) => {
                &[A::DomainType, A::NotNullAdded, A::NotNullDropped, A::DomainDefault, A::DomainChecks, A::Privileges]
            }
            Object::Table(_) => &[A::TableOptions, A::PartitionBy, A::Inherits, A::RowSecurity, A::Privileges],
            Object::Column(_) => &[A::ColumnSettings, A::Privileges],
            Object::Schema(_) | Object::Enum(_) | Object::DefaultPrivileges(_) => &[A::Privileges],
        };
        for aspect in aspects {
            let (before, after) = (object.clone(), object.clone());
            exactly_one(&path, ChangeKind::Altered { aspect: *aspect, before, after });
        }
    }
    let labels = |labels: &[&str]| {
        Object::Enum(EnumType {
            labels: labels.iter().map(|it| (*it).to_owned()).collect(),
            comment: None,
            grants: crate::catalogue::Grants::default(),
        })
    };
    for (before, after) in [(["x", "y"].as_slice(), ["y", "x"].as_slice()), (&["x"], &["x", "y"]), (&["x"], &["y"])] {
        let (before, after) = (labels(before), labels(after));
        let path = ObjectPath::Enum(name());
        exactly_one(&path, ChangeKind::Altered { aspect: A::EnumLabels, before, after });
    }
}

#[test]
fn whatever_becomes_of_a_partition_has_one_rule() {
    let part = |values: &str| {
        let bound = PartitionBound::In(vec![values.to_owned()]);
        let partition_of = Some(PartitionOf { parent: QualifiedName::new("public", "p"), bound });
        Object::Table(Table { partition_of, ..Table::default() })
    };
    let whole = || Object::Table(Table::default());
    for (before, after) in [(part("1"), part("2")), (whole(), part("1")), (part("1"), whole())] {
        let aspect = Aspect::PartitionOf;
        exactly_one(&ObjectPath::Table(name()), ChangeKind::Altered { aspect, before, after });
    }
}

#[test]
fn another_kind_of_constraint_under_the_same_name_has_one_rule() {
    let path = ObjectPath::Constraint(name(), "c".to_owned());
    for old in constraint_kinds() {
        for new in constraint_kinds() {
            let (before, after) = (constraint(old.clone()), constraint(new));
            exactly_one(&path, ChangeKind::Altered { aspect: Aspect::ConstraintDefinition, before, after });
        }
    }
}

#[test]
fn ids_are_unique_and_read_as_ids() {
    let ids: Vec<&str> = registry().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "two rules share an id");
    let well_formed = |id: &&str| id.contains('-') && id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    assert!(ids.iter().all(well_formed), "{ids:?}");
}

#[test]
fn every_rule_says_what_it_has_to() {
    for rule in registry().iter() {
        for text in [rule.summary, rule.explanation] {
            assert!(text.ends_with('.') && text.len() > 10, "{}: {text}", rule.id);
        }
        assert!(rule.explanation.contains("manual"), "{}: name the section of the manual", rule.id);
    }
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for rule in registry().iter() {
        let ids = |(before, after): (&str, &str)| {
            let found = testing::judged(testing::dialect(rule), before, after);
            found.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        let (bad, good) = (ids(rule.bad), ids(rule.good));
        if !bad.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
        }
        if good.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the good example gives {good:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_source_without_changes_is_silent() {
    for rule in registry().iter() {
        for text in [rule.bad.0, rule.bad.1, rule.good.0, rule.good.1] {
            let source = SourceText::new("a.sql", text);
            let found = testing::judged(testing::dialect(rule), source.text(), text);
            assert!(found.is_empty(), "{}: {found:?}", rule.id);
        }
    }
}
