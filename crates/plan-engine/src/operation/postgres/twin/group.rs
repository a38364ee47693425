//! Columns that are replaced, and the names that they have while two shapes of them are there.

use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, QualifiedName};

use crate::conversion::{Conversion, Holds, Template};
use crate::operation::Context;
use crate::plan::ColumnConversion;
use crate::row_key::row_key;
use crate::workshop::own_name;

/// Whose shape of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::operation::postgres) enum Shape {
    /// That of the schema before.
    Old,
    /// That of the schema after.
    New,
}

/// How two shapes of a column are there at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::operation::postgres) enum Form {
    /// Twin and swap before the new version is deployed: the old version works with the new type.
    SwapEarly,
    /// Twin and swap once the old version is gone: the new version works with the old type.
    SwapLate,
    /// Twin column under a name of its own, kept equal both ways.
    TwinColumn,
    /// One name shows two shapes: a schema of views for the new version, over a twin that is kept equal both ways.
    VersionedViews,
}

/// A column that is replaced: the same data in two shapes.
#[derive(Debug, Clone)]
pub(in crate::operation::postgres) struct Pair {
    /// The table, under its name on both sides.
    pub(super) table: QualifiedName,
    /// The column before.
    pub(super) old: Column,
    /// The column after.
    pub(super) new: Column,
    /// How values of one become values of the other.
    pub(super) conversion: Conversion,
}

/// Columns that are replaced together, since a key, an index or a foreign key joins them.
#[derive(Debug, Clone)]
pub(in crate::operation::postgres) struct Group {
    /// The columns, at least one.
    pub(super) pairs: Vec<Pair>,
    /// How.
    pub(super) form: Form,
    /// Tables below theirs, partitions and those that inherit, each with the table that it is below.
    pub(super) below: Vec<(QualifiedName, QualifiedName)>,
}

impl Shape {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

impl Form {
    /// Why this form, for people.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::SwapEarly => {
                "Twin and swap, before the new version comes: the old version's statements work with the new type."
            }
            Self::SwapLate => {
                "Twin and swap, once the old version is gone: the new version's statements work with the old type."
            }
            Self::TwinColumn => "Twin column: each version has the column under its own name, and both are kept equal.",
            Self::VersionedViews => {
                "Versioned views: neither version's statements work with the other one's type, so each sees its own under the one name."
            }
        }
    }

    /// Whether both shapes are written by a version of the application at one time.
    pub(super) fn both_ways(self) -> bool {
        matches!(self, Self::TwinColumn | Self::VersionedViews)
    }
}

impl Pair {
    /// Whether the name stays.
    pub(super) fn same_name(&self) -> bool {
        self.old.name == self.new.name
    }

    /// The column of a shape.
    pub(super) fn column(&self, shape: Shape) -> &Column {
        match shape {
            Shape::Old => &self.old,
            Shape::New => &self.new,
        }
    }

    /// The name under which a shape is in the table while `live` is the one that everything hangs on.
    pub(super) fn name(&self, shape: Shape, live: Shape) -> String {
        let own = &self.column(shape).name;
        if self.same_name() && shape != live { own_name(&[own]) } else { own.clone() }
    }

    /// Whether the old default stays when the new shape takes over, since the old version still runs; its own step drops
    /// it later.
    pub(super) fn keeps_default(&self, form: Form) -> bool {
        form == Form::SwapEarly && self.new.default.is_none() && self.old.default.is_some()
    }

    /// Whether the new default comes to the old column already, since the new version works with it.
    pub(super) fn needs_default(&self, form: Form) -> bool {
        form == Form::SwapLate && self.old.default.is_none() && self.new.default.is_some()
    }

    /// Whether another value can stand for one that the new shape cannot hold: no key and no check looks at the column, and
    /// it is not one label among those of an enumeration that means nothing of the kind.
    pub(super) fn can_stand_in(&self, now: &Catalogue, context: &Context<'_>) -> bool {
        let checked = now.tables.get(&self.table).is_some_and(|table| {
            table.constraints.values().any(|it| match &it.kind {
                ConstraintKind::Check(check) => check.expression.mentions(&self.old.name),
                _ => false,
            })
        });
        let is_label = context.after.enums.keys().any(|it| it.to_string() == self.new.data_type.name);
        let meaningless = is_label && self.new.not_null;
        // A stated conversion may make no value at all.
        let may_be_none = self.is_stated() && self.old.not_null;
        !checked && !may_be_none && !meaningless && !self.is_in_a_key(context)
    }

    /// Whether the identity comes or goes in a step of its own, once the new shape has taken over.
    pub(super) fn keeps_identity(&self) -> bool {
        self.old.identity.is_some() != self.new.identity.is_some()
    }

    /// The column that takes over in `shape`, in the place of `now`.
    pub(super) fn taking_over(&self, shape: Shape, form: Form, now: &Column) -> Column {
        let own = self.column(shape);
        let default = if shape == Shape::New && self.keeps_default(form) { &now.default } else { &own.default };
        let default = if shape == Shape::New && self.keeps_identity() { &now.default } else { default };
        let identity = if shape == Shape::New && self.keeps_identity() { &now.identity } else { &own.identity };
        Column {
            default: default.clone(),
            identity: identity.clone(),
            not_null: now.not_null,
            comment: now.comment.clone(),
            grants: now.grants.clone(),
            ..own.clone()
        }
    }

    /// An expression for the value of `shape`, made of the other one's, over a row called `row`.
    pub(super) fn converted(&self, shape: Shape, live: Shape, row: &str, context: &Context<'_>) -> String {
        let from = shape.other();
        let value = format!("{row}.{}", context.writer.ident(&self.name(from, live)));
        self.convert(shape, &value, row, context)
    }

