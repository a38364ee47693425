//! Columns that move to a table which is there already: a foreign key on both sides tells which of the two tables may have
//! rows of which the other has none.
//!
//! Where it leads from the table that columns come to, rows that miss there are made. They have nothing but the key and
//! the moved values, so that everything else has to come by default or be NULL.

use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Deferrability, DefinitionId, DefinitionKind, IdentityMode, Index,
    IndexKey, Object, ObjectPath, QualifiedName, Table,
};
use schema_diff::diff::{Change, ChangeKind};

use crate::Refusal;
use crate::operation::postgres::add_column::{AddColumn, is_volatile};
use crate::operation::postgres::constraint::AddConstraint;
use crate::operation::postgres::index::AddIndex;
use crate::operation::postgres::not_null::SetNotNull;
use crate::operation::postgres::place::rank::{BUILD, SETTLE};
use crate::operation::postgres::twin::hang::{is_on, looks_at};
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};
use crate::relocation::Relocation;

/// Whether the table that columns come to is there already.
pub(super) fn is_there(it: &Relocation, context: &Context<'_>) -> bool {
    context.before.tables.contains_key(&it.to)
}

/// Whether rows that miss there are made: elsewhere none misses.
pub(super) fn makes(it: &Relocation, context: &Context<'_>) -> bool {
    is_there(it, context) && !is_led_to(it, context)
}

/// Whether a foreign key leads, on both sides, from the table that columns come to.
fn is_led_from(it: &Relocation, context: &Context<'_>) -> bool {
    let sides = [context.before, context.after];
    sides
        .into_iter()
        .all(|side| side.tables.get(&it.to).is_some_and(|table| table.constraints.values().any(|one| leads(one, it))))
}

/// Whether a foreign key leads, on both sides, to the table that columns come to.
fn is_led_to(it: &Relocation, context: &Context<'_>) -> bool {
    let keys = it.keys.iter().map(|(to, from)| (from.clone(), to.clone())).collect();
    let turned = Relocation { from: it.to.clone(), to: it.from.clone(), columns: Vec::new(), keys };
    is_led_from(&turned, context)
}

/// Whether a constraint of the one table is the foreign key to the other by the keys that join them.
fn leads(constraint: &Constraint, it: &Relocation) -> bool {
    let ConstraintKind::ForeignKey(key) = &constraint.kind else { return false };
    let pairs: Vec<_> = key.columns.iter().cloned().zip(key.referenced_columns.iter().cloned()).collect();
    let same = pairs.len() == it.keys.len() && it.keys.iter().all(|pair| pairs.contains(pair));
    same && key.references == it.from
        && !key.period
        && constraint.validated
        && constraint.deferrability == Deferrability::NotDeferrable
}

