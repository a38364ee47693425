//! An independent validator looks at every witness: a value that one side accepts and the other refuses.
//!
//! It sees the schemas as they stand in the documents, not what containment made of them. What it confirms says so;
//! what it contradicts is no longer called breaking, with the validator's words; where it cannot tell, the witness says
//! why.

#[cfg(feature = "confirm")]
mod closure;
#[cfg(feature = "confirm")]
mod exchange;
#[cfg(feature = "confirm")]
mod faults;
#[cfg(feature = "confirm")]
mod formats;
#[cfg(feature = "confirm")]
mod opinions;
#[cfg(feature = "confirm")]
mod pass;
#[cfg(feature = "confirm")]
mod translate;
#[cfg(feature = "confirm")]
mod validator;
#[cfg(feature = "confirm")]
mod work;

#[cfg(feature = "confirm")]
pub(crate) use closure::Contents;
#[cfg(feature = "confirm")]
pub(crate) use exchange::Exchange;
#[cfg(all(test, feature = "confirm"))]
pub(crate) use formats::known_to as known_formats;
#[cfg(feature = "confirm")]
pub(crate) use opinions::dialect_of;
#[cfg(feature = "confirm")]
pub(crate) use pass::look_at;
#[cfg(feature = "confirm")]
pub(crate) use validator::Prepared;

/// Leaves the witnesses as they are: the validator is not built in.
#[cfg(not(feature = "confirm"))]
pub(crate) fn look_at(_judged: &mut [crate::rules::Judged], _comparison: &crate::comparison::Comparison<'_>) {}
