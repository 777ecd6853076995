//! Linear algebra on arrays whose type is known at run time. Operands are promoted as NumPy promotes them: products take the
//! common type, everything else at least `f64` for integers and truth values; half precision has no factors.
//!
//! ```
//! use numoxide_core::{AnyArray, DType, array};
//! use numoxide_linalg::any;
//!
//! let a = AnyArray::from(array![[2i32, 0], [0, 4]]);
//! assert_eq!(any::inv(&a)?.dtype(), &DType::F64);
//! assert_eq!(any::matmul(&a, &a)?.dtype(), &DType::I32);
//! assert_eq!(any::matmul(&a, &any::inv(&a)?)?.downcast::<f64>()?.to_vec(), [1.0, 0.0, 0.0, 1.0]);
//! # Ok::<(), numoxide_linalg::Error>(())
//! ```

use num_complex::Complex;
use numoxide_backend::Field;
use numoxide_core::{
    AnyArray, Array, AsView, DType, Element, Error as ArrayError, Scalar, c64, c128, promote_types,
    with_scalar,
};

use crate::products::{self, Product};
use crate::{Error, Inexact, Result, Uplo};

/// What is done to operands of one type.
trait Work {
    fn run<T: Product>(self, operands: &[Array<T>]) -> Result<Vec<AnyArray>>;
}

/// What is done to operands that have factors.
trait InexactWork {
    fn run<T: Inexact + Product>(self, operands: &[Array<T>]) -> Result<Vec<AnyArray>>
    where
        Complex<<T as Field>::Real>: Element;
}

fn common(operands: &[&AnyArray]) -> Result<DType> {
    let mut dtype = operands.first().map_or(DType::F64, |first| first.dtype().clone());
    for operand in operands {
        dtype = promote_types(&dtype, operand.dtype())?;
    }
    Ok(dtype)
}

fn typed<T: Scalar>(operands: &[&AnyArray]) -> Result<Vec<Array<T>>> {
    operands.iter().map(|operand| Ok(operand.astype(T::DTYPE)?.try_into()?)).collect()
}

fn products(op: &'static str, work: impl Work, operands: &[&AnyArray]) -> Result<Vec<AnyArray>> {
    let dtype = common(operands)?;
    let ring = dtype.ring();
    let found = with_scalar!(
        ring ring,
        T => work.run(&typed::<T>(operands)?),
        else Err(ArrayError::NoLoop { op, dtypes: vec![dtype.clone()] }.into())
    )?;
    Ok(found.into_iter().map(|found| found.astype(dtype.clone())).collect::<std::result::Result<_, _>>()?)
}

fn factors(op: &'static str, work: impl InexactWork, operands: &[&AnyArray]) -> Result<Vec<AnyArray>> {
    match common(operands)? {
        DType::F32 => work.run(&typed::<f32>(operands)?),
        DType::C64 => work.run(&typed::<c64>(operands)?),
        DType::C128 => work.run(&typed::<c128>(operands)?),
        dtype if matches!(dtype.kind(), 'b' | 'i' | 'u') || dtype == DType::F64 => {
            work.run(&typed::<f64>(operands)?)
        }
        other => Err(ArrayError::NoLoop { op, dtypes: vec![other] }.into()),
    }
}

/// The results by number: as many as the work has returned.
fn exactly<const N: usize>(results: Vec<AnyArray>) -> [AnyArray; N] {
    results.try_into().unwrap_or_else(|_| unreachable!("the work returns as many results as are taken"))
}

