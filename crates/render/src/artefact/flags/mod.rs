//! Flags of traffic, for each system that reads flags: a document per stage, forward and back.

mod cutover;
mod flagd;
#[cfg(test)]
mod tests;
mod unleash;

pub(super) use cutover::Cutover;
pub(super) use flagd::Flagd;
pub(super) use unleash::Unleash;

use std::collections::BTreeMap;

use plan_engine::specification::model::{FlagSystem, Migration};

use super::ArtefactDirection::{Back, Forward};
use super::ArtefactFormat;
use super::scene::{Scene, Stage, percent, safe};
use super::sink::Sink;

/// A flag at a moment of the plan.
struct FlagState<'a> {
    /// As systems of flags know it.
    key: String,
    /// What it switches.
    description: &'a str,
    /// Per cent of the traffic on the new side.
    percentage: f64,
}

/// How one system writes the flags of a migration.
struct System {
    kind: FlagSystem,
    /// What it is called.
    name: &'static str,
    /// How its files end.
    extension: &'static str,
    format: ArtefactFormat,
    /// The document: the flags, and the attribute that a share sticks to.
    document: fn(&[FlagState<'_>], &str) -> String,
    /// Why it cannot hold a percentage; none where it can.
    refuses: fn(f64) -> Option<&'static str>,
}

/// The document of every stage of every flag, and of what each stage was before it.
fn write(system: &System, scene: &Scene<'_>, sink: &mut Sink) {
    for migration in scene.migrations() {
        let mut stages = scene.stages(migration);
        // Names in DNS are moved by weights of records, not by flags.
        stages.retain(|it| !it.flag.starts_with("addresses of "));
        if stages.is_empty() {
            continue;
        }
        let chosen = migration.delivery.as_ref().and_then(|it| it.flags.as_ref());
        let field = scene.field(migration, "delivery.flags");
        if chosen.is_some_and(|all| !all.contains(&system.kind)) {
            sink.left_out(format!("flags of {} for {}", migration.id, system.name), "it is not asked for", field);
            continue;
        }
        if let Some((stage, reason)) = stages.iter().find_map(|it| Some((it, (system.refuses)(it.to)?))) {
            let because = format!("{reason}, and {} goes to {} %", stage.flag, percent(stage.to));
            if chosen.is_some() {
                let needed = format!("{}: {because}", system.name);
                sink.missing(scene.missing(migration, "flags", &needed, "stages: [{percentage: 1, hold: 1h}]"));
            } else {
                sink.left_out(format!("flags of {} for {}", migration.id, system.name), because, field);
            }
            continue;
        }
        of_migration(system, scene, sink, migration, &stages);
    }
}

fn of_migration(system: &System, scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, stages: &[Stage<'_>]) {
    let sticky_on = migration.delivery.as_ref().and_then(|it| it.sticky_on.as_deref()).unwrap_or("user_id");
    let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
    for stage in stages {
        shares.entry(stage.flag).or_insert(0.0);
    }
    for stage in stages {
        let before = (system.document)(&states(migration, &shares), sticky_on);
        shares.insert(stage.flag, stage.to);
        let after = (system.document)(&states(migration, &shares), sticky_on);
        let (from, to) = (percent(stage.from), percent(stage.to));
        let name = |share: &str| format!("{}-to-{share}.{}", safe(stage.flag), system.extension);
        let forward = scene.of_phase(stage.phase, Forward, &name(&to), system.format);
        sink.put(forward.purpose(format!("{}: {} from {from} to {to} %", system.name, stage.flag)).text(after));
        let back = scene.of_phase(stage.phase, Back, &name(&from), system.format);
        sink.put(back.purpose(format!("{}: {} back from {to} to {from} %", system.name, stage.flag)).text(before));
    }
}

/// All flags of a migration with the shares that they have.
fn states<'a>(migration: &'a Migration, shares: &BTreeMap<&'a str, f64>) -> Vec<FlagState<'a>> {
    let description = |name: &str| migration.flags.iter().find(|it| it.name == name)?.description.as_deref();
    let state = |(name, percentage): (&&'a str, &f64)| FlagState {
        key: key(name),
        description: description(name).unwrap_or(&migration.target),
        percentage: *percentage,
    };
    shares.iter().map(state).collect()
}

/// A flag's name as every system takes it.
fn key(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~');
    if !name.is_empty() && name.chars().all(fits) { name.to_owned() } else { safe(name) }
}

/// A document as text.
fn json(value: &serde_json::Value) -> String {
    // Plain data with string keys is always written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
