//! Two documents side by side, and what is found to differ between them.

use std::rc::Rc;

use findings::Diagnostic;

use crate::Options;
use crate::change::{Change, Place};
use crate::contain::Containment;
use crate::document::{NodeId, Tree};
use crate::schema::{Dialect, edits};

/// One of the two documents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) tree: &'a Tree,
    /// The dialect of its schemas, where they do not state one themselves.
    pub(crate) dialect: Dialect,
}

/// Two documents side by side, and what is found to differ between them.
pub(crate) struct Comparison<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    pub(crate) options: &'a Options,
    pub(crate) containment: Containment<'a>,
    pub(crate) changes: Vec<Change>,
    /// What had to be said of the documents themselves on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What comparisons of schemas have found so far.
    pub(crate) edits: edits::Memory,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(before: Side<'a>, after: Side<'a>, options: &'a Options) -> Self {
        Self {
            before,
            after,
            options,
            containment: Containment::new(before, after, options),
            changes: Vec::new(),
            diagnostics: Vec::new(),
            edits: edits::Memory::default(),
        }
    }

    /// Records what differs between two schemas at `place`, whose role says which direction matters.
    pub(crate) fn schemas(&mut self, before: NodeId, after: NodeId, place: &Rc<Place>) {
        edits::compare(self, before, after, place);
    }
}