macro_rules! product_rows {
    ($($(#[$doc:meta])* $name:ident = |$a:ident| $result:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As the function of the same name; [`ArrayError::NoLoop`] for operands without a common scalar type.
        pub fn $name(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
            struct Row;
            impl Work for Row {
                fn run<T: Product>(self, $a: &[Array<T>]) -> Result<Vec<AnyArray>> {
                    Ok(vec![AnyArray::from($result)])
                }
            }
            let [found] = exactly(products(stringify!($name), Row, &[a, b])?);
            Ok(found)
        }
    )*};
}

product_rows! {
    /// [`matmul`](fn@products::matmul) at run time.
    matmul = |x| products::matmul(&x[0], &x[1])?;
    /// [`dot`](products::dot) at run time.
    dot = |x| products::dot(&x[0], &x[1])?;
    /// [`inner`](products::inner) at run time.
    inner = |x| products::inner(&x[0], &x[1])?;
    /// [`outer`](products::outer) at run time.
    outer = |x| products::outer(&x[0], &x[1])?;
    /// [`kron`](products::kron) at run time.
    kron = |x| products::kron(&x[0], &x[1])?;
    /// [`vecdot`](fn@products::vecdot) at run time.
    vecdot = |x| products::vecdot(&x[0], &x[1])?;
    /// [`matvec`](products::matvec) at run time.
    matvec = |x| products::matvec(&x[0], &x[1])?;
    /// [`vecmat`](products::vecmat) at run time.
    vecmat = |x| products::vecmat(&x[0], &x[1])?;
}

/// [`tensordot`](products::tensordot) over the last axes of `a` and the first of `b`, at run time.
///
/// # Errors
/// As [`tensordot`](products::tensordot); [`ArrayError::NoLoop`] for operands without a common scalar type.
pub fn tensordot(a: &AnyArray, b: &AnyArray, axes: (&[isize], &[isize])) -> Result<AnyArray> {
    struct Row<'a>(&'a [isize], &'a [isize]);
    impl Work for Row<'_> {
        fn run<T: Product>(self, x: &[Array<T>]) -> Result<Vec<AnyArray>> {
            Ok(vec![products::tensordot(&x[0], &x[1], (self.0, self.1))?.into()])
        }
    }
    let [found] = exactly(products("tensordot", Row(axes.0, axes.1), &[a, b])?);
    Ok(found)
}

/// [`einsum`](fn@products::einsum) at run time.
///
/// # Errors
/// As [`einsum`](fn@products::einsum); [`ArrayError::NoLoop`] for operands without a common scalar type.
pub fn einsum(subscripts: &str, operands: &[&AnyArray]) -> Result<AnyArray> {
    struct Row<'a>(&'a str);
    impl Work for Row<'_> {
        fn run<T: Product>(self, operands: &[Array<T>]) -> Result<Vec<AnyArray>> {
            let operands: Vec<&dyn AsView<T>> = operands.iter().map(|operand| operand as _).collect();
            Ok(vec![products::einsum(self.0, &operands)?.into()])
        }
    }
    let [found] = exactly(products("einsum", Row(subscripts), operands)?);
    Ok(found)
}

