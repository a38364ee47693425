//! Keywords for strings, and `format`.

use super::super::atom::Atom;
use super::Reader;
use crate::contain::Group;

impl Reader<'_, '_> {
    /// `contentEncoding`, `contentMediaType` and `contentSchema` are annotations (2020-12 validation, 8.1).
    pub(super) fn strings(&mut self) {
        if let Some(length) = self.count(Group::MinLength, "minLength").filter(|it| *it > 0) {
            self.say(Group::MinLength, Atom::MinLength(length));
        }
        if let Some(length) = self.count(Group::MaxLength, "maxLength") {
            self.say(Group::MaxLength, Atom::MaxLength(length));
        }
        if let Some(pattern) = self.text("pattern") {
            self.say(Group::Pattern, Atom::Pattern(pattern));
        }
        if let Some(format) = self.text("format") {
            self.say(Group::Format, Atom::Format(format));
        }
    }
}
