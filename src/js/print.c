// print.c - see print.h. A rule says what a node consists of: words, white space, children. The parts
// wait on a stack, so a left spine as long as the file costs memory there and no C stack.
#include "js/print.h"

#include "base/num.h"
#include "base/utf.h"

typedef enum PartKind { PART_TEXT, PART_RAW, PART_NODE, PART_SPACE, PART_NEWLINE, PART_INDENT, PART_DEDENT, PART_END } PartKind;
typedef struct Part {
    PartKind kind;
    JsNodeId node;
    Str text;
} Part;

typedef struct CopiedText { uint32_t start, end; } CopiedText;

typedef struct Printer {
    Arena *a;
    const JsTree *t;
    Buf *out;
    SourceMap *map;
    bool minify;
    bool tidy;
    struct { Part *items; uint32_t count, cap; } parts;
    uint32_t indent;
    bool line_start;         // a newline is due before the next text
    bool word_ended;         // the last text was a name or number, whatever its last character: `\\u{61}`, `5.`
    bool semicolon;          // minified: a `;` is due before the next text, unless it is `}`
    uint32_t line, column;   // of the output; counted for a map only
    uint32_t src_at, src_line, src_column;  // where the last mapping was found
    JsNodeId unmapped;       // the text that comes next is the first of this node; 0: of none
    uint32_t comment;        // next legal comment
    struct { CopiedText *items; uint32_t count, cap; } copied;  // JSX, in order
    uint32_t behind;         // copied texts that end in front of the comment
    uint32_t head_end;       // of the last for loop's initializer, where an `in` needs its parentheses
} Printer;

// ---- parts --------------------------------------------------------------------------------------------
static void add_part(Printer *p, Part part)
{
    ARENA_PUSH(p->a, &p->parts, part);
}

static void text(Printer *p, Str s)
{
    if (s.len) add_part(p, (Part){.kind = PART_TEXT, .text = s});
}

#define T(literal) text(p, STR(literal))

static void node(Printer *p, JsNodeId id)
{
    if (id) add_part(p, (Part){.kind = PART_NODE, .node = id});
}

