// jsx.c - JSX becomes calls in place: jsx/jsxs with the automatic runtime, jsxDEV in development,
// createElement with the classic one.
//
//   <a b={c} {...d}>x {y}</a>   ->   $m_jsxs("a",{b: c ,  ...d ,children:["x ", y ]})
//
// Attributes and children stay where they are; only a `key` moves, behind the properties, together with
// its line breaks. Line breaks of tags and text are kept between the arguments.
#include "base/num.h"
#include "js/lex.h"
#include "js/lower.h"

// What one element needs while its edits are made.
typedef struct Element {
    const JsNode *n;
    bool classic;       // createElement(type, props, ...children)
    JsxFn fn;
    JsNodeId key;       // JSX_ATTR that moves behind the properties
    uint32_t attrs;     // attributes that stay
    uint32_t children;  // those with a value
    bool array;         // children: [...]
    uint32_t head_end;  // end of the name, type arguments or last attribute
    uint32_t open_end;  // behind the > of the opening tag
    uint32_t close;     // start of the closing tag; == n->end if self-closing
} Element;

// Where the text of one edit is put together; never of two at a time.
static Buf *empty_text(Lower *l)
{
    buf_clear(&l->text);
    return &l->text;
}

static Str text_of(Lower *l)
{
    return arena_str(l->a, buf_str(&l->text));
}

// ---- the runtime's names ----------------------------------------------------------------------------
static Str fn_name(JsxFn fn)
{
    static const char *const names[] = {"jsx", "jsxs", "jsxDEV", "Fragment", "createElement"};
    return str_c(ELEM(names, fn));
}

// With keep_modules: Bun's names, which code that provides the functions itself knows.
static const char *const kept_names[] = {"jsx_w77yafs4", "jsxs_eh6c78nj", "jsxDEV_7x81h0kn", "Fragment_8vg9x3sq",
                                         "createElement_mvmpqhxp"};

static Str fn_local(Lower *l, JsxFn fn)
{
    ELEM(l->jsx_used, fn) = true;
    if (l->opt.keep_modules) return str_c(ELEM(kept_names, fn));
    return ARENA_JOIN(l->a, l->m, STR("_"), fn_name(fn));
}

static bool is_classic(const Lower *l)
{
    return l->opt.jsx == JSX_CLASSIC;
}

static Str or_default(Str value, Str fallback)
{
    return value.len ? value : fallback;
}

static Str factory(const Lower *l)
{
    return or_default(l->opt.jsx_factory, STR("React.createElement"));
}

static Str fragment(const Lower *l)
{
    return or_default(l->opt.jsx_fragment, STR("React.Fragment"));
}

bool jsx_keeps_import(const Lower *l, Str local)
{
    if (!(l->t->features & FEAT_JSX) || !is_classic(l)) return false;
    Str names[] = {factory(l), fragment(l)};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str root = ELEM(names, i);
        if (str_eq(str_sub(root, 0, str_find_char(root, '.')), local)) return true;
    }
    return false;
}

// ---- pragmas ------------------------------------------------------------------------------------------
static Str word_at(Str text, size_t pos)
{
    size_t end = pos;
    while (end < text.len && (uint8_t)str_at(text, end) > ' ' && str_at(text, end) != '*') end++;
    return str_sub(text, pos, end);
}

static Str pragma(Str comment, Str name)
{
    for (size_t at = str_find(comment, name); at != STR_NONE; at = str_find_from(comment, name, at + 1)) {
        size_t pos = at + name.len, start = pos;
        while (str_peek(comment, pos) == ' ' || str_peek(comment, pos) == '\t') pos++;
        if (pos > start) return word_at(comment, pos);
    }
    return (Str){};
}

// Could a variable have this name in every kind of code? `this` can be called as well as one.
static bool is_callable_name(const Lower *l, Str name)
{
    for (JsAtom word = 0; word <= ATOM_AWAIT; word++) {
        if (word != ATOM_THIS && str_eq(js_atom(l->t, word), name)) return false;
    }
    return lower_is_identifier(name);
}

