//! Time zones of the IANA database that is built in: those of the machine do not count.

use jiff::tz::TimeZoneDatabase;

/// Whether `name` is a time zone of the IANA database, for example `Europe/Berlin`.
pub fn is_time_zone(name: &str) -> bool {
    TimeZoneDatabase::bundled().get(name).is_ok()
}

/// The names of all time zones.
pub fn time_zones() -> Vec<String> {
    TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_name() {
        assert!(is_time_zone("Europe/Berlin") && is_time_zone("UTC"));
        assert!(!is_time_zone("Europe/Berln") && !is_time_zone(""));
        assert!(time_zones().iter().any(|name| name == "Asia/Tokyo"));
    }
}
