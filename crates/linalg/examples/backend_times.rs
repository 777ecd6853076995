//! The times of the backend in use on one thread, one line a case, for `cargo xtask backends`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use numoxide_core::Array;
use numoxide_linalg::{
    Result, Uplo, cholesky, eig, eigh, eigvalsh, inv, matmul, qr, set_num_threads, show_config, solve, svd,
    svdvals,
};

/// The least time of as many runs as fit into a third of a second, but at least two.
fn time<R>(name: &str, mut work: impl FnMut() -> Result<R>) -> Result<()> {
    let (start, mut least, mut runs) = (Instant::now(), Duration::MAX, 0);
    while runs < 2 || start.elapsed() < Duration::from_millis(330) {
        let begin = Instant::now();
        black_box(work()?);
        least = least.min(begin.elapsed());
        runs += 1;
    }
    println!("{name}\t{:e}", least.as_secs_f64());
    Ok(())
}

/// Repeatable numbers in 0..1.
fn matrix(n: usize) -> Result<Array<f64>> {
    let mut state = 1u64;
    let items = (0..n * n).map(|_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    });
    Ok(Array::from_vec(items.collect())?.reshape([n, n])?)
}

fn main() -> Result<()> {
    set_num_threads(1);
    let config = show_config();
    println!("{}, {}-bit integers", config.backend, config.integer_bits);
    for n in [8, 64, 512, 1024] {
        let a = matrix(n)?;
        let mut positive = matmul(&a, a.t())?;
        (0..n).for_each(|i| positive[[i, i]] += n as f64);
        time(&format!("matmul {n}"), || matmul(&a, &positive))?;
        time(&format!("solve {n}"), || solve(&a, &positive))?;
        time(&format!("inv {n}"), || inv(&a))?;
        time(&format!("cholesky {n}"), || cholesky(&positive))?;
        time(&format!("qr {n}"), || qr(&a))?;
        time(&format!("eigvalsh {n}"), || eigvalsh(&positive, Uplo::Lower))?;
        time(&format!("eigh {n}"), || eigh(&positive, Uplo::Lower))?;
        time(&format!("svdvals {n}"), || svdvals(&a))?;
        if n <= 512 {
            time(&format!("svd {n}"), || svd(&a))?;
        }
        if n <= 64 {
            time(&format!("eig {n}"), || eig(&a))?;
        }
    }
    Ok(())
}
