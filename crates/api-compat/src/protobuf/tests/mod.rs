//! Tests over the whole format.

mod hostile;
mod levels;
mod object_model;
mod properties;

use findings::{Report, SourceText};
use source_tree::Limits;

use crate::{Kind, Options, ProtobufLevel, Sources, compare_sources};

/// Files by their paths.
pub(super) type Files<'a> = &'a [(&'a str, &'a str)];

pub(super) fn compared(before: Files<'_>, after: Files<'_>, options: &Options) -> Report {
    let side = |files: Files<'_>| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), SourceText::new(*path, *text)));
        Sources::folder("", files, &Limits::default())
    };
    compare_sources(&side(before), &side(after), &options.clone().with_kind(Kind::Protobuf)).unwrap()
}

/// The rules that find something between two texts at a level.
pub(super) fn rules(before: &str, after: &str, level: ProtobufLevel) -> Vec<String> {
    let options = Options::default().with_protobuf_level(level);
    let report = compared(&[("a.proto", before)], &[("a.proto", after)], &options);
    assert!(!report.could_not_tell(), "{before}\n{after}\n{:?}", report.diagnostics);
    report.findings.into_iter().map(|it| it.rule).collect()
}
