//! Whether a finding stands where a peer says that something changed.

use findings::Finding;

use super::case::Expected;

/// Whether `finding` stands at the operation and path of `expected`, or may: one about the whole document or a path
/// item covers the operations in it.
pub(super) fn is_there(finding: &Finding, expected: &Expected) -> bool {
    let Some(path) = &expected.path else { return true };
    let Some(operation) = &finding.operation else { return mentions(&finding.subject, path) };
    let (method, template) = operation.split_once(' ').unwrap_or(("", operation));
    let same_method = expected.operation.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
    (method.is_empty() || same_method) && plain(template) == plain(path)
}

/// Whether the words of `subject` name `path`.
fn mentions(subject: &str, path: &str) -> bool {
    plain(subject).split_whitespace().any(|word| word.trim_matches('`') == plain(path))
}

/// A path template without the names of its parameters, which do not matter.
fn plain(template: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in template.chars() {
        match letter {
            '}' => inside = false,
            _ if inside => continue,
            '{' => inside = true,
            _ => {}
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_of_path_parameters_do_not_matter() {
        assert_eq!(plain("/pets/{id}/toys"), plain("/pets/{petId}/toys"));
        assert_ne!(plain("/pets/{id}"), plain("/pets/id"));
    }
}
