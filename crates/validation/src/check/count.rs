//! Numbers of rows, per group where that is asked for.

use database::Value;

use super::ask::{self, Source};
use super::brake::Held;
use super::checker::{Answer, Pair};
use super::file::{CountCheck, OneSide, TwoSides};
use super::grouping::Grouping;
use super::groups::{self, Groups, Tally};
use super::shown::counted;
use crate::rows::Place;
use crate::{EngineOptions, Error, ErrorKind, Result, Selection};

pub(crate) fn run(check: &CountCheck, pair: &mut Pair<'_>) -> Result<Answer> {
    let by = check.by.as_deref().map(Grouping::parse).transpose();
    let by = by.map_err(|message| Error::new(ErrorKind::Usage, message))?;
    let sides = check.sides();
    let by = by.as_ref();
    let has_file = sides.source.file.is_some() || sides.target.file.is_some();
    let (source, target) = if has_file {
        with_files(&sides, by, pair)?
    } else {
        pair.both(&sides, &|session, side| counts(session, side, by), &|session, side| counts(session, side, by))?
    };
    let mut tally = Tally::default();
    let none = Value::Integer(0);
    for group in groups::names(&source, &target) {
        // A group that is not there has no row.
        let number = |groups: &Groups| groups.get(group).and_then(|it| it.first()).cloned().unwrap_or(none.clone());
        let (one, other) = (number(&source), number(&target));
        tally.add(groups::measured("rows", group.as_ref(), Some(&one), Some(&other), &check.allow), pair.examples);
    }
    let says = sentence(&tally, &source, &target, by.is_some());
    Ok(Answer::measured(says, tally))
}

/// Both sides where one is a file, whose rows are counted here.
fn with_files(sides: &TwoSides<'_>, by: Option<&Grouping>, pair: &mut Pair<'_>) -> Result<(Groups, Groups)> {
    if by.is_some() {
        let message = "rows of a file are counted without groups: leave `by` out, or compare the rows themselves";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let (source, source_label) = one_side(true, &sides.source, pair)?;
    let (target, target_label) = one_side(false, &sides.target, pair)?;
    pair.call(source_label, target_label);
    Ok((source, target))
}

fn one_side(is_source: bool, side: &OneSide<'_>, pair: &mut Pair<'_>) -> Result<(Groups, String)> {
    let Some(file) = side.file else {
        let session = &mut pair.session(is_source, side.connection)?;
        let label = format!("{}/{}", session.url(), side.table.unwrap_or_default());
        return Ok((counts(session, side, None).map_err(|it| it.context(&label))?, label));
    };
    let file = pair.file(file)?;
    let label = file.to_string();
    let selection = Selection { filter: side.filter.map(str::to_owned), ..Selection::default() };
    let rows = Place::File(file).side(selection, &EngineOptions::default())?.count()?;
    pair.brake().read(rows)?;
    Ok((Groups::from([(None, vec![Value::Integer(i128::from(rows))])]), label))
}

fn counts(session: &mut Held<'_>, side: &OneSide<'_>, by: Option<&Grouping>) -> Result<Groups> {
    let from = Source::find(session, side.table.unwrap_or_default())?;
    let condition = ask::condition(side);
    let Some(by) = by else {
        let rows = ask::whole_number(session, &format!("SELECT count(*) FROM {}{condition}", from.name))?;
        return Ok(Groups::from([(None, vec![Value::Integer(rows)])]));
    };
    let kind = from.column(by.column())?.kind.clone();
    let column = session.quote(by.column());
    let group = by.sql(session, &column, Some(&kind))?;
    let sql = format!("SELECT {group}, count(*) FROM {}{condition} GROUP BY 1", from.name);
    let rows = ask::rows(session, &sql, "group by something coarser")?;
    let mut groups = Groups::new();
    for row in rows {
        if let [group, number] = row.as_slice() {
            groups.insert(Some(by.name(group)?), vec![number.clone()]);
        }
    }
    Ok(groups)
}

fn sentence(tally: &Tally, source: &Groups, target: &Groups, grouped: bool) -> String {
    let total = |groups: &Groups| -> i128 {
        groups
            .values()
            .filter_map(|it| if let Some(Value::Integer(number)) = it.first() { Some(*number) } else { None })
            .sum()
    };
    let (source, target) = (total(source), total(target));
    match (grouped, tally.failing) {
        (false, 0) if source == target => format!("{} on both sides", counted(source, "row")),
        (false, 0) => {
            format!("{} in the source, {target} in the target, which is within the threshold", counted(source, "row"))
        }
        (false, _) => format!("{} in the source, {target} in the target", counted(source, "row")),
        (true, 0) => format!(
            "{}, {} in the source, {target} in the target",
            counted(tally.measurements, "group"),
            counted(source, "row")
        ),
        (true, failing) => format!("{failing} of {} with other numbers of rows", counted(tally.measurements, "group")),
    }
}
