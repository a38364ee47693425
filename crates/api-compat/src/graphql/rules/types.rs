//! Whether a value of one type does where one of another is expected.

use super::super::model::{TypeRef, Wrapper};

/// Whether what a field answered is what it may answer, or more than that: it is of the same type, and promises no less.
pub(super) fn is_safe_output(old: TypeRef<'_>, new: TypeRef<'_>) -> bool {
    match (old.unwrapped(), new.unwrapped()) {
        (None, None) => old.name == new.name,
        (Some((Wrapper::NonNull, old)), Some((Wrapper::NonNull, new)))
        | (Some((Wrapper::List, old)), Some((Wrapper::List, new))) => is_safe_output(old, new),
        (_, Some((Wrapper::NonNull, new))) => is_safe_output(old, new),
        _ => false,
    }
}

/// Whether what could be given may be given still: it is of the same type, and demands no more.
pub(super) fn is_safe_input(old: TypeRef<'_>, new: TypeRef<'_>) -> bool {
    is_safe_output(new, old)
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{TypeRef, Wrappers};
    use super::*;

    /// A type as it is written.
    fn typed(text: &str) -> TypeRef<'_> {
        let name = text.trim_matches(['[', ']', '!']);
        let rest = text.get(text.find(name).unwrap() + name.len()..).unwrap();
        let wrappers = rest.chars().fold(Wrappers::default(), |wrappers, mark| {
            wrappers.with(if mark == '!' { Wrapper::NonNull } else { Wrapper::List }).unwrap()
        });
        TypeRef { name, wrappers }
    }

    #[test]
    fn an_output_may_promise_more_and_no_less() {
        for (old, new, safe) in [
            ("A", "A!", true),
            ("[A]", "[A!]!", true),
            ("[A!]", "[A]!", false),
            ("A!", "A", false),
            ("A", "B", false),
            ("A", "[A]", false),
            ("[[A]]", "[[A]!]", true),
        ] {
            assert_eq!(is_safe_output(typed(old), typed(new)), safe, "{old} {new}");
            assert_eq!(is_safe_input(typed(new), typed(old)), safe, "{new} {old}");
            assert_eq!(typed(old).to_string(), old);
        }
    }
}
