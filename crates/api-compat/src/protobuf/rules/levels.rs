//! At which levels something breaks.

use super::{Change, ProtobufLevel};

/// At which levels something breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) struct Levels(u8);

impl Levels {
    /// At none.
    pub(in crate::protobuf) const NONE: Self = Self(0);

    /// At that level, and at all that are stricter.
    pub(in crate::protobuf) const fn up_to(level: ProtobufLevel) -> Self {
        Self((2 << level as u8) - 1)
    }

    /// At that level alone.
    pub(in crate::protobuf) const fn only(level: ProtobufLevel) -> Self {
        Self(1 << level as u8)
    }

    /// Where a type is missing: from its file, from its package.
    pub(in crate::protobuf) fn missing(change: &Change<'_>) -> Self {
        let mut levels = Self::NONE;
        if change.missing.from_file {
            levels.0 |= Self::only(ProtobufLevel::File).0;
        }
        if change.missing.from_package {
            levels.0 |= Self::only(ProtobufLevel::Package).0;
        }
        levels
    }

    pub(in crate::protobuf) const fn holds(self, level: ProtobufLevel) -> bool {
        self.0 & (1 << level as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stricter_levels_are_held_as_well() {
        use ProtobufLevel::{File, Package, Wire, WireJson};
        let levels = Levels::up_to(WireJson);
        assert_eq!([File, Package, WireJson, Wire].map(|level| levels.holds(level)), [true, true, true, false]);
        assert!(Levels::up_to(Wire).holds(Wire) && !Levels::only(Package).holds(File));
    }
}
