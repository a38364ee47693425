//! Protocol Buffers: proto2, proto3 and editions.

mod change;
mod diff;
mod model;
mod read;
mod rules;
#[cfg(test)]
mod tests;
mod threads;
mod witness;

use findings::{Comments, RuleMetadata};

use crate::format::{Format, Input, Judgement};
use crate::{Error, Kind, Options};

/// Protocol Buffers as a format.
pub(crate) struct Protobuf;

impl Format for Protobuf {
    fn kind(&self) -> Kind {
        Kind::Protobuf
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["proto"]
    }

    fn comments(&self) -> Option<Comments> {
        Some(Comments::Slashes)
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let files = |input: &Input<'_>| -> Vec<read::Named> {
            input.files_named(self.extensions()).into_iter().map(|file| (file.path, file.source)).collect()
        };
        let (old, new) = (files(before), files(after));
        let (old, new) = std::thread::scope(|scope| {
            let old = scope.spawn(|| read::parse(&old));
            let new = read::parse(&new);
            (old.join().unwrap_or_default(), new)
        });
        let (before, after, is_left) = read::link(old, new);
        let mut judgement = Judgement::default();
        if is_left {
            let changes = diff::diff(&before, &after);
            let context = rules::Context { before: &before, after: &after, options };
            let mut judged = rules::judge(&changes, &context);
            witness::look_at(&mut judged, &changes, &before, &after);
            judgement.findings = judged.into_iter().map(|it| it.finding).collect();
        }
        judgement.diagnostics.extend(before.diagnostics);
        judgement.diagnostics.extend(after.diagnostics);
        Ok(judgement)
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        rules::families()
    }
}
