//! Compares pairs of texts in tests.

use findings::{Finding, SourceText};

use crate::format::{Format, Input, Judgement, SourceFile};
use crate::{Limits, Options};

/// What is found between two schemas.
pub(crate) fn found(before: &str, after: &str) -> Vec<Finding> {
    found_with(before, after, &Options::default())
}

/// What is found between two schemas with options.
pub(crate) fn found_with(before: &str, after: &str, options: &Options) -> Vec<Finding> {
    judged_with(before, after, options).findings
}

/// What is said of two schemas with options.
pub(crate) fn judged_with(before: &str, after: &str, options: &Options) -> Judgement {
    let file = |name: &str, text: &str| {
        let path = format!("{name}.graphql");
        SourceFile { source: SourceText::new(path.as_str(), text), path }
    };
    let (before, after) = (file("before", before), file("after", after));
    let limits = Limits::default();
    let input = |file| Input { name: "", content: crate::format::Content::File(file), limits: &limits };
    super::GRAPHQL.compare(&input(&before), &input(&after), options).unwrap()
}
