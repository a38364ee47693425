//! The primitives of the wrapper: the standard library's, or loom's where its model checker runs them.

// `loom` is set by whoever runs the model checker, as its documentation says; cargo does not know of it.
#![allow(unexpected_cfgs)]

#[cfg(loom)]
pub(crate) use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};
#[cfg(not(loom))]
pub(crate) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

/// Counters of successes; threads are spread over them.
#[cfg(not(loom))]
pub(crate) const STRIPES: usize = 8;
/// One is where threads meet, which is what the model checker is to look at.
#[cfg(loom)]
pub(crate) const STRIPES: usize = 1;

/// The guard of `mutex`; what panicked while it was held left it whole, since nothing behind it panics half-way.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
