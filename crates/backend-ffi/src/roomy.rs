//! Calls that need more stack than a thread of Rust has.

use std::thread;

use crate::Threads;

/// Bytes of stack in which the known libraries factor a matrix on several threads. OpenBLAS takes half a megabyte for each
/// level of its recursion, of up to six, and writes beyond the end of the two megabytes that threads of Rust have.
const ROOM: usize = 16 << 20;

/// Runs `call`, which may use several threads, where it has [`ROOM`]: here if this is the main thread, whose stack the system
/// makes large, else in a thread for it, which takes tens of microseconds. Where none can be had, `call` may use one thread only.
/// A library that does not say how many threads it uses may use several.
pub(crate) fn roomy(threads: Option<Threads>, mut call: impl FnMut() + Send) {
    if cfg!(unix) && thread::current().name() == Some("main") {
        return call();
    }
    let started =
        thread::scope(|scope| thread::Builder::new().stack_size(ROOM).spawn_scoped(scope, &mut call).is_ok());
    if started {
        return;
    }
    match threads {
        Some(Threads { get, set }) => {
            let before = get();
            set(1);
            call();
            set(before);
        }
        None => call(),
    }
}
