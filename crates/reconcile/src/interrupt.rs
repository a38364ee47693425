//! Signals that ask for an end: the work stops at the next safe place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether someone asked for an end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. A second signal ends the program at once.
    pub(crate) fn listen() -> Self {
        let asked = Self::default();
        let inner = Arc::clone(&asked.0);
        // Where signals cannot be handled, they end the program as they always do.
        let _ = ctrlc::set_handler(move || {
            if inner.swap(true, Ordering::SeqCst) {
                std::process::exit(3);
            }
        });
        asked
    }

    /// Whether someone asked for an end.
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
