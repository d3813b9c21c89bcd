// cluster.js - node:cluster as the primary sees it: settings and events work, workers need node:net and its shared
// sockets, which do not exist yet; fork() says so.
const { Object } = globalThis;
const EventEmitter = require("node:events");

const SCHED_NONE = 1;
const SCHED_RR = 2;
const cluster = new EventEmitter();

function setupPrimary(options) {
  const { process } = globalThis;
  cluster.settings = {
    args: process.argv.slice(2), exec: process.argv[1], execArgv: process.execArgv, silent: false,
    ...cluster.settings, ...options,
  };
  require("internal/tick").nextTick(() => cluster.emit("setup", cluster.settings));
}

function fork() {
  throw require("internal/boot").notImplemented("cluster.fork");
}

/** Ends every worker, of which there are none. */
function disconnect(callback) {
  if (typeof callback === "function") require("internal/tick").nextTick(callback);
}

Object.assign(cluster, {
  isWorker: false, isMaster: true, isPrimary: true, workers: {}, settings: {}, SCHED_NONE, SCHED_RR,
  schedulingPolicy: globalThis.process.env.NODE_CLUSTER_SCHED_POLICY === "none" ? SCHED_NONE : SCHED_RR,
  setupPrimary, setupMaster: setupPrimary, fork, disconnect,
});

module.exports = cluster;
