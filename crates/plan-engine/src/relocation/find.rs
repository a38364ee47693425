//! Which columns move where, by what the user said of them.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, Deferrability, IndexKey, QualifiedName, Table};

use super::{By, Move, Moved, Relocation};
use crate::conversion::equality_of;

/// The relocations that `moves` state, joined as `joins` say; what is wrong with them otherwise, and what to do.
pub(crate) fn find(
    moves: &[Move],
    joins: &[By],
    (before, after): (&Catalogue, &Catalogue),
) -> Result<Vec<Relocation>, String> {
    if (!moves.is_empty() || !joins.is_empty()) && before.dialect != Dialect::Postgres {
        return Err(format!("--move: columns move to another table on postgres only, not on {}", before.dialect));
    }
    let mut found: Vec<Relocation> = Vec::new();
    for one in moves {
        let ((from, old), (to, new)) = (going(one, before, after)?, coming(one, before, after)?);
        let name = format!("--move {}={}", one.from, one.to);
        if old.data_type != new.data_type || old.collation != new.collation {
            return Err(format!(
                "{name}: the column is {} in {from} and {} in {to}: change its type in a migration of its own",
                old.data_type, new.data_type
            ));
        }
        if [old, new].iter().any(|it| it.generated.is_some() || it.identity.is_some()) {
            return Err(format!("{name}: the engine itself gives this column its values; leave the --move out"));
        }
        if found.iter().any(|it| it.has(from, &old.name) || it.has(to, &new.name)) {
            return Err(format!("{name}: one of these columns moves twice: leave one"));
        }
        let moved = Moved { from: old.clone(), to: new.clone(), equality: equality_of(new, after) };
        match found.iter_mut().find(|it| it.from == *from && it.to == *to) {
            Some(known) => known.columns.push(moved),
            None => {
                found.push(Relocation { from: from.clone(), to: to.clone(), columns: vec![moved], keys: Vec::new() });
            }
        }
    }
    for join in joins {
        let joined = found.iter_mut().find_map(|it| {
            let (own, other) = (key_column(&join.to, &it.to, after), key_column(&join.from, &it.from, before));
            own.zip(other).map(|key| (it, key))
        });
        let Some((relocation, key)) = joined else {
            return Err(format!(
                "--by {}={}: no --move leads from a table with the second column to one with the first",
                join.to, join.from
            ));
        };
        relocation.keys.push(key);
    }
    found.iter().try_for_each(|it| check(it, (before, after)))?;
    Ok(found)
}

fn named<'a>(text: &str, side: &'a Catalogue) -> Result<Option<(&'a QualifiedName, &'a Table, String)>, String> {
    let mut found = side.tables.iter().filter_map(|(name, table)| {
        let column = text
            .strip_prefix(&format!("{name}."))
            .or_else(|| text.strip_prefix(&format!("{}.", name.name)))
            .filter(|it| !it.contains('.'))?;
        Some((name, table, column.to_owned()))
    });
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => Err(format!("{text}: more than one table is called so; name the schema too")),
        (found, _) => Ok(found),
    }
}

/// The column that goes, from a table that stays.
fn going<'a>(one: &Move, before: &'a Catalogue, after: &Catalogue) -> Result<(&'a QualifiedName, &'a Column), String> {
    let name = format!("--move {}={}", one.from, one.to);
    let found = named(&one.from, before).map_err(|why| format!("{name}: {why}"))?;
    let found = found.and_then(|(table, it, column)| Some((table, it, it.column(&column)?)));
    let Some((table, its, column)) = found else {
        return Err(format!("{name}: the schema before has no column {}", one.from));
    };
    let Some(stays) = after.tables.get(table) else {
        return Err(format!("{name}: table {table} goes as a whole; columns move only from a table that stays"));
    };
    if stays.column(&column.name).is_some() {
        let goes = its.columns.iter().filter(|it| stays.column(&it.name).is_none());
        let goes: Vec<&str> = goes.map(|it| it.name.as_str()).collect();
        let goes = if goes.is_empty() { "none".to_owned() } else { goes.join(", ") };
        return Err(format!("{name}: {} stays where it is; columns of {table} that go: {goes}", one.from));
    }
    Ok((table, column))
}

/// The column that comes.
fn coming<'a>(one: &Move, before: &Catalogue, after: &'a Catalogue) -> Result<(&'a QualifiedName, &'a Column), String> {
    let name = format!("--move {}={}", one.from, one.to);
    let found = named(&one.to, after).map_err(|why| format!("{name}: {why}"))?;
    let found = found.and_then(|(table, it, column)| Some((table, it.column(&column)?)));
    let Some((table, column)) = found else {
        return Err(format!("{name}: the schema after has no column {}", one.to));
    };
    if before.tables.get(table).is_some_and(|it| it.column(&column.name).is_some()) {
        return Err(format!("{name}: {} is there already and has values of its own", one.to));
    }
    Ok((table, column))
}

/// The name of the column that `text` names, where it is one of `table`.
fn key_column(text: &str, table: &QualifiedName, side: &Catalogue) -> Option<String> {
    let (found, its, column) = named(text, side).ok()??;
    (found == table && its.column(&column).is_some()).then_some(column)
}