/// Why there is no way to such a table.
pub(super) fn refusal(it: &Relocation, context: &Context<'_>) -> Option<Refusal> {
    let (before, after) = (context.before.tables.get(&it.to)?, context.after.tables.get(&it.to)?);
    if let Some(moved) = it.columns.iter().find(|moved| moved.to.default.is_some()) {
        return Some(Refusal::new(
            &ObjectPath::Column(it.to.clone(), moved.to.name.clone()),
            "comes from another table to one that is there already, and has a default: rows that the old version writes there would get it, and their values would be overwritten",
            "add the default in a migration after this one",
        ));
    }
    let rule = |side: &Catalogue| {
        let on = |id: &&DefinitionId| {
            id.kind == DefinitionKind::Rule && [&it.from, &it.to].iter().any(|name| id.relation.as_ref() == Some(*name))
        };
        side.definitions.keys().find(on).cloned()
    };
    if let Some(id) = [context.before, context.after].into_iter().find_map(rule) {
        return Some(Refusal::new(
            &ObjectPath::Definition(id),
            "rewrites statements on a table between which and another columns move, also those that keep the two equal",
            "drop the rule, or make it a trigger, in a migration before this one",
        ));
    }
    let retyped = |(table, name): &(&QualifiedName, &String)| {
        let on = |side: &Catalogue| side.tables.get(table)?.column(name).map(|it| it.data_type.clone());
        on(context.before) != on(context.after)
    };
    if let Some((table, name)) = it.keys.iter().flat_map(|(to, from)| [(&it.to, to), (&it.from, from)]).find(retyped) {
        return Some(Refusal::new(
            &ObjectPath::Column(table.clone(), name.clone()),
            "changes its type while --by joins rows by it",
            "change the type in a migration of its own",
        ));
    }
    let looks = |one: &Constraint| it.columns.iter().any(|moved| looks_at(one, &moved.to.name));
    let altered = after.constraints.values().find(|one| looks(one) && before.constraints.contains_key(&one.name));
    if let Some(one) = altered {
        return Some(Refusal::new(
            &ObjectPath::Constraint(it.to.clone(), one.name.clone()),
            "is there already and comes to look at a column that moves to its table",
            "give the constraint that looks at the column a name of its own",
        ));
    }
    let on = |index: &Index| it.columns.iter().any(|moved| is_on(index, &moved.to.name));
    if let Some(one) = after.indexes.values().find(|one| on(one) && before.indexes.contains_key(&one.name)) {
        return Some(Refusal::new(
            &ObjectPath::Index(it.to.clone(), one.name.clone()),
            "is there already and comes to have a column that moves to its table",
            "give the index that has the column a name of its own",
        ));
    }
    if is_led_to(it, context) {
        return None;
    }
    if !is_led_from(it, context) {
        return Some(Refusal::new(
            &ObjectPath::Table(it.to.clone()),
            format!(
                "is there already, and no foreign key over the columns that --by names joins it with {}, before and after, so that rows of either may be there alone",
                it.from
            ),
            "add the foreign key, valid and not deferrable, in a migration before this one; or add the columns and let the application write both",
        ));
    }
    let twice = |other: &&Relocation| {
        (&other.from, &other.to) != (&it.from, &it.to) && [&other.from, &other.to].contains(&&it.to)
    };
    if let Some(other) = context.relocations.iter().find(twice) {
        return Some(Refusal::new(
            &ObjectPath::Table(it.to.clone()),
            format!(
                "gets rows that are made for those of {}, and takes part in another move: {}",
                it.from,
                other.subject()
            ),
            "move the columns in two migrations",
        ));
    }
    let why = [context.before, context.after].into_iter().find_map(|side| demanded(it, side))?;
    Some(Refusal::new(
        &ObjectPath::Table(it.to.clone()),
        format!(
            "is there already and {why}: a row that is to be made for one of {}, with nothing but the key and the moved values, may not be accepted",
            it.from
        ),
        format!(
            "let {} accept such rows in a migration before this one; or add the columns and let the application write both",
            it.to
        ),
    ))
}

/// What the table demands of a row besides the key and the moved values.
fn demanded(it: &Relocation, side: &Catalogue) -> Option<String> {
    let table = side.tables.get(&it.to)?;
    let is_key = |name: &String| it.keys.iter().any(|(own, _)| own == name);
    let referred = side.tables.iter().find_map(|(name, other)| {
        let refers =
            |one: &&Constraint| matches!(&one.kind, ConstraintKind::ForeignKey(key) if key.references == it.to);
        other.constraints.values().find(refers).map(|one| format!("{} of {name} refers to it", one.name))
    });
    let column = table.columns.iter().find_map(|column| {
        if is_key(&column.name) {
            let numbered = column.identity.as_ref().is_some_and(|it| it.mode == IdentityMode::Always);
            return (numbered || column.generated.is_some())
                .then(|| format!("gives its column {} values itself", column.name));
        }
        let domain = side
            .domains
            .iter()
            .find(|(name, _)| [name.name.clone(), name.to_string()].contains(&column.data_type.name));
        let refuses = column.not_null || domain.is_some_and(|(_, it)| it.not_null || !it.checks.is_empty());
        (refuses && !is_filled(column) && !it.comes(&it.to, &column.name))
            .then(|| format!("its column {} has to be given a value", column.name))
    });
    let constraint = table.constraints.values().find(|one| !accepts(one, it, table));
    let constraint = constraint.map(|one| format!("its constraint {} looks at more than these", one.name));
    let index = table.indexes.values().find(|one| one.unique && !stays_unique(one, it, table));
    let index = index.map(|one| format!("its unique index {} has more than these", one.name));
    referred.or(column).or(constraint).or(index)
}