    /// An expression for the value of `shape`, made of `value`, which is one of the other shape's.
    fn convert(&self, shape: Shape, value: &str, row: &str, context: &Context<'_>) -> String {
        let template = match shape {
            Shape::New => &self.conversion.up,
            Shape::Old => &self.conversion.down,
        };
        match template {
            Template::OverValue(_) => template.of(value),
            Template::OverRow(_) => self.call(shape, value, row, context),
        }
    }

    /// A condition for two values of `shape` that are the same.
    pub(super) fn equal(&self, shape: Shape, a: &str, b: &str) -> String {
        let equality = match shape {
            Shape::Old => self.conversion.old_equality,
            Shape::New => self.conversion.new_equality,
        };
        equality.of_values(a, b)
    }

    /// Whether the other shape holds every value of `shape`.
    pub(super) fn fits(&self, shape: Shape) -> bool {
        let holds = match shape {
            Shape::Old => self.conversion.up_holds,
            Shape::New => self.conversion.down_holds,
        };
        holds == Holds::All
    }

    /// Whether the two shapes of the row are not equal, as the conversion makes `shape` from the other one.
    pub(super) fn differs(&self, shape: Shape, live: Shape, row: &str, context: &Context<'_>) -> String {
        let is = format!("{row}.{}", context.writer.ident(&self.name(shape, live)));
        let should = self.converted(shape, live, row, context);
        format!("NOT ({})", self.equal(shape, &is, &should))
    }

    /// A condition over `row` for values of `shape` that the other one cannot hold; none where it holds all.
    pub(super) fn unfit(&self, shape: Shape, live: Shape, row: &str, context: &Context<'_>) -> Option<String> {
        if self.fits(shape) {
            return None;
        }
        let value = format!("{row}.{}", context.writer.ident(&self.name(shape, live)));
        Some(format!("NOT ({})", self.equal(shape, &value, &self.nearest(shape, live, row, context))))
    }

    /// The value of `shape` that is left of one that went to the other shape and back.
    pub(super) fn nearest(&self, shape: Shape, live: Shape, row: &str, context: &Context<'_>) -> String {
        let there = self.converted(shape.other(), live, row, context);
        self.convert(shape, &format!("({there})"), row, context)
    }

    /// What the plan states of it.
    pub(super) fn stated(&self, form: Form, context: &Context<'_>) -> ColumnConversion {
        if self.is_computed() {
            return self.stated_as_computed(form);
        }
        let text = |template: &Template| match template {
            Template::OverValue(text) | Template::OverRow(text) => text.clone(),
        };
        let backward = match (self.fits(Shape::New), self.archive(context)) {
            (true, _) => format!("every value of {} comes back to {}", self.new.data_type, self.old.data_type),
            (false, Some(archive)) => {
                format!(
                    "one that {} cannot hold stays in {}, its row keeps the nearest",
                    self.old.data_type, archive.relation
                )
            }
            (false, None) => {
                format!("one that {} cannot hold is refused while the old version may come back", self.old.data_type)
            }
        };
        let forward = if self.fits(Shape::Old) {
            format!("every value of {} fits {}", self.old.data_type, self.new.data_type)
        } else {
            format!(
                "a gate counts values of {} that {} cannot hold; its remedy archives them",
                self.old.data_type, self.new.data_type
            )
        };
        ColumnConversion {
            table: self.table.clone(),
            old_name: self.old.name.clone(),
            old_type: self.old.data_type.clone(),
            new_name: self.new.name.clone(),
            new_type: self.new.data_type.clone(),
            form: form.reason().to_owned(),
            up: text(&self.conversion.up),
            down: text(&self.conversion.down),
            equality: self.conversion.new_equality.in_words().to_owned(),
            policy: format!("{forward}; {backward}{}", self.of_failures(context)),
        }
    }

    /// Columns that tell the rows of the table apart on both sides, none of them one that is replaced.
    pub(super) fn key(&self, context: &Context<'_>) -> Option<Vec<String>> {
        let (before, after) = (context.before.tables.get(&self.table)?, context.after.tables.get(&self.table)?);
        // A key holds for the table's own rows only, not for those of tables that inherit from it.
        if context.before.children(&self.table).any(|(_, it)| it.inherits.contains(&self.table)) {
            return None;
        }
        row_key(context.writer.dialect(), after, before)
            .filter(|key| !key.contains(&self.old.name) && !key.contains(&self.new.name))
    }
}

impl Group {
    /// The tables concerned, once each.
    pub(super) fn tables(&self) -> Vec<&QualifiedName> {
        let mut tables: Vec<&QualifiedName> = self.pairs.iter().map(|it| &it.table).collect();
        tables.sort();
        tables.dedup();
        tables
    }

    /// Whether indexes on the twin can only be built once the values that do not fit are dealt with: the nearest values of
    /// two that do not fit would collide in a key.
    pub(super) fn builds_late(&self, context: &Context<'_>) -> bool {
        !self.form.both_ways() || self.pairs.iter().any(|it| !it.fits(Shape::Old) && it.is_in_a_key(context))
    }

    /// The pairs of one table.
    pub(super) fn of<'a>(&'a self, table: &'a QualifiedName) -> impl Iterator<Item = &'a Pair> {
        self.pairs.iter().filter(move |it| it.table == *table)
    }

    /// What is replaced, in words: `public.orders.total`.
    pub(super) fn subject(&self) -> String {
        let names = self.pairs.iter().map(|it| format!("{}.{}", it.table, it.old.name));
        names.collect::<Vec<_>>().join(", ")
    }
}
