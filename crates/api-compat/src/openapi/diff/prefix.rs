//! A part of the URL that moved between the servers and the paths: clients call what they called before.

use std::collections::BTreeSet;

use super::servers::stated_or_usual;
use crate::openapi::model::Api;

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
        if let Some(prefix) = longer_by(&old, &new) {
            return Self { before: prefix, after: String::new() };
        }
        Self { before: String::new(), after: longer_by(&new, &old).unwrap_or_default() }
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
    (prefix.starts_with('/') && *long == all).then(|| prefix.to_owned())
}
