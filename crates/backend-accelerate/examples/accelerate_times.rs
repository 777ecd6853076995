//! The times of Accelerate, for `cargo xtask backends`; nothing on systems that do not have it.

#[cfg(any(target_os = "macos", accelerate_stub))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let backend = numoxide_backend_accelerate::accelerate();
    println!("{}, {}-bit integers", backend.name(), backend.integer_bits());
    for (case, seconds) in numoxide_backend::times(backend)? {
        println!("{case}\t{seconds:e}");
    }
    Ok(())
}

#[cfg(not(any(target_os = "macos", accelerate_stub)))]
fn main() {}
