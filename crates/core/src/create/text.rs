//! Arrays of text from Rust's strings, and strings from those.

use crate::cast::{characters, trimmed};
use crate::{AnyArray, AnyView, Array, AsView, DType, Error, Order, Result};

impl AnyArray {
    /// Text of a fixed length, that of the longest. NumPy: `np.array(["a", "bc"])`.
    ///
    /// # Errors
    /// [`Error::Size`], [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let words = AnyArray::from_text(array![["1", "-20"], ["3_000", "4"]])?;
    /// assert_eq!((words.shape(), words.dtype()), (&[2, 2][..], &DType::Str(5)));
    /// assert_eq!(words.astype(DType::I64)?.to_string(), "[[   1  -20]\n [3000    4]]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_text<S: AsRef<str>>(texts: impl AsView<S>) -> Result<AnyArray> {
        let texts = texts.as_view();
        let longest = texts.iter().map(|text| text.as_ref().chars().count()).max().unwrap_or(0).max(1);
        let mut points = Array::<u32>::zeros([texts.shape(), &[longest]].concat())?;
        let rooms = points.as_slice_mut().expect("a new array").chunks_exact_mut(longest);
        for (room, text) in rooms.zip(texts.iter()) {
            room.iter_mut().zip(text.as_ref().chars()).for_each(|(place, point)| *place = point.into());
        }
        AnyArray::from(points).view_as(DType::Str(longest))?.reshape(texts.shape())
    }

    /// The texts, without the zeros at their ends; see [`AnyView::to_text`].
    ///
    /// # Errors
    /// As [`AnyView::to_text`].
    ///
    /// ```
    /// use numoxide_core::{DType, AnyArray, array};
    ///
    /// let words = AnyArray::from(array![1.5, -2.0]).astype(DType::Str(0))?;
    /// assert_eq!(words.to_text()?.to_vec(), ["1.5", "-2.0"]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn to_text(&self) -> Result<Array<String>> {
        self.view().to_text()
    }
}

impl AnyView<'_> {
    /// The texts, without the zeros at their ends. Code points that are none become U+FFFD, and so do bytes that
    /// are no UTF-8.
    ///
    /// # Errors
    /// [`Error::DType`] for items that are neither text nor bytes, [`Error::OutOfMemory`].
    pub fn to_text(&self) -> Result<Array<String>> {
        let read: fn(&[u8]) -> String = match self.dtype() {
            DType::Str(_) => |item| characters(item).collect(),
            DType::Bytes(_) => |item| String::from_utf8_lossy(trimmed(item)).into_owned(),
            other => return Err(Error::DType { op: "to_text", dtype: other.to_string() }),
        };
        let (bytes, size) = (self.tobytes(Order::C)?, self.itemsize());
        let items = (0..self.len()).map(|at| read(&bytes[at * size..(at + 1) * size]));
        Array::from_shape_vec(self.shape(), items.collect())
    }
}
