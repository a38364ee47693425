//! What the plan is carried out with: the files of `plan artefacts`.

use super::Page;
use super::prose::{name, prose, sentence};
use crate::artefact::{Artefact, ArtefactDirection, artefacts};

/// The files phase by phase, or what keeps them from being written.
pub(super) struct Files {
    pub(super) groups: Vec<Group>,
    /// Fields that nobody has stated, and what for.
    pub(super) missing: Vec<(String, String)>,
    /// What was not asked for: what, and the field that asks for it.
    pub(super) left_out: Vec<(String, String)>,
}

/// The files of a phase, or those of the whole.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) files: Vec<Line>,
}

/// A file.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) direction: &'static str,
    pub(super) purpose: String,
}

impl Files {
    pub(super) fn of(page: &Page<'_>) -> Self {
        match artefacts(page.plan, None) {
            Ok(made) => {
                let whole = group("the whole plan", made.files.iter().filter(|it| it.phase.is_none()));
                let phases =
                    page.plan.phases.iter().map(|phase| {
                        group(&phase.id, made.files.iter().filter(|it| it.phase.as_ref() == Some(&phase.id)))
                    });
                let left_out = made.manifest.left_out.iter().map(|it| (prose(&it.what), name(&it.field)));
                Self {
                    groups: std::iter::once(whole).chain(phases).filter(|it| !it.files.is_empty()).collect(),
                    missing: Vec::new(),
                    left_out: left_out.collect(),
                }
            }
            Err(refused) => Self {
                groups: Vec::new(),
                missing: refused.missing.iter().map(|it| (name(&it.field), prose(&it.needed_for))).collect(),
                left_out: Vec::new(),
            },
        }
    }
}

fn group<'a>(title: &str, files: impl Iterator<Item = &'a Artefact>) -> Group {
    let line = |it: &Artefact| Line {
        path: name(&it.path),
        direction: match it.direction {
            ArtefactDirection::Forward => "forward",
            ArtefactDirection::Back => "back",
            ArtefactDirection::Both => "",
        },
        purpose: prose(&sentence(&it.purpose)),
    };
    Group { name: name(title), files: files.map(line).collect() }
}
