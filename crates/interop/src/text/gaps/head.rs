//! What is known before the rows are read: the columns, their names and their types.

use numoxide_core::{DType, Field, StructType};

use super::names::Validator;
use super::{Filling, GenFromTxt};
use crate::{Error, Result};

/// A column by its place or its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column {
    /// The place; negative ones count from the end.
    Place(isize),
    /// The name.
    Name(String),
}

macro_rules! places {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Column {
            fn from(place: $ty) -> Self {
                Column::Place(place as isize)
            }
        }
    )*};
}
places!(i32 isize usize);

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Column::Name(name.to_owned())
    }
}

impl From<String> for Column {
    fn from(name: String) -> Self {
        Column::Name(name)
    }
}

/// The names of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Names {
    /// None are given: those of the dtype, or numbered ones.
    #[default]
    None,
    /// The first line has them.
    First,
    /// These.
    Given(Vec<String>),
}

impl From<bool> for Names {
    fn from(first: bool) -> Self {
        if first { Names::First } else { Names::None }
    }
}

impl From<&str> for Names {
    /// Names between commas.
    fn from(names: &str) -> Self {
        Names::Given(names.split(',').map(|name| name.trim().to_owned()).collect())
    }
}

impl<S: Into<String>> From<Vec<S>> for Names {
    fn from(names: Vec<S>) -> Self {
        Names::Given(names.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Names {
    fn from(names: [S; N]) -> Self {
        Names::Given(names.into_iter().map(Into::into).collect())
    }
}

/// The columns of a table.
pub(super) struct Head<'t> {
    /// The first line, if it is a row, with its number.
    pub(super) first: Option<(usize, &'t str)>,
    /// The columns that are read, of those that the first line has; `None` for all.
    pub(super) usecols: Option<Vec<usize>>,
    /// How many columns are read.
    pub(super) width: usize,
    /// How many the first line has.
    whole: usize,
    pub(super) names: Option<Vec<String>>,
    pub(super) dtype: Option<DType>,
}

impl<'t> Head<'t> {
    /// Reads the header and the first line.
    pub(super) fn of(
        options: &GenFromTxt<'_>,
        lines: &mut impl Iterator<Item = (usize, &'t str)>,
    ) -> Result<Self> {
        let mut lines = lines.skip(options.skip_header);
        let (mut first, mut values) = (None, Vec::new());
        for (at, line) in lines.by_ref() {
            values = options.first_values(line);
            if !values.is_empty() {
                first = Some((at, line));
                break;
            }
        }
        let validator = &options.validator;
        let names = match &options.names {
            Names::None => None,
            Names::First => {
                first = None;
                Some(
                    validator
                        .validate(&names_in(&mut values, options.splitter.comments.as_deref())?, None)?,
                )
            }
            Names::Given(names) => Some(validator.validate(names, None)?),
        };
        let whole = values.len();
        let width = if options.usecols.is_empty() { whole } else { options.usecols.len() };
        let dtype =
            options.dtype.as_ref().map(|dtype| named(dtype, names.as_deref(), validator)).transpose()?;
        let mut head = Head { first, usecols: None, width, whole, names, dtype };
        head.choose(&options.usecols)?;
        Ok(head)
    }

    /// Keeps the names and types of the columns that are read.
    fn choose(&mut self, usecols: &[Column]) -> Result<()> {
        let of_dtype =
            |dtype: &DType| dtype.names().map(|names| names.into_iter().map(str::to_owned).collect());
        if usecols.is_empty() {
            if let (Some(_), Some(dtype)) = (&self.names, &self.dtype) {
                self.names = of_dtype(dtype);
            }
            return Ok(());
        }
        let chosen: Vec<usize> = usecols.iter().map(|column| self.place(column)).collect::<Result<_>>()?;
        let missing = |at: usize, width| Error::Column { column: at as isize, width };
        let fields = self.dtype.as_ref().and_then(DType::fields);
        if let Some(fields) = fields.filter(|fields| fields.len() > self.width) {
            let field = |&at: &usize| fields.get(at).ok_or_else(|| missing(at, fields.len()));
            let fields = chosen.iter().map(field).collect::<Result<Vec<_>>>()?;
            let fields = fields.into_iter().map(|field| (field.name.clone(), field.dtype.clone()));
            let dtype = DType::Struct(StructType::of(fields, false)?.into());
            self.names = of_dtype(&dtype);
            self.dtype = Some(dtype);
        } else if let Some(names) = self.names.as_ref().filter(|names| names.len() > self.width) {
            let name = |&at: &usize| names.get(at).cloned().ok_or_else(|| missing(at, names.len()));
            self.names = Some(chosen.iter().map(name).collect::<Result<_>>()?);
        }
        self.usecols = Some(chosen);
        Ok(())
    }

    /// The place of a column in the text.
    fn place(&self, column: &Column) -> Result<usize> {
        match column {
            Column::Place(place) => {
                let found = if *place < 0 { place.checked_add_unsigned(self.whole) } else { Some(*place) };
                let found = found.and_then(|place| usize::try_from(place).ok());
                found.ok_or(Error::Column { column: *place, width: self.whole })
            }
            Column::Name(name) => {
                let found = self.names.iter().flatten().position(|other| other == name);
                found.ok_or(Error::Argument { what: "usecols", why: "no column has this name" })
            }
        }
    }

    /// Which of the columns that are read is meant, if one is.
    fn slot(&self, column: &Column) -> Result<Option<usize>> {
        match (column, &self.usecols) {
            (Column::Name(name), _) => Ok(self.names.iter().flatten().position(|other| other == name)),
            (place, Some(chosen)) => {
                let place = self.place(place)?;
                Ok(chosen.iter().position(|other| *other == place))
            }
            (place, None) => Ok(Some(self.place(place)?)),
        }
    }

    /// What was said of a column, or of all.
    fn said<'o, T>(&self, options: &'o [(Option<Column>, T)], slot: usize) -> Result<Vec<&'o T>> {
        let mut found = Vec::new();
        for (column, value) in options {
            let meant = column.as_ref().map(|column| self.slot(column)).transpose()?;
            if meant.is_none_or(|meant| meant == Some(slot)) {
                found.push(value);
            }
        }
        Ok(found)
    }

    /// The fields of a column that stand for what is missing.
    pub(super) fn missing<'o>(&self, options: &'o GenFromTxt<'_>, slot: usize) -> Result<Vec<&'o str>> {
        Ok(self.said(&options.missing, slot)?.into_iter().map(String::as_str).collect())
    }

    /// What stands in the place of what is missing, if that was said.
    pub(super) fn filling<'o>(
        &self,
        options: &'o GenFromTxt<'_>,
        slot: usize,
    ) -> Result<Option<&'o Filling>> {
        Ok(self.said(&options.filling, slot)?.pop())
    }

