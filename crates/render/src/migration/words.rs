//! Words that several formats share.

use plan_engine::estimate::{Estimate, duration_in_words};
use plan_engine::migration::model::{Complexity, Criterion, Holds, Measure};
use plan_engine::migration::{MigrationPhase, MigrationStep, Work};
use plan_engine::plan::Loss;
use plan_engine::specification::model::{Fact, FactSource};

/// Where a fact stands: `migration.yaml:12:5`.
pub(crate) fn place(fact: &Fact) -> String {
    match &fact.source {
        FactSource::Specification { file, at: Some(at) } => format!("{file}:{}:{}", at.line, at.column),
        FactSource::Specification { file, at: None } | FactSource::Calibration { file } => file.clone(),
        FactSource::SchemaPlan { migration, step: Some(step) } => format!("schema plan of {migration}: {step}"),
        FactSource::SchemaPlan { migration, step: None } => format!("schema plan of {migration}"),
        FactSource::Report { migration, .. } => format!("report of {migration}"),
        FactSource::Engine { url } => url.clone(),
        FactSource::Prior { cites } => format!("prior: {cites}"),
    }
}

/// The same without the folders of a file, for narrow columns.
pub(crate) fn short_place(fact: &Fact) -> String {
    let place = place(fact);
    match &fact.source {
        FactSource::Specification { .. } => place.rsplit('/').next().unwrap_or_default().to_owned(),
        FactSource::Prior { .. } => "a prior".to_owned(),
        _ => place,
    }
}

/// Where facts stand, each once, those of one file behind its name: `migration.yaml:12:5, 20:7`.
pub(crate) fn places(facts: &[Fact], shown: usize) -> String {
    let mut all: Vec<String> = Vec::new();
    for fact in facts {
        let place = short_place(fact);
        if !all.contains(&place) {
            all.push(place);
        }
    }
    let more = all.len().saturating_sub(shown);
    let (mut text, mut file) = (String::new(), String::new());
    for place in all.iter().take(shown) {
        // `file:line:column`
        let mut parts = place.rsplitn(3, ':');
        let (column, line, name) = (parts.next(), parts.next(), parts.next());
        let is_number = |it: Option<&str>| it.is_some_and(|it| it.parse::<usize>().is_ok());
        if !text.is_empty() {
            text.push_str(", ");
        }
        match (name, line, column) {
            (Some(name), Some(line), Some(column)) if name == file && is_number(Some(line)) => {
                text.push_str(&format!("{line}:{column}"));
            }
            (name, ..) => {
                text.push_str(place);
                name.filter(|_| is_number(line)).unwrap_or_default().clone_into(&mut file);
            }
        }
    }
    if more > 0 { format!("{text} and {more} more") } else { text }
}

/// What kind of work a step is.
pub(crate) fn kind(work: &Work) -> &'static str {
    match work {
        Work::SchemaStep { .. } | Work::SchemaEdit { .. } => "schema",
        Work::Traffic { .. } => "traffic",
        Work::Gate(_) => "gate",
        Work::Approval { .. } => "approval",
        Work::Deployment { .. } => "deployment",
        Work::Transfer { .. } => "transfer",
        Work::Wait { .. } => "wait",
        Work::Manual { .. } => "manual",
    }
}

/// What is to be done besides the title: conditions, an instruction, a statement.
pub(crate) fn details(step: &MigrationStep) -> Vec<String> {
    match &step.work {
        Work::Gate(gate) => gate.criteria.iter().map(criterion).collect(),
        Work::Manual { instruction } => vec![instruction.clone()],
        Work::SchemaEdit { statement, .. } => vec![statement.clone()],
        Work::Traffic { hold_seconds, .. } if *hold_seconds > 0.0 => {
            vec![format!("hold it for {}", duration_in_words(*hold_seconds))]
        }
        Work::Approval { role, reason } => vec![format!("{role}: {reason}")],
        Work::SchemaStep { migration, step } => {
            vec![format!("statements: step {step} of the schema plan of {migration}")]
        }
        Work::Traffic { .. } | Work::Deployment { .. } | Work::Transfer { .. } | Work::Wait { .. } => Vec::new(),
    }
}

