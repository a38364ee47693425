//! Rows that refer to rows that are not there.

use database::Session;

use super::ask::{self, Source, condition_of};
use super::brake::Held;
use super::checker::{Answer, Pair};
use super::file::ReferenceCheck;
use super::groups::Tally;
use super::report::Measured;
use super::shown;
use crate::{Error, ErrorKind, Result};

/// Columns that refer, and what they refer to.
struct Reference {
    columns: Vec<String>,
    /// Quoted, with its schema.
    to: String,
    to_columns: Vec<String>,
    title: String,
}

pub(crate) fn run(check: &ReferenceCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let examples = pair.examples;
    let session = &mut pair.target_session(check.connection.as_deref())?;
    let from = Source::find(session, &check.table)?;
    let references = references(check, session, &from)?;
    let mut tally = Tally::default();
    let mut dangling = 0;
    for reference in &references {
        dangling += orphans(check, session, &from, reference, examples, &mut tally)?;
    }
    let titles: Vec<_> = references.iter().map(|it| it.title.as_str()).collect();
    let says = match dangling {
        0 => format!("every row of {} has what it refers to: {}", from.table.name, titles.join("; ")),
        _ => format!("references to nothing: {} of {}", shown::counted(dangling, "row"), from.table.name),
    };
    let mut answer = Answer::measured(says, tally);
    if dangling > 0 && dangling <= i128::from(check.at_most) {
        answer.allowed(&format!("up to {} are allowed", check.at_most));
    }
    Ok(answer)
}

/// What is stated, or all foreign keys of the table.
fn references(check: &ReferenceCheck, session: &mut Held<'_>, from: &Source) -> Result<Vec<Reference>> {
    if let Some(to) = &check.to {
        let referred = Source::find(session, to)?;
        let to_columns = match (check.to_columns.is_empty(), referred.table.key()) {
            (false, _) => check.to_columns.clone(),
            (true, Some(key)) if key.columns.len() == check.columns.len() => key.columns.clone(),
            _ => {
                let message =
                    format!("the key of {to} has not as many columns as `columns`: name them as `to-columns`");
                return Err(Error::new(ErrorKind::Shape, message));
            }
        };
        check.columns.iter().try_for_each(|it| from.column(it).map(|_| ()))?;
        to_columns.iter().try_for_each(|it| referred.column(it).map(|_| ()))?;
        let title = format!("{} → {to} ({})", check.columns.join(", "), to_columns.join(", "));
        return Ok(vec![Reference { columns: check.columns.clone(), to: referred.name, to_columns, title }]);
    }
    let keys = &from.table.foreign_keys;
    if keys.is_empty() {
        let message = format!("table {} has no foreign key: name `columns` and `to`", from.table.name);
        return Err(Error::new(ErrorKind::Shape, message));
    }
    let stated = keys.iter().map(|key| Reference {
        columns: key.columns.clone(),
        to: format!("{}.{}", session.quote(&key.referred_schema), session.quote(&key.referred_table)),
        to_columns: key.referred_columns.clone(),
        title: format!("{} → {} ({})", key.columns.join(", "), key.referred_table, key.referred_columns.join(", ")),
    });
    Ok(stated.collect())
}

/// Counts the rows that refer to nothing, and names some.
fn orphans(
    check: &ReferenceCheck,
    session: &mut Held<'_>,
    from: &Source,
    reference: &Reference,
    examples: usize,
    tally: &mut Tally,
) -> Result<i128> {
    let quoted =
        |columns: &[String], session: &Session| -> Vec<String> { columns.iter().map(|it| session.quote(it)).collect() };
    let (columns, to_columns) = (quoted(&reference.columns, session), quoted(&reference.to_columns, session));
    let pairs: Vec<_> = columns.iter().zip(&to_columns).map(|(one, other)| format!("r.{other} = d.{one}")).collect();
    // A reference with a NULL in it refers to nothing, and may.
    let present: Vec<_> = columns.iter().map(|it| format!("d.{it} IS NOT NULL")).collect();
    let body = format!(
        "FROM (SELECT * FROM {}{}) AS d WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS r WHERE {})",
        from.name,
        condition_of(check.filter.as_deref()),
        present.join(" AND "),
        reference.to,
        pairs.join(" AND ")
    );
    let dangling = ask::whole_number(session, &format!("SELECT count(*) {body}"))?;
    tally.measurements += 1;
    if dangling == 0 {
        return Ok(0);
    }
    tally.failing += 1;
    let key = from.table.key().map(|it| quoted(&it.columns, session)).unwrap_or_default();
    let wanted: Vec<_> = key.iter().chain(&columns).map(|it| format!("d.{it}")).collect();
    let rows = ask::first_rows(session, &format!("SELECT {} {body} LIMIT {examples}", wanted.join(", ")), examples)?;
    for row in rows {
        let (key, values) = row.split_at_checked(key.len()).unwrap_or_default();
        tally.measured.push(Measured {
            what: reference.title.clone(),
            group: (!key.is_empty()).then(|| shown::row(key)),
            source: None,
            target: Some(shown::row(values)),
            difference: None,
            holds: false,
        });
    }
    Ok(dangling)
}
