// worker_threads.js - node:worker_threads as the main thread sees it: message channels work, threads do not
// exist yet, and starting one says so.
const { Map, Symbol } = globalThis;
const messaging = require("web/messaging");

class Worker {
  constructor() {
    throw require("internal/boot").notImplemented("worker_threads.Worker");
  }
}

const environmentData = new Map();

module.exports = {
  isMainThread: true,
  isInternalThread: false,
  threadId: 0,
  threadName: "",
  parentPort: null,
  workerData: null,
  resourceLimits: {},
  SHARE_ENV: Symbol.for("nodejs.worker_threads.SHARE_ENV"),
  Worker,
  MessageChannel: messaging.MessageChannel,
  MessagePort: messaging.MessagePort,
  BroadcastChannel: messaging.BroadcastChannel,
  receiveMessageOnPort: messaging.receiveMessageOnPort,
  /** @returns {any} what setEnvironmentData stored */
  getEnvironmentData: (key) => environmentData.get(key),
  setEnvironmentData(key, value) {
    if (value === undefined) environmentData.delete(key);
    else environmentData.set(key, value);
  },
};
