// async_frame.js - the cell that holds the current asynchronous context (AsyncLocalStorage's store map).
//
// Whoever keeps a callback for later (a tick, a timer, a promise reaction, an I/O request) reads
// `cell.current` when the callback is handed over and puts it back around the call. It is one property
// so that the cost is one load and two stores.
const { Boolean, Promise, Reflect, String, Symbol, TypeError } = globalThis;
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
 * What `for await` and the yield* of async generators iterate. The engine's adapter of synchronous iterators never
 * settles when one of their values is rejected, so they get ours (ECMA-262 section 27.1.6). To go when the engine's works.
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

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
const notIterable = (value) => new TypeError(`${isObject(value) ? typeof value : String(value)} is not async iterable`);

function adaptIterator(iterator) {
    if (!isObject(iterator)) throw new TypeError("Result of the Symbol.iterator method is not an object");
    const { next } = iterator;
    return {
        next: (...args) => settled(iterator, true, () => Reflect.apply(next, iterator, args)),
        return: (...args) =>
            settled(iterator, false, () => {
                const method = iterator.return;
                return method === undefined || method === null ? { done: true, value: args[0] } : Reflect.apply(method, iterator, args);
            }),
        throw: (...args) =>
            settled(iterator, true, () => {
                const method = iterator.throw;
                if (method !== undefined && method !== null) return Reflect.apply(method, iterator, args);
                close(iterator);
                throw new TypeError("The iterator does not provide a 'throw' method");
            }),
    };
}

/** A promise of the result that `step` returns, with its value awaited; `closes`: a rejected value ends the iterator. */
function settled(iterator, closes, step) {
    return new Promise((resolve, reject) => {
        const result = step();
        if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
        const done = Boolean(result.done);
        const fail = (error) => {
            if (closes && !done) close(iterator);
            reject(error);
        };
        const { value } = result;
        let promise;
        try {
            promise = Promise.resolve(value);
        } catch (error) {
            return void fail(error);
        }
        promise.then((awaited) => resolve({ value: awaited, done }), fail);
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
