//! Places of changes within an operation.

use std::rc::Rc;

use crate::change::{Place, Role, Stability};
use crate::openapi::model::{Operation, Part};

/// What all places of an operation have in common.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    base: Place,
    /// Whether the system sends what operations call requests: callbacks and webhooks.
    flipped: bool,
    /// Words that stand before the subject, of callbacks.
    prefix: String,
    /// How many callbacks this is within.
    pub(super) depth: usize,
}

impl Scope {
    /// The scope of `operation` in the old document, known as `name`.
    pub(super) fn of(name: String, operation: &Operation<'_>, flipped: bool) -> Self {
        let base = Place { operation: Some(name), stability: stability(&operation.part), ..Place::default() };
        Self { base, flipped, prefix: String::new(), depth: 0 }
    }

    /// The scope of an operation that this one's operation makes the system call.
    pub(super) fn called_back(&self, name: &str) -> Self {
        let prefix = format!("{}{name}: ", self.prefix);
        Self { base: self.base.clone(), flipped: !self.flipped, prefix, depth: self.depth + 1 }
    }

    /// What a client sends.
    pub(super) fn request(&self, subject: &str) -> Place {
        self.place(if self.flipped { Role::Response } else { Role::Request }, subject)
    }

    /// What a client receives.
    pub(super) fn response(&self, subject: &str) -> Place {
        self.place(if self.flipped { Role::Request } else { Role::Response }, subject)
    }

    /// What is neither.
    pub(super) fn aside(&self, subject: &str) -> Place {
        self.place(Role::Neither, subject)
    }

    fn place(&self, role: Role, subject: &str) -> Place {
        Place { role, subject: format!("{}{subject}", self.prefix), ..self.base.clone() }
    }
}

impl Place {
    /// With what the old document says of how long `part` will be there.
    pub(super) fn lasting_as(self, part: &Part<'_>) -> Rc<Self> {
        let deprecated = part.flag("deprecated") == Some(true);
        Rc::new(Self { deprecated, sunset: part.word("x-sunset").map(str::to_owned), ..self })
    }

    /// The place of something within this one.
    pub(super) fn within(&self, subject: &str) -> Rc<Self> {
        let subject = match self.subject.as_str() {
            "" | "document" => subject.to_owned(),
            outer => format!("{subject} of {outer}"),
        };
        Rc::new(Self { subject, ..self.clone() })
    }
}

/// The level that the operation states, where it is one.
pub(super) fn stability(part: &Part<'_>) -> Stability {
    part.str("x-stability-level").and_then(Stability::parse).unwrap_or_default()
}
