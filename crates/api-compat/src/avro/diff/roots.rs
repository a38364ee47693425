//! What stands at the top of the files: which schema, and which message of a protocol, became which.

use std::collections::HashMap;

use super::{At, BOTH, Diff, Version};
use crate::avro::change::{Change, Problem, What};
use crate::avro::model::{Part, Root, Shape};
use crate::document::NodeId;
use crate::format::{Named, pairs};

/// What differs between two versions, and the roots that were compared.
pub(crate) fn compare<'a>(old: Version<'a>, new: Version<'a>) -> (Vec<Change>, Vec<(&'a Root, &'a Root)>) {
    let mut diff = Diff::new(old, new);
    let mut compared = Vec::new();
    let (before, after) = (&old.schemas.roots, &new.schemas.roots);
    let found = pairs(&named(old, before, &aliases(old, new)), &named(new, after, &HashMap::new()));
    for (was, is) in found.matched {
        let (Some(was), Some(is)) = (before.get(was), after.get(is)) else { continue };
        diff.root = compared.len();
        compared.push((was, is));
        diff.pair_of_roots(was, is, before.len().max(after.len()) > 1);
    }
    for root in found.removed.into_iter().filter_map(|at| before.get(at)) {
        diff.gone(root);
    }
    for root in found.added.into_iter().filter_map(|at| after.get(at)) {
        diff.came(root);
    }
    (diff.changes, compared)
}

/// What tells the roots of a version from each other. A type that the other version calls by a new name and knows by its
/// old one goes by the new one.
fn named(version: Version<'_>, roots: &[Root], aliases: &HashMap<String, String>) -> Vec<Named> {
    let renamed = |name: &String| aliases.get(name).unwrap_or(name).clone();
    let roots = roots.iter().map(|root| Named {
        // Parts of a message are told apart by what they are, and lie at no path of their own.
        path: match &root.part {
            Part::Schema => root.path.clone(),
            part => format!("{} {} {}", root.path, root.name.as_deref().unwrap_or_default(), part.word()),
        },
        name: root.name.as_ref().map(|name| format!("{} {}", renamed(name), root.part.word())),
        digest: matches!(root.part, Part::Schema).then(|| version.tree.digest(root.node)),
    });
    roots.collect()
}

/// Old names of types at the top that aliases of the new version lead from.
fn aliases(old: Version<'_>, new: Version<'_>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for root in &new.schemas.roots {
        if let Shape::Record(name, _) | Shape::Enum(name, ..) | Shape::Fixed(name, _) = new.schemas.shape(root.types) {
            let known = name.aliases.iter().filter(|alias| old.schemas.names.contains_key(*alias));
            found.extend(known.map(|alias| (alias.clone(), name.full.clone())));
        }
    }
    found
}

impl Part {
    fn word(&self) -> &'static str {
        match self {
            Self::Schema => "",
            Self::Request { .. } => "request",
            Self::Response => "response",
            Self::Errors => "errors",
        }
    }
}

impl Diff<'_> {
    fn pair_of_roots(&mut self, was: &Root, is: &Root, several: bool) {
        self.operation = match is.part {
            Part::Schema => None,
            _ => is.name.as_ref().map(|name| format!("message {name}")),
        };
        let subject = match is.part {
            Part::Schema => self.new.schemas.words(is.types),
            _ => is.part.word().to_owned(),
        };
        if several && is.part == Part::Schema && was.path != is.path {
            let words = (was.path.clone(), is.path.clone());
            self.whole(What::SchemaMoved, subject.clone(), (Some(was.node), Some(is.node)), words, (None, None));
        }
        if let (Part::Request { one_way: before }, Part::Request { one_way: after }) = (&was.part, &is.part)
            && before != after
        {
            let why = || Some(Problem::refused("one side waits for an answer that the other does not give".to_owned()));
            let words = [before, after].map(|it| if *it { "one way" } else { "answered" }.to_owned());
            let [before, after] = words;
            let places = (Some(was.node), Some(is.node));
            self.whole(What::OneWayChanged, subject.clone(), places, (before, after), (why(), why()));
        }
        self.types(was.types, is.types, &subject);
        self.operation = None;
    }

    fn gone(&mut self, root: &Root) {
        let what = match root.part {
            Part::Schema => What::SchemaRemoved,
            Part::Request { .. } => What::MessageRemoved,
            // Its request says so.
            Part::Response | Part::Errors => return,
        };
        let name = root.name.clone().unwrap_or_else(|| root.path.clone());
        let problem = Problem::refused(format!("nothing in the new version reads what was written as `{name}`"));
        self.whole(what, name, (Some(root.node), None), <_>::default(), (Some(problem), None));
    }

    fn came(&mut self, root: &Root) {
        let what = match root.part {
            Part::Schema => What::SchemaAdded,
            Part::Request { .. } => What::MessageAdded,
            Part::Response | Part::Errors => return,
        };
        let name = root.name.clone().unwrap_or_else(|| root.path.clone());
        let problem = Problem::refused(format!("nothing in the old version reads what is written as `{name}`"));
        self.whole(what, name, (None, Some(root.node)), <_>::default(), (None, Some(problem)));
    }

    fn whole(
        &mut self,
        what: What,
        subject: String,
        places: (Option<NodeId>, Option<NodeId>),
        words: (String, String),
        problems: (Option<Problem>, Option<Problem>),
    ) {
        let at = At { subject: subject.clone(), ways: (None, None), mask: BOTH, types: None };
        self.record(what, subject, &at, places, words, problems);
    }
}
