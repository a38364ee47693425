//! The score of complexity that the program before this one gave.

use super::context::Context;
use super::model::{Complexity, ComplexityPart};
use crate::specification::model::Fact;

/// Data volume, dependencies, downtime and special requirements, added up.
pub(super) fn of(context: &Context<'_>) -> Complexity {
    let constraints = &context.migration.constraints;
    let mut parts = Vec::new();
    let mut add = |points: usize, because: String, basis: Fact| {
        if points > 0 {
            let points = u32::try_from(points).unwrap_or(u32::MAX);
            parts.push(ComplexityPart { points, because, basis: vec![basis] });
        }
    };
    if let Some(bytes) = constraints.data_volume {
        let volume = bytes / 1e9;
        let says = format!("{volume} GB");
        let fact = context.fact(&["/constraints/data_volume_gb", "/constraints/data_volume"], says.clone());
        add(steps(volume, [100.0, 1_000.0, 10_000.0]), format!("{says} of data"), fact);
    }
    let number = constraints.dependencies.len();
    let points = steps(small(number), [2.0, 5.0, 10.0]);
    add(
        points,
        format!("{number} dependencies"),
        context.fact(&["/constraints/dependencies"], format!("{number} dependencies")),
    );
    // Where nobody says, the score took a working day.
    let minutes = constraints.max_downtime.map_or(480.0, |it| it / 60.0);
    let fact = context.fact(
        &["/constraints/max_downtime_minutes", "/constraints/max_downtime"],
        format!("{minutes} min of downtime at most"),
    );
    let points = [60.0, 240.0, 480.0].iter().filter(|limit| minutes < **limit).count();
    add(points, format!("{minutes} min of downtime at most"), fact);
    let number = constraints.special_requirements.len();
    let says = format!("{number} special requirements");
    add(number, says.clone(), context.fact(&["/constraints/special_requirements"], says));
    let score = parts.iter().fold(0_u32, |sum, it| sum.saturating_add(it.points));
    let level = match score {
        8.. => "critical",
        5..=7 => "high",
        3..=4 => "medium",
        _ => "low",
    };
    Complexity { score, level: level.to_owned(), parts }
}

/// How many of the limits `value` is above.
fn steps(value: f64, limits: [f64; 3]) -> usize {
    limits.iter().filter(|limit| value > **limit).count()
}

/// As a number with decimals.
fn small(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
