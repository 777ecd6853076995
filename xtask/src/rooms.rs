//! The rooms of the house and the arrows between them, as data.
//!
//! This is the table of `docs/architecture.md`; `cargo xtask tidy` holds the manifests and the sources to it.

/// What a room may use of ours.
pub enum May {
    /// These rooms only.
    Use(&'static [&'static str]),
    /// Every room listed above it.
    UseAllAbove,
}

/// A room: the folder `crates/<name>` and the package `numoxide-<name>`.
pub struct Room {
    pub name: &'static str,
    pub may: May,
}

const fn room(name: &'static str, may: &'static [&'static str]) -> Room {
    Room { name, may: May::Use(may) }
}

const fn upper_room(name: &'static str) -> Room {
    Room { name, may: May::UseAllAbove }
}

/// The house from the cellar up: arrows point upwards in this list only.
pub const ROOMS: &[Room] = &[
    room("simd", &[]),
    room("derive", &[]),
    room("core", &["simd", "derive"]),
    room("ufunc", &["core", "derive", "simd"]),
    room("sorting", &["core", "derive", "simd"]),
    room("backend", &["simd"]),
    room("backend-ffi", &["backend"]),
    room("backend-openblas", &["backend", "backend-ffi"]),
    room("backend-mkl", &["backend", "backend-ffi"]),
    room("backend-accelerate", &["backend", "backend-ffi"]),
    room("backend-runtime", &["backend", "backend-ffi"]),
    room(
        "linalg",
        &[
            "core",
            "derive",
            "simd",
            "ufunc",
            "backend",
            "backend-openblas",
            "backend-mkl",
            "backend-accelerate",
            "backend-runtime",
        ],
    ),
    room("fft", &["core", "derive", "simd"]),
    room("random", &["core", "derive", "linalg"]),
    room("stats", &["core", "derive", "simd", "ufunc", "sorting", "fft", "linalg"]),
    upper_room("strings"),
    upper_room("datetime"),
    upper_room("polynomial"),
    upper_room("ma"),
    room("interop", &["core", "derive"]),
    room("plot", &[]),
    upper_room("numoxide"),
    room("cli", &["numoxide", "plot"]),
    room("python", &["numoxide"]),
];

/// Packages that are never published: tools beside the house. They may look into any room.
pub const TOOLS: &[&str] = &["testkit", "benches", "fuzz", "xtask"];

/// Rooms that link a vendor's library: they compile without it, but what is linked with them needs it.
pub const VENDORS: &[&str] = &["openblas", "mkl", "accelerate"];

/// Features that do no more than let the arrays of another library in: they do not meet each other in any line of code.
pub const NEIGHBOURS: &[&str] = &["ndarray", "nalgebra", "faer", "arrow"];

/// Where `unsafe` may be written, as beginnings of paths. Each such block carries its reason.
pub const UNSAFE: &[&str] = &[
    "crates/simd/",
    "crates/core/src/buffer",
    "crates/core/src/view",
    "crates/core/src/driver",
    // The loops of universal functions and the small lane that runs them without the driver.
    "crates/core/src/ufunc",
    // Vouches for the loops of `simd` that universal functions are made of.
    "crates/ufunc/src/bodies/math",
    // The contracts of `Element` and of layouts made from parts: declared there, relied on in the rooms above.
    "crates/core/src/dtype/element",
    "crates/core/src/layout/mod",
    "crates/backend",
    // Lends the matrices of views to the backend, by leading dimension.
    "crates/linalg/src/lend",
    "crates/interop/src/foreign",
    // Describes views to MPI.
    "crates/interop-mpi/src/lib",
    // Writes `unsafe impl Element` into the user's crate, with the checks that make it hold.
    "crates/derive/src/",
    // Views with any strides over a checked store, and the allocator that poisons and checks layouts.
    "crates/testkit/src/strange",
    "crates/testkit/src/alloc",
    // Hands out foreign memory, to see what becomes of it.
    "fuzz/src/foreign",
    // Streaming stores, to measure what the memory can do.
    "benches/src/bandwidth",
];

/// The room of a package of ours, or `None` for anyone else's.
pub fn room_of(package: &str) -> Option<&str> {
    match package {
        "numoxide" | "xtask" => Some(package),
        _ => package.strip_prefix("numoxide-"),
    }
}

/// Whether `from` may depend on `to`, both names of rooms.
pub fn allowed(from: &str, to: &str, dev: bool) -> bool {
    if TOOLS.contains(&from) {
        return to != "xtask";
    }
    // A room's tests may turn on features of its own.
    if dev && (to == "testkit" || to == from) {
        return true;
    }
    let position = |name: &str| ROOMS.iter().position(|room| room.name == name);
    let (Some(from), Some(to_position)) = (position(from), position(to)) else { return false };
    match ROOMS[from].may {
        May::Use(rooms) => rooms.contains(&to),
        May::UseAllAbove => to_position < from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_follow_the_table() {
        assert!(allowed("core", "simd", false));
        assert!(!allowed("simd", "core", false));
        assert!(!allowed("fft", "ufunc", false));
        assert!(allowed("ma", "stats", false) && !allowed("strings", "ma", false));
        assert!(allowed("numoxide", "interop", false) && !allowed("numoxide", "python", false));
    }

    #[test]
    fn the_testkit_serves_tests_only() {
        assert!(allowed("core", "testkit", true) && !allowed("core", "testkit", false));
        assert!(!allowed("core", "unheard-of", true));
    }

    #[test]
    fn every_named_room_stands_earlier_in_the_list() {
        for (at, room) in ROOMS.iter().enumerate() {
            if let May::Use(names) = room.may {
                for name in names {
                    assert!(ROOMS[..at].iter().any(|lower| lower.name == *name), "{} -> {name}", room.name);
                }
            }
        }
    }
}
