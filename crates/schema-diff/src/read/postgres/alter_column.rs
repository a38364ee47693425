//! `ALTER COLUMN`, and the renaming and dropping of columns.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{
    ConstraintKind, Expression, GeneratedStorage, IdentityMode, IndexKey, ObjectPath, QualifiedName, Table,
};

use super::expression::{self, Columns, print, tree::Expr, walk};
use super::replay::Replay;
use super::settings::set_on_column;
use super::{column, syntax, trigger, types};
use crate::write::usual_storage;

impl Replay<'_> {
    /// `ALTER COLUMN`.
    pub(super) fn alter_column(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let name = syntax::child_name(action, SyntaxKind::COLUMN_NAME_REF).unwrap_or_default();
        let Some(mut found) = self.catalogue.tables.get(table).and_then(|found| found.column(&name)).cloned() else {
            return self.unknown("column", &format!("{table}.{name}"));
        };
        for option in action.children().filter(|child| child.kind() != SyntaxKind::COLUMN_NAME_REF) {
            match option.kind() {
                SyntaxKind::SET_DEFAULT => found.default = self.default(&option, &found.data_type),
                SyntaxKind::DROP_DEFAULT => found.default = None,
                SyntaxKind::SET_NOT_NULL => found.not_null = true,
                SyntaxKind::DROP_NOT_NULL => found.not_null = false,
                SyntaxKind::SET_TYPE => {
                    let written = syntax::type_of(&option).map(|node| syntax::text(&node)).unwrap_or_default();
                    found.data_type = types::parse_text(&written, &self.names);
                    found.collation =
                        syntax::child(&option, SyntaxKind::COLLATE).and_then(|node| column::collation(&node));
                    let target = found.data_type.to_string();
                    if let Some(default) = &mut found.default {
                        default.canonical =
                            expression::canonical(&default.text, &self.names, &Columns::default(), Some(&target));
                    }
                    if let Some(identity) = &mut found.identity {
                        let list = None;
                        let data_type = &found.data_type;
                        let usual = self.identity_options(list, data_type);
                        identity.sequence.data_type = usual.data_type;
                        identity.sequence.max_value = usual.max_value;
                    }
                }
                SyntaxKind::ADD_GENERATED => {
                    found.identity = Some(self.identity(&option, &found.data_type));
                    found.not_null = true;
                }
                SyntaxKind::DROP_IDENTITY => found.identity = None,
                SyntaxKind::DROP_EXPRESSION => found.generated = None,
                SyntaxKind::SET_EXPRESSION => {
                    let text = syntax::inside(&option);
                    let expression = Expression::new(text.clone(), text);
                    let storage = found.generated.as_ref().map_or(GeneratedStorage::Stored, |before| before.storage);
                    found.generated = Some(crate::catalogue::Generated { expression, storage });
                }
                SyntaxKind::SET_GENERATED
                | SyntaxKind::SET_GENERATED_OPTIONS
                | SyntaxKind::SET_SEQUENCE_OPTION
                | SyntaxKind::RESTART => {
                    if let Some(identity) = &mut found.identity {
                        if syntax::below(&option, SyntaxKind::GENERATED_ALWAYS).is_some() {
                            identity.mode = IdentityMode::Always;
                        } else if syntax::below(&option, SyntaxKind::GENERATED_BY_DEFAULT).is_some() {
                            identity.mode = IdentityMode::ByDefault;
                        }
                        identity.sequence = self.changed_options(&identity.sequence, &option);
                    }
                }
                _ if set_on_column(&mut found.settings, usual_storage(&found.data_type), &option) => {}
                _ => {
                    self.unmodelled("ALTER TABLE … ALTER COLUMN", &format!("column {table}.{name}"));
                }
            }
        }
        if let Some(column) = self.catalogue.tables.get_mut(table).and_then(|table| table.column_mut(&name)) {
            *column = found;
        }
        self.recompute(table);
    }

    /// Takes a column out, with the constraints, indexes and sequences that go with it.
    pub(super) fn drop_column(&mut self, table: &QualifiedName, name: &str) {
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        found.columns.retain(|column| column.name != name);
        let constraints: Vec<_> =
            found.constraints.values().filter(|it| mentions(&it.kind, name)).map(|it| it.name.clone()).collect();
        let indexes: Vec<_> =
            found.indexes.values().filter(|it| index_mentions(it, name)).map(|it| it.name.clone()).collect();
        for constraint in constraints {
            self.remove_constraint(table, &constraint);
        }
        for index in indexes {
            self.remove_index(&QualifiedName::new(&table.schema, index));
        }
        self.drop_owned_sequences(table, Some(name));
        self.origins.0.remove(&ObjectPath::Column(table.clone(), name.to_owned()));
        self.drop_orphans();
    }

    /// Drops the sequences that a column, or any column of a table, owns.
    pub(super) fn drop_owned_sequences(&mut self, table: &QualifiedName, column: Option<&str>) {
        let owned = |owner: &Option<(QualifiedName, String)>| {
            owner.as_ref().is_some_and(|(owner, owned)| owner == table && column.is_none_or(|column| column == owned))
        };
        let gone: Vec<_> = self
            .catalogue
            .sequences
            .iter()
            .filter(|(_, it)| owned(&it.owned_by))
            .map(|(name, _)| name.clone())
            .collect();
        for name in gone {
            self.catalogue.sequences.remove(&name);
            self.names.remove_relation(&name);
            self.origins.0.remove(&ObjectPath::Sequence(name));
        }
    }

    /// Drops foreign keys whose target is gone.
    pub(super) fn drop_orphans(&mut self) {
        let mut orphans = Vec::new();
        for (name, table) in &self.catalogue.tables {
            for constraint in table.constraints.values() {
                if let ConstraintKind::ForeignKey(key) = &constraint.kind
                    && !self.opaque.contains(&key.references)
                    && !self
                        .catalogue
                        .tables
                        .get(&key.references)
                        .is_some_and(|target| has_key(target, &key.referenced_columns))
                {
                    orphans.push((name.clone(), constraint.name.clone()));
                }
            }
        }
        for (table, name) in orphans {
            self.remove_constraint(&table, &name);
        }
    }

    /// Gives a column another name, in everything that mentions it.
    pub(super) fn rename_column(&mut self, table: &QualifiedName, from: &str, to: &str) {
        let swap = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        for (owner, other) in &mut self.catalogue.tables {
            for constraint in other.constraints.values_mut() {
                if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
                    if key.references == *table {
                        key.referenced_columns.iter_mut().for_each(swap);
                    }
                    if owner == table {
                        key.columns.iter_mut().chain(&mut key.on_delete_columns).for_each(swap);
                    }
                }
            }
        }
        for sequence in self.catalogue.sequences.values_mut() {
            if let Some((owner, column)) = &mut sequence.owned_by
                && owner == table
            {
                swap(column);
            }
        }
        let columns = self.columns(table);
        let rename = |expression: &mut Expression| {
            let Some(tree) = expression::tree(&expression.text, &self.names, &columns) else { return };
            let tree = walk::map(tree, &mut |expr| match expr {
                Expr::Name(path) if path == [from] => Expr::Name(vec![to.to_owned()]),
                other => other,
            });
            expression.canonical = print::print(&tree);
            expression.text.clone_from(&expression.canonical);
        };
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        rename_in_table(found, &swap, &rename);
        found.triggers.values_mut().for_each(|trigger| trigger::rename_column(trigger, from, to));
        self.recompute(table);
        self.rename_in_views(table, from, to);
    }
}

