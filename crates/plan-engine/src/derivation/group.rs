//! Which columns are two shapes of one thing, by what the user said of them.

use std::collections::BTreeSet;

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, Expression, Object, ObjectPath, QualifiedName};
use schema_diff::diff::{Change, ChangeKind};

use super::expression::{read_expression, unsteady};
use super::{Derivation, Derive, Derived};
use crate::conversion::equality_of;

/// A column that comes or goes and what it is made of.
struct Said<'a> {
    table: &'a QualifiedName,
    column: &'a Column,
    comes: bool,
    /// What the user wrote, for messages.
    derive: &'a Derive,
    expression: Expression,
}

/// The derivations that `derives` state; what is wrong with them otherwise, and what to do.
pub(crate) fn find(
    derives: &[Derive],
    (before, after): (&Catalogue, &Catalogue),
    changes: &[Change],
) -> Result<Vec<Derivation>, String> {
    if derives.is_empty() {
        return Ok(Vec::new());
    }
    if before.dialect != Dialect::Postgres {
        return Err(format!(
            "--derive: two shapes of a column at one time are planned for postgres only, not for {}",
            before.dialect
        ));
    }
    let changing: Vec<_> = changes.iter().filter_map(|change| changing(change, before, after)).collect();
    let mut said = Vec::new();
    for derive in derives {
        said.push(read_one(derive, &changing)?);
    }
    for (at, one) in said.iter().enumerate() {
        if said.iter().skip(at + 1).any(|it| it.table == one.table && it.column.name == one.column.name) {
            return Err(format!("--derive {} is there twice: leave one", one.derive.column));
        }
        check(one, &said, &changing, (before, after))?;
    }
    Ok(joined(&said).into_iter().map(|group| derivation(&group, (before, after))).collect())
}

/// The column that a change adds to, or takes from, a table that stays.
fn changing<'a>(
    change: &'a Change,
    before: &Catalogue,
    after: &Catalogue,
) -> Option<(&'a QualifiedName, &'a Column, bool)> {
    let ObjectPath::Column(table, _) = &change.path else { return None };
    let stays = before.tables.contains_key(table) && after.tables.contains_key(table);
    match &change.kind {
        ChangeKind::Added(Object::Column(column)) if stays => Some((table, column, true)),
        ChangeKind::Dropped(Object::Column(column)) if stays => Some((table, column, false)),
        _ => None,
    }
}

fn read_one<'a>(derive: &'a Derive, changing: &[(&'a QualifiedName, &'a Column, bool)]) -> Result<Said<'a>, String> {
    let name = &derive.column;
    let speaks_of = |table: &QualifiedName, column: &Column| {
        *name == format!("{}.{}", table.name, column.name) || *name == format!("{table}.{}", column.name)
    };
    let matches: Vec<_> = changing.iter().filter(|(table, column, _)| speaks_of(table, column)).collect();
    let tables: BTreeSet<_> = matches.iter().map(|(table, ..)| table).collect();
    let Some((table, column, comes)) = matches.first().copied().copied() else {
        let of = |comes: bool| {
            let its =
                changing.iter().filter(|it| it.2 == comes).map(|(table, column, _)| format!("{table}.{}", column.name));
            let its: Vec<_> = its.collect();
            if its.is_empty() { "none".to_owned() } else { its.join(", ") }
        };
        return Err(format!(
            "--derive {name}: no column of that name comes to or goes from a table that stays; columns that come: {}; that go: {}",
            of(true),
            of(false)
        ));
    };
    if tables.len() > 1 {
        return Err(format!("--derive {name}: more than one table has this column; name the schema too"));
    }
    let expression = read_expression(&derive.expression)
        .map_err(|why| format!("--derive {name}: `{}` is no SQL expression: {why}", derive.expression))?;
    if let Some(call) = unsteady(&expression) {
        return Err(format!(
            "--derive {name}: `{call}` gives another value each time, and the two shapes would not stay equal; make the value of columns only"
        ));
    }
    Ok(Said { table, column, comes, derive, expression })
}

