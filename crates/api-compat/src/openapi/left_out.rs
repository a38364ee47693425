//! Paths of which nothing is said.

use findings::{Diagnostic, DiagnosticLevel};

use crate::document::Tree;

/// The patterns that no path of the two documents matches.
pub(crate) fn unused(patterns: &[String], before: &Tree, after: &Tree) -> Vec<Diagnostic> {
    let paths = |tree: &Tree| -> Vec<String> {
        let paths = tree.root().and_then(|root| tree.get(root, "paths"));
        paths.map_or_else(Vec::new, |paths| tree.entries(paths).map(|(path, _)| path.to_owned()).collect())
    };
    let paths = [paths(before), paths(after)].concat();
    let unused = patterns.iter().filter(|pattern| !paths.iter().any(|path| matches(pattern, path)));
    unused
        .map(|pattern| Diagnostic {
            level: DiagnosticLevel::Warning,
            code: "left-out-unused".to_owned(),
            message: format!("`{pattern}` is to be left out, but no path of either document matches it"),
            location: None,
            help: Some("correct the pattern or remove it: `*` stands for one part, `**` for any number".to_owned()),
        })
        .collect()
}

/// Whether `pattern` stands for `path`: `*` for one part of it, `**` for any number of parts.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    // For each number of leading parts, whether the pattern so far stands for exactly these.
    let mut reached = vec![false; parts.len() + 1];
    reached.iter_mut().take(1).for_each(|it| *it = true);
    for piece in pattern.split('/') {
        let mut next = vec![false; parts.len() + 1];
        let mut before = false;
        for (at, here) in reached.iter().enumerate() {
            let fits = at > 0 && parts.get(at - 1).is_some_and(|part| piece == "*" || piece == *part);
            let stepped = fits && before;
            let spread = piece == "**" && (*here || (at > 0 && next.get(at - 1) == Some(&true)));
            if let Some(slot) = next.get_mut(at) {
                *slot = stepped || spread;
            }
            before = *here;
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_parts() {
        assert!(matches("/internal/**", "/internal/a/b"));
        assert!(matches("/internal/**", "/internal"));
        assert!(!matches("/internal/**", "/internals/a"));
        assert!(matches("/*/health", "/v1/health"));
        assert!(!matches("/*/health", "/v1/a/health"));
        assert!(matches("/**/health", "/v1/a/health"));
        assert!(matches("/pets/{id}", "/pets/{id}"));
        assert!(!matches("/pets", "/pets/{id}"));
    }
}
