//! Print options: NumPy's keywords, and the ones in force on a thread.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use crate::c128;

/// How many digits of a floating-point number an array prints. NumPy: `floatmode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FloatMode {
    /// Exactly `precision` digits after the point.
    Fixed,
    /// As many as identify each number; `precision` does not matter.
    Unique,
    /// As many as identify each number, but at most `precision`.
    #[default]
    MaxPrec,
    /// As [`FloatMode::MaxPrec`], but the same number of digits for all.
    MaxPrecEqual,
}

/// What stands in front of numbers that are not negative. NumPy: `sign`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Nothing. NumPy's `'-'`.
    #[default]
    Minus,
    /// A plus. NumPy's `'+'`.
    Plus,
    /// A blank. NumPy's `' '`.
    Space,
}

type Format<T> = Option<Arc<dyn Fn(T) -> String + Send + Sync>>;
type FormatAny = Option<Arc<dyn Fn(&dyn fmt::Debug) -> String + Send + Sync>>;
type FormatRef<T> = Option<Arc<dyn Fn(&T) -> String + Send + Sync>>;

/// Functions that print items in place of the built-in formats, by kind of item. NumPy: `formatter`.
///
/// Integers come as `i128`, which holds those of every type, and floating-point numbers in double precision.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::{Formatter, array2string};
///
/// let a = Array::from_vec(vec![10, 20, 30])?;
/// let hex = Formatter::new().int(|x| format!("{x:#x}"));
/// assert_eq!(array2string(&a).formatter(hex).to_string(), "[0xa 0x14 0x1e]");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Formatter {
    pub(super) bool: Format<bool>,
    pub(super) int: Format<i128>,
    pub(super) float: Format<f64>,
    pub(super) complex: Format<c128>,
    pub(super) datetime: FormatRef<str>,
    pub(super) timedelta: FormatRef<str>,
    pub(super) str: FormatRef<str>,
    pub(super) bytes: FormatRef<[u8]>,
    pub(super) void: FormatRef<[u8]>,
    pub(super) object: FormatAny,
}

impl Formatter {
    /// The built-in formats for all items.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The format of `bool`.
    #[must_use]
    pub fn bool(mut self, format: impl Fn(bool) -> String + Send + Sync + 'static) -> Self {
        self.bool = Some(Arc::new(format));
        self
    }

    /// The format of integers of any width.
    #[must_use]
    pub fn int(mut self, format: impl Fn(i128) -> String + Send + Sync + 'static) -> Self {
        self.int = Some(Arc::new(format));
        self
    }

    /// The format of real floating-point numbers of any precision. NumPy: `float_kind`.
    #[must_use]
    pub fn float(mut self, format: impl Fn(f64) -> String + Send + Sync + 'static) -> Self {
        self.float = Some(Arc::new(format));
        self
    }

    /// The format of complex numbers of any precision. NumPy: `complex_kind`.
    #[must_use]
    pub fn complex(mut self, format: impl Fn(c128) -> String + Send + Sync + 'static) -> Self {
        self.complex = Some(Arc::new(format));
        self
    }

    /// The format of dates, which come as texts of ISO 8601 or as `NaT`.
    #[must_use]
    pub fn datetime(mut self, format: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.datetime = Some(Arc::new(format));
        self
    }

    /// The format of durations, which come in words, such as `25 seconds`, or as `NaT`.
    ///
    /// ```
    /// use numoxide_core::print::{Formatter, array2string};
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let spans = AnyArray::from(array![1i64, 22]).view_as(DType::parse("m8[h]")?)?;
    /// let plain = Formatter::new().timedelta(|words| words.to_owned());
    /// assert_eq!(array2string(&spans).formatter(plain).to_string(), "[1 hours 22 hours]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    #[must_use]
    pub fn timedelta(mut self, format: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.timedelta = Some(Arc::new(format));
        self
    }

    /// The format of text, which comes without the zeros at its end. NumPy: `numpystr`, of `str_` items.
    ///
    /// ```
    /// use numoxide_core::print::{Formatter, array2string};
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let words = AnyArray::from(array![1, 22]).astype(DType::Str(0))?;
    /// let bare = Formatter::new().str(|word| word.to_owned());
    /// assert_eq!(array2string(&words).formatter(bare).to_string(), "[1 22]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    #[must_use]
    pub fn str(mut self, format: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.str = Some(Arc::new(format));
        self
    }

    /// The format of bytes, which come without the zeros at their end. NumPy: `numpystr`, of `bytes_` items.
    #[must_use]
    pub fn bytes(mut self, format: impl Fn(&[u8]) -> String + Send + Sync + 'static) -> Self {
        self.bytes = Some(Arc::new(format));
        self
    }

    /// The format of raw items; structs are printed by the formats of their fields. NumPy: `void`.
    #[must_use]
    pub fn void(mut self, format: impl Fn(&[u8]) -> String + Send + Sync + 'static) -> Self {
        self.void = Some(Arc::new(format));
        self
    }

    /// The format of items of any other Rust type. NumPy: `object`.
    ///
    /// ```
    /// use numoxide_core::print::{Formatter, array2string};
    /// use numoxide_core::array;
    ///
    /// let a = array![Some(1), None];
    /// let short = Formatter::new().object(|item| format!("<{item:?}>"));
    /// assert_eq!(array2string(&a).formatter(short).to_string(), "[<Some(1)> <None>]");
    /// ```
    #[must_use]
    pub fn object(mut self, format: impl Fn(&dyn fmt::Debug) -> String + Send + Sync + 'static) -> Self {
        self.object = Some(Arc::new(format));
        self
    }
}

