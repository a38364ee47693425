//! Columns that have no form in common.

use crate::{Error, ErrorKind, Result, Side};

/// Types of MySQL and MariaDB whose values are bytes that no other engine writes.
const GEOMETRIES: [&str; 8] = [
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
];

/// Whether every field can be compared at all. A geometry is, but only with one of such an engine.
///
/// # Errors
/// [`ErrorKind::Usage`] that names the first field that cannot.
pub(crate) fn comparable(source: &dyn Side, target: &dyn Side) -> Result<()> {
    for (place, field) in source.selection().fields.iter().enumerate() {
        if is_geometry(source, place) != is_geometry(target, place) {
            return Err(Error::new(
                ErrorKind::Usage,
                format!(
                    "`{name}` is a geometry of MySQL or MariaDB on one side only, which cannot be compared: say what it is as text with a \
                     mapping ({name} as ST_AsText({name})), or leave it out",
                    name = field.name
                ),
            ));
        }
    }
    Ok(())
}

fn is_geometry(side: &dyn Side, place: usize) -> bool {
    use database::EngineKind as Engine;
    let info = side.info();
    let name = side.selection().fields.get(place).and_then(|it| it.column.as_ref());
    let column = info.table.as_ref().zip(name).and_then(|(table, name)| table.column(name));
    matches!(info.engine, Some(Engine::MySql | Engine::MariaDb))
        && column.is_some_and(|it| GEOMETRIES.contains(&it.type_name.to_ascii_lowercase().as_str()))
}
