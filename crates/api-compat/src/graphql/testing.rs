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

/// What is found between two schemas in several files.
pub(crate) fn found_files(before: &[&str], after: &[&str]) -> Vec<Finding> {
    let files = |texts: &[&str]| -> Vec<SourceFile> {
        let named = texts.iter().enumerate().map(|(at, text)| (format!("{at}.graphql"), *text));
        named.map(|(path, text)| SourceFile { source: SourceText::new(path.as_str(), text), path }).collect()
    };
    let (before, after) = (files(before), files(after));
    let limits = Limits::default();
    let input = |files| Input { name: "", content: crate::format::Content::Folder(files), limits: &limits };
    super::GRAPHQL.compare(&input(&before), &input(&after), &Options::default()).unwrap().findings
}
