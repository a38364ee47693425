//! Where the parts of a file of checks stand.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Fault;

/// Where the parts of a file of checks stand.
pub(super) struct Places<'t> {
    file: &'t str,
    text: &'t str,
    root: DeTable<'t>,
}

impl<'t> Places<'t> {
    pub(super) fn read(file: &'t str, text: &'t str) -> Result<Self, Fault> {
        match DeTable::parse(text) {
            Ok(root) => Ok(Self { file, text, root: root.into_inner() }),
            Err(error) => {
                let message = format!("this is no TOML: {}", error.message());
                Err(Fault::at(file, text, &error.span().unwrap_or_default(), message))
            }
        }
    }

    /// The place of `field` of the `nth` table of a kind; of that table itself where it has no such field.
    pub(super) fn of(&self, kind: &str, nth: usize, field: &str) -> Range<usize> {
        let Some((key, value)) = self.root.iter().find(|(key, _)| key.get_ref() == kind) else { return 0..0 };
        let (DeValue::Array(items), here) = (value.get_ref(), key.span()) else { return key.span() };
        let Some(item) = items.get(nth) else { return here };
        match item.get_ref() {
            DeValue::Table(table) => {
                let found = table.iter().find(|(key, _)| key.get_ref() == field);
                found.map_or(item.span(), |(_, value)| value.span())
            }
            _ => item.span(),
        }
    }

    /// The place of `field` of the table `name`, which is one below the root; of the table where it has no such field.
    pub(super) fn of_table(&self, name: &str, field: &str) -> Range<usize> {
        let Some((key, value)) = self.root.iter().find(|(key, _)| key.get_ref() == name) else { return 0..0 };
        match value.get_ref() {
            DeValue::Table(table) => {
                table.iter().find(|(key, _)| key.get_ref() == field).map_or(key.span(), |(key, _)| key.span())
            }
            _ => key.span(),
        }
    }

    pub(super) fn fault(&self, span: &Range<usize>, message: impl Into<String>) -> Fault {
        Fault::at(self.file, self.text, span, message)
    }
}
