//! Any bytes as a plan: an error or a plan whose way back can be composed, no panic; as a file of either kind: an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan_engine::estimate::Calibration;
use plan_engine::migration::AnyPlan;
use plan_engine::plan::{PhaseName, Plan};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = AnyPlan::from_json(text);
        let _ = Calibration::from_json(text);
    }
    if let Ok(plan) = serde_json::from_slice::<Plan>(bytes) {
        for phase in PhaseName::ALL {
            let _ = rollback_gen::compose(&plan, phase);
        }
    }
});