fn rename_in_table(table: &mut Table, swap: &dyn Fn(&mut String), rename: &dyn Fn(&mut Expression)) {
    for column in &mut table.columns {
        swap(&mut column.name);
        if let Some(generated) = &mut column.generated {
            rename(&mut generated.expression);
        }
    }
    for constraint in table.constraints.values_mut() {
        match &mut constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.columns.iter_mut().chain(&mut key.include).for_each(swap);
            }
            ConstraintKind::Check(check) => rename(&mut check.expression),
            ConstraintKind::Exclusion(exclusion) => {
                exclusion.predicate.iter_mut().for_each(rename);
                exclusion.elements.iter_mut().for_each(|element| rename(&mut element.expression));
            }
            ConstraintKind::ForeignKey(_) => {}
        }
    }
    for index in table.indexes.values_mut() {
        index.include.iter_mut().for_each(swap);
        index.predicate.iter_mut().for_each(rename);
        for element in &mut index.elements {
            match &mut element.key {
                IndexKey::Column(name) => swap(name),
                IndexKey::Expression(expression) => rename(expression),
            }
        }
    }
}

fn has_key(target: &Table, columns: &[String]) -> bool {
    if columns.iter().any(|column| target.column(column).is_none()) {
        return false;
    }
    let same = |key: &[String]| key.len() == columns.len() && columns.iter().all(|column| key.contains(column));
    let by_constraint = target.constraints.values().any(|constraint| match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => same(&key.columns),
        _ => false,
    });
    by_constraint
        || target.indexes.values().any(|index| {
            let columns: Vec<_> = index
                .elements
                .iter()
                .filter_map(|element| match &element.key {
                    IndexKey::Column(name) => Some(name.clone()),
                    IndexKey::Expression(_) => None,
                })
                .collect();
            index.unique && same(&columns)
        })
}

fn mentions(kind: &ConstraintKind, column: &str) -> bool {
    match kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            key.columns.iter().chain(&key.include).any(|name| name == column)
        }
        ConstraintKind::ForeignKey(key) => key.columns.iter().any(|name| name == column),
        ConstraintKind::Check(check) => check.expression.mentions(column),
        ConstraintKind::Exclusion(exclusion) => {
            exclusion.elements.iter().any(|element| element.expression.mentions(column))
                || exclusion.predicate.as_ref().is_some_and(|predicate| predicate.mentions(column))
        }
    }
}

fn index_mentions(index: &crate::catalogue::Index, column: &str) -> bool {
    index.include.iter().any(|name| name == column)
        || index.predicate.as_ref().is_some_and(|predicate| predicate.mentions(column))
        || index.elements.iter().any(|element| match &element.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expression(expression) => expression.mentions(column),
        })
}
