//! `rollout.json` of the crate `cutover`.

use plan_engine::specification::model::FlagSystem;
use serde_json::{Map, Value, json};

use super::super::ArtefactFormat;
use super::super::generator::Generator;
use super::super::scene::Scene;
use super::super::sink::Sink;
use super::{FlagState, System};

pub(in super::super) struct Cutover;

impl Generator for Cutover {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let system = System {
            kind: FlagSystem::Cutover,
            name: "cutover",
            extension: "rollout.json",
            format: ArtefactFormat::Rollout,
            document,
            refuses: |_| None,
        };
        super::write(&system, scene, sink);
    }
}

fn document(flags: &[FlagState<'_>], sticky_on: &str) -> String {
    let all: Map<String, Value> = flags.iter().map(|it| (it.key.clone(), flag(it, sticky_on))).collect();
    super::json(&json!({"schema_version": "1.0", "flags": all}))
}

fn flag(state: &FlagState<'_>, sticky_on: &str) -> Value {
    json!({
        "description": state.description,
        "enabled": state.percentage > 0.0,
        "sticky_on": sticky_on,
        "percentage": (state.percentage * 1_000.0).round() / 1_000.0,
    })
}
