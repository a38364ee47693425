//! Keywords for numbers.

use super::super::atom::Atom;
use super::Reader;
use crate::contain::Group;

impl Reader<'_, '_> {
    pub(super) fn numbers(&mut self) {
        if let Some(bound) = self.number(Group::Minimum, "minimum") {
            let exclusive = self.dialect.has_boolean_exclusive() && self.flag("exclusiveMinimum");
            self.say(Group::Minimum, Atom::Minimum { bound, exclusive });
        }
        if let Some(bound) = self.number(Group::Maximum, "maximum") {
            let exclusive = self.dialect.has_boolean_exclusive() && self.flag("exclusiveMaximum");
            self.say(Group::Maximum, Atom::Maximum { bound, exclusive });
        }
        if !self.dialect.has_boolean_exclusive() {
            if let Some(bound) = self.number(Group::Minimum, "exclusiveMinimum") {
                self.say(Group::Minimum, Atom::Minimum { bound, exclusive: true });
            }
            if let Some(bound) = self.number(Group::Maximum, "exclusiveMaximum") {
                self.say(Group::Maximum, Atom::Maximum { bound, exclusive: true });
            }
        }
        if let Some(step) = self.number(Group::MultipleOf, "multipleOf").filter(|it| !it.is_negative() && !it.is_zero())
        {
            self.say(Group::MultipleOf, Atom::MultipleOf(step));
        }
    }
}
