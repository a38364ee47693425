//! What changes in a table, in words of the specification.

use serde_json::{Value as Json, json};

use super::{Fields, Item, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{Choice, Filled, OneOrMore, Text, Truth, Words};
use crate::specification::model::{ColumnEdit, TableEdits};
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Edits {
    table: Option<String>,
    changes: Option<Vec<ColumnEdit>>,
}

impl Object for Edits {
    type Made = TableEdits;
    const NAME: &'static str = "table_changes";
    const ABOUT: &'static str = "What changes in a table, where there are no schema files to compare.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("table", "The table.", |it| &mut it.table)
            .required()
            .field::<Filled<Item<Edit>>>("changes", "What changes, in order.", |it| &mut it.changes)
            .required()
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<TableEdits> {
        Some(TableEdits { table: self.table?, changes: self.changes.unwrap_or_default() })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    AddColumn,
    DropColumn,
    ModifyColumn,
    RenameColumn,
    AddConstraint,
    DropConstraint,
    AddIndex,
    DropIndex,
}

impl Words for Kind {
    const WHAT: &'static str = "type of change";
    const ALL: &'static [(&'static str, Self)] = &[
        ("add_column", Self::AddColumn),
        ("drop_column", Self::DropColumn),
        ("modify_column", Self::ModifyColumn),
        ("rename_column", Self::RenameColumn),
        ("add_constraint", Self::AddConstraint),
        ("drop_constraint", Self::DropConstraint),
        ("add_index", Self::AddIndex),
        ("drop_index", Self::DropIndex),
    ];
}

impl Kind {
    /// The fields that a change of this type has to have, and those that it may have.
    fn fields(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::AddColumn => (&["column", "data_type"], &["nullable", "default"]),
            Self::DropColumn => (&["column"], &[]),
            Self::ModifyColumn => (&["column", "old_type", "new_type"], &[]),
            Self::RenameColumn => (&["column", "new_name"], &[]),
            Self::AddConstraint => (&["name", "kind", "definition"], &[]),
            Self::DropConstraint | Self::DropIndex => (&["name"], &[]),
            Self::AddIndex => (&["name", "columns"], &["unique"]),
        }
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| *word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConstraintKind {
    Check,
    Unique,
    ForeignKey,
    NotNull,
    PrimaryKey,
}

impl Words for ConstraintKind {
    const WHAT: &'static str = "kind of constraint";
    const ALL: &'static [(&'static str, Self)] = &[
        ("check", Self::Check),
        ("unique", Self::Unique),
        ("foreign_key", Self::ForeignKey),
        ("not_null", Self::NotNull),
        ("primary_key", Self::PrimaryKey),
    ];
}

#[derive(Default)]
struct Edit {
    kind: Option<Kind>,
    column: Option<String>,
    data_type: Option<String>,
    nullable: Option<bool>,
    default: Option<String>,
    old_type: Option<String>,
    new_type: Option<String>,
    new_name: Option<String>,
    name: Option<String>,
    constraint: Option<ConstraintKind>,
    definition: Option<String>,
    columns: Option<Vec<String>>,
    unique: Option<bool>,
}