/// Functions of the factors of matrices: the arrays that `$result` gives are all of one body, since some belong together.
macro_rules! factor_rows {
    ($($(#[$doc:meta])* $name:ident($($operand:ident),+) -> $count:literal = |$x:ident| $results:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As the function of the same name; [`ArrayError::NoLoop`] for a type without factors.
        pub fn $name($($operand: &AnyArray),+) -> Result<[AnyArray; $count]> {
            struct Row;
            impl InexactWork for Row {
                fn run<T: Inexact + Product>(self, $x: &[Array<T>]) -> Result<Vec<AnyArray>>
                where
                    Complex<<T as Field>::Real>: Element,
                {
                    Ok($results)
                }
            }
            Ok(exactly(factors(stringify!($name), Row, &[$($operand),+])?))
        }
    )*};
}

/// Work with one result.
macro_rules! single {
    ($x:ident, $result:expr) => {{
        struct Row;
        impl InexactWork for Row {
            fn run<T: Inexact + Product>(self, $x: &[Array<T>]) -> Result<Vec<AnyArray>>
            where
                Complex<<T as Field>::Real>: Element,
            {
                Ok(vec![AnyArray::from($result)])
            }
        }
        Row
    }};
}

/// The same with one result, without brackets around it.
macro_rules! single_rows {
    ($($(#[$doc:meta])* $name:ident($($operand:ident),+) = |$x:ident| $result:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As the function of the same name; [`ArrayError::NoLoop`] for a type without factors.
        pub fn $name($($operand: &AnyArray),+) -> Result<AnyArray> {
            let [found] = exactly(factors(stringify!($name), single!($x, $result), &[$($operand),+])?);
            Ok(found)
        }
    )*};
}

single_rows! {
    /// [`inv`](crate::inv) at run time.
    inv(a) = |x| crate::inv(&x[0])?;
    /// [`det`](crate::det) at run time.
    det(a) = |x| crate::det(&x[0])?;
    /// [`solve`](fn@crate::solve) at run time.
    solve(a, b) = |x| crate::solve(&x[0], &x[1])?;
    /// [`cholesky`](fn@crate::cholesky) at run time.
    cholesky(a) = |x| crate::cholesky(&x[0])?;
    /// [`pinv`](fn@crate::pinv) at run time.
    pinv(a) = |x| crate::pinv(&x[0])?;
    /// [`svdvals`](crate::svdvals) at run time.
    svdvals(a) = |x| crate::svdvals(&x[0])?;
    /// [`eigvals`](crate::eigvals) at run time.
    eigvals(a) = |x| crate::eigvals(&x[0])?;
    /// [`eigvalsh`](crate::eigvalsh) of lower triangles at run time.
    eigvalsh(a) = |x| crate::eigvalsh(&x[0], Uplo::Lower)?;
    /// [`matrix_rank`](fn@crate::matrix_rank) at run time.
    matrix_rank(a) = |x| crate::matrix_rank(&x[0])?;
    /// [`cond`](fn@crate::cond) at run time.
    cond(a) = |x| crate::cond(&x[0])?;
    /// [`norm`](fn@crate::norm) at run time.
    norm(a) = |x| crate::norm::with(&x[0]).run()?;
    /// [`expm`](crate::expm) at run time.
    expm(a) = |x| crate::expm(&x[0])?;
    /// [`cosm`](crate::cosm) at run time.
    cosm(a) = |x| crate::cosm(&x[0])?;
    /// [`sinm`](crate::sinm) at run time.
    sinm(a) = |x| crate::sinm(&x[0])?;
    /// [`tanm`](crate::tanm) at run time.
    tanm(a) = |x| crate::tanm(&x[0])?;
    /// [`signm`](crate::signm) at run time.
    signm(a) = |x| crate::signm(&x[0])?;
}

/// Functions of matrices that leave the real numbers where they must: the work is done again in complex ones.
macro_rules! complex_rows {
    ($($(#[$doc:meta])* $name:ident = |$x:ident| $result:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As the function of the same name, but that a real matrix may have a complex result; [`ArrayError::NoLoop`] for a
        /// type without factors.
        pub fn $name(a: &AnyArray) -> Result<AnyArray> {
            let work = |a: &AnyArray| factors(stringify!($name), single!($x, $result), &[a]);
            let [found] = exactly(match work(a) {
                Err(Error::NotReal { .. }) => {
                    let complex = if a.dtype() == &DType::F32 { DType::C64 } else { DType::C128 };
                    work(&a.astype(complex)?)?
                }
                found => found?,
            });
            Ok(found)
        }
    )*};
}

complex_rows! {
    /// [`sqrtm`](crate::sqrtm) at run time.
    sqrtm = |x| crate::sqrtm(&x[0])?;
    /// [`logm`](crate::logm) at run time.
    logm = |x| crate::logm(&x[0])?;
}

factor_rows! {
    /// [`slogdet`](crate::slogdet) at run time: signs and logarithms.
    slogdet(a) -> 2 = |x| {
        let found = crate::slogdet(&x[0])?;
        vec![found.sign.into(), found.logabsdet.into()]
    };
    /// [`qr`](fn@crate::qr) at run time: Q and R.
    qr(a) -> 2 = |x| {
        let found = crate::qr(&x[0])?;
        vec![found.q.into(), found.r.into()]
    };
    /// [`svd`](fn@crate::svd) at run time: U, singular values and Vᴴ.
    svd(a) -> 3 = |x| {
        let found = crate::svd(&x[0])?;
        vec![found.u.into(), found.s.into(), found.vh.into()]
    };
    /// [`eigh`](fn@crate::eigh) of lower triangles at run time: eigenvalues and eigenvectors.
    eigh(a) -> 2 = |x| {
        let found = crate::eigh(&x[0], Uplo::Lower)?;
        vec![found.eigenvalues.into(), found.eigenvectors.into()]
    };
    /// [`eig`](fn@crate::eig) at run time: eigenvalues and eigenvectors.
    eig(a) -> 2 = |x| {
        let found = crate::eig(&x[0])?;
        vec![found.eigenvalues.into(), found.eigenvectors.into()]
    };
    /// [`lstsq`](fn@crate::lstsq) at run time: the solution, residuals and singular values.
    lstsq(a, b) -> 3 = |x| {
        let found = crate::lstsq(&x[0], &x[1])?;
        vec![found.solution.into(), found.residuals.into(), found.singular_values.into()]
    };
}
