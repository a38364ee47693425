//! Constraints of tables, named as the engine names them.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{
    Check, Constraint, ConstraintKind, Deferrability, Exclusion, ExclusionElement, Expression, ForeignKey, Key,
    MatchType, ObjectPath, QualifiedName, ReferentialAction,
};

use super::expression::{self, walk};
use super::replay::Replay;
use super::{auto_name, index, parameters, syntax};

/// Kinds of nodes that are constraints kept as such.
pub(super) const KINDS: &[SyntaxKind] = &[
    SyntaxKind::PRIMARY_KEY_CONSTRAINT,
    SyntaxKind::UNIQUE_CONSTRAINT,
    SyntaxKind::FOREIGN_KEY_CONSTRAINT,
    SyntaxKind::REFERENCES_CONSTRAINT,
    SyntaxKind::CHECK_CONSTRAINT,
    SyntaxKind::EXCLUDE_CONSTRAINT,
];

/// A constraint still to be put on its table: its node, and the column that it stands at.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    /// The node.
    pub node: SyntaxNode,
    /// The column, for a constraint of a column.
    pub column: Option<String>,
}

impl Replay<'_> {
    /// Puts constraints on a table in the order in which the engine makes them, on which automatic names depend:
    /// checks, then the primary key, then what else has an index, then foreign keys.
    pub(super) fn constrain(&mut self, table: &QualifiedName, pending: &[Pending]) {
        let order = |kind| match kind {
            SyntaxKind::CHECK_CONSTRAINT => 0,
            SyntaxKind::PRIMARY_KEY_CONSTRAINT => 1,
            SyntaxKind::UNIQUE_CONSTRAINT | SyntaxKind::EXCLUDE_CONSTRAINT => 2,
            _ => 3,
        };
        let mut pending: Vec<_> = pending.iter().collect();
        pending.sort_by_key(|pending| order(pending.node.kind()));
        for pending in pending {
            self.constraint(table, pending);
        }
    }

    fn constraint(&mut self, table: &QualifiedName, pending: &Pending) {
        let node = &pending.node;
        let stated = syntax::child(node, SyntaxKind::CONSTRAINT_NAME_CLAUSE)
            .and_then(|clause| syntax::child_name(&clause, SyntaxKind::CONSTRAINT_NAME));
        let made = match node.kind() {
            SyntaxKind::PRIMARY_KEY_CONSTRAINT | SyntaxKind::UNIQUE_CONSTRAINT => {
                self.key(table, pending, stated.clone())
            }
            SyntaxKind::CHECK_CONSTRAINT => Some(self.check(table, node, stated.clone())),
            SyntaxKind::EXCLUDE_CONSTRAINT => Some(self.exclusion(table, node, stated.clone())),
            _ => self.foreign_key(table, pending, stated.clone()),
        };
        let Some((name, kind)) = made else { return };
        let validated = !syntax::has(node, SyntaxKind::NOT_VALID);
        if syntax::has(node, SyntaxKind::NOT_ENFORCED) {
            self.warning("unsupported-clause", format!("`NOT ENFORCED` of constraint `{name}` is not compared."), None);
        }
        let constraint = Constraint {
            name: name.clone(),
            named: true,
            kind,
            deferrability: deferrability(node),
            validated,
            parent: None,
            comment: None,
        };
        self.add_constraint(table, constraint);
        if !self.only {
            self.spread_key(table, &name);
        }
        self.origin(ObjectPath::Constraint(table.clone(), name), node);
    }

    fn key(
        &mut self,
        table: &QualifiedName,
        pending: &Pending,
        stated: Option<String>,
    ) -> Option<(String, ConstraintKind)> {
        let node = &pending.node;
        let primary = node.kind() == SyntaxKind::PRIMARY_KEY_CONSTRAINT;
        if let Some(using) = syntax::child(node, SyntaxKind::USING_INDEX_NAME) {
            return self.key_from_index(table, &using, stated, primary);
        }
        let parameters = syntax::child(node, SyntaxKind::INDEX_PARAMETERS);
        let list = parameters.as_ref().and_then(|node| syntax::child(node, SyntaxKind::CONSTRAINT_COLUMN_REF_LIST));
        let columns = match (&list, &pending.column) {
            (Some(list), _) => syntax::names(list, SyntaxKind::COLUMN_NAME_REF),
            (None, Some(column)) => vec![column.clone()],
            (None, None) => Vec::new(),
        };
        let include = parameters
            .as_ref()
            .and_then(|node| syntax::below(node, SyntaxKind::CONSTRAINT_INCLUDE_CLAUSE))
            .and_then(|node| syntax::child(&node, SyntaxKind::COLUMN_REF_LIST))
            .map(|list| syntax::names(&list, SyntaxKind::COLUMN_NAME_REF))
            .unwrap_or_default();
        let without_overlaps = list.is_some_and(|list| syntax::has(&list, SyntaxKind::WITHOUT_OVERLAPS));
        if parameters.as_ref().is_some_and(|node| !parameters::parameters(node).is_empty()) {
            self.warning(
                "unsupported-clause",
                "Storage parameters of a key's index are not compared.".to_owned(),
                None,
            );
        }
        let nulls_not_distinct =
            parameters.is_some_and(|node| syntax::below(&node, SyntaxKind::NULLS_NOT_DISTINCT).is_some());
        self.require_columns(table, &columns)?;
        if primary && self.catalogue.tables.get(table).is_some_and(|found| found.primary_key().is_some()) {
            self.wrong("duplicate-object", format!("{table} has a primary key already."));
            return None;
        }
        let key = Key { columns, include, nulls_not_distinct, without_overlaps, ..Key::default() };
        if !primary && self.merge_equal_key(table, &key, stated.as_ref(), deferrability(node)) {
            return None;
        }
        let name = stated.unwrap_or_else(|| {
            let middle = auto_name::joined(&[key.columns.clone(), key.include.clone()].concat());
            if primary { self.free_name(table, None, "pkey") } else { self.free_name(table, Some(&middle), "key") }
        });
        Some((name, if primary { ConstraintKind::PrimaryKey(key) } else { ConstraintKind::Unique(key) }))
    }

    /// In one statement the engine makes no second index for the same columns (`id int PRIMARY KEY UNIQUE`).
    fn merge_equal_key(
        &mut self,
        table: &QualifiedName,
        key: &Key,
        stated: Option<&String>,
        when: Deferrability,
    ) -> bool {
        let creating = self.names_being_made.as_ref() == Some(table);
        let Some(found) = self.catalogue.tables.get(table).filter(|_| creating) else { return false };
        let same = found.constraints.values().find(|constraint| {
            matches!(&constraint.kind, ConstraintKind::PrimaryKey(other) | ConstraintKind::Unique(other) if other == key)
                && constraint.deferrability == when
        });
        let Some(same) = same.cloned() else { return false };
        let automatic = same.name.ends_with("_pkey") || same.name.ends_with("_key");
        if let Some(name) = stated.filter(|name| automatic && **name != same.name)
            && let Some(constraint) = self.remove_constraint(table, &same.name)
        {
            self.add_constraint(table, Constraint { name: name.clone(), ..constraint });
        }
        true
    }

    fn key_from_index(
        &mut self,
        table: &QualifiedName,
        using: &SyntaxNode,
        stated: Option<String>,
        primary: bool,
    ) -> Option<(String, ConstraintKind)> {
        let path = syntax::child(using, SyntaxKind::INDEX_REF).map(|node| syntax::path(&node)).unwrap_or_default();
        let name = match path.as_slice() {
            [name] => QualifiedName::new(&table.schema, name),
            path => self.names.relation(path),
        };
        let Some((_, index)) = self.remove_index(&name) else {
            self.unknown("index", &name);
            return None;
        };
        let columns = index.elements.iter().filter_map(|element| match &element.key {
            crate::catalogue::IndexKey::Column(column) => Some(column.clone()),
            crate::catalogue::IndexKey::Expression(_) => None,
        });
        let key = Key {
            columns: columns.collect(),
            include: index.include,
            nulls_not_distinct: index.nulls_not_distinct,
            ..Key::default()
        };
        let kind = if primary { ConstraintKind::PrimaryKey(key) } else { ConstraintKind::Unique(key) };
        Some((stated.unwrap_or(index.name), kind))
    }

    fn check(&mut self, table: &QualifiedName, node: &SyntaxNode, stated: Option<String>) -> (String, ConstraintKind) {
        let columns = self.columns(table);
        let text = syntax::inside(node);
        let expression = expression::read(&text, &self.names, &columns, None);
        let name = stated.unwrap_or_else(|| {
            let tree = expression::tree(&text, &self.names, &columns);
            let mut mentioned = tree.map(|tree| walk::columns(&tree)).unwrap_or_default();
            mentioned.retain(|name| columns.types.contains_key(name));
            let column = if let [only] = mentioned.as_slice() { Some(only.as_str()) } else { None };
            auto_name::choose(&table.name, column, "check", |name| self.has_constraint(&table.schema, name))
        });
        let no_inherit = syntax::has(node, SyntaxKind::NO_INHERIT);
        (name, ConstraintKind::Check(Check { expression, no_inherit }))
    }

    fn exclusion(
        &mut self,
        table: &QualifiedName,
        node: &SyntaxNode,
        stated: Option<String>,
    ) -> (String, ConstraintKind) {
        let columns = self.columns(table);
        let method = syntax::child(node, SyntaxKind::CONSTRAINT_INDEX_METHOD)
            .and_then(|node| syntax::child_name(&node, SyntaxKind::ACCESS_METHOD_REF))
            .unwrap_or_else(|| "btree".to_owned());
        let mut elements = Vec::new();
        let mut names = Vec::new();
        let list = syntax::child(node, SyntaxKind::CONSTRAINT_EXCLUSION_LIST);
        for item in list.iter().flat_map(|list| syntax::children(list, SyntaxKind::CONSTRAINT_EXCLUSION)) {
            let (text, operator) = exclusion_parts(&item);
            let (element, name) = index::element(&text, &self.names, &columns, &method);
            names.push(name);
            let canonical = index::print(&element);
            elements.push(ExclusionElement { expression: Expression::new(text, canonical), operator });
        }
        let predicate = syntax::child(node, SyntaxKind::WHERE_CONDITION_CLAUSE)
            .map(|clause| expression::read(&syntax::inside(&clause), &self.names, &columns, None));
        let name = stated.unwrap_or_else(|| {
            let middle = auto_name::joined(&index::distinct_names(names));
            self.free_name(table, Some(&middle), "excl")
        });
        (name, ConstraintKind::Exclusion(Exclusion { method, elements, predicate }))
    }

    fn foreign_key(
        &mut self,
        table: &QualifiedName,
        pending: &Pending,
        stated: Option<String>,
    ) -> Option<(String, ConstraintKind)> {
        let node = &pending.node;
        let mut lists = syntax::children(node, SyntaxKind::FOREIGN_KEY_COLUMN_LIST);
        let mut period = false;
        let columns = match &pending.column {
            Some(column) => vec![column.clone()],
            None => lists
                .next()
                .map(|list| {
                    period = syntax::has(&list, SyntaxKind::PERIOD_COLUMN);
                    referring_columns(&list)
                })
                .unwrap_or_default(),
        };
        let mut referenced_columns = match lists.next() {
            Some(list) => referring_columns(&list),
            None => syntax::names(node, SyntaxKind::COLUMN_NAME_REF),
        };
        let target =
            syntax::child(node, SyntaxKind::TABLE_NAME_REF).map(|node| syntax::path(&node)).unwrap_or_default();
        let references = self.names.relation(&target);
        self.require_columns(table, &columns)?;
        match self.catalogue.tables.get(&references) {
            Some(found) if referenced_columns.is_empty() => {
                referenced_columns = found.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
            }
            None if !self.opaque.contains(&references) => {
                self.unknown("table", &references);
                return None;
            }
            _ => {}
        }
        let name = stated.unwrap_or_else(|| {
            let middle = auto_name::joined(&columns);
            auto_name::choose(&table.name, Some(&middle), "fkey", |name| self.has_constraint(&table.schema, name))
        });
        let (on_delete, on_delete_columns) = action(syntax::child(node, SyntaxKind::ON_DELETE_ACTION).as_ref());
        let (on_update, _) = action(syntax::child(node, SyntaxKind::ON_UPDATE_ACTION).as_ref());
        let full = syntax::has(node, SyntaxKind::MATCH_FULL);
        let kind = ConstraintKind::ForeignKey(ForeignKey {
            columns,
            references,
            referenced_columns,
            match_type: if full { MatchType::Full } else { MatchType::Simple },
            on_delete,
            on_delete_columns,
            on_update,
            period,
        });
        Some((name, kind))
    }

    /// A name for something with an index of its own.
    pub(super) fn free_name(&self, table: &QualifiedName, middle: Option<&str>, label: &str) -> String {
        auto_name::choose(&table.name, middle, label, |name| {
            self.names.has_relation(&QualifiedName::new(&table.schema, name))
                || (label != "idx" && self.has_constraint(&table.schema, name))
        })
    }

    fn require_columns(&mut self, table: &QualifiedName, columns: &[String]) -> Option<()> {
        let found = self.catalogue.tables.get(table)?;
        let missing = columns.iter().find(|column| found.column(column).is_none()).cloned();
        match missing {
            Some(column) => {
                self.unknown("column", &format!("{table}.{column}"));
                None
            }
            None => Some(()),
        }
    }
}