    /// The converter of a column.
    pub(super) fn converter<'o, 'a>(
        &self,
        options: &'o GenFromTxt<'a>,
        slot: usize,
    ) -> Result<Option<&'o super::Converter<'a>>> {
        for (column, convert) in &options.converters {
            if self.slot(column)? == Some(slot) {
                return Ok(Some(convert));
            }
        }
        Ok(None)
    }
}

impl GenFromTxt<'_> {
    /// The fields of what may be the first line; names may stand in a comment.
    fn first_values(&self, line: &str) -> Vec<String> {
        let owned = |fields: Vec<&str>| fields.into_iter().map(str::to_owned).collect();
        match (&self.names, &self.splitter.comments) {
            (Names::First, Some(comments)) if line.contains(comments.as_str()) => {
                // What begins a further comment is passed.
                let commented: String = line.split(comments.as_str()).skip(1).collect();
                owned(self.splitter.split(&commented))
            }
            _ => owned(self.splitter.split(line)),
        }
    }
}

/// The names in the first line.
fn names_in(values: &mut Vec<String>, comments: Option<&str>) -> Result<Vec<String>> {
    let Some(first) = values.first() else {
        return Err(Error::Argument { what: "names", why: "there is no line that has them" });
    };
    if comments.is_some_and(|comments| comments.contains(first.trim())) {
        values.remove(0);
    }
    Ok(values.iter().map(|value| value.trim().to_owned()).collect())
}

/// The dtype with these names, or its own made valid. NumPy: `easy_dtype`.
fn named(dtype: &DType, names: Option<&[String]>, validator: &Validator) -> Result<DType> {
    let DType::Struct(fields) = dtype else {
        let Some(names) = names else { return Ok(dtype.clone()) };
        let fields = names.iter().map(|name| (name.clone(), dtype.clone()));
        return Ok(DType::Struct(StructType::of(fields, false)?.into()));
    };
    let own: Vec<&str> = fields.fields().iter().map(|field| field.name.as_str()).collect();
    let names = match names {
        Some(names) => validator.validate(names, Some(own.len()))?,
        None if validator.renumbers(&own) => validator.validate::<&str>(&[], Some(own.len()))?,
        None => validator.validate(&own, None)?,
    };
    let titles = own.iter().map(|name| fields.title(name).map(str::to_owned)).collect();
    let renamed = |(field, name): (&Field, String)| Field { name, ..field.clone() };
    let renamed = fields.fields().iter().zip(names).map(renamed).collect();
    let renamed =
        StructType::new(renamed, fields.itemsize(), fields.alignment())?.aligned(fields.is_aligned());
    Ok(DType::Struct(renamed.with_titles(titles)?.into()))
}
