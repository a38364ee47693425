//! The drill of recovery: base backup, restore point, damage, recovery into an instance on the side by the scripts that leave
//! with a plan, equal rows.

mod mariadb;
mod postgres;
mod sqlite;
