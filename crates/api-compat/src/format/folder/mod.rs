//! Folders of documents: which one became which, wherever it lies now.

mod document_added;
mod document_moved;
mod document_removed;
mod pairs;

use std::collections::BTreeMap;

use findings::{Finding, Location, RuleMetadata, Severity, SourceText, Span};

use super::Judgement;
use super::input::{Content, Input, SourceFile, file_name};
use crate::{Document, Kind, Options};
pub(crate) use pairs::{Named, pairs};

/// Files that a document may lead to.
const FILES: usize = 10_000;

/// Rules about documents as such.
const RULES: [&[RuleMetadata]; 3] = [document_added::RULES, document_moved::RULES, document_removed::RULES];

/// The rules about documents as such, by file.
pub(crate) fn families() -> impl Iterator<Item = &'static [RuleMetadata]> {
    RULES.into_iter()
}

/// A document of a version.
pub(crate) struct Member {
    /// Where it lies, relative to the folder.
    pub(crate) path: String,
    /// The name that it gives itself (`$id`), where it does.
    pub(crate) name: Option<String>,
    pub(crate) document: Document,
}

/// The documents of `kind` that a version has: of a folder those that say so themselves, each with the files that it refers
/// to; what is no folder is meant whatever it says.
pub(crate) fn documents(kind: Kind, input: &Input<'_>) -> Vec<Member> {
    let files = input.files();
    if let Content::Document(_) = input.content {
        let read = |first: &SourceFile| Document::read(first.source.clone(), input.limits);
        let member = files.first().map(|first| {
            let mut document = read(first);
            for file in files.iter().skip(1) {
                document.add_file(&file.path, file.source.clone());
            }
            member(first.path.clone(), document)
        });
        return member.into_iter().collect();
    }
    let by_path: BTreeMap<&str, &SourceText> = files.iter().map(|it| (it.path.as_str(), &it.source)).collect();
    let mut members = Vec::new();
    for file in files.iter().filter(|file| !input.is_folder() || file.has_extension(&["json", "yaml", "yml"])) {
        let mut document = Document::read(file.source.clone(), input.limits);
        let unreadable = document.tree.root().is_none();
        if input.is_folder() && !unreadable && document.kind() != Some(kind) {
            continue;
        }
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        add_referred(&mut document, folder, &by_path);
        members.push(member(file.path.clone(), document));
    }
    members
}

fn member(path: String, document: Document) -> Member {
    let tree = &document.tree;
    let name = tree.root().and_then(|root| tree.get(root, "$id").or_else(|| tree.get(root, "id")));
    let name = name.and_then(|node| tree.str(node)).map(|text| text.trim_end_matches('#').to_owned());
    Member { path, name, document }
}

/// Adds the files of the version that the document, which lies in `folder`, refers to.
fn add_referred(document: &mut Document, folder: &str, by_path: &BTreeMap<&str, &SourceText>) {
    for _ in 0..FILES {
        let found: Vec<(String, SourceText)> = document
            .missing_files()
            .into_iter()
            .filter_map(|path| {
                let source = by_path.get(joined(folder, &path).as_str())?;
                Some((path, (*source).clone()))
            })
            .collect();
        if found.is_empty() {
            return;
        }
        for (path, source) in found {
            document.add_file(&path, source);
        }
    }
}

/// The path of what lies at `path` seen from `folder`.
pub(crate) fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Compares the documents of two versions in pairs by `compare`, and tells of those that came, went or moved.
pub(crate) fn compare(
    kind: Kind,
    before: &[Member],
    after: &[Member],
    _options: &Options,
    compare: impl Fn(&Document, &Document) -> Judgement,
) -> Judgement {
    let named = |members: &'_ [Member]| -> Vec<Named> {
        let digest = |it: &Member| it.document.tree.root().map(|root| it.document.tree.digest(root));
        members.iter().map(|it| Named { path: it.path.clone(), name: it.name.clone(), digest: digest(it) }).collect()
    };
    let found = pairs(&named(before), &named(after));
    let mut judgement = Judgement::default();
    for (old, new) in found.matched {
        let (Some(old), Some(new)) = (before.get(old), after.get(new)) else { continue };
        let one = compare(&old.document, &new.document);
        judgement.findings.extend(one.findings);
        judgement.diagnostics.extend(one.diagnostics);
        // Two files that were given by their names are what is compared, whatever they are called.
        if old.path != new.path && before.len().max(after.len()) > 1 {
            let place = |it: &Member| start(&it.document);
            judgement.findings.push(document_moved::finding(kind, (&old.path, place(old)), (&new.path, place(new))));
        }
    }
    let member = |members: &'_ [Member], at: usize| {
        members.get(at).map(|it| (it.name.clone().unwrap_or_else(|| it.path.clone()), start(&it.document)))
    };
    judgement.findings.extend(
        found
            .removed
            .into_iter()
            .filter_map(|at| member(before, at))
            .map(|(name, place)| document_removed::finding(kind, &name, place)),
    );
    judgement.findings.extend(
        found
            .added
            .into_iter()
            .filter_map(|at| member(after, at))
            .map(|(name, place)| document_added::finding(kind, &name, place)),
    );
    judgement
}

/// Where a document starts.
fn start(document: &Document) -> Option<Location> {
    let source = document.tree.files().first()?.source();
    Some(source.locate(Span::new(0, 0)))
}

/// A finding about a document as such.
fn finding(
    rule: &RuleMetadata,
    name: &str,
    (message, why, advice): (String, &str, &str),
    before: Option<Location>,
    after: Option<Location>,
) -> Finding {
    let breaks = rule.severity >= Severity::PotentiallyBreaking;
    Finding {
        rule: rule.id.to_owned(),
        severity: rule.severity,
        who_breaks: if breaks { rule.who_breaks.to_vec() } else { Vec::new() },
        subject: format!("document {}", file_name(name)),
        operation: None,
        message,
        why: why.to_owned(),
        advice: advice.to_owned(),
        before,
        after,
        witness: None,
        fingerprint: String::new(),
    }
}
