//! How two answers are compared.

use std::fmt::Debug;

use serde_json::Value;

/// A place in which two answers differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// A JSON pointer; empty for the whole answer.
    pub path: String,
    /// The same with `*` for every position in an array: differences of one kind have it in common.
    pub kind: String,
    /// What the primary has there; null where it has nothing.
    pub primary: Value,
    /// What the candidate has there; null where it has nothing.
    pub candidate: Value,
}

impl Difference {
    /// A difference of the whole answer.
    pub fn of_all(primary: Value, candidate: Value) -> Self {
        Self { path: String::new(), kind: String::new(), primary, candidate }
    }
}

/// Compares answers. Closures from two references to a list of [`Difference`] do.
pub trait Compare<R>: Send + Sync {
    /// Where the answers differ; nothing where they are the same.
    fn compare(&self, primary: &R, candidate: &R) -> Vec<Difference>;
}

impl<R, F: Fn(&R, &R) -> Vec<Difference> + Send + Sync> Compare<R> for F {
    fn compare(&self, primary: &R, candidate: &R) -> Vec<Difference> {
        self(primary, candidate)
    }
}

/// Answers are equal or they are not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Equal;

impl<R: PartialEq + Debug> Compare<R> for Equal {
    fn compare(&self, primary: &R, candidate: &R) -> Vec<Difference> {
        if primary == candidate {
            return Vec::new();
        }
        vec![Difference::of_all(Value::String(format!("{primary:?}")), Value::String(format!("{candidate:?}")))]
    }
}

/// Compares what is [`Ok`]; made by [`on_ok`].
#[derive(Debug, Clone, Copy)]
pub struct OnOk<K>(K);

/// Compares answers that are [`Ok`] on both sides by `comparison`. Two errors are the same, whatever they say; an error on one
/// side alone is a difference.
pub fn on_ok<K>(comparison: K) -> OnOk<K> {
    OnOk(comparison)
}

impl<R, E, K: Compare<R>> Compare<Result<R, E>> for OnOk<K> {
    fn compare(&self, primary: &Result<R, E>, candidate: &Result<R, E>) -> Vec<Difference> {
        match (primary, candidate) {
            (Ok(primary), Ok(candidate)) => self.0.compare(primary, candidate),
            (Err(_), Err(_)) => Vec::new(),
            (Ok(_), Err(_)) => vec![Difference::of_all("ok".into(), "error".into())],
            (Err(_), Ok(_)) => vec![Difference::of_all("error".into(), "ok".into())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_on_one_side_is_a_difference() {
        let comparison = on_ok(Equal);
        let compare = |left: Result<u8, &str>, right: Result<u8, &str>| comparison.compare(&left, &right).len();
        assert_eq!([compare(Ok(1), Ok(1)), compare(Err("a"), Err("b"))], [0, 0]);
        assert_eq!([compare(Ok(1), Ok(2)), compare(Ok(1), Err("b")), compare(Err("a"), Ok(1))], [1, 1, 1]);
    }
}
