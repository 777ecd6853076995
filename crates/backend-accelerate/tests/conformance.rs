//! Accelerate keeps the contract: empty on systems that do not have it.

#[cfg(any(target_os = "macos", accelerate_stub))]
#[test]
fn accelerate_conforms() {
    let accelerate = numoxide_backend_accelerate::accelerate();
    assert!(accelerate.name().starts_with("Accelerate"));
    if let Err(failures) = numoxide_backend::conformance(accelerate) {
        panic!("{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}
