//! Any text as a file of checks: it is read, or its faults are told with a line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use validation::check::Checks;

fuzz_target!(|text: &str| {
    if let Err(faults) = Checks::read("fuzz.toml", text) {
        assert!(!faults.is_empty());
        for fault in faults {
            assert!(!fault.to_string().is_empty());
        }
    }
});
