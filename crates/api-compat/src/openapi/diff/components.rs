//! Members of `components` that no operation uses: what uses one is compared where it is used.

use super::Differ;

impl Differ<'_, '_> {
    #[allow(clippy::unused_self)]
    pub(super) fn components(&mut self) {}
}
