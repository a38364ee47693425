//! Versions of the formats of files: a reader refuses another major.

/// Whether a file of the version `stated` is of the same major as `known`, both `major.minor`.
pub(crate) fn is_readable(stated: &str, known: &str) -> bool {
    let major = |version: &str| version.split('.').next().and_then(|part| part.parse::<u32>().ok());
    major(stated) == major(known)
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn minor_versions_only_add() {
        assert!(is_readable("1.7", "1.0"));
        assert!(!is_readable("2.0", "1.0") && !is_readable("new", "1.0"));
    }
}
