//! The [`array!`](crate::array) macro.

/// An array literal, nested up to six deep: `array![1, 2, 3]`, `array![[1.0, 2.0], [3.0, 4.0]]`. Values of
/// any `Clone` type; the type is the one that Rust gives the literals.
///
/// `array![value; shape]` repeats a value, as `vec!` does; the shape `()` makes a 0-d array.
///
/// | NumPy | numoxide |
/// |---|---|
/// | `np.array([1., 2.])` | `array![1.0, 2.0]` |
/// | `np.array([[1, 2], [3, 4]])` | `array![[1, 2], [3, 4]]` |
/// | `np.array(5)` | `array![5; ()]` |
/// | `np.full((2, 3), 7.0)` | `array![7.0; [2, 3]]` |
///
/// Lists of different lengths do not compile.
///
/// # Panics
/// If memory cannot be had, or the shape of the second form is impossible.
///
/// ```
/// use numoxide_core::array;
///
/// let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
/// assert_eq!(a.shape(), [2, 3]);
/// assert_eq!(array![2.5; ()].ndim(), 0);
/// assert_eq!(array!["a", "b"].to_vec(), ["a", "b"]);
/// ```
///
/// ```compile_fail
/// numoxide_core::array![[1, 2], [3]];
/// ```
#[macro_export]
macro_rules! array {
    ($value:expr; $shape:expr) => {
        $crate::Array::full($shape, $value).unwrap_or_else(|error| ::std::panic!("{}", error))
    };
    ($([$([$([$([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::nested6([$([$([$([$([$([$($x),*]),+]),+]),+]),+]),+])
    };
    ($([$([$([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::nested5([$([$([$([$([$($x),*]),+]),+]),+]),+])
    };
    ($([$([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::nested4([$([$([$([$($x),*]),+]),+]),+])
    };
    ($([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::nested3([$([$([$($x),*]),+]),+])
    };
    ($([$($x:expr),* $(,)?]),+ $(,)?) => {
        $crate::nested2([$([$($x),*]),+])
    };
    ($($x:expr),* $(,)?) => {
        $crate::nested1([$($x),*])
    };
}
