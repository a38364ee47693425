//! Who breaks. Messages go two ways: those of old writers, stored ones among them, to new readers, and those of new writers
//! to old readers. Where code does not compile any more it is the code of the running version.

use findings::Party;

use super::{Levels, ProtobufLevel};

/// What old writers wrote is not read by new readers as it was meant.
pub(in crate::protobuf) const OLD_TO_NEW: &[Party] = &[Party::OldWriters, Party::NewReaders, Party::StoredData];
/// What new writers write is not read by old readers as it was meant.
pub(in crate::protobuf) const NEW_TO_OLD: &[Party] = &[Party::OldReaders, Party::NewWriters];
/// Either way.
pub(in crate::protobuf) const BOTH_WAYS: &[Party] =
    &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData];
const CODE: &[Party] = &[Party::OldReaders, Party::OldWriters];

/// Who breaks: by generated code, by messages in JSON, and by messages in bytes or by calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) struct Who {
    code: &'static [Party],
    json: &'static [Party],
    wire: &'static [Party],
}

impl Who {
    /// By messages in JSON, by messages in bytes, and by code, which has to change as well.
    pub(in crate::protobuf) const fn data(json: &'static [Party], wire: &'static [Party]) -> Self {
        Self { code: CODE, json, wire }
    }

    /// By what generated code does alone.
    pub(in crate::protobuf) const fn generated(code: &'static [Party]) -> Self {
        Self { code, json: &[], wire: &[] }
    }

    /// By what is sent alone: code stays as it is.
    pub(in crate::protobuf) const fn sent(wire: &'static [Party]) -> Self {
        Self { code: &[], json: &[], wire }
    }
}

/// At which levels something breaks, and who breaks there; where nothing is said, whom the rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) struct Broken {
    pub(super) levels: Levels,
    who: Option<Who>,
}

impl From<Levels> for Broken {
    fn from(levels: Levels) -> Self {
        Self { levels, who: None }
    }
}

impl Levels {
    /// At these levels, and who breaks there.
    pub(in crate::protobuf) const fn whom(self, who: Who) -> Broken {
        Broken { levels: self, who: Some(who) }
    }
}

impl Broken {
    /// Who breaks for those who ask for `level`; `all` are those whom the rule names.
    pub(super) fn parties(&self, level: ProtobufLevel, all: &[Party]) -> Vec<Party> {
        let Some(who) = self.who else { return all.to_vec() };
        let kinds =
            [(ProtobufLevel::Package, who.code), (ProtobufLevel::WireJson, who.json), (ProtobufLevel::Wire, who.wire)];
        let counts = |it: ProtobufLevel| level as u8 <= it as u8 && self.levels.holds(it);
        let parties = kinds.into_iter().filter(|(it, _)| counts(*it)).flat_map(|(_, parties)| parties);
        let mut parties: Vec<Party> = parties.copied().collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_for_breaks_nobody() {
        use Party::{NewReaders, OldReaders, OldWriters, StoredData};
        let broken = Levels::up_to(ProtobufLevel::Wire).whom(Who::data(&[NewReaders], &[StoredData]));
        let at = |level| broken.parties(level, &[]);
        assert_eq!(at(ProtobufLevel::File), [OldReaders, OldWriters, NewReaders, StoredData]);
        assert_eq!(at(ProtobufLevel::WireJson), [NewReaders, StoredData]);
        assert_eq!(at(ProtobufLevel::Wire), [StoredData]);
        let only_code = Levels::up_to(ProtobufLevel::Package).whom(Who::data(&[NewReaders], &[StoredData]));
        assert_eq!(only_code.parties(ProtobufLevel::File, &[]), [OldReaders, OldWriters]);
        let unsaid = Broken::from(Levels::NONE);
        assert_eq!(unsaid.parties(ProtobufLevel::Wire, &[OldWriters]), [OldWriters]);
    }
}
