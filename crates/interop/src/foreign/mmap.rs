//! Files as memory: mapping takes no time, and only what is looked at is read.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::ptr::NonNull;

use memmap2::{Mmap, MmapMut, MmapOptions};
use numoxide_core::{AnyArray, AnyView, AnyViewMut, Array, Buffer, DType, Layout, Order};

use crate::npy::{Header, MAX_HEADER_SIZE};
use crate::{Error, Result};

const WHAT: &str = "memmap";

/// What may be done with mapped items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapMode {
    /// They are read. NumPy: `"r"`.
    #[default]
    Read,
    /// They are read and written, but what is written stays in memory. NumPy: `"c"`.
    CopyOnWrite,
    /// They are read and written, and so is the file. NumPy: `"r+"`.
    ReadWrite,
}

/// A mapped file, seen as an array.
pub struct MemMap {
    map: Map,
    layout: Layout,
    dtype: DType,
    mode: MapMode,
}

enum Map {
    Read(Mmap),
    Write(MmapMut),
    /// Nothing can be mapped of a file without data.
    Empty,
}

impl Map {
    fn bytes(&self) -> &[u8] {
        match self {
            Map::Read(map) => map,
            Map::Write(map) => map,
            Map::Empty => &[],
        }
    }

    /// # Safety
    /// As [`npy`].
    unsafe fn of(file: &File, mode: MapMode) -> Result<Self> {
        if file.metadata()?.len() == 0 {
            return Ok(Map::Empty);
        }
        let options = MmapOptions::new();
        // SAFETY: the caller promises that nobody else changes the file.
        Ok(unsafe {
            match mode {
                MapMode::Read => Map::Read(options.map(file)?),
                MapMode::CopyOnWrite => Map::Write(options.map_copy(file)?),
                MapMode::ReadWrite => Map::Write(options.map_mut(file)?),
            }
        })
    }
}

/// Maps an `.npy` file. O(1), whatever its size, but for `bool`s, which are looked at. NumPy: `np.load(path,
/// mmap_mode=...)`.
///
/// # Safety
/// While the map lives, nobody else may change the file or cut it off: the items would change under references to them, or
/// the process end.
///
/// # Errors
/// As [`crate::npy::read`]; [`Error::ByteOrder`] if the bytes are not in the machine's order, [`Error::Unaligned`] if the data
/// do not begin where their type needs.
///
/// ```
/// use numoxide_core::{array, s};
/// use numoxide_interop::foreign::mmap::{self, MapMode};
/// use numoxide_interop::npy;
///
/// # let folder = std::env::temp_dir().join(format!("mmap-npy-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("large.npy");
/// npy::write(&path, &array![[1.0, 2.0], [3.0, 4.0]])?;
/// // SAFETY: nobody else knows of the file.
/// let mut map = unsafe { mmap::npy(&path, MapMode::ReadWrite)? };
/// map.view_mut()?.slice(s![0])?.downcast::<f64>()?.fill(7.0);
/// map.flush()?;
/// assert_eq!(npy::read_as::<f64>(&path)?.to_vec(), [7.0, 7.0, 3.0, 4.0]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub unsafe fn npy(path: impl AsRef<Path>, mode: MapMode) -> Result<MemMap> {
    let mut file = opened(path.as_ref(), mode)?;
    let header = Header::read(&mut file, MAX_HEADER_SIZE)?;
    if header.swapped.any() {
        return Err(Error::ByteOrder { what: WHAT });
    }
    // SAFETY: by contract.
    let map = unsafe { Map::of(&file, mode)? };
    MemMap::over(map, &header, mode)
}

/// Makes an `.npy` file of zeros and maps it for reading and writing. NumPy: `lib.format.open_memmap(path, mode="w+", ...)`.
///
/// # Safety
/// As [`npy`]. A file that is there already is replaced, so its own maps stay whole.
///
/// # Errors
/// [`Error::Io`]; [`Error::Array`] if the shape does not fit, or the dtype cannot be written.
pub unsafe fn open_memmap(
    path: impl AsRef<Path>,
    dtype: DType,
    shape: &[usize],
    order: Order,
) -> Result<MemMap> {
    let path = path.as_ref();
    let mut header = Header::new(dtype, shape, if order == Order::F { Order::F } else { Order::C });
    let start = header.to_bytes()?;
    header.offset = start.len();
    let len = start.len() as u64 + header.data_bytes()? as u64;
    crate::file::write_whole(path, |out| {
        out.write_all(&start)?;
        out.flush()?;
        Ok(out.get_ref().set_len(len)?)
    })?;
    // SAFETY: by contract.
    let map = unsafe { Map::of(&opened(path, MapMode::ReadWrite)?, MapMode::ReadWrite)? };
    MemMap::over(map, &header, MapMode::ReadWrite)
}

/// Maps items of a dtype that lie in a file from the byte `offset` on. NumPy: `np.memmap`.
///
/// # Safety
/// As [`npy`].
///
/// # Errors
/// [`Error::Truncated`] if the file is too short; else as [`npy`].
pub unsafe fn memmap(
    path: impl AsRef<Path>,
    dtype: DType,
    mode: MapMode,
    offset: usize,
    shape: &[usize],
    order: Order,
) -> Result<MemMap> {
    let file = opened(path.as_ref(), mode)?;
    let header =
        Header { offset, ..Header::new(dtype, shape, if order == Order::F { Order::F } else { Order::C }) };
    // SAFETY: by contract.
    let map = unsafe { Map::of(&file, mode)? };
    MemMap::over(map, &header, mode)
}

