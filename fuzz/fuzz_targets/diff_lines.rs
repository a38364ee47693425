//! Any bytes as lines of differences: they are read, or the line that is wrong is told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use validation::wire::DiffReader;

fuzz_target!(|bytes: &[u8]| {
    let Ok(reader) = DiffReader::new(bytes) else { return };
    let mut seen = 0;
    for line in reader {
        seen += 1;
        assert!(seen <= bytes.len());
        if line.is_err() {
            break;
        }
    }
});