/// The columns of one side of a foreign key; the one behind `PERIOD` is the last.
fn referring_columns(list: &SyntaxNode) -> Vec<String> {
    let mut columns = syntax::names(list, SyntaxKind::COLUMN_NAME_REF);
    let period = syntax::child(list, SyntaxKind::PERIOD_COLUMN);
    columns.extend(period.into_iter().flat_map(|it| syntax::names(&it, SyntaxKind::COLUMN_NAME_REF)));
    columns
}

/// When a constraint is checked, as its options say.
pub(super) fn deferrability(node: &SyntaxNode) -> Deferrability {
    if syntax::has(node, SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION) {
        Deferrability::InitiallyDeferred
    } else if syntax::has(node, SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION) {
        Deferrability::InitiallyImmediate
    } else {
        Deferrability::NotDeferrable
    }
}

fn action(node: Option<&SyntaxNode>) -> (ReferentialAction, Vec<String>) {
    let Some(action) = node.and_then(SyntaxNode::first_child) else {
        return (ReferentialAction::NoAction, Vec::new());
    };
    let columns = syntax::child(&action, SyntaxKind::COLUMN_REF_LIST)
        .map(|list| syntax::names(&list, SyntaxKind::COLUMN_NAME_REF))
        .unwrap_or_default();
    let kind = match action.kind() {
        SyntaxKind::CASCADE => ReferentialAction::Cascade,
        SyntaxKind::RESTRICT => ReferentialAction::Restrict,
        SyntaxKind::SET_NULL_COLUMNS => ReferentialAction::SetNull,
        SyntaxKind::SET_DEFAULT_COLUMNS => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    };
    (kind, columns)
}

/// What is compared, and with which operator.
fn exclusion_parts(item: &SyntaxNode) -> (String, String) {
    let text = syntax::text(item);
    let start = usize::from(item.text_range().start());
    let with = item.children_with_tokens().filter(|child| child.kind() == SyntaxKind::WITH_KW).last();
    let Some(with) = with else { return (text, String::new()) };
    let (from, to) = (usize::from(with.text_range().start()) - start, usize::from(with.text_range().end()) - start);
    let operator = text.get(to..).unwrap_or_default().trim();
    let operator = operator.rsplit(['.', '(']).next().unwrap_or(operator).trim_end_matches(')').trim();
    (text.get(..from).unwrap_or_default().trim().to_owned(), operator.to_owned())
}

/// Calls `each` with every expression of a constraint that has its canonical form made from its text alone.
pub(super) fn expressions_mut(kind: &mut ConstraintKind, each: &mut dyn FnMut(&mut Expression)) {
    match kind {
        ConstraintKind::Check(check) => each(&mut check.expression),
        ConstraintKind::Exclusion(exclusion) => exclusion.predicate.iter_mut().for_each(each),
        _ => {}
    }
}