// Only a name or a chain of names can be called; anything else is ignored, as esbuild does.
static Str name_chain(const Lower *l, Str value)
{
    size_t dot = str_find_char(value, '.');
    if (!is_callable_name(l, str_sub(value, 0, dot))) return (Str){};
    while (dot < value.len) {
        size_t from = dot + 1;
        dot = size_min(str_find_from(value, STR("."), from), value.len);
        if (!lower_is_identifier(str_sub(value, from, dot))) return (Str){};
    }
    return value;
}

void jsx_prepare(Lower *l)
{
    l->opt.jsx_factory = name_chain(l, l->opt.jsx_factory);
    l->opt.jsx_fragment = name_chain(l, l->opt.jsx_fragment);
    for (uint32_t i = 0; i < l->t->comments.count; i++) {
        const JsComment *c = &ITEM(l->t->comments, i);
        if (c->kind != COMMENT_JSX_PRAGMA) continue;
        Str text = str_sub(l->t->source, c->start, c->end);
        l->opt.jsx_factory = or_default(name_chain(l, pragma(text, STR("@jsx"))), l->opt.jsx_factory);
        l->opt.jsx_fragment = or_default(name_chain(l, pragma(text, STR("@jsxFrag"))), l->opt.jsx_fragment);
        l->opt.jsx_import_source = or_default(pragma(text, STR("@jsxImportSource")), l->opt.jsx_import_source);
        Str runtime = pragma(text, STR("@jsxRuntime"));
        if (str_eq(runtime, STR("classic"))) l->opt.jsx = JSX_CLASSIC;
        if (str_eq(runtime, STR("automatic"))) l->opt.jsx = JSX_AUTOMATIC;
    }
    l->opt.jsx_import_source = or_default(l->opt.jsx_import_source, STR("react"));
}

// ---- imports ------------------------------------------------------------------------------------------
static void add_import(Lower *l, Str specifier, JsxFn fn)
{
    uint32_t request = esm_request(l, specifier, (Str){}, PHASE_EVALUATION, 0);
    JsImport import = {.request = request, .name = fn_name(fn)};
    ARENA_PUSH(l->a, &l->unit->imports, import);
    ARENA_PUSH(l->a, &l->locals, fn_local(l, fn));
}

static void add_require(Lower *l, Str specifier, JsxFn fn)
{
    Str local = fn_local(l, fn);
    buf_put_fmt(&l->prologue, "const{%.*s:%.*s}=require(", STR_FMT(fn_name(fn)), STR_FMT(local));
    lower_put_string(&l->prologue, specifier);
    buf_put(&l->prologue, STR(");"));
}

// keep_modules: import declarations.
static void put_imports(Lower *l, Str runtime)
{
    uint32_t count = 0;
    for (JsxFn fn = 0; fn < JSXFN_COUNT; fn++) {
        if (!ELEM(l->jsx_used, fn)) continue;
        l->unit->adds_import = true;
        if (fn == JSXFN_CREATE) continue;
        buf_put_fmt(&l->prologue, "%s%.*s as %s", count++ ? "," : "import{", STR_FMT(fn_name(fn)),
                    ELEM(kept_names, fn));
    }
    if (count) buf_put(&l->prologue, STR("}from"));
    if (count) lower_put_string(&l->prologue, runtime);
    if (count) buf_put_char(&l->prologue, ';');
    if (!ELEM(l->jsx_used, JSXFN_CREATE)) return;
    buf_put_fmt(&l->prologue, "import{createElement as %s}from", ELEM(kept_names, JSXFN_CREATE));
    lower_put_string(&l->prologue, l->opt.jsx_import_source);
    buf_put_char(&l->prologue, ';');
}

void jsx_finish(Lower *l)
{
    Str source = l->opt.jsx_import_source;
    Str runtime = arena_concat(l->a, source, l->opt.jsx_dev ? STR("/jsx-dev-runtime") : STR("/jsx-runtime"));
    if (l->opt.keep_modules) {
        if (!l->opt.jsx_no_import) put_imports(l, runtime);
        return;
    }
    for (JsxFn fn = 0; fn < JSXFN_COUNT; fn++) {
        if (!ELEM(l->jsx_used, fn)) continue;
        Str specifier = fn == JSXFN_CREATE ? source : runtime;
        if (l->unit->is_module) add_import(l, specifier, fn);
        else add_require(l, specifier, fn);
    }
    if (!l->jsx_file.len) return;
    buf_put_fmt(&l->prologue, "const %.*s=", STR_FMT(l->jsx_file));
    lower_put_string(&l->prologue, l->opt.filename);
    buf_put_char(&l->prologue, ';');
}

