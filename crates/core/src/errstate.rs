//! What to do about floating-point events: ignore them, collect them, or turn them into an error.
//!
//! NumPy warns by default; a library must not print, so the default here is to ignore. The setting is
//! per thread and scoped: [`errstate`] installs it for the duration of a closure.
//!
//! The events are told from operands and results (a NaN where no operand is one is *invalid*, an
//! infinity from finite operands is *divide* at a pole and *over* elsewhere), not from the status
//! flags of the processor, which vectorised code raises for lanes that are thrown away. Nothing is
//! looked at while every event is ignored, so the default costs nothing.

use std::cell::Cell;
use std::fmt;

/// A kind of floating-point event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// An exact infinity from finite operands: division by zero, `log(0)`.
    Divide,
    /// A result too large for its type.
    Over,
    /// A non-zero result too small for a normal number.
    Under,
    /// A NaN from operands that are none: `0/0`, `sqrt(-1)`.
    Invalid,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Event::Divide => "divide by zero encountered",
            Event::Over => "overflow encountered",
            Event::Under => "underflow encountered",
            Event::Invalid => "invalid value encountered",
        })
    }
}

/// What happens at an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Action {
    /// Nothing.
    #[default]
    Ignore,
    /// It is remembered, for [`collected`].
    Collect,
    /// The operation returns [`Error::FloatingPoint`](crate::Error::FloatingPoint).
    Raise,
}

/// The action for each event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ErrState {
    /// For [`Event::Divide`].
    pub divide: Action,
    /// For [`Event::Over`].
    pub over: Action,
    /// For [`Event::Under`].
    pub under: Action,
    /// For [`Event::Invalid`].
    pub invalid: Action,
}

impl ErrState {
    /// Every event ignored: the default.
    pub const IGNORE: ErrState = ErrState::all(Action::Ignore);
    /// Every event an error.
    pub const RAISE: ErrState = ErrState::all(Action::Raise);
    /// Every event collected.
    pub const COLLECT: ErrState = ErrState::all(Action::Collect);

    /// The same action for every event.
    pub const fn all(action: Action) -> Self {
        ErrState { divide: action, over: action, under: action, invalid: action }
    }

    /// Whether nothing is to be looked at.
    pub fn is_ignore(&self) -> bool {
        *self == Self::IGNORE
    }

    /// The action for `event`.
    pub fn action(&self, event: Event) -> Action {
        match event {
            Event::Divide => self.divide,
            Event::Over => self.over,
            Event::Under => self.under,
            Event::Invalid => self.invalid,
        }
    }
}

/// How often each event was collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// [`Event::Divide`].
    pub divide: usize,
    /// [`Event::Over`].
    pub over: usize,
    /// [`Event::Under`].
    pub under: usize,
    /// [`Event::Invalid`].
    pub invalid: usize,
}

impl Events {
    pub(crate) fn count(&mut self, event: Event) -> &mut usize {
        match event {
            Event::Divide => &mut self.divide,
            Event::Over => &mut self.over,
            Event::Under => &mut self.under,
            Event::Invalid => &mut self.invalid,
        }
    }
}

thread_local! {
    static STATE: Cell<ErrState> = const { Cell::new(ErrState::IGNORE) };
    static EVENTS: Cell<Events> = const { Cell::new(Events { divide: 0, over: 0, under: 0, invalid: 0 }) };
}

/// The state of this thread.
#[inline]
pub fn geterr() -> ErrState {
    STATE.get()
}

/// Sets the state of this thread and returns the one before. Prefer [`errstate`], which restores it.
pub fn seterr(state: ErrState) -> ErrState {
    STATE.replace(state)
}

/// Runs `body` under `state` and restores the present one, also when `body` panics.
///
/// ```
/// use numoxide_core::errstate::{Action, ErrState, errstate, geterr};
///
/// let inside = errstate(ErrState { divide: Action::Raise, ..geterr() }, geterr);
/// assert_eq!(inside.divide, Action::Raise);
/// assert_eq!(geterr(), ErrState::IGNORE);
/// ```
pub fn errstate<R>(state: ErrState, body: impl FnOnce() -> R) -> R {
    struct Restore(ErrState);
    impl Drop for Restore {
        fn drop(&mut self) {
            STATE.set(self.0);
        }
    }
    let _restore = Restore(seterr(state));
    body()
}

/// Takes the events collected on this thread since the last call.
pub fn collected() -> Events {
    EVENTS.take()
}

/// Acts on `count` occurrences of `event` in `op` as the state of this thread says.
pub(crate) fn report(op: &'static str, event: Event, count: usize) -> crate::Result<()> {
    match geterr().action(event) {
        Action::Ignore => Ok(()),
        Action::Raise => Err(crate::Error::FloatingPoint { op, event }),
        Action::Collect => {
            let mut events = EVENTS.get();
            *events.count(event) += count;
            EVENTS.set(events);
            Ok(())
        }
    }
}