fn is_filled(column: &Column) -> bool {
    column.default.is_some() || column.identity.is_some() || column.generated.is_some()
}

/// Whether a row with nothing but the key and moved values has NULL, or a value of its own, in a column.
fn stands_apart(name: &str, table: &Table) -> bool {
    table.column(name).is_some_and(|column| match &column.default {
        Some(default) => is_volatile(default),
        None => column.generated.is_none(),
    })
}

/// Whether any number of rows with nothing but the key and moved values is accepted by a constraint.
fn accepts(constraint: &Constraint, it: &Relocation, table: &Table) -> bool {
    if it.columns.iter().any(|moved| looks_at(constraint, &moved.to.name)) {
        return true; // It comes when every row is there.
    }
    let is_key = |name: &String| it.keys.iter().any(|(own, _)| own == name);
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            it.keys.iter().all(|(own, _)| key.columns.contains(own))
                || !key.nulls_not_distinct && key.columns.iter().any(|name| !is_key(name) && stands_apart(name, table))
        }
        ConstraintKind::ForeignKey(key) => {
            let is_null = |name: &String| table.column(name).is_some_and(|column| !is_filled(column));
            leads(constraint, it) || key.columns.iter().all(|name| !is_key(name) && is_null(name))
        }
        ConstraintKind::Check(check) => {
            let seen = |column: &&Column| check.expression.mentions(&column.name);
            let mut seen = table.columns.iter().filter(seen);
            matches!((seen.next(), seen.next()), (Some(column), None) if holds(&check.expression.canonical, column, is_key(&column.name)))
        }
        ConstraintKind::Exclusion(_) => false,
    }
}

/// Whether a condition over one column surely holds where the column has NULL or its default.
fn holds(condition: &str, column: &Column, is_key: bool) -> bool {
    let text = condition.to_lowercase();
    let words: Vec<&str> = text.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
    let any = |these: &[&str]| words.iter().any(|it| these.contains(it));
    let called = text.replace(" in (", " in ").contains('(');
    match &column.default {
        _ if is_key || column.generated.is_some() || column.identity.is_some() => false,
        // Operators and lists give NULL of NULL, and NULL is as good as true.
        None => !called && !any(&["null", "is", "distinct", "case"]),
        // One of a list of values.
        Some(default) => {
            let literal = default.canonical.split("::").next().unwrap_or_default().to_lowercase();
            let list = format!("{} in (", column.name.to_lowercase());
            let listed = text.strip_prefix(&list).and_then(|it| it.strip_suffix(')'));
            listed.is_some_and(|it| it.split(", ").any(|one| one.split("::").next() == Some(literal.as_str())))
        }
    }
}

fn stays_unique(index: &Index, it: &Relocation, table: &Table) -> bool {
    if it.columns.iter().any(|moved| is_on(index, &moved.to.name)) {
        return true; // It comes when every row is there.
    }
    let columns = || {
        index.elements.iter().filter_map(|element| match &element.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        })
    };
    it.keys.iter().all(|(own, _)| columns().any(|it| it == own))
        || !index.nulls_not_distinct && columns().any(|name| stands_apart(name, table))
}

