//! Whether the old path still has what the new one has.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::stage::{Side, Stage};

/// Whether legacy is current: as long as it is the authority or takes every write, an answer from it is right. Afterwards
/// it is stale, and falling back to it would be worse than failing.
///
/// A [`Stage`] is one, closures from nothing to `bool` are (such as one that asks a rollout for its stage), and an
/// [`AtomicBool`] that somebody sets.
pub trait Currency: Send + Sync {
    /// Whether legacy may answer now.
    fn is_current(&self) -> bool;
}

/// Legacy answers rightly at any time, as it does where nothing is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct AlwaysCurrent;

impl Currency for AlwaysCurrent {
    fn is_current(&self) -> bool {
        true
    }
}

/// Legacy is current in the stages in which it is the authority. Later it still receives writes, but may lag behind.
impl Currency for Stage {
    fn is_current(&self) -> bool {
        self.authority() == Side::Old
    }
}

impl Currency for AtomicBool {
    fn is_current(&self) -> bool {
        self.load(Ordering::Acquire)
    }
}

impl<C: Currency + ?Sized> Currency for Arc<C> {
    fn is_current(&self) -> bool {
        (**self).is_current()
    }
}

impl<F: Fn() -> bool + Send + Sync> Currency for F {
    fn is_current(&self) -> bool {
        self()
    }
}