static bool is_word_char(char ch)
{
    uint8_t byte = (uint8_t)ch;
    return byte >= 128 || ch == '_' || ch == '$' || ch == '\\' || ch == '#' || (ch >= '0' && ch <= '9') ||
           (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

// ---- parentheses that nothing needs ------------------------------------------------------------------
// The node that the first token of the expression belongs to.
static JsNodeId leftmost(const JsTree *t, JsNodeId id)
{
    for (;;) {
        const JsNode *n = js_node(t, id);
        switch ((JsKind)n->kind) {
        case N_BINARY: case N_LOGICAL: case N_ASSIGN: id = n->binary.left; break;
        case N_MEMBER: case N_INDEX: id = n->member.object; break;
        case N_CALL: id = n->call.callee; break;
        case N_TAGGED: id = n->tagged.tag; break;
        case N_CONDITIONAL: id = n->if_.test; break;
        case N_SEQUENCE: id = AT(js_list(t, n->list.items), 0); break;
        case N_CHAIN: id = n->unary.arg; break;
        case N_UPDATE:
            if (n->flags & NF_PREFIX) return id;
            id = n->unary.arg;
            break;
        default: return id;
        }
    }
}

// Words that begin something else at the start of a statement.
static bool is_statement_word(Str name)
{
    static const char *const words[] = {"let", "async", "using", "await", "yield"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(name, str_c(ELEM(words, i)))) return true;
    return false;
}

static bool opens_statement(const Printer *p, JsNodeId id)
{
    JsNodeId first = leftmost(p->t, id);
    switch (js_kind(p->t, first)) {
    case N_OBJECT: case N_OBJECT_PATTERN: case N_FUNCTION_EXPR: case N_CLASS_EXPR: return true;
    case N_IDENT: return is_statement_word(js_text(p->t, first));
    case N_STRING: return first == id;  // would become a directive
    default: return false;
    }
}

// `id` without parentheses where any AssignmentExpression may stand.
static JsNodeId bare(const Printer *p, JsNodeId id)
{
    if (!p->tidy || !id || js_kind(p->t, id) != N_PAREN) return id;
    JsNodeId inner = js_unparen(p->t, id);
    bool in_head = js_node(p->t, id)->start < p->head_end;
    return in_head || js_kind(p->t, inner) == N_SEQUENCE ? id : inner;
}

// The same at the start of a statement, of `export default` and of an arrow's body.
static JsNodeId bare_start(const Printer *p, JsNodeId id)
{
    JsNodeId inner = bare(p, id);
    return inner != id && opens_statement(p, inner) ? id : inner;
}

static void part(Printer *p, PartKind kind)
{
    add_part(p, (Part){.kind = kind});
}

static void space(Printer *p) { part(p, PART_SPACE); }
static void newline(Printer *p) { part(p, PART_NEWLINE); }
static void end_statement(Printer *p) { part(p, PART_END); }

// ---- output ---------------------------------------------------------------------------------------------
// Would the two characters read as something else without white space between them?
static bool must_separate(char last, char next)
{
    if (is_word_char(last) && is_word_char(next)) return true;
    if ((last == '+' || last == '-') && next == last) return true;
    if (last == '/' && (next == '/' || next == '*' || is_word_char(next))) return true;
    if (last == '<' && (next == '!' || next == '/')) return true;
    return last == '-' && next == '>';
}

static void put_raw(Printer *p, Str s)
{
    buf_put(p->out, s);
    p->word_ended = false;
    for (size_t i = 0; p->map && i < s.len; i++) {
        uint8_t byte = (uint8_t)str_at(s, i);
        if (byte == '\n') p->line++, p->column = 0;
        else if ((byte & 0xC0) != 0x80) p->column += byte >= 0xF0 ? 2 : 1;
    }
}

static void start_line(Printer *p)
{
    if (p->out->len) put_raw(p, STR("\n"));
    for (uint32_t i = 0; i < p->indent; i++) put_raw(p, STR("  "));
    p->line_start = false;
}

static char last_char(const Printer *p)
{
    return p->out->len ? (char)AT(*p->out, p->out->len - 1) : '\n';
}

// ---- source map -----------------------------------------------------------------------------------------
static void find_line(Printer *p, uint32_t offset)
{
    if (offset < p->src_at) p->src_at = p->src_line = p->src_column = 0;
    while (p->src_at < offset) {
        uint8_t byte = (uint8_t)str_at(p->t->source, p->src_at++);
        if (byte == '\n') p->src_line++, p->src_column = 0;
        else if ((byte & 0xC0) != 0x80) p->src_column += byte >= 0xF0 ? 2 : 1;
    }
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

// What follows in the output begins the node that was announced: white space in front of it is out. No mapping if it
// is another token than in the source: the function of a method starts with the name, which is printed by then.
static void map_here(Printer *p, char first)
{
    if (!p->map || !p->unmapped) return;
    uint32_t start = js_node(p->t, p->unmapped)->start;
    char written = str_peek(p->t->source, start);
    p->unmapped = 0;
    if (written != first && !(is_quote(written) && is_quote(first))) return;
    find_line(p, start);
    source_map_add(p->map, p->line, p->column, p->src_line, p->src_column);
}

// ---- text -----------------------------------------------------------------------------------------------
static void before_text(Printer *p, char first)
{
    if (p->semicolon && first != '}') put_raw(p, STR(";"));
    p->semicolon = false;
    if (p->line_start && !p->minify) start_line(p);
    else if (must_separate(p->word_ended ? 'a' : last_char(p), first)) put_raw(p, STR(" "));
    p->line_start = false;
    map_here(p, first);
}

static void put_text(Printer *p, Str s)
{
    before_text(p, str_at(s, 0));
    put_raw(p, s);
    p->word_ended = is_word_char(str_at(s, 0)) && (str_ends(s, STR("}")) || str_ends(s, STR(".")));
}

// ---- lists ------------------------------------------------------------------------------------------------
static bool spans_lines(const Printer *p, uint32_t from, uint32_t to)
{
    return str_find_char(str_sub(p->t->source, from, to), '\n') != STR_NONE;
}

// `open`: the first item may be the first of a statement.
static void comma_list(Printer *p, JsListId list, bool open)
{
    bool first = true, hole = false;
    for (JS_EACH(p->t, list, item)) {
        if (!first) {
            T(",");
            space(p);
        }
        hole = !JS_CHILD(item);
        node(p, open && first ? bare_start(p, JS_CHILD(item)) : bare(p, JS_CHILD(item)));
        first = false;
    }
    if (hole) T(",");
}

static const char *open_of(JsKind kind)
{
    return kind == N_ARRAY || kind == N_ARRAY_PATTERN ? "[" : "{";
}

// [..] and {..}: one item a line if the source had it so.
static void bracket_list(Printer *p, const JsNode *n)
{
    JsList list = js_list(p->t, n->list.items);
    bool square = *open_of((JsKind)n->kind) == '[';
    uint32_t first = list.len && AT(list, 0) ? js_node(p->t, AT(list, 0))->start : n->start;
    bool lines = list.len && !p->minify && spans_lines(p, n->start, first);
    text(p, str_c(open_of((JsKind)n->kind)));
    if (lines) {
        part(p, PART_INDENT);
        for (JS_EACH(p->t, n->list.items, item)) {
            newline(p);
            node(p, bare(p, JS_CHILD(item)));
            bool last = it_item.i + 1 == it_item.list.len;
            if (!last || !JS_CHILD(item)) T(",");
        }
        part(p, PART_DEDENT);
        newline(p);
    } else {
        if (!square && list.len) space(p);
        comma_list(p, n->list.items, false);
        if (!square && list.len) space(p);
    }
    text(p, square ? STR("]") : STR("}"));
}

// An empty statement has no use, but for one that keeps a string from being a directive.
static bool is_dropped(const Printer *p, JsList list, size_t i)
{
    bool empty = p->tidy && js_kind(p->t, AT(list, i)) == N_EMPTY;
    return empty && (i + 1 == list.len || !js_is_string_statement(p->t, AT(list, i + 1)));
}

static void statements(Printer *p, JsListId list)
{
    JsList all = js_list(p->t, list);
    for (size_t i = 0; i < all.len; i++) {
        if (is_dropped(p, all, i)) continue;
        newline(p);
        node(p, AT(all, i));
    }
}

static bool prints_statement(const Printer *p, JsListId list)
{
    JsList all = js_list(p->t, list);
    for (size_t i = 0; i < all.len; i++)
        if (!is_dropped(p, all, i)) return true;
    return false;
}

static void braces(Printer *p, JsListId list)
{
    T("{");
    if (prints_statement(p, list)) {
        part(p, PART_INDENT);
        statements(p, list);
        part(p, PART_DEDENT);
        newline(p);
    }
    T("}");
}

// The body of if, for, while: a block on the same line, anything else indented on its own.
static void body(Printer *p, JsNodeId id)
{
    JsKind kind = js_kind(p->t, id);
    if (kind == N_BLOCK || kind == N_EMPTY) {
        if (kind == N_BLOCK) space(p);
        node(p, id);
        return;
    }
    part(p, PART_INDENT);
    newline(p);
    node(p, id);
    part(p, PART_DEDENT);
}

static void parens(Printer *p, JsNodeId id)
{
    space(p);
    T("(");
    node(p, id);
    T(")");
}

// ---- functions and classes ----------------------------------------------------------------------------------
static void params(Printer *p, const JsNode *f)
{
    T("(");
    comma_list(p, f->function.params, false);
    T(")");
}

static void function(Printer *p, const JsNode *n)
{
    if (n->flags & NF_METHOD) {
        params(p, n);
        space(p);
        node(p, n->function.body);
        return;
    }
    if (n->flags & NF_ASYNC) T("async ");
    T("function");
    if (n->flags & NF_GENERATOR) T("*");
    if (n->function.name) T(" ");
    node(p, n->function.name);
    params(p, n);
    space(p);
    node(p, n->function.body);
}

static void arrow(Printer *p, const JsNode *n)
{
    if (n->flags & NF_ASYNC) T("async ");
    params(p, n);
    space(p);
    T("=>");
    space(p);
    node(p, n->flags & NF_EXPR_BODY ? bare_start(p, n->function.body) : n->function.body);
}

static void decorators(Printer *p, JsListId mods)
{
    for (JS_EACH(p->t, mods, mod)) {
        if (js_kind(p->t, JS_CHILD(mod)) != N_DECORATOR) continue;
        T("@");
        node(p, js_node(p->t, JS_CHILD(mod))->unary.arg);
        T(" ");
    }
}

static void class(Printer *p, const JsNode *n)
{
    if (n->class_.head) decorators(p, js_node(p->t, n->class_.head)->class_head.mods);
    T("class");
    if (n->class_.name) T(" ");
    node(p, n->class_.name);
    if (n->class_.super) {
        T(" extends ");
        node(p, n->class_.super);
    }
    space(p);
    node(p, n->class_.body);
}

static void key(Printer *p, const JsNode *n, JsNodeId id)
{
    if (n->flags & NF_COMPUTED) T("[");
    node(p, id);
    if (n->flags & NF_COMPUTED) T("]");
}

static void method(Printer *p, const JsNode *n)
{
    const JsNode *f = js_node(p->t, n->method.value);
    decorators(p, n->method.mods);
    if (n->flags & NF_STATIC) T("static ");
    if (f->flags & NF_ASYNC) T("async");
    if (f->flags & NF_GENERATOR) T("*");
    if (f->flags & NF_ASYNC && !(f->flags & NF_GENERATOR)) T(" ");
    if (f->flags & NF_ASYNC && f->flags & NF_GENERATOR) space(p);
    if (n->op == METHOD_GET) T("get ");
    if (n->op == METHOD_SET) T("set ");
    key(p, n, n->method.key);
    node(p, n->method.value);
}

static void initializer(Printer *p, JsNodeId init)
{
    if (!init) return;
    space(p);
    T("=");
    space(p);
    node(p, bare(p, init));
}

static void field(Printer *p, const JsNode *n)
{
    decorators(p, n->field.mods);
    if (n->flags & NF_STATIC) T("static ");
    if (n->flags & NF_ACCESSOR) T("accessor ");
    key(p, n, n->field.key);
    initializer(p, n->field.value);
    end_statement(p);
}

static void param(Printer *p, const JsNode *n)
{
    decorators(p, n->param.mods);
    if (n->flags & NF_REST) T("...");
    node(p, n->param.pattern);
    initializer(p, n->param.init);
}

// ---- expressions ----------------------------------------------------------------------------------------------
static void property(Printer *p, const JsNode *n)
{
    if (n->flags & NF_SHORTHAND) {
        node(p, n->property.value);
        return;
    }
    key(p, n, n->property.key);
    T(":");
    space(p);
    node(p, bare(p, n->property.value));
}

static void binary(Printer *p, const JsNode *n)
{
    Str op = str_c(js_op_text((JsOp)n->op));
    node(p, n->binary.left);
    space(p);
    text(p, op);
    space(p);
    node(p, n->kind == N_ASSIGN ? bare(p, n->binary.right) : n->binary.right);
}

static void unary(Printer *p, const JsNode *n)
{
    text(p, str_c(js_op_text((JsOp)n->op)));
    if (n->op == OP_TYPEOF || n->op == OP_VOID || n->op == OP_DELETE) space(p);
    node(p, n->unary.arg);
}

static void update(Printer *p, const JsNode *n)
{
    Str op = str_c(js_op_text((JsOp)n->op));
    if (n->flags & NF_PREFIX) text(p, op);
    node(p, n->unary.arg);
    if (!(n->flags & NF_PREFIX)) text(p, op);
}

static void call(Printer *p, const JsNode *n)
{
    if (n->flags & NF_PURE) T("/* @__PURE__ */");
    if (n->flags & NF_PURE) space(p);
    if (n->kind == N_NEW) T("new ");
    node(p, n->call.callee);
    if (n->kind == N_CALL && (n->flags & NF_OPTIONAL)) T("?.");
    if (n->kind == N_NEW && (n->flags & NF_NO_PARENS)) return;
    T("(");
    comma_list(p, n->call.args, false);
    T(")");
}

static void member(Printer *p, const JsNode *n)
{
    bool optional = n->flags & NF_OPTIONAL, index = n->kind == N_INDEX;
    node(p, n->member.object);
    // 1.x would be a number with a fraction
    if (!index && !optional && js_kind(p->t, n->member.object) == N_NUMBER) T(" ");
    if (optional) T("?.");
    if (index) T("[");
    else if (!optional) T(".");
    node(p, n->member.name);
    if (index) T("]");
}

static void conditional(Printer *p, const JsNode *n)
{
    node(p, n->if_.test);
    space(p);
    T("?");
    if (!p->minify) T(" ");
    node(p, bare(p, n->if_.then));
    space(p);
    T(":");
    space(p);
    node(p, bare(p, n->if_.otherwise));
}

static void template(Printer *p, const JsNode *n)
{
    uint32_t index = 0;
    T("`");
    for (JS_EACH(p->t, n->template.parts, piece)) {
        bool expr = index++ & 1;
        if (expr) add_part(p, (Part){.kind = PART_RAW, .text = STR("${")});
        node(p, JS_CHILD(piece));
        if (expr) T("}");
    }
    T("`");
}

static void import_call(Printer *p, const JsNode *n)
{
    static const char *const words[] = {"import(", "import.defer(", "import.source("};
    text(p, str_c(ELEM(words, n->op)));
    node(p, n->import_call.source);
    if (n->import_call.options) T(", ");
    node(p, n->import_call.options);
    T(")");
}

// word [space] argument
static void word_and(Printer *p, Str word, JsNodeId arg)
{
    text(p, word);
    if (!arg) return;
    space(p);
    node(p, arg);
}

static bool print_expression(Printer *p, const JsNode *n)
{
    switch (n->kind) {
    case N_ARRAY: case N_OBJECT: case N_OBJECT_PATTERN: case N_ARRAY_PATTERN: bracket_list(p, n); return true;
    case N_PROPERTY: property(p, n); return true;
    case N_SPREAD: case N_REST: T("..."); node(p, n->unary.arg); return true;
    case N_UNARY: unary(p, n); return true;
    case N_UPDATE: update(p, n); return true;
    case N_BINARY: case N_LOGICAL: case N_ASSIGN: binary(p, n); return true;
    case N_CONDITIONAL: conditional(p, n); return true;
    case N_CALL: case N_NEW: call(p, n); return true;
    case N_MEMBER: case N_INDEX: member(p, n); return true;
    case N_CHAIN: node(p, n->unary.arg); return true;
    case N_SEQUENCE: comma_list(p, n->list.items, true); return true;
    case N_PAREN: T("("); node(p, n->unary.arg); T(")"); return true;
    case N_YIELD: word_and(p, n->flags & NF_DELEGATE ? STR("yield*") : STR("yield"), n->unary.arg); return true;
    case N_AWAIT: word_and(p, STR("await"), n->unary.arg); return true;
    case N_TAGGED: node(p, n->tagged.tag); node(p, n->tagged.template); return true;
    case N_TEMPLATE: template(p, n); return true;
    case N_IMPORT_CALL: import_call(p, n); return true;
    case N_IMPORT_META: T("import.meta"); return true;
    case N_NEW_TARGET: T("new.target"); return true;
    case N_FUNCTION_EXPR: case N_FUNCTION_DECL: function(p, n); return true;
    case N_ARROW: arrow(p, n); return true;
    case N_CLASS_EXPR: case N_CLASS_DECL: class(p, n); return true;
    case N_CLASS_BODY: braces(p, n->list.items); return true;
    case N_METHOD: method(p, n); return true;
    case N_FIELD: field(p, n); return true;
    case N_STATIC_BLOCK: T("static"); space(p); braces(p, n->list.items); return true;
    case N_DEFAULT: node(p, n->default_.target); initializer(p, n->default_.init); return true;
    case N_PARAM: param(p, n); return true;
    default: return false;
    }
}

// ---- statements -----------------------------------------------------------------------------------------------
static void variable(Printer *p, const JsNode *n)
{
    static const char *const words[] = {"var ", "let ", "const ", "using ", "await using "};
    text(p, str_c(ELEM(words, n->op)));
    comma_list(p, n->list.items, false);
}

static void if_statement(Printer *p, const JsNode *n)
{
    T("if");
    parens(p, n->if_.test);
    body(p, n->if_.then);
    if (!n->if_.otherwise) return;
    if (js_kind(p->t, n->if_.then) == N_BLOCK) space(p);
    else newline(p);
    T("else");
    if (js_kind(p->t, n->if_.otherwise) == N_IF) {
        T(" ");
        node(p, n->if_.otherwise);
    } else {
        body(p, n->if_.otherwise);
    }
}

// A declaration in a for head has no semicolon of its own.
static void head_part(Printer *p, JsNodeId id)
{
    if (id && js_node(p->t, id)->end > p->head_end) p->head_end = js_node(p->t, id)->end;
    if (id && js_kind(p->t, id) == N_VAR) variable(p, js_node(p->t, id));
    else node(p, id);
}

static void for_statement(Printer *p, const JsNode *n)
{
    T("for");
    space(p);
    T("(");
    head_part(p, n->for_.init);
    T(";");
    if (n->for_.test) space(p);
    node(p, n->for_.test);
    T(";");
    if (n->for_.update) space(p);
    node(p, n->for_.update);
    T(")");
    body(p, n->for_.body);
}

static void for_in(Printer *p, const JsNode *n)
{
    T("for");
    if (n->kind == N_FOR_OF && (n->flags & NF_AWAIT)) T(" await");
    space(p);
    T("(");
    head_part(p, n->for_in.left);
    text(p, n->kind == N_FOR_IN ? STR(" in ") : STR(" of "));
    node(p, n->for_in.right);
    T(")");
    body(p, n->for_in.body);
}

static void do_while(Printer *p, const JsNode *n)
{
    T("do");
    body(p, n->while_.body);
    if (js_kind(p->t, n->while_.body) == N_BLOCK) space(p);
    else newline(p);
    T("while");
    parens(p, n->while_.test);
    end_statement(p);
}

static void switch_statement(Printer *p, const JsNode *n)
{
    T("switch");
    parens(p, n->switch_.value);
    space(p);
    braces(p, n->switch_.cases);
}

static void switch_case(Printer *p, const JsNode *n)
{
    if (n->case_.test) word_and(p, STR("case"), n->case_.test);
    else T("default");
    T(":");
    part(p, PART_INDENT);
    statements(p, n->case_.body);
    part(p, PART_DEDENT);
}

static void try_statement(Printer *p, const JsNode *n)
{
    word_and(p, STR("try"), n->try_.block);
    if (n->try_.handler) space(p);
    node(p, n->try_.handler);
    if (!n->try_.finalizer) return;
    space(p);
    word_and(p, STR("finally"), n->try_.finalizer);
}

static void catch_clause(Printer *p, const JsNode *n)
{
    T("catch");
    if (n->catch_.param) parens(p, n->catch_.param);
    space(p);
    node(p, n->catch_.body);
}

static bool print_statement(Printer *p, const JsNode *n)
{
    switch (n->kind) {
    case N_PROGRAM: statements(p, n->program.body); return true;
    case N_EMPTY: T(";"); return true;
    case N_BLOCK: braces(p, n->list.items); return true;
    case N_EXPR_STMT: case N_DIRECTIVE: node(p, bare_start(p, n->unary.arg)); end_statement(p); return true;
    case N_VAR: variable(p, n); end_statement(p); return true;
    case N_DECLARATOR: node(p, n->declarator.target); initializer(p, n->declarator.init); return true;
    case N_IF: if_statement(p, n); return true;
    case N_FOR: for_statement(p, n); return true;
    case N_FOR_IN: case N_FOR_OF: for_in(p, n); return true;
    case N_WHILE: T("while"); parens(p, n->while_.test); body(p, n->while_.body); return true;
    case N_DO: do_while(p, n); return true;
    case N_CONTINUE: word_and(p, STR("continue"), n->unary.arg); end_statement(p); return true;
    case N_BREAK: word_and(p, STR("break"), n->unary.arg); end_statement(p); return true;
    case N_RETURN: word_and(p, STR("return"), bare(p, n->unary.arg)); end_statement(p); return true;
    case N_THROW: word_and(p, STR("throw"), bare(p, n->unary.arg)); end_statement(p); return true;
    case N_LABELED: node(p, n->labeled.label); T(":"); space(p); node(p, n->labeled.body); return true;
    case N_SWITCH: switch_statement(p, n); return true;
    case N_CASE: switch_case(p, n); return true;
    case N_TRY: try_statement(p, n); return true;
    case N_CATCH: catch_clause(p, n); return true;
    case N_DEBUGGER: T("debugger"); end_statement(p); return true;
    case N_WITH: T("with"); parens(p, n->with.object); body(p, n->with.body); return true;
    default: return false;
    }
}

// ---- modules ----------------------------------------------------------------------------------------------------
static void from_source(Printer *p, JsNodeId source, JsNodeId attrs)
{
    if (source) {
        word_and(p, STR("from"), source);
        if (attrs) space(p);
        node(p, attrs);
    }
    end_statement(p);
}

// The items from number `from` on.
static void specifier_list(Printer *p, JsListId list, size_t from)
{
    size_t index = 0, written = 0;
    T("{");
    for (JS_EACH(p->t, list, item)) {
        if (index++ < from) continue;
        if (written++) T(",");
        space(p);
        node(p, JS_CHILD(item));
    }
    if (written) space(p);
    T("}");
}

// import D, * as ns from "x"; import D, {a} from "x"; import {} from "x"; import "x"
static void import(Printer *p, const JsNode *n)
{
    static const char *const words[] = {"import", "import defer", "import source"};
    JsList list = js_list(p->t, n->import.clauses);
    size_t index = 0;
    text(p, str_c(ELEM(words, n->op)));
    if (n->flags & NF_BARE) {
        space(p);
        node(p, n->import.source);
        if (n->import.attrs) space(p);
        node(p, n->import.attrs);
        end_statement(p);
        return;
    }
    space(p);
    while (index < list.len && js_kind(p->t, AT(list, index)) != N_IMPORT_NAMED) {
        node(p, AT(list, index++));
        if (index < list.len) T(",");
        if (index < list.len) space(p);
    }
    if (index < list.len || list.len == 0) specifier_list(p, n->import.clauses, index);
    space(p);
    from_source(p, n->import.source, n->import.attrs);
}

static bool same_range(const Printer *p, JsNodeId a, JsNodeId b)
{
    return js_node(p->t, a)->start == js_node(p->t, b)->start;
}

static void renamed(Printer *p, JsNodeId first, JsNodeId second)
{
    node(p, first);
    if (same_range(p, first, second)) return;
    if (p->tidy && str_eq(js_text(p->t, first), js_text(p->t, second))) return;
    T(" as ");
    node(p, second);
}

static void export_star(Printer *p, const JsNode *n)
{
    T("export");
    space(p);
    T("*");
    if (n->export_star.exported) T(" as ");
    node(p, n->export_star.exported);
    space(p);
    from_source(p, n->export_star.source, n->export_star.attrs);
}

static void export_default(Printer *p, const JsNode *n)
{
    JsKind kind = js_kind(p->t, n->unary.arg);
    T("export default ");
    node(p, bare_start(p, n->unary.arg));
    if (kind != N_FUNCTION_DECL && kind != N_CLASS_DECL) end_statement(p);
}

static bool print_module(Printer *p, const JsNode *n)
{
    switch (n->kind) {
    case N_IMPORT: import(p, n); return true;
    case N_IMPORT_DEFAULT: node(p, n->import_clause.local); return true;
    case N_IMPORT_STAR: T("*"); T(" as "); node(p, n->import_clause.local); return true;
    case N_IMPORT_NAMED: renamed(p, n->import_clause.name, n->import_clause.local); return true;
    case N_IMPORT_ATTRS: T("with"); space(p); T("{"); comma_list(p, n->list.items, false); T("}"); return true;
    case N_EXPORT_NAMED:
        T("export");
        space(p);
        specifier_list(p, n->export_named.specs, 0);
        if (n->export_named.source) space(p);
        from_source(p, n->export_named.source, n->export_named.attrs);
        return true;
    case N_EXPORT_SPEC: renamed(p, n->export_spec.local, n->export_spec.exported); return true;
    case N_EXPORT_STAR: export_star(p, n); return true;
    case N_EXPORT_DECL: T("export "); node(p, n->unary.arg); return true;
    case N_EXPORT_DEFAULT: export_default(p, n); return true;
    default: return false;
    }
}

// ---- the loop -----------------------------------------------------------------------------------------------------
static void reverse_parts(Printer *p, uint32_t from)
{
    for (uint32_t to = p->parts.count; from + 1 < to; from++) {
        to--;
        Part last = ITEM(p->parts, to);
        ITEM(p->parts, to) = ITEM(p->parts, from);
        ITEM(p->parts, from) = last;
    }
}

// What is copied has its comments in it.
static bool is_copied(Printer *p, const JsComment *c)
{
    while (p->behind < p->copied.count && ITEM(p->copied, p->behind).end <= c->start) p->behind++;
    return p->behind < p->copied.count && ITEM(p->copied, p->behind).start < c->start;
}

// Legal comments are printed in front of the statement that follows them.
static void put_comments(Printer *p, uint32_t before)
{
    for (; p->comment < p->t->comments.count; p->comment++) {
        const JsComment *c = &ITEM(p->t->comments, p->comment);
        if (c->start >= before) return;
        if (c->kind != COMMENT_LEGAL || c->start < p->t->hashbang_end || is_copied(p, c)) continue;
        if (p->semicolon) put_raw(p, STR(";"));
        p->semicolon = false;
        start_line(p);
        put_raw(p, str_sub(p->t->source, c->start, c->end));
        p->line_start = true;
        if (p->minify) start_line(p);
    }
}

// Line ends in templates are "\n" to a program, whatever they are in the file.
static void put_template_text(Printer *p, Str source)
{
    size_t from = 0;
    for (size_t at = str_find_char(source, '\r'); p->tidy && at != STR_NONE; at = str_find_from(source, STR("\r"), from)) {
        put_raw(p, str_sub(source, from, at));
        put_raw(p, STR("\n"));
        from = at + (str_peek(source, at + 1) == '\n' ? 2 : 1);
    }
    put_raw(p, str_from(source, from));
}

// A single-quoted string that neither holds a double quote nor escapes a quote.
static bool may_requote(Str source)
{
    return str_at(source, 0) == '\'' && str_find_char(source, '"') == STR_NONE &&
           str_find(source, STR("\\'")) == STR_NONE;
}

static void put_quoted(Printer *p, Str source)
{
    put_text(p, STR("\""));
    put_raw(p, str_sub(source, 1, source.len - 1));
    put_raw(p, STR("\""));
}

static void print_node(Printer *p, JsNodeId id)
{
    const JsNode *n = js_node(p->t, id);
    uint32_t before = p->parts.count;
    if (p->line_start) put_comments(p, n->start);
    if (n->kind == N_TEMPLATE_TEXT) {
        put_template_text(p, js_text(p->t, id));  // nothing may come between it and the backquote
        return;
    }
    if (n->kind != N_PROGRAM) p->unmapped = id;
    if (print_expression(p, n) || print_statement(p, n) || print_module(p, n)) {
        reverse_parts(p, before);
        return;
    }
    Str source = js_text(p->t, id);  // names, literals; JSX and types as they are
    if (n->kind == N_JSX_ELEMENT || n->kind == N_JSX_FRAGMENT) ARENA_PUSH(p->a, &p->copied, ((CopiedText){n->start, n->end}));
    if (p->tidy && n->kind == N_STRING && may_requote(source)) put_quoted(p, source);
    else if (source.len) put_text(p, source);
}

static void print_part(Printer *p, const Part *x)
{
    switch (x->kind) {
    case PART_TEXT: put_text(p, x->text); return;
    case PART_RAW:
        map_here(p, str_peek(x->text, 0));
        put_raw(p, x->text);
        return;
    case PART_NODE: print_node(p, x->node); return;
    case PART_SPACE:
        if (!p->minify && !p->line_start) put_raw(p, STR(" "));
        return;
    case PART_NEWLINE: p->line_start = true; return;
    case PART_INDENT: p->indent++; return;
    case PART_DEDENT: p->indent--; return;
    case PART_END:
        p->unmapped = 0;
        if (p->minify) p->semicolon = true;
        else put_raw(p, STR(";"));
        return;
    }
}

Err js_print(Arena *a, const JsTree *t, const JsPrintOptions *options, Buf *out)
{
    Printer p = {.a = a, .t = t, .out = out, .map = options->map, .minify = options->minify_whitespace,
                 .tidy = options->tidy};
    if (t->hashbang_end) {
        put_raw(&p, str_sub(t->source, 0, t->hashbang_end));
        if (p.minify) put_raw(&p, STR("\n"));
    }
    node(&p, t->root);
    while (p.parts.count) {
        Part x = ITEM(p.parts, p.parts.count - 1);
        p.parts.count--;
        print_part(&p, &x);
    }
    put_comments(&p, u32_of(t->source.len) + 1);
    if (p.semicolon || !p.minify) put_raw(&p, p.semicolon ? STR(";") : out->len ? STR("\n") : (Str){});
    return out->bad ? err(ERR_TOO_BIG) : OK;
}
