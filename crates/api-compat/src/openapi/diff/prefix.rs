//! A part of the URL that moved between the servers and the paths: clients call what they called before.

use std::collections::{BTreeSet, HashSet};

use super::servers::stated_or_usual;
use crate::openapi::model::{Api, Template};

/// What stands before the paths of a document, that the other document's servers have in their URLs.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    pub(super) before: String,
    pub(super) after: String,
}

impl Prefixes {
    /// What has to be put before the old paths, or the new ones, so that both are relative to the same servers.
    pub(super) fn of(before: Api<'_>, after: Api<'_>) -> Self {
        let (old, new) = (urls(before), urls(after));
        if old == new {
            return Self::default();
        }
        if let Some(prefix) = longer_by(&old, &new).filter(|it| stands_in_paths(it, before, after)) {
            return Self { before: prefix, after: String::new() };
        }
        let prefix = longer_by(&new, &old).filter(|it| stands_in_paths(it, after, before));
        Self { before: String::new(), after: prefix.unwrap_or_default() }
    }

    pub(super) fn moved(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}

fn urls(api: Api<'_>) -> BTreeSet<String> {
    stated_or_usual(api.document()).iter().map(|it| it.url.trim_end_matches('/').to_owned()).collect()
}

/// What all URLs of `long` have behind those of `short`.
fn longer_by(long: &BTreeSet<String>, short: &BTreeSet<String>) -> Option<String> {
    let prefix = long.first()?.strip_prefix(short.first()?.as_str())?;
    let all = short.iter().map(|url| format!("{url}{prefix}")).collect::<BTreeSet<_>>();
    (prefix.starts_with('/') && !prefix.starts_with("//") && *long == all).then(|| prefix.to_owned())
}

/// Whether more paths of `one` are paths of `other` with the prefix before them than without.
fn stands_in_paths(prefix: &str, one: Api<'_>, other: Api<'_>) -> bool {
    let shapes = |api: Api<'_>, prefix: &str| -> HashSet<String> {
        let paths = api.document().map("paths").filter(|(path, _)| path.starts_with('/'));
        paths.map(|(path, _)| Template::parse(&format!("{prefix}{path}")).shape).collect()
    };
    let others = shapes(other, "");
    let shared = |prefix| shapes(one, prefix).intersection(&others).count();
    shared(prefix) > shared("")
}
