//! Any bytes as a plan: an error or a plan whose way back can be composed, no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan_engine::plan::{PhaseName, Plan};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(plan) = serde_json::from_slice::<Plan>(bytes) {
        for phase in PhaseName::ALL {
            let _ = rollback_gen::compose(&plan, phase);
        }
    }
});