/// Whether the rows of both tables are joined one to one.
fn check(it: &Relocation, (before, after): (&Catalogue, &Catalogue)) -> Result<(), String> {
    let name = format!("--move {}", it.subject());
    if it.keys.is_empty() {
        return Err(format!(
            "{name}: nothing says which row of {} belongs to which of {}: add --by {}.COLUMN={}.COLUMN",
            it.to, it.from, it.to.name, it.from.name
        ));
    }
    let (own, other): (Vec<&String>, Vec<&String>) = it.keys.iter().map(|(own, other)| (own, other)).unzip();
    let is_key = |side: &Catalogue, table: &QualifiedName, columns: &[&String]| {
        side.tables.get(table).is_some_and(|table| is_key_of(table, columns))
    };
    if !is_key(before, &it.from, &other) || !is_key(after, &it.from, &other) {
        return Err(format!(
            "{name}: the columns of {} that --by names must be a primary key of it, or unique and NOT NULL, on both sides",
            it.from
        ));
    }
    let type_of = |side: &Catalogue, table: &QualifiedName, column: &str| {
        side.tables.get(table).and_then(|it| it.column(column)).map(|it| it.data_type.clone())
    };
    let changes = |table: &QualifiedName, column: &str| {
        let (was, is) = (type_of(before, table, column), type_of(after, table, column));
        was.is_some() && was != is
    };
    let joined = it.keys.iter().flat_map(|(own, other)| [(&it.to, own), (&it.from, other)]);
    // The triggers that join the rows would meet the other type in the middle of the way.
    if let Some((table, column)) = joined.into_iter().find(|(table, column)| changes(table, column)) {
        return Err(format!(
            "{name}: {table}.{column}, which --by names, changes its type too: change that in a migration of its own"
        ));
    }
    let is_there = before.tables.contains_key(&it.to);
    if !is_key(after, &it.to, &own) || is_there && !is_key(before, &it.to, &own) {
        return Err(format!(
            "{name}: several rows of {} may belong to one of {}: the columns that --by names must be a primary key of it, or unique and NOT NULL{}",
            it.to,
            it.from,
            if is_there { ", on both sides and not deferrable" } else { "" }
        ));
    }
    let type_of = |table: &QualifiedName, column: &String| {
        after.tables.get(table).and_then(|it| it.column(column)).map(|it| it.data_type.clone())
    };
    match it.keys.iter().find(|(own, other)| type_of(&it.to, own) != type_of(&it.from, other)) {
        Some((own, other)) => Err(format!("{name}: {}.{own} and {}.{other} are of different types", it.to, it.from)),
        None => Ok(()),
    }
}

fn is_key_of(table: &Table, columns: &[&String]) -> bool {
    use schema_diff::catalogue::ConstraintKind::{PrimaryKey, Unique};
    let same = |key: &[String]| key.len() == columns.len() && columns.iter().all(|it| key.contains(it));
    let not_null = columns.iter().all(|it| table.column(it).is_some_and(|it| it.not_null));
    let unique = table.constraints.values().any(|it| match &it.kind {
        PrimaryKey(key) | Unique(key) => {
            same(&key.columns) && !key.without_overlaps && it.deferrability == Deferrability::NotDeferrable
        }
        _ => false,
    });
    let indexed = table.indexes.values().any(|it| {
        let columns = it.elements.iter().map(|element| match &element.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(_) => None,
        });
        it.unique && it.predicate.is_none() && columns.collect::<Option<Vec<_>>>().is_some_and(|it| same(&it))
    });
    not_null && (unique || indexed)
}

#[cfg(test)]
mod tests {
    use findings::SourceText;
    use schema_diff::read::{Limits, read};

    use super::*;

    fn found(moves: &[&str], joins: &[&str]) -> Result<Vec<Relocation>, String> {
        let side =
            |text: &str| read(Dialect::Postgres, &[SourceText::new("x.sql", text)], &Limits::default()).catalogue;
        let before = side("CREATE TABLE t (id int PRIMARY KEY, name text, a text, b int);");
        let after = side(
            "CREATE TABLE t (id int PRIMARY KEY, name text); CREATE TABLE p (t_id int PRIMARY KEY, other int NOT NULL, a text, b bigint);",
        );
        let moves: Vec<Move> = moves.iter().map(|it| it.parse().unwrap()).collect();
        let joins: Vec<By> = joins.iter().map(|it| it.parse().unwrap()).collect();
        find(&moves, &joins, (&before, &after))
    }

    #[test]
    fn a_move_knows_its_columns_and_keys() {
        let found = found(&["t.a=p.a"], &["p.t_id=t.id"]).unwrap();
        let [one] = found.as_slice() else { panic!("one move: {found:?}") };
        assert_eq!(one.subject(), "public.t.a → public.p.a");
        assert_eq!(one.keys, [("t_id".to_owned(), "id".to_owned())]);
        assert!(one.goes(&one.from, "a") && one.comes(&one.to, "a") && !one.has(&one.from, "name"));
    }

    #[test]
    fn what_does_not_fit_says_what_to_do() {
        let cases: [(&[&str], &[&str], &str); 7] = [
            (&["t.c=p.a"], &[], "the schema before has no column t.c"),
            (&["t.name=p.a"], &[], "columns of public.t that go: a, b"),
            (&["t.b=p.b"], &["p.t_id=t.id"], "change its type in a migration of its own"),
            (&["t.a=p.a"], &[], "add --by p.COLUMN=t.COLUMN"),
            (&["t.a=p.a"], &["p.other=t.id"], "several rows of public.p may belong to one"),
            (&["t.a=p.a"], &["p.t_id=t.name"], "on both sides"),
            (&["t.a=p.a", "t.a=p.a"], &["p.t_id=t.id"], "moves twice"),
        ];
        for (moves, joins, told) in cases {
            let error = found(moves, joins).unwrap_err();
            assert!(error.contains(told), "{moves:?} {joins:?}: {error}");
        }
    }
}
