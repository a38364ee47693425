//! The differences as statements that mend the target.

use cli_common::Failure;
use validation::repair::{Direction, RepairOptions, TableRepair, plan, write_script};
use validation::wire::DiffHeader;
use validation::{Difference, Selection, SideInfo};

use crate::failure;

/// The script, for people to read and run; rows that only the target has are left.
pub(super) fn script(
    header: &DiffHeader,
    target: &SideInfo,
    selection: &Selection,
    mut differences: Vec<Difference>,
) -> Result<String, Failure> {
    let (Some(engine), Some(table)) = (target.engine, target.table.clone()) else {
        return Err(Failure::new(format!("{}: a file is not mended by SQL", header.target.label)));
    };
    let repair = TableRepair { table, selection: selection.clone(), differences: &mut differences };
    let options = RepairOptions::new(Direction::SourceToTarget);
    let mut planned = plan(engine, vec![repair], &options).map_err(|it| failure::of(&it))?;
    let mut text = Vec::new();
    write_script(&mut planned, &mut text).map_err(|it| failure::of(&it))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