/// What stands in the place of a change of such a table; none where it is placed as ever.
pub(super) fn instead(change: &Change, it: &Relocation) -> Option<Vec<Placed>> {
    let table = &it.to;
    match (&change.path, &change.kind) {
        (ObjectPath::Column(_, name), ChangeKind::Added(Object::Column(column))) if it.comes(table, name) => {
            let first = Column { not_null: false, ..column.clone() };
            let mut placed = vec![Placed::new(Expand, BUILD, AddColumn { table: table.clone(), column: first })];
            if column.not_null {
                let operation = SetNotNull { table: table.clone(), column: name.clone() };
                placed.push(Placed::new(Contract, SETTLE, operation));
            }
            Some(placed)
        }
        (ObjectPath::Constraint(..), ChangeKind::Added(Object::Constraint(constraint))) => {
            it.columns.iter().find(|moved| looks_at(constraint, &moved.to.name))?;
            let operation = AddConstraint { table: table.clone(), constraint: constraint.clone() };
            Some(vec![Placed::new(Contract, SETTLE, operation)])
        }
        (ObjectPath::Index(..), ChangeKind::Added(Object::Index(index))) if index.unique => {
            it.columns.iter().find(|moved| is_on(index, &moved.to.name))?;
            let operation = AddIndex { relation: table.clone(), index: index.clone() };
            Some(vec![Placed::new(Contract, SETTLE, operation)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;
    use schema_diff::Dialect;
    use schema_diff::read::{Limits, read};

    use super::*;

    /// What the table `b` demands of rows that are made for those of `a`.
    fn demanded_by(columns: &str, more: &str) -> Option<String> {
        let text = format!(
            "CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY); \
             CREATE TABLE b (a_id int PRIMARY KEY REFERENCES a{columns}); {more}"
        );
        let side = read(Dialect::Postgres, &[SourceText::new("x.sql", text)], &Limits::default()).catalogue;
        let name = |name: &str| QualifiedName::new("public", name);
        let keys = vec![("a_id".to_owned(), "id".to_owned())];
        demanded(&Relocation { from: name("a"), to: name("b"), columns: Vec::new(), keys }, &side)
    }

    #[test]
    fn a_row_is_made_where_all_else_comes_by_itself() {
        for columns in [
            "",
            ", n int",
            ", n int NOT NULL DEFAULT 5",
            ", n bigserial UNIQUE",
            ", n text UNIQUE",
            ", n int REFERENCES c",
            ", n int CHECK (n > 0)",
            ", n text NOT NULL DEFAULT 'x' CHECK (n IN ('x', 'y'))",
            ", n int DEFAULT 5, UNIQUE (a_id, n)",
        ] {
            assert_eq!(demanded_by(columns, ""), None, "{columns}");
        }
    }

    #[test]
    fn a_row_is_not_made_where_it_may_be_refused() {
        for (columns, more, told) in [
            (", n int NOT NULL", "", "its column n has to be given a value"),
            (", n int DEFAULT 5 UNIQUE", "", "its constraint"),
            (", n int DEFAULT 5 REFERENCES c", "", "its constraint"),
            (", n text DEFAULT '' CHECK (n <> '')", "", "its constraint"),
            (", n text CHECK (n IS NOT NULL)", "", "its constraint"),
            (", n text CHECK (length(coalesce(n, '')) > 2)", "", "its constraint"),
            (", n int, m int, CHECK (n > 0 OR m > 0)", "", "its constraint"),
            (", CHECK (a_id > 0)", "", "its constraint"),
            (", FOREIGN KEY (a_id) REFERENCES c", "", "its constraint"),
            (", n int", "CREATE UNIQUE INDEX u ON b (coalesce(n, 0));", "its unique index u"),
            (", n int", "CREATE UNIQUE INDEX u ON b (n) NULLS NOT DISTINCT;", "its unique index u"),
            ("", "CREATE TABLE d (b_id int REFERENCES b);", "refers to it"),
        ] {
            let demanded = demanded_by(columns, more);
            assert!(demanded.as_ref().is_some_and(|it| it.contains(told)), "{columns} {more}: {demanded:?}");
        }
    }
}
