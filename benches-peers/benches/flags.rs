//! Deciding whether a user has a flag that a part of all users has, beside `unleash-yggdrasil`, on the same state.
//!
//! Both read one document of Unleash; what they decide is compared before anything is measured. The last measures this
//! crate's own flags, which know no document.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use cutover::flag::Bucketing;
use cutover::unleash::{Context, Features};
use cutover::{Percentage, Rollout};
use unleash_yggdrasil::state::EnrichedContext;
use unleash_yggdrasil::{Context as PeerContext, EngineState, UpdateMessage};

const STATE: &str = r#"{ "version": 2, "features": [
    { "name": "rollout", "enabled": true, "strategies": [
        { "name": "flexibleRollout", "parameters": { "rollout": "25", "stickiness": "userId", "groupId": "rollout" } }] },
    { "name": "constrained", "enabled": true, "strategies": [
        { "name": "flexibleRollout", "parameters": { "rollout": "50", "stickiness": "userId", "groupId": "constrained" },
          "constraints": [{ "contextName": "plan", "operator": "IN", "values": ["gold", "silver"] }] }] }
] }"#;
const USER: &str = "8d2c1e6a-52f4-4b0e-9a37-0c5d1f7be210";

fn peer_context(user: &str) -> PeerContext {
    let properties = [("plan".to_owned(), "gold".to_owned())].into_iter().collect();
    PeerContext { user_id: Some(user.to_owned()), properties: Some(properties), ..PeerContext::default() }
}

fn bench(criterion: &mut Criterion) {
    let features = Features::read(STATE).expect("a state");
    let engine = EngineState::default();
    engine.take_state(UpdateMessage::FullResponse(serde_json::from_str(STATE).expect("a state")));
    for user in 0..10_000 {
        let user = user.to_string();
        let context = Context::new().with_user_id(&user).with_property("plan", "gold");
        for name in ["rollout", "constrained"] {
            let theirs =
                engine.check_enabled(&EnrichedContext::from(&peer_context(&user), name, None)).expect("a flag");
            assert_eq!(features.is_enabled(name, &context), theirs, "{name} for {user}");
        }
    }
    let context = Context::new().with_user_id(USER).with_property("plan", "gold");
    let peer = peer_context(USER);
    for name in ["rollout", "constrained"] {
        let mut group = criterion.benchmark_group(name);
        group.bench_function("cutover", |bencher| {
            bencher.iter(|| black_box(&features).is_enabled(black_box(name), black_box(&context)));
        });
        // Without counting the decision, which `is_enabled` does.
        group.bench_function("unleash-yggdrasil", |bencher| {
            bencher.iter(|| {
                let context = EnrichedContext::from(black_box(&peer), black_box(name), None);
                black_box(&engine).check_enabled(&context)
            });
        });
        group.finish();
    }
    let quarter = Percentage::new(25.0).expect("a percentage");
    let flag = Rollout::new("rollout").at(quarter);
    let like = Rollout::new("rollout").bucketed_like(Bucketing::Unleash { group: "rollout".to_owned() }).at(quarter);
    let mut group = criterion.benchmark_group("own");
    group.bench_function("native", |bencher| bencher.iter(|| black_box(&flag).is_enabled(black_box(USER))));
    group.bench_function("like-unleash", |bencher| bencher.iter(|| black_box(&like).is_enabled(black_box(USER))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