/// A condition in words.
pub(crate) fn criterion(it: &Criterion) -> String {
    let what = match &it.measure {
        Measure::Metric(name) => name.clone(),
        Measure::Query(query) => format!("answer of `{query}`"),
        Measure::Lag(of) => format!("seconds by which {of} is behind"),
        Measure::Mismatches(of) => format!("differences of {of}"),
        Measure::Usage(of) => format!("uses of {of}"),
        Measure::Failures(of) => format!("failures of {of}"),
    };
    let side = match it.holds {
        Holds::AtMost => "at most",
        Holds::AtLeast => "at least",
        Holds::Equal => "exactly",
    };
    let mut text = format!("{what}: {side} {}", it.bound);
    if it.for_seconds > 0.0 {
        text += &format!(" for {}", duration_in_words(it.for_seconds));
    }
    if let Some(samples) = it.samples {
        text += &format!(", over {samples:.0} samples at least");
    }
    text
}

/// When a step may run; nothing where it may at any time.
pub(crate) fn hours(step: &MigrationStep) -> String {
    let mut parts = Vec::new();
    if !step.timing.windows.is_empty() {
        parts.push(format!("in {}", step.timing.windows.join(" or ")));
    }
    if !step.timing.outside.is_empty() {
        parts.push(format!("not in {}", step.timing.outside.join(", ")));
    }
    if step.timing.held_by_freezes {
        parts.push("not in freezes".to_owned());
    }
    parts.join(", ")
}

/// An estimate as `P50 / P80`; one figure where it is certain.
pub(crate) fn time(estimate: &Estimate) -> String {
    let [half, most] = [0.5, 0.8].map(|p| estimate.distribution.quantile(p));
    if estimate.distribution.is_certain() {
        return duration_in_words(half);
    }
    format!("{} / {}", duration_in_words(half), duration_in_words(most))
}

/// The score of complexity in words: what nothing counts for is not low.
pub(crate) fn complexity(it: &Complexity) -> String {
    if it.parts.is_empty() {
        return "not known: nothing that it counts is stated".to_owned();
    }
    let parts: Vec<String> = it.parts.iter().map(|part| format!("{} for {}", part.points, part.because)).collect();
    format!("{} ({}): {}", it.score, it.level, parts.join(", "))
}

/// The way back from a step in words.
pub(crate) fn back(step: &MigrationStep) -> String {
    match &step.inverse.loss {
        Loss::Everything(why) => format!("none: {why}"),
        Loss::Policy(policy) => format!("{} ({policy})", step.inverse.title),
        Loss::Nothing => step.inverse.title.clone(),
    }
}

/// The way back from the end of a phase in words, and what it loses.
pub(crate) fn way_back(phase: &MigrationPhase) -> String {
    let back = &phase.way_back;
    if back.steps.is_empty() && back.loses.iter().all(|it| *it == Loss::Nothing) {
        return "nothing to take back".to_owned();
    }
    let lost = back.loses.iter().find_map(|it| match it {
        Loss::Everything(why) => Some(format!("there is none: {why}")),
        Loss::Policy(_) | Loss::Nothing => None,
    });
    if let Some(lost) = lost {
        return lost;
    }
    let time = back.estimate.as_ref().map(|it| format!(", {}", time(it))).unwrap_or_default();
    let policy = back.loses.iter().find_map(|it| match it {
        Loss::Policy(policy) => Some(format!("; {policy}")),
        Loss::Everything(_) | Loss::Nothing => None,
    });
    let first = match back.first_take_back.as_slice() {
        [] => String::new(),
        first => format!("; what is done of {} is taken back before", first.join(", ")),
    };
    format!("{}{time}{}{first}", crate::plan::words::count(back.steps.len(), "step"), policy.unwrap_or_default())
}