// ---- shape of an element --------------------------------------------------------------------------------
static bool is_key(Lower *l, JsNodeId attr)
{
    const JsNode *n = lower_node(l, attr);
    return n->kind == N_JSX_ATTR && js_kind(l->t, n->jsx_attr.name) == N_JSX_NAME &&
           str_eq(lower_src(l, n->jsx_attr.name), STR("key"));
}

// Automatic runtime: a key moves; after a spread it cannot, and createElement has to sort it out.
static void scan_attrs(Lower *l, Element *e)
{
    bool spread = false;
    if (e->n->kind == N_JSX_FRAGMENT) return;
    for (JS_EACH(l->t, e->n->jsx.attrs, attr)) {
        const JsNode *a = lower_node(l, JS_CHILD(attr));
        e->head_end = a->end;
        e->attrs++;
        if (a->kind == N_JSX_SPREAD_ATTR) spread = true;
        if (e->classic || !is_key(l, JS_CHILD(attr))) continue;
        if (spread) {
            e->classic = true;
            e->attrs += e->key ? 1 : 0;
            e->key = 0;
            e->fn = JSXFN_CREATE;
        } else {
            e->key = JS_CHILD(attr);
            e->attrs--;
        }
    }
}

static bool has_value(Lower *l, JsNodeId child)
{
    const JsNode *c = lower_node(l, child);
    if (c->kind == N_JSX_TEXT) return js_jsx_text_counts(l->t, child);
    return c->kind != N_JSX_EXPR || c->unary.arg;
}

static void scan_children(Lower *l, Element *e)
{
    e->close = e->open_end;
    for (JS_EACH(l->t, e->n->jsx.children, child)) {
        const JsNode *c = lower_node(l, JS_CHILD(child));
        e->close = c->end;
        if (has_value(l, JS_CHILD(child))) e->children++;
        if (c->kind == N_JSX_SPREAD_CHILD) e->array = true;
    }
    if (e->children > 1) e->array = true;
}

static Element scan_element(Lower *l, const JsNode *n)
{
    Element e = {.n = n, .classic = is_classic(l), .head_end = n->start + 1};
    if (n->kind == N_JSX_ELEMENT) {
        e.head_end = lower_node(l, n->jsx.name)->end;
        if (n->jsx.type_args) e.head_end = lower_node(l, n->jsx.type_args)->end;
    }
    scan_attrs(l, &e);
    bool closed = n->kind == N_JSX_ELEMENT && (n->flags & NF_SELF_CLOSING);
    e.open_end = closed ? n->end : lower_find(l, e.head_end, '>') + 1;
    scan_children(l, &e);
    if (!e.classic) e.fn = l->opt.jsx_dev ? JSXFN_DEV : e.array ? JSXFN_JSXS : JSXFN_JSX;
    return e;
}

// ---- attributes -----------------------------------------------------------------------------------------
static void put_prop_name(Lower *l, JsNodeId name, Buf *out)
{
    Str text = lower_src(l, name);
    const JsNode *n = lower_node(l, name);
    AUTO(Buf) whole = {};
    if (n->kind == N_JSX_NS_NAME) {
        buf_put_fmt(&whole, "%.*s:%.*s", STR_FMT(lower_src(l, n->jsx_ns.ns)),
                    STR_FMT(lower_src(l, n->jsx_ns.name)));
        text = arena_str(l->a, buf_str(&whole));
    }
    if (str_eq(text, STR("__proto__"))) buf_put(out, STR("[\"__proto__\"]"));
    else if (lower_is_identifier(text)) buf_put(out, text);
    else lower_put_string(out, text);
    buf_put_char(out, ':');
}

