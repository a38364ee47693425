//! Keeps a store up to date with a file.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::file::File;
use super::store::Store;
use crate::{Error, ErrorKind, Timestamp};

/// What a watcher saw.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WatchEvent {
    /// The file has changed, and decisions follow it.
    Changed,
    /// The file has changed, or gone, and cannot be used: decisions follow the last that could.
    Kept(Error),
}

type Now = Box<dyn Fn() -> Timestamp + Send>;
type Report = Box<dyn Fn(WatchEvent) + Send>;

/// How a file is watched.
pub struct WatchOptions {
    interval: Duration,
    now: Now,
    report: Report,
}

impl std::fmt::Debug for WatchOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("WatchOptions").field("interval", &self.interval).finish_non_exhaustive()
    }
}

impl WatchOptions {
    /// Once a second, by the clock `now`: `|| SystemTime::now().into()` in a service.
    pub fn new(now: impl Fn() -> Timestamp + Send + 'static) -> Self {
        Self { interval: Duration::from_secs(1), now: Box::new(now), report: Box::new(|_| {}) }
    }

    /// How long to wait between two looks.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Who is told what is seen, on the watcher's thread. A report that panics is not told what it missed; the file is
    /// watched on.
    #[must_use]
    pub fn report(mut self, report: impl Fn(WatchEvent) + Send + 'static) -> Self {
        self.report = Box::new(report);
        self
    }
}

/// A thread that keeps a store up to date with a file, and its schedules with the clock. It ends when this is dropped.
#[derive(Debug)]
pub struct Watcher {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Watches a file for a store.
    ///
    /// # Errors
    /// [`ErrorKind::Unreadable`] where no thread can be started.
    pub fn start(store: Arc<Store>, path: impl AsRef<Path>, options: WatchOptions) -> Result<Self, Error> {
        let mut watch = Watch::new(path.as_ref());
        let (stop, stopped) = channel();
        let look = move || {
            while stopped.recv_timeout(options.interval) == Err(RecvTimeoutError::Timeout) {
                watch.look(&store, (options.now)(), &options.report);
            }
        };
        let thread = std::thread::Builder::new().name("rollout-watcher".to_owned()).spawn(look).map_err(|error| {
            Error::new(ErrorKind::Unreadable, format!("no thread can be started to watch a file: {error}"))
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A clock that panicked has told so itself.
            let _ = thread.join();
        }
    }
}

/// What a watcher does at each look.
struct Watch {
    file: File,
    stamp: Option<(std::time::SystemTime, u64)>,
    /// Looks that saw the same time of change: after the second, the bytes are not read again.
    same: u32,
}

impl Watch {
    fn new(path: &Path) -> Self {
        Self { file: File::new(path), stamp: None, same: 0 }
    }

