// async_frame.js - the cell that holds the current asynchronous context (AsyncLocalStorage's store map).
//
// Whoever keeps a callback for later (a tick, a timer, a promise reaction, an I/O request) reads
// `cell.current` when the callback is handed over and puts it back around the call. It is one property
// so that the cost is one load and two stores.
const { Boolean, Object, Promise, Reflect, String, Symbol, TypeError } = globalThis;
const { pending } = require("internal/boot");

const cell = { current: undefined };

/** `await x` becomes `resume(await keep(x, k = cell.current), k)`: see src/js/lower_async.c. */
const keep = (value, frame) => (frame !== undefined && isForeign(value) ? adopted(value, frame) : value);

const isForeign = (value) => typeof value === "object" && value !== null && !(value instanceof Promise);

/** The engine calls `then` of a thenable in a task of its own: it needs the context, too. */
function adopted(value, frame) {
    const { then } = value;
    if (typeof then !== "function") return value;
    return {
        then(resolve, reject) {
            const before = cell.current;
            cell.current = frame;
            try {
                Reflect.apply(then, value, [resolve, reject]);
            } finally {
                cell.current = before;
            }
        },
    };
}

/**
 * Behind an await: the context that was current before it is current again. Nothing runs when the function
 * ends, so the drain that follows the microtasks is asked for: it clears the cell (internal/boot), and no
 * context outlives its task.
 */
function resume(value, frame) {
    cell.current = frame;
    if (frame !== undefined) pending[0] = 1;
    return value;
}

/**
 * What `for await` iterates. The engine's adapter of synchronous iterators never settles when one of their values
 * is rejected, so they get ours (ECMA-262 section 27.1.6). To go when the engine's works.
 */
function iterate(iterable) {
    if (iterable === null || iterable === undefined) throw notIterable(iterable);
    const method = iterable[Symbol.asyncIterator];
    if (method !== undefined && method !== null)
        return { [Symbol.asyncIterator]: () => Reflect.apply(method, iterable, []) };
    const sync = iterable[Symbol.iterator];
    if (typeof sync !== "function") throw notIterable(iterable);
    return { [Symbol.asyncIterator]: () => adaptIterator(Reflect.apply(sync, iterable, [])) };
}

const notIterable = (value) => new TypeError(`${Object(value) === value ? typeof value : String(value)} is not async iterable`);

function adaptIterator(iterator) {
    const { next } = iterator;
    return {
        next: () => settled(iterator, () => Reflect.apply(next, iterator, []), true),
        return: () => settled(iterator, () => (iterator.return === undefined ? { done: true } : iterator.return()), false),
    };
}

/** A promise of the result that `step` returns, with its value awaited; `mayClose`: a rejected value ends the loop. */
function settled(iterator, step, mayClose) {
    return new Promise((resolve, reject) => {
        const result = step();
        if (typeof result !== "object" || result === null) throw new TypeError(`Iterator result ${String(result)} is not an object`);
        const { done, value } = result;
        const fail = (error) => {
            if (mayClose && !done) close(iterator);
            reject(error);
        };
        let promise;
        try {
            promise = Promise.resolve(value);
        } catch (error) {
            return void fail(error);
        }
        promise.then((awaited) => resolve({ value: awaited, done: Boolean(done) }), fail);
    });
}

function close(iterator) {
    try {
        iterator.return?.();
    } catch {
        // the rejection that closed it is what the program hears of
    }
}

/** A callback for a native: runs in the context of now. Calls from the event loop begin without one. */
function carry(fn) {
    const frame = cell.current;
    if (frame === undefined) return fn;
    return (a, b, c, d) => {
        const before = cell.current;
        cell.current = frame;
        try {
            fn(a, b, c, d);
        } finally {
            cell.current = before;
        }
    };
}

module.exports = { carry, cell, iterate, keep, resume };
