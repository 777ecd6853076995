//! The times of the library that `NUMOXIDE_BLAS` names on one thread, for `cargo xtask backends`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let backend = numoxide_backend_runtime::from_environment().ok_or("NUMOXIDE_BLAS is not set")??;
    backend.set_threads(1);
    println!("{}, {}-bit integers", backend.name(), backend.integer_bits());
    for (case, seconds) in numoxide_backend::times(backend)? {
        println!("{case}\t{seconds:e}");
    }
    Ok(())
}