fn opened(path: &Path, mode: MapMode) -> Result<File> {
    Ok(OpenOptions::new().read(true).write(mode == MapMode::ReadWrite).open(path)?)
}

impl MemMap {
    /// The items that the header says lie in the map, if they do.
    fn over(map: Map, header: &Header, mode: MapMode) -> Result<MemMap> {
        let (dtype, offset) = (header.dtype.clone(), header.offset);
        let len = header.data_bytes()?;
        let found = map.bytes().len().saturating_sub(offset);
        // Even where there are no items, the place of the first must lie in the map.
        if found < len || offset > map.bytes().len() {
            return Err(Error::Truncated { what: WHAT, expected: len as u64, found: found as u64 });
        }
        if len > 0 && !(map.bytes().as_ptr() as usize + offset).is_multiple_of(dtype.alignment()) {
            let dtype = dtype.to_string();
            return Err(Error::Unaligned { what: WHAT, offset: offset as u64, dtype });
        }
        let layout = Layout::contiguous(&header.shape, dtype.itemsize(), header.order)?;
        // SAFETY: the data lie in the map: offset, length and alignment were checked.
        let layout = unsafe { Layout::from_parts(layout.shape(), layout.strides(), offset as isize) };
        check_bools(&map.bytes()[offset.min(map.bytes().len())..][..len], &dtype)?;
        Ok(MemMap { map, layout, dtype, mode })
    }

    /// What may be done with the items.
    pub fn mode(&self) -> MapMode {
        self.mode
    }

    /// The type of the items.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The shape.
    pub fn shape(&self) -> &[usize] {
        self.layout.shape()
    }

    /// The first byte of the map; where there is none, a place for no items, aligned for all.
    fn start(&self) -> NonNull<u8> {
        match &self.map {
            Map::Empty => NonNull::<u128>::dangling().cast(),
            map => NonNull::from(map.bytes()).cast(),
        }
    }

    /// The items, for reading.
    pub fn view(&self) -> AnyView<'_> {
        // SAFETY: checked when the map was made; it is borrowed.
        unsafe { AnyView::from_raw_parts(self.start(), self.layout.clone(), self.dtype.clone()) }
    }

    /// The items, for writing.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] if the file was mapped for reading.
    pub fn view_mut(&mut self) -> Result<AnyViewMut<'_>> {
        let first = match &mut self.map {
            Map::Read(_) => return Err(Error::ReadOnly { what: WHAT }),
            Map::Write(map) => NonNull::from(&mut map[..]).cast(),
            Map::Empty => NonNull::<u128>::dangling().cast(),
        };
        // SAFETY: checked when the map was made; it is uniquely borrowed, and of memory that may be written.
        Ok(unsafe { AnyViewMut::from_raw_parts(first, self.layout.clone(), self.dtype.clone()) })
    }

    /// Waits until what was written is in the file.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn flush(&self) -> Result<()> {
        match &self.map {
            Map::Write(map) if self.mode == MapMode::ReadWrite => Ok(map.flush()?),
            _ => Ok(()),
        }
    }

    /// The items as an array that owns the map. Like every array it is copied before it is written to while others share
    /// it, or if the map is for reading; else what is written goes to the map.
    ///
    /// # Errors
    /// [`numoxide_core::Error::OutOfMemory`].
    pub fn into_array(self) -> Result<AnyArray> {
        if let Map::Empty = self.map {
            return Ok(AnyArray::zeros(self.layout.shape(), self.dtype)?);
        }
        let MemMap { mut map, layout, dtype, .. } = self;
        let first = match &mut map {
            Map::Write(map) => NonNull::from(&mut map[..]).cast(),
            other => NonNull::from(other.bytes()).cast(),
        };
        let (bytes, writable) = (map.bytes().len(), matches!(map, Map::Write(_)));
        let owner: Box<dyn std::any::Any + Send + Sync> = match map {
            Map::Read(map) => Box::new(map),
            Map::Write(map) => Box::new(map),
            Map::Empty => Box::new(()),
        };
        // SAFETY: the map lives in the owner and stays where it is when that moves; the items were checked.
        Ok(unsafe { AnyArray::from_buffer(Buffer::foreign(first, bytes, writable, owner)?, layout, dtype)? })
    }

    /// The items as a typed array that owns the map; see [`MemMap::into_array`].
    ///
    /// # Errors
    /// [`numoxide_core::Error::Cast`] if the items are of another type.
    pub fn into_typed<T: numoxide_core::Element>(self) -> Result<Array<T>> {
        crate::npy::typed(self.into_array()?)
    }
}

impl std::fmt::Debug for MemMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut map = f.debug_struct("MemMap");
        map.field("dtype", &self.dtype).field("shape", &self.shape()).field("mode", &self.mode).finish()
    }
}

/// Refuses bytes that are to be `bool`s and are neither 0 nor 1; of types without them nothing is looked at.
fn check_bools(bytes: &[u8], dtype: &DType) -> Result<()> {
    if !bytes.is_empty() {
        AnyView::from(numoxide_core::ArrayView::from_slice(bytes)).view_as(dtype.clone())?;
    }
    Ok(())
}