static void attr_expr(Lower *l, const Work *w, JsNodeId expr)
{
    const JsNode *x = lower_node(l, expr);
    bool sequence = x->unary.arg && js_kind(l->t, x->unary.arg) == N_SEQUENCE;
    edit_replace(&l->ed, x->end - 1, x->end, sequence ? STR(")") : STR(" "));
    if (sequence) edit_before(&l->ed, lower_node(l, x->unary.arg)->start, x->end - 1, STR("("));
    lower_push(l, x->unary.arg, w);
}

static void visit_attr(Lower *l, const Work *w, JsNodeId attr)
{
    const JsNode *a = lower_node(l, attr);
    Buf *head = empty_text(l);
    uint32_t end = a->end;
    put_prop_name(l, a->jsx_attr.name, head);
    const JsNode *value = a->jsx_attr.value ? lower_node(l, a->jsx_attr.value) : NULL;
    if (!value) {
        buf_put(head, STR("true"));
    } else if (value->kind == N_JSX_STRING) {
        lower_put_string(head, js_jsx_string_value(l->a, l->t, a->jsx_attr.value));
    } else if (value->kind == N_JSX_EXPR) {
        end = value->start + 1;
        attr_expr(l, w, a->jsx_attr.value);
    } else {
        end = value->start;
        lower_push(l, a->jsx_attr.value, w);
    }
    lower_put_newlines(l, a->start, end, head);
    edit_replace(&l->ed, a->start, end, text_of(l));
    edit_after(&l->ed, a->start, a->end, STR(","));
}

static void visit_spread(Lower *l, const Work *w, JsNodeId spread)
{
    const JsNode *s = lower_node(l, spread);
    edit_replace(&l->ed, s->start, s->start + 1, STR(" "));
    edit_replace(&l->ed, s->end - 1, s->end, STR(" "));
    lower_push(l, s->unary.arg, w);
}

// What was put together so far becomes a piece of `out`.
static void flush(Lower *l, EditText *out)
{
    edit_text_add(l->a, out, text_of(l));
    empty_text(l);
}

// The value of the key, to stand behind the properties.
static void put_key(Lower *l, EditText *out, JsNodeId attr)
{
    JsNodeId id = lower_node(l, attr)->jsx_attr.value;
    const JsNode *value = id ? lower_node(l, id) : NULL;
    if (!value) {
        buf_put(&l->text, STR("true"));
    } else if (value->kind == N_JSX_STRING) {
        lower_put_string(&l->text, js_jsx_string_value(l->a, l->t, id));
    } else {
        bool braces = value->kind == N_JSX_EXPR;
        flush(l, out);
        edit_text_add_range(l->a, out, value->start + braces, value->end - braces);
    }
}

// Takes the key out of its place; line breaks that do not move with the value stay.
static void remove_key(Lower *l, const Work *w, const JsNode *a)
{
    Buf *rest = empty_text(l);
    JsNodeId id = a->jsx_attr.value;
    uint32_t from = a->end, to = a->end;
    if (id && js_kind(l->t, id) != N_JSX_STRING) {
        bool braces = js_kind(l->t, id) == N_JSX_EXPR;
        from = lower_node(l, id)->start + braces;
        to = lower_node(l, id)->end - braces;
        lower_push(l, braces ? lower_node(l, id)->unary.arg : id, w);
    }
    lower_put_newlines(l, a->start, from, rest);
    lower_put_newlines(l, to, a->end, rest);
    edit_replace(&l->ed, a->start, a->end, text_of(l));
}

static void visit_attrs(Lower *l, const Work *w, const Element *e)
{
    if (e->n->kind == N_JSX_FRAGMENT) return;
    for (JS_EACH(l->t, e->n->jsx.attrs, attr)) {
        JsNodeId id = JS_CHILD(attr);
        const JsNode *a = lower_node(l, id);
        if (id == e->key) {
            remove_key(l, w, a);
        } else if (a->kind == N_JSX_SPREAD_ATTR) {
            visit_spread(l, w, id);
            edit_after(&l->ed, a->start, a->end, STR(","));
        } else {
            visit_attr(l, w, id);
        }
    }
}

