//! Signals that ask for an end: what runs in the engines is cancelled, and the program ends.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cli_common::Failure;

/// How long the work may take to notice that it is cancelled. Whatever it does then is left as it is: a transaction that is open is
/// rolled back by its engine.
const GRACE: Duration = Duration::from_secs(1);

/// Whether someone asked for an end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt {
    asked: database::Interrupt,
    noticed: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on. A second signal ends the program at once.
    pub(crate) fn listen() -> Self {
        let listening = Self::default();
        let told = listening.clone();
        // Where signals cannot be handled, they end the program as they always do.
        let _ = ctrlc::set_handler(move || {
            if told.asked.asked() {
                end();
            }
            let (cancelled, waited) = (told.asked.clone(), told.clone());
            // An engine that does not answer keeps nobody.
            std::thread::spawn(move || cancelled.ask());
            std::thread::spawn(move || {
                std::thread::sleep(GRACE);
                if !waited.noticed.load(Ordering::SeqCst) {
                    end();
                }
            });
        });
        listening
    }

    /// What the sessions of engines are given.
    pub(crate) fn of_engines(&self) -> &database::Interrupt {
        &self.asked
    }

    /// Whether someone asked for an end. Who is told so has a way to end soon.
    pub(crate) fn asked(&self) -> bool {
        let asked = self.asked.asked();
        if asked {
            self.noticed.store(true, Ordering::SeqCst);
        }
        asked
    }

    /// What failed, or that it was interrupted, which is why it failed; `help` says how to go on.
    pub(crate) fn told(&self, failure: Failure, help: &str) -> Failure {
        match (self.asked(), help) {
            (false, _) => failure,
            (true, "") => Failure::new("interrupted"),
            (true, help) => Failure::new("interrupted").help(help),
        }
    }
}

/// Ends the program where it is.
fn end() {
    // What shows the progress stands on the line of the cursor.
    let clear = if std::io::stderr().is_terminal() { "\r\u{1b}[2K" } else { "" };
    eprintln!("{clear}error: interrupted");
    std::process::exit(3);
}