    fn look(&mut self, store: &Store, now: Timestamp, report: &impl Fn(WatchEvent)) {
        let stamp = self.file.stamp();
        self.same = if stamp.is_some() && stamp == self.stamp { self.same.saturating_add(1) } else { 0 };
        self.stamp = stamp;
        // Every sixtieth time anyway: some file systems keep no times.
        let is_read = self.same < 2 || self.same.is_multiple_of(60);
        match if is_read { self.file.poll() } else { None } {
            None => store.advance(now),
            Some(Ok(document)) => {
                store.replace(document, now);
                tell(report, WatchEvent::Changed);
            }
            Some(Err(error)) => {
                store.advance(now);
                tell(report, WatchEvent::Kept(error));
            }
        }
    }
}

/// A report that panics ends nothing: a kill switch has to work afterwards too.
fn tell(report: &impl Fn(WatchEvent), event: WatchEvent) {
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| report(event)));
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::Mutex;

    use super::*;

    fn text(percentage: u32) -> String {
        format!(r#"{{ "schema_version": "1.0", "flags": {{ "pay": {{ "percentage": {percentage} }} }} }}"#)
    }

    /// A path of this test's own; nothing is left of it.
    struct Scratch(std::path::PathBuf);

    impl Scratch {
        fn new(name: &str, text: &str) -> std::io::Result<Self> {
            let path = std::env::temp_dir().join(format!("cutover-{}-{name}.json", std::process::id()));
            std::fs::write(&path, text).map(|()| Self(path))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn a_broken_file_keeps_the_last_good_state() -> Result<(), Box<dyn std::error::Error>> {
        let file = Scratch::new("broken", &text(0))?;
        let now = Timestamp::from_seconds(0);
        let store = Store::open(&file.0, now)?;
        let events = RefCell::new(Vec::new());
        let mut watch = Watch::new(&file.0);
        let mut look = || {
            watch.look(&store, now, &|event| events.borrow_mut().push(event));
            (store.is_enabled("pay", "ann"), events.borrow_mut().drain(..).collect::<Vec<_>>())
        };
        assert_eq!(look(), (false, vec![WatchEvent::Changed]), "the first look");
        assert_eq!(look(), (false, vec![]));
        std::fs::write(&file.0, text(100))?;
        assert_eq!(look(), (true, vec![WatchEvent::Changed]));
        std::fs::write(&file.0, text(101))?;
        let (is_enabled, told) = look();
        assert!(
            is_enabled
                && matches!(told.as_slice(), [WatchEvent::Kept(error)] if error.to_string().contains("flags.pay"))
        );
        assert_eq!(look(), (true, vec![]), "told once");
        std::fs::remove_file(&file.0)?;
        let (is_enabled, told) = look();
        assert!(
            is_enabled && matches!(told.as_slice(), [WatchEvent::Kept(error)] if error.kind() == ErrorKind::Unreadable)
        );
        std::fs::write(&file.0, text(0))?;
        assert_eq!(look(), (false, vec![WatchEvent::Changed]));
        Ok(())
    }

    #[test]
    fn a_report_that_panics_ends_nothing() -> Result<(), Box<dyn std::error::Error>> {
        let file = Scratch::new("panics", &text(0))?;
        let now = Timestamp::from_seconds(0);
        let store = Store::open(&file.0, now)?;
        let mut watch = Watch::new(&file.0);
        let look = |watch: &mut Watch| watch.look(&store, now, &|event| assert_eq!(event, WatchEvent::Changed));
        look(&mut watch);
        std::fs::write(&file.0, "{")?;
        look(&mut watch);
        std::fs::write(&file.0, text(100))?;
        look(&mut watch);
        assert!(store.is_enabled("pay", "ann"));
        Ok(())
    }

    /// Reading from them would not end, or not soon.
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_read() {
        for path in ["/dev/zero", "/"] {
            let error = Store::open(path, Timestamp::from_seconds(0)).err();
            assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Unreadable), "{path}");
        }
    }

    #[test]
    fn the_thread_sees_a_change_and_ends() -> Result<(), Box<dyn std::error::Error>> {
        let file = Scratch::new("thread", &text(0))?;
        let now = Timestamp::from_seconds(0);
        let store = Arc::new(Store::open(&file.0, now)?);
        let (tell, told) = channel();
        let tell = Mutex::new(tell);
        let report = move |event| {
            let _ = tell.lock().map(|tell| tell.send(event));
        };
        let options = WatchOptions::new(move || now).every(Duration::from_millis(5)).report(report);
        let watcher = Watcher::start(Arc::clone(&store), &file.0, options)?;
        assert_eq!(told.recv_timeout(Duration::from_mins(1))?, WatchEvent::Changed);
        // Put in place at once, as whoever writes it should.
        let next = Scratch::new("next", &text(100))?;
        std::fs::rename(&next.0, &file.0)?;
        assert_eq!(told.recv_timeout(Duration::from_mins(1))?, WatchEvent::Changed);
        assert!(store.is_enabled("pay", "ann"));
        drop(watcher);
        assert_eq!(Arc::strong_count(&store), 1, "the thread has ended");
        Ok(())
    }
}
