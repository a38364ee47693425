//! Whether what is tolerated of a column is anything that its values can have.

use database::{EngineKind, ValueKind};

use crate::kinds::plural;
use crate::{Error, ErrorKind, Result, Side, Tolerance, ToleranceKind};

/// # Errors
/// [`ErrorKind::Usage`] for a tolerance that could never apply: one for numbers on a column of texts.
pub(super) fn verify(source: &dyn Side, target: &dyn Side, names: &[String], tolerances: &[Tolerance]) -> Result<()> {
    for tolerance in tolerances {
        // That there is such a column is seen to elsewhere.
        let Some(place) = names.iter().position(|it| *it == tolerance.column) else { continue };
        let kinds: Vec<&ValueKind> =
            [source, target].iter().filter(|it| is_typed(**it)).filter_map(|it| it.info().kinds.get(place)).collect();
        // A side without types can hold anything.
        if kinds.len() < 2 || kinds.iter().any(|it| fits(&tolerance.kind, it)) {
            continue;
        }
        let held = kinds.first().map_or("", |it| plural(it));
        let message = format!(
            "the tolerance of `{}` is for {}, and the column holds {held}: {}",
            tolerance.column,
            subject(&tolerance.kind),
            advice(&kinds)
        );
        return Err(Error::new(ErrorKind::Usage, message));
    }
    Ok(())
}

/// Whether the kinds of a side's columns say what they hold.
fn is_typed(side: &dyn Side) -> bool {
    side.info().engine.is_some_and(|it| it != EngineKind::Sqlite)
}

fn fits(tolerance: &ToleranceKind, kind: &ValueKind) -> bool {
    use ValueKind as Kind;
    if matches!(kind, Kind::Any | Kind::Other(_)) {
        return true;
    }
    match tolerance {
        ToleranceKind::Absolute(_) | ToleranceKind::Relative(_) => {
            matches!(kind, Kind::Integer | Kind::Decimal(_) | Kind::Float32 | Kind::Float64)
        }
        ToleranceKind::Case | ToleranceKind::WhiteSpace => {
            matches!(kind, Kind::Text | Kind::Enum | Kind::Json | Kind::Uuid)
        }
        ToleranceKind::Time(_) => {
            matches!(kind, Kind::Date | Kind::Time(_) | Kind::Timestamp(_) | Kind::TimestampTz(_))
        }
    }
}

fn subject(tolerance: &ToleranceKind) -> &'static str {
    match tolerance {
        ToleranceKind::Absolute(_) | ToleranceKind::Relative(_) => "numbers",
        ToleranceKind::Case | ToleranceKind::WhiteSpace => "texts",
        ToleranceKind::Time(_) => "dates and times",
    }
}

/// What the kinds can have.
fn advice(kinds: &[&ValueKind]) -> &'static str {
    let can = |tolerance: ToleranceKind| kinds.iter().any(|it| fits(&tolerance, it));
    match () {
        () if can(ToleranceKind::Relative(0.0)) => "write a number or a share, 0.005 or 1%",
        () if can(ToleranceKind::Case) => "write `case` or `space`",
        () if can(ToleranceKind::Time(std::time::Duration::ZERO)) => "write a span of time, 1ms or 2s",
        () => "they can have none",
    }
}
