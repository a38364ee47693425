//! Rules of Prometheus for triggers and for gates over metrics, phase by phase, with cases for `promtool test rules`.
//!
//! What is watched is recorded first, under one name with the id of the trigger or gate, and alerts are of what was recorded:
//! so the cases can say what a trigger sees, whatever its expression is.

mod cases;
mod gates;
mod triggers;
mod watched;

use plan_engine::migration::MigrationPhase;

use super::ArtefactDirection::Both;
use super::ArtefactFormat;
use super::generator::Generator;
use super::scene::Scene;
use super::sink::Sink;
use super::yaml::Yaml;
use watched::Watched;

/// The rules of Prometheus.
pub(super) struct Prometheus;

/// How often rules are evaluated, in seconds.
const EVERY: u32 = 15;

impl Generator for Prometheus {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for phase in &scene.plan.phases {
            let mut watched = triggers::of(scene, phase);
            watched.extend(gates::of(scene, phase));
            if watched.is_empty() {
                continue;
            }
            tell_apart(&mut watched);
            let file = "alerts.rules.yml";
            let purpose =
                "What is recorded and who is alarmed while the phase is under way: load it when the phase begins";
            let (own, apart): (Vec<&Watched>, Vec<&Watched>) = watched.iter().partition(|it| it.reads_one_metric());
            if !apart.is_empty() {
                let purpose =
                    "What is recorded of larger expressions while the phase is under way: load it with the alerts";
                let rules = head(scene, phase, purpose)
                    + &group(phase, "records", apart.iter().map(|it| it.record())).document();
                let artefact = scene.of_phase(phase, Both, "records.rules.yml", ArtefactFormat::PrometheusRules);
                sink.put(artefact.purpose(purpose).text(rules));
            }
            let alerts = watched.iter().map(Watched::alert);
            let rules = group(phase, "alerts", own.iter().map(|it| it.record()).chain(alerts));
            let rules = head(scene, phase, purpose) + &rules.document();
            let artefact = scene.of_phase(phase, Both, file, ArtefactFormat::PrometheusRules);
            sink.put(artefact.purpose(purpose).text(rules));
            let purpose = "Cases of the rules: `promtool test rules` runs them";
            let cases = head(scene, phase, purpose) + &cases::file(file, &watched).document();
            let artefact = scene.of_phase(phase, Both, "alerts.test.yml", ArtefactFormat::PrometheusTests);
            sink.put(artefact.purpose(purpose).text(cases));
        }
    }
}

/// Names of alerts that ids of different signs have become one of get a number.
fn tell_apart(watched: &mut [Watched]) {
    let mut taken = std::collections::BTreeSet::new();
    for (at, it) in watched.iter_mut().enumerate() {
        if !taken.insert(it.name.clone()) {
            let other = format!("{}{}", it.name, at + 1);
            it.when = it.when.replace(&watched::quoted(&it.name), &watched::quoted(&other));
            it.name = other;
        }
    }
}

fn head(scene: &Scene<'_>, phase: &MigrationPhase, purpose: &str) -> String {
    let line = super::shell::comment;
    line(&format!("{} ({})", purpose, phase.id)) + &line(&format!("Of the plan with the digest {}.", scene.plan.digest))
}

/// A group of the phase. What is recorded of larger expressions lies in a file of its own: some of them answer where nothing is
/// measured, and the cases say what alerts see in their place.
fn group(phase: &MigrationPhase, name: &str, rules: impl Iterator<Item = Yaml>) -> Yaml {
    let group = Yaml::map([
        ("name", format!("{}/{name}", phase.id).into()),
        ("interval", format!("{EVERY}s").into()),
        ("rules", Yaml::List(rules.collect())),
    ]);
    Yaml::map([("groups", Yaml::List(vec![group]))])
}

#[cfg(test)]
mod tests;
