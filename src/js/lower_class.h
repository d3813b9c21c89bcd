// lower_class.h - what lower_class.c and lower_decorators.c share: the plan of one class.
#pragma once

#include "js/lower.h"

typedef struct ClassPlan {
    const JsNode *n;          // CLASS_DECL or CLASS_EXPR
    const JsNode *body;
    Work inner;               // for what is inside the class
    JsNodeId constructor;     // METHOD with a body
    Str after_super;          // "this.x=x,this.#$m_f0()": runs once `this` exists
    bool as_var;              // a declaration of the file, which stands in a block (esm_block.c): var C=class C{}
    bool assign_fields;       // useDefineForClassFields is off
    bool assign_private;      // then private fields of instances, too: others are assigned
    Str keys;                 // "$m_p5,$m_p9": variables for the computed keys of assigned fields
    bool sweeps;              // some elements only evaluate a key: a static block deletes them
    // decorators
    bool legacy;              // TypeScript's experimentalDecorators
    bool class_decorated;
    bool member_decorated;
    bool instance_methods;    // decorated instance elements that are not fields
    bool awaits, yields;      // an expression whose keys, super class or decorators suspend the function around it
    Str state;                // name of the helper object
    Str name;                 // the class's own name, or one we made; set if class_decorated
    uint32_t elements;        // decorated so far
} ClassPlan;

// Variables around a class expression, one set for each evaluation: p->keys. Not for decorated classes.
void class_wrap(Lower *l, ClassPlan *p, const Work *w);
// "var C=", or nothing: what goes in front of the word `class`.
Str class_variable(Lower *l, const ClassPlan *p);

// Finds decorators and writes what stands before and behind the class.
void decorators_plan(Lower *l, ClassPlan *p, const Work *w);
// Text for the start and the end of the class body.
void decorators_put_body_start(Lower *l, const ClassPlan *p, Buf *out);
void decorators_finish(Lower *l, const ClassPlan *p);
// Turns the decorators of a member into a call; the member's number, or -1 if it has none.
int32_t decorators_member(Lower *l, ClassPlan *p, JsNodeId member);
// Edits of a decorated member besides its decorators: initial value, private name, computed key.
void decorators_wrap_value(Lower *l, const ClassPlan *p, const JsNode *field, int32_t index);
void decorators_hide_private(Lower *l, const ClassPlan *p, const JsNode *method, int32_t index);

// The key a private accessor gets instead; the private accessors themselves are appended to `tail`.
Str decorators_hidden_key(Lower *l, const ClassPlan *p, const JsNode *n, int32_t index, Buf *tail);

// Does the decorator's initializer give the field its value? Standard decorators only.
bool decorators_initialize(const Lower *l, const JsNode *field);
// "$m_c0.init(0,this" and "$m_c0.extra(0,this)"
Str decorators_init(Lower *l, const ClassPlan *p, int32_t index);
Str decorators_extra(Lower *l, const ClassPlan *p, int32_t index);

// `accessor x = v`; index as of decorators_member.
void class_accessor(Lower *l, const ClassPlan *p, JsNodeId field, int32_t index);
