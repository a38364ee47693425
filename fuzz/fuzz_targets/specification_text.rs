//! Any text as a specification, in each of the three syntaxes: a specification that survives as plain data and of which a
//! plan is made that can be read again, or errors that say where; no panic.
#![no_main]

use findings::SourceText;
use libfuzzer_sys::fuzz_target;
use plan_engine::migration::{AnyPlan, Inputs, make};
use plan_engine::specification::{Specification, read};

fuzz_target!(|text: &str| {
    for name in ["a.yaml", "a.json", "a.toml"] {
        let (specification, diagnostics) = read(&SourceText::new(name, text));
        let Some(specification) = specification else {
            assert!(!diagnostics.is_empty() && diagnostics.iter().all(|it| it.location.is_some()));
            continue;
        };
        let json = serde_json::to_string(&specification).expect("plain data");
        serde_json::from_str::<Specification>(&json).expect("the same plain data");
        if let Ok(plan) = make(&specification, Inputs::new()) {
            AnyPlan::from_json(&plan.to_json().expect("plain data")).expect("the plan that was written");
        }
    }
});