// ---- children -------------------------------------------------------------------------------------------
// "text" with the line breaks in front of and behind it.
static void visit_text(Lower *l, JsNodeId text, bool counts)
{
    const JsNode *t = lower_node(l, text);
    Str value = counts ? js_jsx_text_value(l->a, l->t, text) : (Str){};
    Buf *out = empty_text(l);
    uint32_t first = t->start;
    while (first < t->end && (uint8_t)lower_char(l, first) <= ' ') first++;
    lower_put_newlines(l, t->start, first, out);
    if (value.len) lower_put_string(out, value);
    lower_put_newlines(l, first, t->end, out);
    edit_replace(&l->ed, t->start, t->end, text_of(l));
}

static void visit_child(Lower *l, const Work *w, JsNodeId child, bool counts)
{
    const JsNode *c = lower_node(l, child);
    switch (c->kind) {
    case N_JSX_TEXT: visit_text(l, child, counts); return;
    case N_JSX_SPREAD_CHILD: visit_spread(l, w, child); return;
    case N_JSX_EXPR:
        edit_replace(&l->ed, c->start, c->start + 1, STR(" "));
        attr_expr(l, w, child);
        return;
    default: lower_push(l, child, w);
    }
}

static void visit_children(Lower *l, const Work *w, const Element *e)
{
    uint32_t seen = 0;
    for (JS_EACH(l->t, e->n->jsx.children, child)) {
        const JsNode *c = lower_node(l, JS_CHILD(child));
        bool counts = has_value(l, JS_CHILD(child));
        visit_child(l, w, JS_CHILD(child), counts);
        if (counts && ++seen < e->children)
            edit_after(&l->ed, c->start, c->end, STR(","));
    }
}

// ---- the tags -------------------------------------------------------------------------------------------
static void put_type(Lower *l, const Work *w, const Element *e, Buf *out)
{
    const JsNode *n = e->n;
    if (n->kind == N_JSX_FRAGMENT) {
        buf_put(out, is_classic(l) ? fragment(l) : fn_local(l, JSXFN_FRAGMENT));
        return;
    }
    JsKind kind = js_kind(l->t, n->jsx.name);
    if (kind == N_JSX_NAME || kind == N_JSX_NS_NAME) {
        AUTO(Buf) name = {};
        put_prop_name(l, n->jsx.name, &name);
        Str text = str_sub(buf_str(&name), 0, name.len - 1);
        if (str_peek(text, 0) == '"') buf_put(out, text);
        else lower_put_string(out, text);
        return;
    }
    lower_push(l, n->jsx.name, w);
}

// `<` may stand right behind a word (return<a/>), the name that takes its place may not.
static bool follows_word(const Lower *l, uint32_t pos)
{
    if (!pos) return false;
    uint8_t before = (uint8_t)lower_char(l, pos - 1);
    uint8_t class = ELEM(js_char_class, before);
    return class == C_ID || class == C_DIGIT || class == C_HIGH;
}

static void open_tag(Lower *l, const Work *w, const Element *e)
{
    const JsNode *n = e->n;
    Buf *head = empty_text(l);
    bool runtime = !e->classic || e->fn == JSXFN_CREATE;
    if (follows_word(l, n->start)) buf_put_char(head, ' ');
    buf_put(head, runtime ? fn_local(l, e->fn) : factory(l));
    buf_put_char(head, '(');
    size_t before = head->len;
    put_type(l, w, e, head);
    uint32_t end = n->start + 1;
    if (n->kind == N_JSX_ELEMENT) {
        const JsNode *name = lower_node(l, n->jsx.name);
        end = head->len > before ? name->end : name->start;
        lower_push(l, n->jsx.type_args, w);
        edit_after(&l->ed, n->start, name->end, e->attrs || !e->classic ? STR(",{") : STR(",null"));
    } else {
        buf_put(head, e->classic ? STR(",null") : STR(",{"));
    }
    lower_put_newlines(l, n->start, end, head);
    edit_replace(&l->ed, n->start, end, text_of(l));
}

