//! Risks for people: a table of phases, a table of risks, then each with its factors and what is done about it.

use std::fmt::Write as _;

use plan_engine::risk::{Assessment, Factor, Level, Mitigation, Risk};

use comfy_table::{ColumnConstraint, Width};

use crate::paint::Paint;
use crate::plan::words::{count, short};
use crate::table::{lines, table};
use crate::wrap::{fitted, wrapped};

/// Risks below this level are told in the table only.
const EXPLAINED: Level = Level::Medium;

/// Mitigations that are shown of a risk.
const SHOWN: usize = 6;

/// The risks of a plan, laid out for 100 columns.
pub fn human(assessment: &Assessment, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  plan {} · overall {} · {}",
        paint.heading(&assessment.name),
        short(&assessment.plan),
        painted(paint, assessment.level, assessment.level.as_str()),
        count(assessment.risks.len(), "risk"),
    );
    phases(&mut out, assessment, paint);
    risks(&mut out, assessment, paint);
    for (at, risk) in assessment.risks.iter().enumerate().filter(|(_, it)| it.level >= EXPLAINED) {
        explain(&mut out, at + 1, risk, paint);
    }
    let rest = assessment.risks.iter().filter(|it| it.level < EXPLAINED).count();
    if rest > 0 {
        let _ = writeln!(out, "\n{} of a low level: factors and mitigations with --format json.", count(rest, "risk"));
    }
    for note in &assessment.notes {
        out.push_str(&wrapped("\nNote: ", note));
    }
    out
}

fn phases(out: &mut String, assessment: &Assessment, paint: Paint) {
    if assessment.phases.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("PHASES"));
    let mut table = table(&["Phase", "Level", "Risks"]);
    for phase in &assessment.phases {
        table.add_row([
            phase.phase.clone(),
            painted(paint, phase.level, phase.level.as_str()),
            phase.risks.to_string(),
        ]);
    }
    out.push_str(&lines(&table));
}

fn risks(out: &mut String, assessment: &Assessment, paint: Paint) {
    if assessment.risks.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("RISKS"));
    let mut table = table(&["#", "Level", "Score", "Kind", "What can go wrong", "Owner"]);
    for (at, risk) in assessment.risks.iter().enumerate() {
        table.add_row([
            (at + 1).to_string(),
            painted(paint, risk.level, risk.level.as_str()),
            risk.score.to_string(),
            risk.category.as_str().to_owned(),
            fitted(&risk.title, 42),
            fitted(&risk.owner, 18),
        ]);
    }
    // Without fixed widths a long title is broken twice.
    for (column, width) in table.column_iter_mut().zip([4, 10, 8, 13, 44, 20]) {
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    out.push_str(&lines(&table));
}

fn explain(out: &mut String, number: usize, risk: &Risk, paint: Paint) {
    let level = painted(paint, risk.level, risk.level.as_str());
    let _ = writeln!(out, "\n{} {level}  {}", paint.heading(&format!("{number}.")), risk.rule);
    out.push_str(&wrapped("   ", &risk.title));
    let factors = [
        ("likelihood", &risk.likelihood),
        ("impact", &risk.impact),
        ("detectability", &risk.detectability),
        ("reversibility", &risk.reversibility),
    ];
    for (name, factor) in factors {
        factor_lines(out, name, factor);
    }
    out.push_str(&wrapped("   score          ", &risk.product()));
    for mitigation in risk.mitigations.iter().take(SHOWN) {
        let line = match mitigation {
            Mitigation::Step { id, how } | Mitigation::Trigger { id, how } => format!("{id}: {how}"),
            Mitigation::Missing { add } => format!("not in this plan: {add}"),
        };
        out.push_str(&wrapped("   → ", &line));
    }
    let more = risk.mitigations.len().saturating_sub(SHOWN);
    if more > 0 {
        let _ = writeln!(out, "   → and {more} more: --format json");
    }
}

fn factor_lines(out: &mut String, name: &str, factor: &Factor) {
    let places: Vec<String> = factor.basis.iter().map(super::words::place).collect();
    let mut places = places;
    places.dedup();
    places.truncate(3);
    let behind = if places.is_empty() { String::new() } else { format!(" [{}]", places.join(", ")) };
    out.push_str(&wrapped(&format!("   {name:13}  {:<5} ", factor.value), &format!("{}{behind}", factor.because)));
}

fn painted(paint: Paint, level: Level, text: &str) -> String {
    match level {
        Level::Low => paint.good(text),
        Level::Medium => text.to_owned(),
        Level::High => paint.warning(text),
        Level::Critical => paint.bad(text),
    }
}
