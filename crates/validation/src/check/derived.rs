//! Columns that are computed from others.

use database::EngineKind;

use super::ask::{self, Source, condition_of};
use super::checker::{Answer, Pair};
use super::file::DerivedCheck;
use super::groups::Tally;
use super::report::Measured;
use super::shown;
use crate::Result;

pub(crate) fn run(check: &DerivedCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let examples = pair.examples;
    let session = &mut pair.target_session(check.connection.as_deref())?;
    let from = Source::find(session, &check.table)?;
    from.column(&check.column)?;
    let key: Vec<String> =
        from.table.key().map(|it| it.columns.iter().map(|it| session.quote(it)).collect()).unwrap_or_default();
    let column = session.quote(&check.column);
    let differs = match session.kind() {
        EngineKind::Postgres => "d.found IS DISTINCT FROM d.wanted",
        EngineKind::Sqlite => "d.found IS NOT d.wanted",
        _ => "NOT (d.found <=> d.wanted)",
    };
    let named: String = key.iter().enumerate().map(|(at, it)| format!(", {it} AS k{at}")).collect();
    let body = format!(
        "FROM (SELECT {column} AS found, (\n{}\n) AS wanted{named} FROM {}{}) AS d WHERE {differs}",
        check.is,
        from.name,
        condition_of(check.filter.as_deref())
    );
    let wrong = ask::whole_number(session, &format!("SELECT count(*) {body}"))?;
    let mut tally = Tally { measurements: 1, failing: u64::from(wrong > 0), ..Tally::default() };
    let keys: String = (0..key.len()).map(|at| format!(", d.k{at}")).collect();
    let sql = format!("SELECT d.wanted, d.found{keys} {body} LIMIT {examples}");
    for row in if wrong > 0 { ask::first_rows(session, &sql, examples)? } else { Vec::new() } {
        let [wanted, found, key @ ..] = row.as_slice() else { continue };
        tally.measured.push(Measured {
            what: check.column.clone(),
            group: (!key.is_empty()).then(|| shown::row(key)),
            source: Some(shown::text(wanted)),
            target: Some(shown::text(found)),
            difference: None,
            holds: false,
        });
    }
    let says = match wrong {
        0 => format!("{}.{} is {} in every row", from.table.name, check.column, check.is.trim()),
        _ => format!(
            "{}.{} is not {} in {}",
            from.table.name,
            check.column,
            check.is.trim(),
            shown::counted(wrong, "row")
        ),
    };
    let mut answer = Answer::measured(says, tally);
    if wrong > 0 && wrong <= i128::from(check.at_most) {
        answer.allowed(&format!("up to {} are allowed", check.at_most));
    }
    Ok(answer)
}