impl Object for Edit {
    type Made = ColumnEdit;
    const NAME: &'static str = "change";
    const ABOUT: &'static str = "A change of a table; which fields it has depends on its type.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Choice<Kind>>("type", "What changes.", |it| &mut it.kind)
            .required()
            .field::<Text>("column", "The column.", |it| &mut it.column)
            .field::<Text>("data_type", "`add_column`: its type, as SQL.", |it| &mut it.data_type)
            .field::<Truth>("nullable", "`add_column`: whether it takes NULL; it does unless told.", |it| {
                &mut it.nullable
            })
            .field::<Text>("default", "`add_column`: its default, as SQL.", |it| &mut it.default)
            .field::<Text>("old_type", "`modify_column`: the type that it has, as SQL.", |it| &mut it.old_type)
            .field::<Text>("new_type", "`modify_column`: the type that it gets, as SQL.", |it| &mut it.new_type)
            .field::<Text>("new_name", "`rename_column`: the name that it gets.", |it| &mut it.new_name)
            .field::<Text>("name", "The name of the constraint or the index.", |it| &mut it.name)
            .also::<Text>("constraint_name", "The same.", |it| &mut it.name)
            .also::<Text>("index_name", "The same.", |it| &mut it.name)
            .field::<Choice<ConstraintKind>>("kind", "`add_constraint`: its kind.", |it| &mut it.constraint)
            .also::<Choice<ConstraintKind>>("constraint_type", "The same.", |it| &mut it.constraint)
            .field::<Text>(
                "definition",
                "`add_constraint`: the condition, the columns or the reference, as SQL.",
                |it| &mut it.definition,
            )
            .field::<OneOrMore<Text>>("columns", "`add_index`: its columns.", |it| &mut it.columns)
            .field::<Truth>("unique", "`add_index`: whether it is unique; it is not unless told.", |it| &mut it.unique)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<ColumnEdit> {
        let kind = self.kind?;
        check(kind, seen, reader);
        Some(match kind {
            Kind::AddColumn => ColumnEdit::AddColumn {
                column: self.column?,
                data_type: self.data_type?,
                nullable: self.nullable.unwrap_or(true),
                default: self.default,
            },
            Kind::DropColumn => ColumnEdit::DropColumn { column: self.column? },
            Kind::ModifyColumn => {
                ColumnEdit::ModifyColumn { column: self.column?, old_type: self.old_type?, new_type: self.new_type? }
            }
            Kind::RenameColumn => ColumnEdit::RenameColumn { column: self.column?, new_name: self.new_name? },
            Kind::AddConstraint => ColumnEdit::AddConstraint {
                name: self.name?,
                kind: word(self.constraint?).to_owned(),
                definition: self.definition?,
            },
            Kind::DropConstraint => ColumnEdit::DropConstraint { name: self.name? },
            Kind::AddIndex => ColumnEdit::AddIndex {
                name: self.name?,
                columns: self.columns?,
                unique: self.unique.unwrap_or_default(),
            },
            Kind::DropIndex => ColumnEdit::DropIndex { name: self.name? },
        })
    }

    fn conditions() -> Vec<Json> {
        Kind::ALL.iter().map(|(word, kind)| condition(word, *kind)).collect()
    }
}

fn word(kind: ConstraintKind) -> &'static str {
    ConstraintKind::ALL.iter().find(|(_, it)| *it == kind).map_or("", |(word, _)| *word)
}

/// Fields that the type needs and does not have, and the other way round.
fn check(kind: Kind, seen: &Seen, reader: &mut Reader<'_>) {
    let (needed, allowed) = kind.fields();
    for field in needed.iter().filter(|field| !seen.has(field)) {
        let message = format!("the field `{field}` is missing in a change of the type `{}`", kind.word());
        let fault = Fault::error("missing-field", message, seen.object());
        reader
            .report(fault.help(format!("a change of this type has {}", crate::specification::suggest::listed(needed))));
    }
    for (group, name, key) in seen.all() {
        if group != "type" && !needed.contains(&group) && !allowed.contains(&group) {
            let message = format!("`{name}` means nothing in a change of the type `{}`", kind.word());
            reader.report(Fault::error("unknown-field", message, key).help("remove it, or correct the type"));
        }
    }
}

/// The same for the JSON Schema.
fn condition(word: &str, kind: Kind) -> Json {
    let (needed, allowed) = kind.fields();
    let fields = Edit::fields();
    let names = |group: &str| {
        let names = fields.list.iter().filter(|field| field.group == group).map(|field| field.name);
        json!({"anyOf": names.map(|name| json!({"required": [name]})).collect::<Vec<_>>()})
    };
    let foreign = fields.list.iter().map(|field| (field.name, field.group));
    let foreign = foreign.filter(|(_, group)| *group != "type" && !needed.contains(group) && !allowed.contains(group));
    let foreign: serde_json::Map<String, Json> =
        foreign.map(|(name, _)| (name.to_owned(), Json::Bool(false))).collect();
    json!({
        "if": {"properties": {"type": {"const": word}}, "required": ["type"]},
        "then": {"properties": foreign, "allOf": needed.iter().map(|group| names(group)).collect::<Vec<_>>()},
    })
}
