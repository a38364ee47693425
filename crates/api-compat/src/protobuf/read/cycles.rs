//! Imports that lead back to where they came from: no compiler takes them.

use std::collections::HashMap;

use findings::{Diagnostic, DiagnosticLevel};

use crate::protobuf::model::File;

/// How far the way through the imports of a file has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// What it imports is being looked at.
    Open,
    Done,
}

/// Imports of files that import the one that they stand in, directly or by way of others: one for each file.
pub(super) fn cycles(files: &[File]) -> Vec<Diagnostic> {
    let by_path: HashMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
    let mut states = vec![State::New; files.len()];
    let mut found = Vec::new();
    for start in 0..files.len() {
        // Files on the way, and how many of their imports have been looked at.
        let mut way = vec![(start, 0_usize)];
        while let Some((at, next)) = way.pop() {
            let (Some(file), Some(state)) = (files.get(at), states.get_mut(at)) else { continue };
            if next == 0 && *state != State::New {
                continue;
            }
            let Some(import) = file.imports.get(next) else {
                *state = State::Done;
                continue;
            };
            *state = State::Open;
            way.push((at, next + 1));
            let Some(to) = by_path.get(import.path.as_str()).copied() else { continue };
            match states.get(to) {
                Some(State::New) => way.push((to, 0)),
                Some(State::Open) => found.push((at, next)),
                _ => {}
            }
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(at, _)| *at);
    found.into_iter().filter_map(|(at, next)| diagnostic(files.get(at)?, next)).collect()
}

fn diagnostic(file: &File, at: usize) -> Option<Diagnostic> {
    let import = file.imports.get(at)?;
    let (path, imported) = (&file.path, &import.path);
    let message = if path == imported {
        format!("`{path}` imports itself: no compiler takes that")
    } else {
        format!("`{path}` imports `{imported}`, which imports it, directly or by way of others: no compiler takes that")
    };
    Some(Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "circular-import".to_owned(),
        message,
        location: Some(file.source.locate(import.span)),
        help: Some("move what both need to a file of its own; until then few findings can be confirmed".to_owned()),
    })
}
