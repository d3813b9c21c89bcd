// rejections.js - promises that were rejected and have no handler: reported when ticks and microtasks are empty, as Node does.
//
// The engine names such promises each time its microtasks end, which is earlier than Node looks, and it never tells that a
// handler came after all. Both `then` and `await` read the promise's `constructor`, so a getter that stands on the promise
// until it is first read sees that handler. Cost: one property on each promise that was rejected without a handler.
const { Error, Reflect } = globalThis;

const waiting = []; // rejected since the last report
let lastId = 0;

class Rejection {
  constructor(promise, reason) {
    this.promise = promise;
    this.reason = reason;
    this.handled = false;
    this.reported = false;
    this.id = 0;
  }
}

/** The engine's: `promise` had no handler when the microtasks ended. */
function add(promise, reason) {
  const rejection = new Rejection(promise, reason);
  waiting.push(rejection);
  Reflect.defineProperty(promise, "constructor", {
    configurable: true,
    get() {
      delete promise.constructor;
      if (rejection.reported) onLateHandler(rejection);
      rejection.handled = true;
      return promise.constructor;
    },
  });
}

function onLateHandler(rejection) {
  const { process } = globalThis;
  const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${rejection.id})`);
  warning.name = "PromiseRejectionHandledWarning";
  process.nextTick(() => {
    if (!process.emit("rejectionHandled", rejection.promise)) process.emitWarning(warning);
  });
}

// An exception of a listener is uncaught in its turn.
function tell(rejection, onUncaught) {
  try {
    globalThis.process._onUnhandledRejection(rejection, (error) => onUncaught(error, true));
  } catch (error) {
    onUncaught(error, false);
  }
}

/** Reports what still has no handler; boot.js calls this when no tick and no microtask is left. */
function report() {
  const { hooks } = require("internal/boot");
  const { onUncaught } = require("internal/fatal");
  for (const rejection of waiting.splice(0)) {
    if (rejection.handled) continue;
    rejection.reported = true;
    rejection.id = ++lastId;
    if (hooks.uncaught !== undefined) onUncaught(rejection.reason, true);
    else tell(rejection, onUncaught);
  }
}

module.exports = { add, report, anyWaiting: () => waiting.length > 0 };
