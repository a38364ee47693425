//! Two documents side by side, and what is found to differ between them.

use std::ops::Range;
use std::rc::Rc;

use findings::Diagnostic;

use crate::Options;
use crate::change::{Change, Place};
use crate::contain::{Containment, Of};
use crate::document::{NodeId, Tree};
use crate::schema::{Dialect, edits};

/// One of the two documents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) tree: &'a Tree,
    /// The dialect of its schemas, where they do not state one themselves.
    pub(crate) dialect: Dialect,
}

/// A message that both sides know and that differs, and the changes found in its schema.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) place: Rc<Place>,
    /// Indices of [`Comparison::changes`].
    pub(crate) changes: Range<usize>,
    pub(crate) before: NodeId,
    pub(crate) after: NodeId,
}

/// Two documents side by side, and what is found to differ between them.
pub(crate) struct Comparison<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    pub(crate) options: &'a Options,
    pub(crate) containment: Containment<'a>,
    pub(crate) changes: Vec<Change>,
    /// The messages in which schemas were compared, in the order of their changes.
    pub(crate) messages: Vec<Message>,
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
            messages: Vec::new(),
            diagnostics: Vec::new(),
            edits: edits::Memory::default(),
        }
    }

    /// One of the two documents.
    pub(crate) fn side(&self, of: Of) -> Side<'a> {
        match of {
            Of::Before => self.before,
            Of::After => self.after,
        }
    }

    /// Records what differs between two schemas at `place`, whose role says which direction matters.
    pub(crate) fn schemas(&mut self, before: NodeId, after: NodeId, place: &Rc<Place>) {
        let first = self.changes.len();
        if edits::compare(self, before, after, place) {
            let place = Rc::clone(place);
            self.messages.push(Message { place, changes: first..self.changes.len(), before, after });
        }
    }

    /// The message in whose schema the change with the index `change` was found.
    pub(crate) fn message_of(&self, change: usize) -> Option<&Message> {
        let after = self.messages.partition_point(|message| message.changes.start <= change);
        self.messages.get(after.checked_sub(1)?).filter(|message| message.changes.contains(&change))
    }
}
