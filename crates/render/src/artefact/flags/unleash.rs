//! What Unleash's client API answers: a feature with the strategy `flexibleRollout`.

use plan_engine::specification::model::FlagSystem;
use serde_json::{Value, json};

use super::super::ArtefactFormat;
use super::super::generator::Generator;
use super::super::scene::{Scene, percent};
use super::super::sink::Sink;
use super::{FlagState, System};

pub(in super::super) struct Unleash;

impl Generator for Unleash {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let system = System {
            kind: FlagSystem::Unleash,
            name: "Unleash",
            extension: "unleash.json",
            format: ArtefactFormat::UnleashFeatures,
            document,
            refuses: |share| (share.fract() != 0.0).then_some("Unleash knows whole percentages only"),
        };
        super::write(&system, scene, sink);
    }
}

fn document(flags: &[FlagState<'_>], sticky_on: &str) -> String {
    let features: Vec<Value> = flags.iter().map(|it| feature(it, sticky_on)).collect();
    super::json(&json!({"version": 2, "features": features}))
}

fn feature(state: &FlagState<'_>, sticky_on: &str) -> Value {
    // Its own context fields have names of their own.
    let stickiness = match sticky_on {
        "user_id" => "userId",
        "session_id" => "sessionId",
        other => other,
    };
    let parameters = json!({"rollout": percent(state.percentage), "stickiness": stickiness, "groupId": state.key});
    json!({
        "name": state.key,
        "type": "release",
        "description": state.description,
        "enabled": state.percentage > 0.0,
        "strategies": [{"name": "flexibleRollout", "parameters": parameters}],
    })
}
