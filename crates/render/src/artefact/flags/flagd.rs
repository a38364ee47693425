//! flagd's flag definitions: a boolean flag whose targeting is `fractional`.

use plan_engine::specification::model::FlagSystem;
use serde_json::{Map, Value, json};

use super::super::ArtefactFormat;
use super::super::generator::Generator;
use super::super::scene::Scene;
use super::super::sink::Sink;
use super::{FlagState, System};

/// Parts of a whole: flagd's weights are whole numbers.
const PARTS: f64 = 100_000.0;

pub(in super::super) struct Flagd;

impl Generator for Flagd {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let system = System {
            kind: FlagSystem::Flagd,
            name: "flagd",
            extension: "flagd.json",
            format: ArtefactFormat::FlagdFlags,
            document,
            refuses: |_| None,
        };
        super::write(&system, scene, sink);
    }
}

fn document(flags: &[FlagState<'_>], sticky_on: &str) -> String {
    let all: Map<String, Value> = flags.iter().map(|it| (it.key.clone(), flag(it, sticky_on))).collect();
    super::json(&json!({"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": all}))
}

fn flag(state: &FlagState<'_>, sticky_on: &str) -> Value {
    let on = (state.percentage / 100.0 * PARTS).round();
    let mut flag = json!({
        "state": "ENABLED",
        "variants": {"new": true, "old": false},
        "defaultVariant": if on >= PARTS { "new" } else { "old" },
        "metadata": {"description": state.description},
    });
    if on > 0.0 && on < PARTS {
        // The flag's name is in what is hashed, so that flags do not all take the same users.
        let bucket = json!({"cat": [{"var": "$flagd.flagKey"}, {"var": sticky_on}]});
        let weights = [("new", on), ("old", PARTS - on)].map(|(name, weight)| json!([name, whole(weight)]));
        let [new, old] = weights;
        if let Some(flag) = flag.as_object_mut() {
            // Whom nothing is known of stays on the old side.
            let known = json!({"!!": [{"var": sticky_on}]});
            flag.insert("targeting".to_owned(), json!({"if": [known, {"fractional": [bucket, new, old]}, "old"]}));
        }
    }
    flag
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100,000")]
fn whole(weight: f64) -> u32 {
    weight.clamp(0.0, PARTS) as u32
}
