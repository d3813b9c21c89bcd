// async_frame.js - the cell that holds the current asynchronous context (AsyncLocalStorage's store map).
//
// Whoever keeps a callback for later (a tick, a timer, a promise reaction, an I/O request) reads
// `cell.current` when the callback is handed over and puts it back around the call. It is one property
// so that the cost is one load and two stores.
exports.cell = { current: undefined };
