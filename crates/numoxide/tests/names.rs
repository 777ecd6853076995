//! Names of NumPy's that are a method, a constant or a type here, held to NumPy's answers for small arrays.

use numoxide::constants::{E, EULER_GAMMA, INF, NAN, PI};
use numoxide::*;

#[test]
fn constants_are_numpys() {
    // repr(np.e), repr(np.pi), repr(np.euler_gamma)
    let written = [E, PI, EULER_GAMMA].map(|constant| constant.to_string());
    assert_eq!(written, ["2.718281828459045", "3.141592653589793", "0.5772156649015329"]);
    assert!(INF > f64::MAX && NAN.is_nan());
}

#[test]
fn sizes_are_asked_of_the_array() -> Result<()> {
    let a = Array::<f32>::zeros([2, 3])?;
    assert_eq!((a.len(), a.ndim(), a.shape(), a.nbytes(), a.itemsize()), (6, 2, &[2, 3][..], 24, 4));
    assert_eq!(a.broadcast_to([5, 2, 3])?.nbytes(), 120);
    assert!(a.is_c_contiguous() && !a.is_f_contiguous() && a.t().is_f_contiguous());
    assert_eq!(AnyArray::from(&a).nbytes(), 24);
    Ok(())
}

#[test]
fn items_are_taken_out() -> Result<()> {
    let a = array![[1, 2, 3], [4, 5, 6]];
    assert_eq!((a.item(4)?, a.item(-1)?, a.item([1, 0])?, a.t().item(1)?), (5, 6, 4, 4));
    assert!(a.item(6).is_err() && a.item(-7).is_err() && a.item(()).is_err() && a.item([0, 3]).is_err());
    assert_eq!((array![7].item(())?, array![[[7]]].item(())?, array![7, 8].item(-1)?), (7, 7, 8));
    assert_eq!(a.slice(s![1, 2])?.item(())?, 6);
    assert_eq!(a.slice(s![1, 2])?.item(0)?, 6);
    assert!(a.slice(s![1, 2])?.item(1).is_err());
    Ok(())
}

#[test]
fn matrices_are_transposed_by_their_last_axes() -> Result<()> {
    let a = Array::from_shape_vec([2, 1, 3], (0..6).collect())?;
    assert_eq!((a.mt()?.shape(), a.mt()?.item([1, 2, 0])?), (&[2, 3, 1][..], 5));
    assert!(array![1, 2].mt().is_err());
    Ok(())
}

#[test]
fn arrays_grow_and_shrink_in_place() -> Result<()> {
    let mut a = array![[0, 1], [2, 3]];
    let shared = a.clone();
    a.resize([2, 1])?;
    assert_eq!((a.to_vec(), a.shape()), (vec![0, 1], &[2, 1][..]));
    let mut b = shared.t();
    b.resize([2, 3])?;
    assert_eq!((b.to_vec(), shared.to_vec()), (vec![0, 2, 1, 3, 0, 0], vec![0, 1, 2, 3]));
    assert!(b.resize([-1]).is_err() && b.resize([usize::MAX, 9]).is_err());
    b.resize(0)?;
    assert!(b.is_empty());
    Ok(())
}

#[test]
fn bytes_are_written_in_either_order() -> Result<()> {
    let a = array![[1u8, 2, 3], [4, 5, 6]];
    assert_eq!(a.tobytes(Order::C)?, [1, 2, 3, 4, 5, 6]);
    assert_eq!(a.tobytes(Order::F)?, [1, 4, 2, 5, 3, 6]);
    assert_eq!(
        (a.t().tobytes(Order::C)?, a.t().tobytes(Order::A)?),
        (vec![1, 4, 2, 5, 3, 6], vec![1, 2, 3, 4, 5, 6])
    );
    assert_eq!(array![1.0f32].tobytes(Order::C)?, 1.0f32.to_ne_bytes());
    assert!(Array::<f64>::zeros([0])?.tobytes(Order::C)?.is_empty());
    Ok(())
}

#[test]
fn functions_are_methods_too() -> Result<()> {
    let a = array![[3, 0, 1], [4, 5, 0]];
    assert_eq!(a.compress([false, true], 0)?.to_vec(), [4, 5, 0]);
    assert_eq!(a.diagonal()?.to_vec(), [3, 5]);
    assert_eq!(a.nonzero()?[1].to_vec(), [0, 2, 0, 1]);
    assert_eq!(a.repeat(2, 1)?.shape(), [2, 6]);
    assert_eq!(a.take([2, 0], 1)?.to_vec(), [1, 3, 0, 4]);
    assert_eq!(a.iter().copied().max(), Some(max(&a)?));
    assert_eq!(min(&a)?, 0);
    assert_eq!(a.as_slice(), Some(&[3, 0, 1, 4, 5, 0][..]));
    assert_eq!(a.astype::<f64>()?.to_vec()[..2], [3.0, 0.0]);
    let items: Iter<'_, i32> = a.iter();
    assert_eq!(items.len(), 6);
    Ok(())
}

#[test]
fn types_are_named() {
    let sizes = [
        (DType::Bool, 1),
        (DType::I8, 1),
        (DType::I16, 2),
        (DType::I32, 4),
        (DType::I64, 8),
        (DType::U8, 1),
        (DType::U16, 2),
        (DType::U32, 4),
        (DType::U64, 8),
        (DType::F32, 4),
        (DType::F64, 8),
    ];
    assert!(sizes.iter().all(|(dtype, size)| dtype.itemsize() == *size));
    assert_eq!(c64::dtype(), DType::C64);
    assert!(!simd::available_levels().is_empty());
}

#[test]
fn the_configuration_is_shown_and_threads_are_one_setting() {
    set_num_threads(1);
    let config = show_config();
    assert_eq!((config.threads, config.backend_threads.unwrap_or(1)), (1, 1));
    assert!(config.to_string().contains(&config.backend) && [32, 64].contains(&config.integer_bits));
}
