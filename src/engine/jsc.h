// jsc.h - JavaScriptCore as the folder src/engine/ sees it: the public C API and the exported functions
// of the same library that no installed header declares (design.md). Never included outside this folder.
#pragma once

#include <JavaScriptCore/JavaScript.h>
#include <stdbool.h>

#include "engine/engine.h"

extern void JSLock(JSContextRef ctx);
extern void JSUnlock(JSContextRef ctx);
extern void JSGlobalContextSetUnhandledRejectionCallback(JSGlobalContextRef ctx, JSObjectRef fn, JSValueRef *exception);
extern void JSGlobalContextSetEvalEnabled(JSGlobalContextRef ctx, bool enabled, JSStringRef message);
extern void JSSynchronousGarbageCollectForDebugging(JSContextRef ctx);
extern void JSSynchronousEdenCollectForDebugging(JSContextRef ctx);
extern void *engine_main_loop(void) __asm__("_ZN3WTF7RunLoop13mainSingletonEv") __attribute__((weak));
extern void engine_init_main_loop(void) __asm__("_ZN3WTF7RunLoop14initializeMainEv") __attribute__((weak));
// JSC::FullGCActivityCallback::doCollection(JSC::VM&), of which the first parameter is the callback.
extern void engine_full_activity(void *activity, JSContextGroupRef vm)
    __asm__("_ZN3JSC22FullGCActivityCallback12doCollectionERNS_2VME") __attribute__((weak));
extern JSObjectRef JSGetMemoryUsageStatistics(JSContextRef ctx);
extern bool JSConfigureSignalForGC(int signal);
JS_EXPORT void JSDisableGCTimer(void);  // before the first VM
extern JSObjectRef JSObjectGetProxyTarget(JSObjectRef proxy);
extern int jsc_options_set_boolean(const char *option, int value);
extern int jsc_options_set_size(const char *option, size_t value);
extern int jsc_options_set_uint(const char *option, unsigned value);

struct Runtime {
    JSContextGroupRef group;
    JSGlobalContextRef ctx;
    Loop *loop;
    HandleTable handles;
    struct ReapQueue *reap;        // handles whose wrappers were collected
    struct NameCache *names;       // C property names as JSStringRef
    JSClassRef handle_class;
    JSObjectRef run;               // hooks of lib/internal/boot.js, protected
    JSObjectRef drain;
    uint8_t *pending;              // [0]: ticks or rejections wait for `drain`; shared with JS
    struct IdleCollector *idle;
    uint64_t entries;              // of js_run, ever
    uint32_t live_roots;
    int32_t exit_code;             // once closing
    bool closing;                  // no callback runs any more
    bool stoppable;                // interrupt.c
    _Atomic bool stop;             // set by any thread
    uint32_t interrupts;           // exceptions thrown for `deadline_us`
    uint64_t deadline_us;          // 0: none
    uint32_t promise_byte;         // type bytes learned by inspect.c; 0: not yet, 256: unusable
    uint32_t proxy_byte;
    uint32_t map_iterator_byte;
    uint32_t set_iterator_byte;
    uint64_t finished_table;
    void *data[RT_DATA_SPARE + 1];
    void (*data_close[RT_DATA_SPARE + 1])(void *);
};

// The runtime of this thread: set while a runtime exists. The one thread-local of the program: callbacks
// of the C API carry no user pointer.
Runtime *rt_current(void);

static inline JSObjectRef jsc_object(JsValue v) { return (JSObjectRef)(uintptr_t)v.ref; }
JSStringRef jsc_string(Str utf8);                     // caller releases
JSStringRef jsc_string_ascii(Str text);               // the same for text known to be ASCII
JSStringRef jsc_name(Runtime *rt, const char *name);  // cached; borrowed
Str jsc_utf8(Arena *a, JSStringRef string);           // copy in the arena, NUL-terminated

void interrupt_init(Runtime *rt);  // before the first entry
JsValue interrupt_end(JsCall *call);  // `return interrupt_end(call);`: the runtime ends, without catch and finally
void wrap_init(Runtime *rt);
void wrap_cleanup(Runtime *rt);   // after the VM is gone
void names_free(Runtime *rt);
