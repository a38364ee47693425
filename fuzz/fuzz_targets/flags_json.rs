//! Any text as a document of flags, in each of the three formats: flags that decide for a request, or an error that says why;
//! no panic, and an end. A `rollout.json` that is read survives being written.
#![no_main]

use cutover::Timestamp;
use cutover::flag::Gates;
use cutover::rollout::Document;
use cutover::{flagd, unleash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = Timestamp::from_seconds(1_800_000_000);
    match flagd::Flags::read(text) {
        Ok(flags) => {
            let context = flagd::Context::new().with_targeting_key("ann").with("list", [1, 2, 3]).at(now);
            for key in flags.keys() {
                let told = flags.string(key, &context);
                assert_eq!(told.value().is_some(), told.variant().is_some());
                flags.integer(key, &context);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Ok(features) = unleash::Features::read(text) {
        let context = unleash::Context::new().with_user_id("ann").with_remote_address("10.0.0.1").at(now);
        for name in features.names() {
            let variant = features.variant(name, &context);
            assert_eq!(variant.is_feature_enabled(), features.is_enabled(name, &context));
        }
    }
    if let Ok(document) = Document::read(text) {
        document.snapshot(now, &Gates::new());
        let again = Document::read(&document.to_json()).expect("what is written is read");
        assert_eq!(again.spec(), document.spec());
    }
});
