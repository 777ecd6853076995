//! The times of the backend in Rust on one thread, for `cargo xtask backends`.

use numoxide_backend::Backend;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let backend = numoxide_backend::pure();
    backend.set_threads(1);
    println!("{}, {}-bit integers", backend.name(), backend.integer_bits());
    for (case, seconds) in numoxide_backend::times(backend)? {
        println!("{case}\t{seconds:e}");
    }
    Ok(())
}
