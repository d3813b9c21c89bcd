// async_frame.js - the cell that holds the current asynchronous context (AsyncLocalStorage's store map).
//
// Whoever keeps a callback for later (a tick, a timer, a promise reaction, an I/O request) reads
// `cell.current` when the callback is handed over and puts it back around the call. It is one property
// so that the cost is one load and two stores.
const { Boolean, Promise, Reflect, String, Symbol, TypeError } = globalThis;
const { pending, uncaught } = require("internal/boot");

/**
 * current: the context. task: the call of an async function that went on last. child: the newest of the calls that
 * stopped at their first await since then; `link` leads to the older ones. hook: of node:async_hooks once ids are asked
 * for, (type, resource) => scope with enter(), leave(isLast) and destroy().
 */
const cell = { current: undefined, task: null, child: null, hook: null };

const NEW = -0x80000000; // a site: no await yet
const ALONE = -1; // an awaiter site: none

/**
 * A call of an async function. site: offset of the await it stopped at, ~offset when it went on. frame: its context
 * while it waits. link: the task that waits for it, at the await `awaiterSite`; before that, what was `cell.child` when it began.
 * place: [index, count] if it is one of several that the operand of that await began. See docs/modules.md.
 */
const contextOf = (file) => ({
    cell, keep, resume, iterate,
    task: () => ({ file, site: NEW, frame: undefined, link: cell.child, awaiterSite: ALONE }),
});

/** `await x` becomes `resume(await keep(x, task, site), task)`: see src/js/lower_async.c. */
function keep(value, task, site) {
    const frame = cell.current, { child } = cell;
    if (frame !== undefined) task.frame = frame;
    if (task.site === NEW) {
        if (child !== task.link && child !== null) adopt(child, task.link, task, site);
        cell.child = task;
    } else if (child !== null) {
        adopt(child, null, task, site);
        cell.child = null;
    }
    task.site = site;
    return frame === undefined ? value : inFrame(value, frame);
}

/** `awaiter` waits at `site` for `child` and the ones before it up to `end`. */
function adopt(child, end, awaiter, site) {
    const { link } = child;
    child.link = awaiter;
    child.awaiterSite = site;
    if (link !== end && link !== null) adoptMore(child, link, end, awaiter);
}

function adoptMore(child, link, end, awaiter) {
    const children = [child];
    for (let next; link !== end && link !== null; link = next) {
        next = link.link;
        link.link = awaiter;
        link.awaiterSite = child.awaiterSite;
        children.push(link);
    }
    children.reverse().forEach((c, i) => (c.place = [i, children.length]));
}

/** A value for a promise: the engine calls `then` of a thenable in a task of its own, and it needs the context, too. */
function inFrame(value, frame) {
    if (typeof value !== "object" || value === null || value instanceof Promise) return value;
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
 * ends, so the drain that follows the microtasks is asked for: it clears the cell (endJob), and no context
 * outlives its task.
 */
function resume(value, task) {
    const { frame } = task;
    task.site = ~task.site;
    cell.task = task;
    cell.child = null;
    cell.current = frame;
    if (frame !== undefined) {
        task.frame = undefined;
        pending[0] = 1;
    }
    return value;
}

/** Nothing of a job is kept when it is over. */
function endJob() {
    cell.current = undefined;
    cell.task = cell.child = null;
}

/**
 * The tasks that wait for each other from the running one on, as a stack made now has them: file and site of each,
 * with index and count of the one before. @returns {object[] | undefined}
 */
function awaiters(limit) {
    let { task } = cell;
    if (task === null) return undefined;
    const chain = [{ file: task.file, site: task.site < 0 ? ~task.site : task.site, place: undefined }];
    while (chain.length <= limit) {
        const { link, awaiterSite, place } = task;
        if (awaiterSite < 0 || link.site !== awaiterSite) break;
        chain.push({ file: link.file, site: awaiterSite, place });
        task = link;
    }
    return chain.length > 1 ? chain : undefined;
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

/**
 * A callback for a native: runs in the context of now, and so do the handlers of an error that it throws. `type` is the
 * resource's name in async_hooks.
 */
function carry(fn, type = "NONE") {
    const frame = cell.current;
    const scope = cell.hook?.(type, { oncomplete: fn });
    if (frame === undefined && scope === undefined) return fn;
    return (a, b, c, d) => {
        const before = cell.current;
        cell.current = frame;
        try {
            scope?.enter();
            fn(a, b, c, d);
        } catch (error) {
            uncaught(error, false);
        } finally {
            scope?.leave(true);
            cell.current = before;
        }
    };
}

module.exports = { awaiters, carry, cell, contextOf, endJob, inFrame };