impl fmt::Debug for Formatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            ("bool", self.bool.is_some()),
            ("int", self.int.is_some()),
            ("float", self.float.is_some()),
            ("complex", self.complex.is_some()),
            ("datetime", self.datetime.is_some()),
            ("timedelta", self.timedelta.is_some()),
            ("str", self.str.is_some()),
            ("bytes", self.bytes.is_some()),
            ("void", self.void.is_some()),
            ("object", self.object.is_some()),
        ];
        f.write_str("Formatter ")?;
        f.debug_set().entries(kinds.iter().filter(|(_, given)| *given).map(|(kind, _)| kind)).finish()
    }
}

/// How arrays are printed: the keywords of NumPy's `set_printoptions`.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::{PrintOptions, printoptions};
///
/// let a = Array::from_vec(vec![1.0 / 3.0, 10.0])?;
/// let text = printoptions(PrintOptions::new().precision(3), || a.to_string());
/// assert_eq!(text, "[ 0.333 10.   ]");
/// assert_eq!(a.to_string(), "[ 0.33333333 10.        ]");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "options do nothing until they are given to `set_printoptions` or `printoptions`"]
pub struct PrintOptions {
    pub(super) precision: Option<usize>,
    pub(super) threshold: usize,
    pub(super) edgeitems: usize,
    pub(super) linewidth: usize,
    pub(super) suppress: bool,
    pub(super) nanstr: Cow<'static, str>,
    pub(super) infstr: Cow<'static, str>,
    pub(super) sign: Sign,
    pub(super) floatmode: FloatMode,
    pub(super) formatter: Formatter,
}

impl Default for PrintOptions {
    /// NumPy's defaults.
    fn default() -> Self {
        PrintOptions {
            precision: Some(8),
            threshold: 1000,
            edgeitems: 3,
            linewidth: 75,
            suppress: false,
            nanstr: "nan".into(),
            infstr: "inf".into(),
            sign: Sign::default(),
            floatmode: FloatMode::default(),
            formatter: Formatter::default(),
        }
    }
}

/// The keywords that options and [`array2string`](super::array2string) share; `$options` leads to the options.
macro_rules! option_setters {
    (|$this:ident| $options:expr) => {
        /// The digits after the point of floating-point numbers; what that means is up to `floatmode`. `None` is as many
        /// as it takes. Default: 8.
        pub fn precision(mut self, precision: impl Into<Option<usize>>) -> Self {
            let $this = &mut self;
            $options.precision = precision.into();
            self
        }

        /// Arrays of more items than this are summarised. Default: 1000.
        pub fn threshold(mut self, items: usize) -> Self {
            let $this = &mut self;
            $options.threshold = items;
            self
        }

        /// The items at each end of an axis that a summary shows. Default: 3.
        pub fn edgeitems(mut self, items: usize) -> Self {
            let $this = &mut self;
            $options.edgeitems = items;
            self
        }

        /// What stands in front of numbers that are not negative. Default: [`Sign::Minus`].
        pub fn sign(mut self, sign: $crate::print::Sign) -> Self {
            let $this = &mut self;
            $options.sign = sign;
            self
        }

        /// How many digits of a floating-point number are printed. Default: [`FloatMode::MaxPrec`].
        pub fn floatmode(mut self, mode: $crate::print::FloatMode) -> Self {
            let $this = &mut self;
            $options.floatmode = mode;
            self
        }

        /// Functions that print the items in place of the built-in formats. Default: none.
        pub fn formatter(mut self, formatter: $crate::print::Formatter) -> Self {
            let $this = &mut self;
            $options.formatter = formatter;
            self
        }
    };
}
pub(super) use option_setters;

impl PrintOptions {
    /// NumPy's defaults. [`get_printoptions`] has what is in force.
    pub fn new() -> Self {
        Self::default()
    }

    option_setters!(|this| this);

    /// The characters of a line. Default: 75.
    pub fn linewidth(mut self, characters: usize) -> Self {
        self.linewidth = characters;
        self
    }

    /// Whether small numbers print as 0 rather than let an array fall into scientific notation. Default: false.
    pub fn suppress(mut self, suppress: bool) -> Self {
        self.suppress = suppress;
        self
    }

    /// What stands for NaN. Default: `nan`.
    pub fn nanstr(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.nanstr = text.into();
        self
    }

    /// What stands for infinity. Default: `inf`.
    pub fn infstr(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.infstr = text.into();
        self
    }
}

thread_local! {
    static OPTIONS: RefCell<PrintOptions> = RefCell::new(PrintOptions::default());
}

/// The print options in force on this thread.
pub fn get_printoptions() -> PrintOptions {
    OPTIONS.with_borrow(Clone::clone)
}

/// Sets the print options of this thread.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::{get_printoptions, set_printoptions};
///
/// set_printoptions(get_printoptions().edgeitems(1).threshold(4));
/// assert_eq!(Array::from_vec((0..10).collect())?.to_string(), "[0 ... 9]");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn set_printoptions(options: PrintOptions) {
    OPTIONS.set(options);
}

/// What `body` returns, with these print options in force on this thread while it runs.
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_core::print::{get_printoptions, printoptions};
///
/// let a = Array::from_vec(vec![1e-10, 1.0])?;
/// assert_eq!(a.to_string(), "[1.e-10 1.e+00]");
/// printoptions(get_printoptions().suppress(true), || assert_eq!(a.to_string(), "[0. 1.]"));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn printoptions<R>(options: PrintOptions, body: impl FnOnce() -> R) -> R {
    /// Puts the old options back, also if `body` panics.
    struct Restore(Option<PrintOptions>);
    impl Drop for Restore {
        fn drop(&mut self) {
            if let Some(options) = self.0.take() {
                OPTIONS.set(options);
            }
        }
    }
    let _restore = Restore(Some(OPTIONS.replace(options)));
    body()
}
