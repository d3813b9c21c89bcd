// bind_impl.h - shared by the two halves of scope analysis: the walk that declares (bind_walk.c) and the
// scopes, redeclaration rules and resolution (bind.c).
#pragma once

#include "js/bind.h"

// What happened, in order: entering and leaving scopes, and references. Names are resolved from this
// list after the walk, when all declarations are known.
typedef enum EventKind {
    EVENT_ENTER, EVENT_EXIT, EVENT_READ, EVENT_WRITE, EVENT_UPDATE, EVENT_TYPE, EVENT_EXPORT,
} EventKind;
typedef struct Event {
    uint32_t id;  // scope or IDENT node
    uint32_t kind;
} Event;

// A name visible at this point of the walk; per name a chain from the innermost scope outwards.
typedef struct Entry {
    JsSymbolId symbol;
    JsScopeId scope;
    JsAtom name;
    uint32_t outer;       // next entry of the same name
    uint32_t same_scope;  // next entry of the same scope
    bool passes;          // a var of an inner block passes through here on its way out
} Entry;

// A function in a block that Annex B may also make a var of the enclosing function.
typedef struct Candidate {
    JsSymbolId symbol;
    JsScopeId origin;
} Candidate;

typedef struct PrivateName {
    JsAtom name;
    uint32_t outer;   // index + 1
    uint8_t has;      // 1 getter, 2 setter, 4 anything else, 8 static
} PrivateName;

typedef struct Binder {
    JsTree *t;
    Arena *a;
    Arena scratch;           // what is not needed when the names are resolved
    JsBind *out;
    JsScopeId scope;
    JsScopeId this_scope;    // owner of `this` and `arguments`
    bool ts;
    bool strict_params;      // duplicate parameters are errors
    struct { uint32_t *items; uint32_t count; } heads;            // per atom: entry, 0: none
    struct { uint32_t *items; uint32_t count; } private_heads;    // per atom: PrivateName index + 1
    struct { Entry *items; uint32_t count, cap; } entries;        // items[0] unused
    struct { uint32_t *items; uint32_t count, cap; } scope_entries;  // per scope: first entry
    struct { Event *items; uint32_t count, cap; } events;
    struct { Candidate *items; uint32_t count, cap; } candidates;
    struct { PrivateName *items; uint32_t count, cap; } privates;
    struct { JsNodeId *items; uint32_t count, cap; } exports;     // nodes naming exports
} Binder;

typedef struct OpenScope {
    JsScopeId outer;
    JsScopeId outer_this;
    uint32_t candidates;
} OpenScope;

OpenScope open_scope(Binder *b, JsScopeKind kind, JsNodeId node, bool strict);
void close_scope(Binder *b, OpenScope s);
JsScope *scope_at(Binder *b, JsScopeId id);
JsSymbol *symbol_at(Binder *b, JsSymbolId id);
// Declares the name of BINDING `node` in the current scope (var: in the enclosing function).
JsSymbolId declare(Binder *b, JsSymbolKind kind, JsNodeId node, JsNodeId owner, uint16_t flags);
void bind_error(Binder *b, JsNodeId node, const char *format, JsAtom name);
void mark_eval(Binder *b);
void mark_with(Binder *b);
static inline void event(Binder *b, EventKind kind, uint32_t id) { ARENA_PUSH(&b->scratch, &b->events, (Event){id, (uint32_t)kind}); }

void bind_program(Binder *b);