/// Whether the expression reads the other shape and nothing else, and all that it reads is derived itself.
fn check(
    one: &Said<'_>,
    said: &[Said<'_>],
    changing: &[(&QualifiedName, &Column, bool)],
    (before, after): (&Catalogue, &Catalogue),
) -> Result<(), String> {
    let (name, table) = (&one.derive.column, one.table);
    let (this, other) = if one.comes { ("comes", "go") } else { ("goes", "come") };
    if one.column.generated.is_some() || one.column.identity.is_some() {
        return Err(format!("--derive {name}: the engine itself gives this column its values; leave the --derive out"));
    }
    let of_other = |it: &&(&QualifiedName, &Column, bool)| it.0 == table && it.2 != one.comes;
    let read: Vec<&str> = changing
        .iter()
        .filter(of_other)
        .map(|it| it.1.name.as_str())
        .filter(|it| one.expression.mentions(it))
        .collect();
    let others: Vec<String> = changing.iter().filter(of_other).map(|it| it.1.name.clone()).collect();
    if read.is_empty() {
        let known = if others.is_empty() { "none does".to_owned() } else { others.join(", ") };
        return Err(format!(
            "--derive {name}: it {this}, so its expression reads columns of {table} that {other}, and this one reads none of them: {known}"
        ));
    }
    let own_side = if one.comes { after } else { before };
    let stranger = own_side
        .tables
        .get(table)
        .into_iter()
        .flat_map(|it| &it.columns)
        .find(|column| one.expression.mentions(&column.name) && !others.contains(&column.name));
    if let Some(column) = stranger {
        return Err(format!(
            "--derive {name}: its expression reads {}, which is none of the columns that {other} ({}); only these are seen, since the two shapes are kept equal by themselves",
            column.name,
            others.join(", ")
        ));
    }
    for back in read {
        if !said.iter().any(|it| it.table == table && it.column.name == back) {
            return Err(format!(
                "--derive {name}: it reads {back}, but nothing says how {back} is made of what {}: add --derive {}.{back}=EXPRESSION",
                if one.comes { "comes" } else { "goes" },
                table.name
            ));
        }
    }
    Ok(())
}

/// Columns that are joined by what their expressions mention.
fn joined<'s, 'a>(said: &'s [Said<'a>]) -> Vec<Vec<&'s Said<'a>>> {
    let mut groups: Vec<Vec<&Said<'_>>> = Vec::new();
    let meet = |a: &Said<'_>, b: &Said<'_>| {
        a.table == b.table
            && a.comes != b.comes
            && (a.expression.mentions(&b.column.name) || b.expression.mentions(&a.column.name))
    };
    for one in said {
        let (with, without): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|it| meet(it, one)));
        groups = without;
        let mut group: Vec<_> = with.into_iter().flatten().collect();
        group.push(one);
        groups.push(group);
    }
    groups
}

fn derivation(group: &[&Said<'_>], (before, after): (&Catalogue, &Catalogue)) -> Derivation {
    let side = |comes: bool| {
        let catalogue = if comes { after } else { before };
        group
            .iter()
            .filter(|it| it.comes == comes)
            .map(|it| Derived {
                column: it.column.clone(),
                expression: it.derive.expression.clone(),
                equality: equality_of(it.column, catalogue),
            })
            .collect()
    };
    let table = group.first().map_or_else(|| QualifiedName::new("", ""), |it| it.table.clone());
    Derivation { table, going: side(false), coming: side(true) }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;
    use schema_diff::diff::diff;
    use schema_diff::read::{Limits, read};

    use super::*;

    fn found(before: &str, after: &str, derives: &[&str]) -> Result<Vec<Derivation>, String> {
        let side =
            |text: &str| read(Dialect::Postgres, &[SourceText::new("x.sql", text)], &Limits::default()).catalogue;
        let (before, after) = (side(before), side(after));
        let changes = diff(&before, &after, &[]).unwrap().changes;
        let derives: Vec<Derive> = derives.iter().map(|it| it.parse().unwrap()).collect();
        find(&derives, (&before, &after), &changes)
    }

    const BEFORE: &str = "CREATE TABLE t (id int PRIMARY KEY, name text, price int, note text);";
    const AFTER: &str = "CREATE TABLE t (id int PRIMARY KEY, a text, b text, cents int, note text);";

    #[test]
    fn columns_are_joined_by_what_their_expressions_read() {
        let derives =
            ["t.a=left(name, 1)", "t.cents=price * 100", "t.b=right(name, 1)", "t.price=cents / 100", "t.name=a || b"];
        let found = found(BEFORE, AFTER, &derives).unwrap();
        let subjects: Vec<String> = found.iter().map(Derivation::subject).collect();
        assert_eq!(subjects, ["public.t.price → cents", "public.t.name → a, b"]);
    }

    #[test]
    fn what_does_not_fit_says_what_to_do() {
        let cases: [(&[&str], &str); 6] = [
            (
                &["t.c=name"],
                "columns that come: public.t.a, public.t.b, public.t.cents; that go: public.t.name, public.t.price",
            ),
            (&["t.a=left(name, 1)"], "add --derive t.name=EXPRESSION"),
            (&["t.a=note", "t.name=a"], "reads none of them: name, price"),
            (&["t.a=name || note", "t.name=a"], "reads note"),
            (&["t.a=name", "t.name=a", "t.name=a"], "there twice"),
            (&["t.a=name +", "t.name=a"], "is no SQL expression"),
        ];
        for (derives, told) in cases {
            let error = found(BEFORE, AFTER, derives).unwrap_err();
            assert!(error.contains(told), "{derives:?}: {error}");
        }
    }
}
