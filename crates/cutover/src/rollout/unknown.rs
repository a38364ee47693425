//! Keys that are written but not read.

use serde_json::Value;

/// The place of the first key of `written` that `read`, the same document after reading, does not have.
pub(super) fn first_unknown(written: &Value, read: &Value) -> Option<String> {
    find(written, read, "")
}

/// The depth of `written` is bounded by its reader.
fn find(written: &Value, read: &Value, path: &str) -> Option<String> {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => written.iter().find_map(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match read.get(key) {
                None => Some(path),
                Some(known) => find(value, known, &path),
            }
        }),
        (Value::Array(written), Value::Array(read)) => {
            let pairs = written.iter().zip(read).enumerate();
            pairs.into_iter().find_map(|(at, (written, read))| find(written, read, &format!("{path}[{at}]")))
        }
        _ => None,
    }
}