// Line and column of an offset; elements come in source order, so the search goes on from the last one.
static void locate(Lower *l, uint32_t offset, uint32_t *line, uint32_t *column)
{
    if (offset < l->line_start) l->lines = l->line_start = 0;
    l->lines += lower_pass_lines(l, &l->line_start, offset);
    *line = l->lines + 1;
    *column = offset - l->line_start + 1;
}

static void put_dev_arguments(Lower *l, const Element *e)
{
    uint32_t line, column;
    Buf *out = &l->text;
    if (l->opt.keep_modules) {
        buf_put(out, e->array ? STR(",true,undefined,this") : STR(",false,undefined,this"));
        return;
    }
    if (!l->jsx_file.len) l->jsx_file = lower_fmt(l, "%.*s_file", STR_FMT(l->m));
    locate(l, e->n->start, &line, &column);
    buf_put(out, e->array ? STR(",true,{fileName:") : STR(",false,{fileName:"));
    buf_put(out, l->jsx_file);
    buf_put(out, STR(",lineNumber:"));
    lower_put_number(out, line);
    buf_put(out, STR(",columnNumber:"));
    lower_put_number(out, column);
    buf_put_char(out, '}');
}

// What closes the call: brackets of the children and properties, the key, development arguments. The end of it
// stays in l->text.
static void put_closing(Lower *l, const Element *e, EditText *out)
{
    if (!e->classic) {
        if (e->children && e->array) buf_put_char(&l->text, ']');
        buf_put_char(&l->text, '}');
        if (e->key) {
            buf_put_char(&l->text, ',');
            put_key(l, out, e->key);
        } else if (e->fn == JSXFN_DEV) {
            buf_put(&l->text, l->opt.keep_modules ? STR(",undefined") : STR(",void 0"));
        }
        if (e->fn == JSXFN_DEV) put_dev_arguments(l, e);
    }
    buf_put_char(&l->text, ')');
}

static void close_tag(Lower *l, const Element *e)
{
    uint32_t from = e->head_end;
    Buf *text = empty_text(l);
    lower_put_newlines(l, from, e->open_end, text);
    if (e->classic) {
        if (e->attrs) buf_put_char(text, '}');
        if (e->children) buf_put_char(text, ',');
    } else if (e->children) {
        buf_put(text, e->array ? STR("children:[") : STR("children:"));
    }
    if (e->open_end < e->n->end) {
        edit_replace(&l->ed, from, e->open_end, text_of(l));
        from = e->close;
        text = empty_text(l);
        lower_put_newlines(l, from, e->n->end, text);
    }
    EditText out = {};
    put_closing(l, e, &out);
    if (!out.pieces.count) {
        edit_replace(&l->ed, from, e->n->end, text_of(l));
        return;
    }
    flush(l, &out);
    edit_put(&l->ed, EDIT_REPLACE, from, e->n->end, out);
}

// The closing tag has no node: a name that changes, `<A>` to `<N.A>`, changes there, too.
static void keep_element(Lower *l, const Work *w)
{
    const JsNode *n = lower_node(l, w->node);
    lower_push_children(l, w);
    if (n->kind != N_JSX_ELEMENT || (n->flags & NF_SELF_CLOSING)) return;
    Work name = *w;
    name.node = n->jsx.name;
    while (js_kind(l->t, name.node) == N_JSX_MEMBER) name.node = lower_node(l, name.node)->member.object;
    Str value;
    if (js_kind(l->t, name.node) != N_IDENT || !lower_qualify(l, &name, &value)) return;
    uint32_t slash = lower_skip(l, scan_element(l, n).close + 1), start = lower_skip(l, slash + 1);
    edit_replace(&l->ed, start, start + u32_of(lower_src(l, name.node).len), value);
}

void jsx_element(Lower *l, const Work *w)
{
    if (l->opt.jsx == JSX_PRESERVE) {
        keep_element(l, w);
        return;
    }
    Element e = scan_element(l, lower_node(l, w->node));
    Work inner = *w;
    inner.stmt_end = 0;
    open_tag(l, &inner, &e);
    visit_attrs(l, &inner, &e);
    close_tag(l, &e);
    visit_children(l, &inner, &e);
}
