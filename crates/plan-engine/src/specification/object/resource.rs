//! What steps share.

use super::{Fields, Object, Seen};
use crate::specification::form::{Name, Resources, Whole};
use crate::specification::model::ResourceLimit;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Resource {
    name: Option<String>,
    capacity: Option<u32>,
}

impl Object for Resource {
    type Made = ResourceLimit;
    const NAME: &'static str = "resource";
    const ABOUT: &'static str = "Something that steps share, of which there is so much.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Resources>>("name", "Its name, such as `backfill-workers`.", |it| &mut it.name)
            .required()
            .field::<Whole>("capacity", "How many steps can hold one at a time.", |it| &mut it.capacity)
            .required()
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<ResourceLimit> {
        Some(ResourceLimit { name: self.name?, capacity: self.capacity? })
    }
}
