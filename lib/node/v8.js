// v8.js - node:v8: heap figures of this engine under V8's names. What only V8 has (snapshots, flags, coverage,
// the wire format) says that it is not there instead of pretending.
const { Object } = globalThis;
const { native: engine, notImplemented } = require("internal/boot");

const unavailable = (name) => () => {
  throw notImplemented(`v8.${name}`);
};

function getHeapStatistics() {
  const { heapSize, heapCapacity, extraMemorySize, protectedObjectCount } = engine.memory();
  return {
    total_heap_size: heapCapacity,
    total_heap_size_executable: 0,
    total_physical_size: heapCapacity,
    total_available_size: require("node:os").freemem(),
    used_heap_size: heapSize,
    heap_size_limit: require("node:os").totalmem(),
    malloced_memory: extraMemorySize ?? 0,
    peak_malloced_memory: extraMemorySize ?? 0,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: extraMemorySize ?? 0,
    protected_objects: protectedObjectCount ?? 0,
  };
}

/** One space: this collector does not divide its heap as V8 does. */
function getHeapSpaceStatistics() {
  const all = getHeapStatistics();
  return [{
    space_name: "old_space",
    space_size: all.total_heap_size,
    space_used_size: all.used_heap_size,
    space_available_size: all.total_heap_size - all.used_heap_size,
    physical_space_size: all.total_physical_size,
  }];
}

const startupSnapshot = Object.freeze({
  __proto__: null,
  addSerializeCallback: unavailable("startupSnapshot.addSerializeCallback"),
  addDeserializeCallback: unavailable("startupSnapshot.addDeserializeCallback"),
  setDeserializeMainFunction: unavailable("startupSnapshot.setDeserializeMainFunction"),
  isBuildingSnapshot: () => false,
});

module.exports = {
  getHeapStatistics, getHeapSpaceStatistics, startupSnapshot,
  cachedDataVersionTag: () => 0,
  /** V8's flags mean nothing to this engine; Node.js ignores unknown ones too. */
  setFlagsFromString(flags) {
    require("internal/validators").validateString(flags, "flags");
  },
  serialize: unavailable("serialize"),
  deserialize: unavailable("deserialize"),
  writeHeapSnapshot: unavailable("writeHeapSnapshot"),
  getHeapSnapshot: unavailable("getHeapSnapshot"),
  takeCoverage: unavailable("takeCoverage"),
  stopCoverage: unavailable("stopCoverage"),
};
