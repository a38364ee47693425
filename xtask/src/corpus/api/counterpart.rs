//! Our rules that say what a peer's rule says.

/// Our rules that say what `_rule` of a peer says; none where that is not written down.
pub(super) fn counterparts(_rule: &str) -> &'static [&'static str] {
    &[]
}
