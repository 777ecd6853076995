//! Dependencies between our packages, held to the table of rooms.

use crate::metadata::Package;
use crate::rooms::{ROOMS, TOOLS, allowed, room_of};

/// Every dependency that is no arrow of the table, and every package that is no room of it.
pub fn check(packages: &[Package]) -> Vec<String> {
    packages.iter().flat_map(breaches_of).collect()
}

fn breaches_of(package: &Package) -> Vec<String> {
    let known = |name: &str| TOOLS.contains(&name) || ROOMS.iter().any(|room| room.name == name);
    let Some(room) = room_of(&package.name).filter(|room| known(room)) else {
        return vec![format!("{}: no such room in the table (xtask/src/rooms.rs)", package.name)];
    };
    let mut breaches = Vec::new();
    if package.folder != folder_of(room) {
        breaches.push(format!("{}: lies in {}, not in {}", package.name, package.folder, folder_of(room)));
    }
    for dependency in &package.dependencies {
        let Some(to) = room_of(&dependency.name) else { continue };
        if !allowed(room, to, dependency.dev) {
            breaches.push(format!("{}: may not use {} (xtask/src/rooms.rs)", package.name, dependency.name));
        }
    }
    breaches
}

fn folder_of(room: &str) -> String {
    match room {
        "xtask" | "benches" | "fuzz" => room.to_owned(),
        _ => format!("crates/{room}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    fn package(name: &str, folder: &str, uses: &[(&str, bool)]) -> Package {
        let dependencies =
            uses.iter().map(|(name, dev)| Dependency { name: (*name).into(), dev: *dev }).collect();
        Package {
            name: name.into(),
            version: String::new(),
            license: String::new(),
            source: None,
            folder: folder.into(),
            dependencies,
            features: Default::default(),
            has_library: true,
        }
    }

    #[test]
    fn arrows_of_the_table_pass() {
        let uses = [("numoxide-simd", false), ("rayon", false), ("numoxide-testkit", true)];
        assert!(check(&[package("numoxide-core", "crates/core", &uses)]).is_empty());
    }

    #[test]
    fn other_arrows_rooms_and_folders_are_breaches() {
        let upward = package("numoxide-simd", "crates/simd", &[("numoxide-core", false)]);
        assert_eq!(check(&[upward]).len(), 1);
        assert_eq!(check(&[package("numoxide-cellar", "crates/cellar", &[])]).len(), 1);
        assert_eq!(check(&[package("numoxide-core", "crates/other", &[])]).len(), 1);
    }
}
