// transform.c - see transform.h: skim, parse, bind, lower, merge the edits.
#include "js/transform.h"

#include "base/num.h"
#include "js/edit.h"
#include "js/esm.h"
#include "js/lower.h"
#include "js/stack_reads.h"
#include "js/transform_skim.h"

#define SKIM_ALWAYS ((size_t)64 << 10)  // shorter text is skimmed without a look at its end

// ---- text that needs no parse --------------------------------------------------------------------------
static char behind_word(const Skim *s)
{
    uint32_t pos = s->end;
    while (str_peek(s->src, pos) == ' ' || str_peek(s->src, pos) == '\t') pos++;
    return str_peek(s->src, pos);
}

// `using x`, `accessor #x`: the words are keywords only in front of a name or key, on the same line.
static bool leads_name(char next)
{
    return next && str_find_char(STR("\n\r:;,.=)(}]?&|+-*<>!"), next) == STR_NONE;
}

static bool is_mark(const Skim *s, const JsOptions *o)
{
    Str word = skim_text(s);
    switch (str_at(word, 0)) {
    case 'i': return str_eq(word, STR("import"));
    case 'e': return str_eq(word, STR("export")) || str_eq(word, STR("eval"));
    case 'u': return str_eq(word, STR("using")) && leads_name(behind_word(s));
    case '$': return o->async_context && str_eq(word, STR("$m"));
    case 'a':
        if (str_eq(word, STR("accessor"))) return leads_name(behind_word(s));
        if (!str_eq(word, STR("await"))) return false;
        return o->async_context || (o->goal == GOAL_AUTO && !skim_in_function(s));
    default: return false;
    }
}

// Must the file be parsed because of the word the scanner is on?
static bool word_matters(const Skim *s, const JsOptions *o)
{
    if (s->after_dot) return false;
    if (str_find_char(skim_text(s), '\\') != STR_NONE) return true;
    if (!is_mark(s, o)) return false;
    return behind_word(s) != ':' || str_eq(skim_text(s), STR("$m"));  // else a key
}

// The scanner does not know the comments of HTML: what looks like one is for the parser.
static bool opens_html_comment(const Skim *s)
{
    Str rest = str_from(s->src, s->start);
    bool closes = s->newline_before && str_starts(rest, STR("-->"));
    return closes || str_starts(rest, STR("<!--"));
}

static bool punct_matters(const Skim *s, const JsOptions *o)
{
    if (s->punct == '@' || opens_html_comment(s)) return true;
    return s->punct == '<' && s->operand && o->lang == LANG_JSX;
}

// A bundle exports at its end: seen there, nothing else has to be read to know that it must be parsed.
static bool exports_at_end(Str source)
{
    Str tail = str_from(source, source.len - size_min(source.len, SKIM_ALWAYS));
    return str_find(tail, STR("\nexport ")) != STR_NONE || str_find(tail, STR("export{")) != STR_NONE;
}

// True if nothing in the text needs a rewrite, but for `reads` if they are wanted; in doubt false.
static bool is_plain(Arena *a, Str source, const JsOptions *o, StackReads *reads)
{
    if (o->keep_modules || o->goal == GOAL_MODULE || (o->lang != LANG_JS && o->lang != LANG_JSX)) return false;
    if (source.len > SKIM_ALWAYS && exports_at_end(source)) return false;
    AUTO(Arena) scratch = {};
    Skim s;
    bool want_reads = o->stack_reads && str_find(source, STR("stack")) != STR_NONE;
    skim_init(&s, &scratch, source);
    skim_next(&s);
    if (str_starts(str_from(source, s.start), STR("-->"))) return false;  // see keep_first_comment
    for (; s.kind != SKIM_EOF; skim_next(&s)) {
        if (s.doubt) return false;
        if (s.kind == SKIM_WORD && word_matters(&s, o)) return false;
        if (s.kind == SKIM_PUNCT && punct_matters(&s, o)) return false;
        if (want_reads) stack_reads_scan(reads, a, &s);
    }
    return !s.bad && !s.doubt;
}

// A name for `$m` that stands nowhere in the text, not even as the start of another.
static Str unused_text(Arena *a, Str source)
{
    Str name = STR("$m");
    for (unsigned n = 1; str_find(source, name) != STR_NONE; n++) name = arena_fmt(a, "$m%u", n);
    return name;
}

// The text as JsUnit.code, followed by a NUL byte, without a copy.
static Str take_code(Arena *a, Buf *code)
{
    buf_put_char(code, 0);
    CHECK(!code->bad);
    Str text = str_sub(buf_str(code), 0, code->len - 1);
    arena_adopt(a, code->ptr);
    *code = (Buf){};
    return text;
}

// A hashbang cannot stand inside the loader's function; as a comment it keeps line and columns.
static void keep_plain(Arena *a, Str source, const JsOptions *o, const StackReads *reads, JsUnit *out)
{
    bool hashbang = str_starts(source, STR("#!"));
    *out = (JsUnit){.code = source, .unchanged = !hashbang && !reads->found.count,
                    .uses_import = reads->found.count > 0, .helper = STR("$m")};
    if (out->unchanged) return;
    if (reads->taken) out->helper = unused_text(a, source);
    Str trace = ARENA_JOIN(a, out->helper, STR(".trace("));
    Edits edits;
    AUTO(Buf) code = {.max = JS_MAX_SOURCE * 4};
    edits_init(&edits, a, source);
    if (o->anchors) edits.anchors = &out->anchors;
    if (hashbang) edit_replace(&edits, 0, 2, STR("//"));
    for (uint32_t i = 0; i < reads->found.count; i++) {
        StackRead read = ITEM(reads->found, i);
        edit_wrap(&edits, read.start, read.end, trace, STR(")"));
    }
    edits_render(&edits, &code);
    out->code = take_code(a, &code);
}

// ---- everything else -------------------------------------------------------------------------------------
static void Lower_cleanup(Lower *l)
{
    Map_cleanup(&l->members);
    Map_cleanup(&l->nested);
    Map_cleanup(&l->export_names);
    Buf_cleanup(&l->member_key);
    Buf_cleanup(&l->text);
    Buf_cleanup(&l->prologue);
    Buf_cleanup(&l->hoisted);
}

// No name in the file may start with the one we use: generated names all do.
static Str fresh_name(Arena *a, const JsTree *t)
{
    Str name = STR("$m");
    for (unsigned n = 1;; n++) {
        bool taken = false;
        for (uint32_t i = 0; i < t->atoms.count && !taken; i++) {
            Str atom = ITEM(t->atoms, i);
            if (str_starts(atom, STR("#"))) atom = str_from(atom, 1);
            taken = str_starts(atom, name);
        }
        if (!taken) return name;
        name = arena_fmt(a, "$m%u", n);
    }
}

// `export =` and no ES module syntax that exists at run time: TypeScript's name for CommonJS.
static bool is_commonjs_in_disguise(const JsTree *t)
{
    bool assigned = false;
    for (JS_EACH(t, js_node(t, t->root)->program.body, stmt)) {
        const JsNode *n = js_node(t, JS_CHILD(stmt));
        if (n->kind == N_TS_EXPORT_ASSIGN) assigned = true;
        if ((n->kind == N_IMPORT || n->kind == N_EXPORT_STAR || n->kind == N_EXPORT_NAMED) &&
            !(n->flags & NF_TYPE_ONLY))
            return false;
        if (n->kind == N_EXPORT_DECL || n->kind == N_EXPORT_DEFAULT) return false;
    }
    return assigned;
}

static uint32_t directives_end(const JsTree *t)
{
    uint32_t end = t->hashbang_end;
    for (JS_EACH(t, js_node(t, t->root)->program.body, stmt)) {
        const JsNode *n = js_node(t, JS_CHILD(stmt));
        if (n->kind != N_DIRECTIVE) break;
        end = n->end;
    }
    return end;
}

// A comment `-->` stands at the start of a line: what is put in front of the file would make operators of it.
static void keep_first_comment(Lower *l)
{
    if (!(l->t->features & FEAT_HTML_OPEN) || l->t->is_module) return;
    uint32_t pos = lower_skip(l, l->t->hashbang_end ? lower_skip_line(l, 0) : 0);
    if (str_starts(str_from(l->t->source, pos), STR("-->"))) edit_replace(&l->ed, pos, pos + 2, STR("//"));
}

static void wrap_commonjs(Lower *l)
{
    AUTO(Buf) tail = {};
    uint32_t end = u32_of(l->t->source.len);
    AUTO(Buf) head = {};
    uint32_t pos = directives_end(l->t);
    if (pos > l->t->hashbang_end && lower_char(l, pos - 1) != ';') buf_put_char(&head, ';');
    size_t lead = head.len;
    lower_using_top(l, &head, &tail);
    buf_put(&head, buf_str(&l->prologue));
    if (head.len > lead) {
        if (l->t->hashbang_end && pos == l->t->hashbang_end) pos = lower_skip_line(l, pos);
        edit_first(&l->ed, pos, end, arena_str(l->a, buf_str(&head)));
        l->unit->wrapper_columns = pos == 0 ? u32_of(head.len) : 0;
    }
    if (tail.len) edit_last(&l->ed, 0, end, lower_fmt(l, "\n%.*s", STR_FMT(buf_str(&tail))));
    if (l->t->hashbang_end) edit_replace(&l->ed, 0, 2, STR("//"));
}

static void finish(Lower *l)
{
    JsUnit *u = l->unit;
    keep_first_comment(l);
    if (u->is_module && !l->opt.keep_modules) esm_wrap(l);
    else if (!l->top_block) wrap_commonjs(l);
    u->unchanged = edits_count(&l->ed) == 0;
    u->code = l->t->source;
    if (u->unchanged) return;
    AUTO(Buf) out = {.max = JS_MAX_SOURCE * 4};
    (void)buf_reserve(&out, l->t->source.len + l->t->source.len / 8 + 256);
    if (l->top_block) esm_block_render(l, &out);
    else edits_render(&l->ed, &out);
    u->code = take_code(l->a, &out);
    if (u->is_module && !l->opt.keep_modules) return;
    u->uses_import = l->needs_m;
    u->helper = l->m;
}

static void lower_tree(Arena *a, const JsTree *t, const JsBind *b, const JsOptions *o, JsUnit *out)
{
    AUTO(Lower) l = {.a = a, .t = t, .b = b, .opt = *o, .unit = out, .m = fresh_name(a, t)};
    l.ts = t->lang == LANG_TS || t->lang == LANG_TSX || t->lang == LANG_DTS;
    l.names_classes = (t->features & FEAT_DECORATORS) || (l.ts && !o->use_define_for_class_fields);
    l.plain_lines = str_find_char(t->source, '\r') == STR_NONE && str_find_char(t->source, (char)0xE2) == STR_NONE;
    l.declared.count = b->symbols.count;
    l.declared.items = ARENA_ARRAY(a, uint8_t, l.declared.count);
    edits_init(&l.ed, a, t->source);
    if (o->anchors) l.ed.anchors = &out->anchors;
    if (t->features & FEAT_JSX) jsx_prepare(&l);
    lower_metadata_prepare(&l);
    if (out->is_module && !o->keep_modules) esm_scan(&l);
    lower_using_prepare(&l);
    lower_async_prepare(&l);
    lower_run(&l);
    if (t->features & FEAT_JSX) jsx_finish(&l);
    finish(&l);
}

static Err parse_and_bind(Arena *a, Str source, JsParseOptions options, JsTree *tree, JsBind *bind)
{
    TRY(js_parse(a, source, &options, tree));
    return js_bind(a, tree, bind);
}

// As Bun does: import and export make a module even of a .cjs file.
static Err parse_any(Arena *a, Str source, const JsOptions *o, JsTree *tree, JsBind *bind)
{
    JsParseOptions options = {.lang = o->lang, .goal = o->goal};
    Err e = parse_and_bind(a, source, options, tree, bind);
    if (!e.code || o->goal != GOAL_COMMONJS) return e;
    JsTree other = {};
    options.goal = GOAL_MODULE;
    if (parse_and_bind(a, source, options, &other, bind).code || !(other.features & FEAT_ESM)) return e;
    *tree = other;
    return OK;
}

static Err refuse(Diag *diag, const JsNode *n, Str text)
{
    *diag = (Diag){.set = true, .start = n->start, .end = n->end, .text = text};
    return err(ERR_BAD_SYNTAX);
}

// TypeScript's experimental decorators know parameters, the standard's do not.
static Err check_parameter(const JsTree *t, const JsNode *param, Diag *diag)
{
    for (JS_EACH(t, param->param.mods, mod)) {
        if (js_kind(t, JS_CHILD(mod)) != N_DECORATOR) continue;
        return refuse(diag, js_node(t, JS_CHILD(mod)),
                      STR("A parameter can only be decorated with \"experimentalDecorators\" in tsconfig.json"));
    }
    return OK;
}

// TypeScript's decorators are evaluated in a function of their own, when the class is made. Nodes stand right behind
// those of which they consist.
static Err check_suspension(const JsTree *t, JsNodeId decorator, Diag *diag)
{
    uint32_t start = js_node(t, decorator)->start;
    for (JsNodeId id = decorator - 1; id && js_node(t, id)->start >= start; id--) {
        const JsNode *n = js_node(t, id);
        if (n->kind == N_AWAIT || n->kind == N_YIELD)
            return refuse(diag, n, STR("A decorator cannot suspend with \"experimentalDecorators\" in tsconfig.json"));
        if (!js_kind_is_function((JsKind)n->kind)) continue;
        while (id > 1 && js_node(t, id - 1)->start >= n->start) id--;
    }
    return OK;
}

static Err check_decorators(const JsTree *t, const JsOptions *o, Diag *diag)
{
    if (!(t->features & FEAT_DECORATORS)) return OK;
    bool legacy = o->experimental_decorators && t->lang >= LANG_TS;
    for (JsNodeId id = 1; id < t->nodes.count; id++) {
        const JsNode *n = js_node(t, id);
        if (n->kind == N_PARAM && !o->experimental_decorators) TRY(check_parameter(t, n, diag));
        if (n->kind == N_DECORATOR && legacy) TRY(check_suspension(t, id, diag));
        bool class = n->kind == N_CLASS_DECL || n->kind == N_CLASS_EXPR;
        // The name is assigned in a static block, where `await` means nothing else.
        if (class && n->class_.name && js_node(t, n->class_.name)->ident.name == ATOM_AWAIT)
            return refuse(diag, js_node(t, n->class_.name), STR("A class cannot be named \"await\" beside decorators"));
    }
    return OK;
}

// The value of a static field may move into a static block, where `await` is no name.
static Err check_static_fields(const JsTree *t, const JsOptions *o, Diag *diag)
{
    bool assigned = t->lang >= LANG_TS && !o->use_define_for_class_fields;
    if (t->is_module || !(assigned || (t->features & FEAT_DECORATORS))) return OK;
    for (JsNodeId id = 1; id < t->nodes.count; id++) {
        const JsNode *n = js_node(t, id);
        if (n->kind != N_FIELD || !(n->flags & NF_STATIC) || !n->field.value) continue;
        uint32_t start = js_node(t, n->field.value)->start;
        for (JsNodeId part = n->field.value; part && js_node(t, part)->start >= start; part--) {
            const JsNode *name = js_node(t, part);
            if (name->kind == N_IDENT && name->ident.name == ATOM_AWAIT)
                return refuse(diag, name, STR("A static field that is assigned cannot use the name \"await\""));
        }
    }
    return OK;
}

// `export =` makes CommonJS, where nothing can be awaited outside functions.
static Err check_disguise(const JsTree *t, Diag *diag)
{
    if (!(t->features & FEAT_TOP_LEVEL_AWAIT)) return OK;
    for (JS_EACH(t, js_node(t, t->root)->program.body, stmt)) {
        const JsNode *n = js_node(t, JS_CHILD(stmt));
        if (n->kind == N_TS_EXPORT_ASSIGN) return refuse(diag, n, STR("\"export =\" cannot be used with top-level await"));
    }
    return OK;
}

static void keep_tree(Arena *a, const JsTree *tree, JsUnit *out)
{
    JsTree *kept = ARENA_NEW(a, JsTree);
    *kept = *tree;
    out->tree = kept;
}

// The name `await` of a script, which a module reads as the operator, perhaps without an error; 0: none.
static JsNodeId await_name(const JsTree *t)
{
    for (JsNodeId id = 1; id < t->nodes.count; id++)
        if (js_kind(t, id) == N_IDENT && js_node(t, id)->ident.name == ATOM_AWAIT) return id;
    return 0;
}

// With an import in front, what only a script may say is wrong: `with`, 08, a `return` of the file, a comment of HTML.
static Err check_as_module(Arena *a, Str source, const JsOptions *o, const JsTree *script, Diag *diag)
{
    if (script->features & FEAT_HTML_OPEN) {
        *diag = (Diag){.set = true, .start = script->html_at, .end = script->html_at + 3, .text = STR("A module cannot have HTML comments")};
        return err(ERR_BAD_SYNTAX);
    }
    JsNodeId name = await_name(script);
    if (name) return refuse(diag, js_node(script, name), STR("\"await\" cannot be used as an identifier here"));
    JsTree tree = {};
    JsParseOptions options = {.lang = o->lang, .goal = GOAL_MODULE};
    Err e = js_parse(a, source, &options, &tree);
    if (e.code) *diag = tree.diag;
    return e;
}

Err js_transform(Arena *a, Str source, const JsOptions *options, JsUnit *out)
{
    *out = (JsUnit){};
    if (source.len > JS_MAX_SOURCE) return err(ERR_TOO_BIG);
    StackReads reads = {};
    if (is_plain(a, source, options, &reads)) {
        keep_plain(a, source, options, &reads, out);
        return OK;
    }
    JsTree tree = {};
    JsBind bind = {};
    Err e = parse_any(a, source, options, &tree, &bind);
    if (e.code) {
        out->diag = tree.diag;
        return e;
    }
    TRY(check_decorators(&tree, options, &out->diag));
    TRY(check_static_fields(&tree, options, &out->diag));
    bool disguised = is_commonjs_in_disguise(&tree);
    if (disguised) TRY(check_disguise(&tree, &out->diag));
    out->is_module = tree.is_module && !disguised;
    out->has_top_level_await = (tree.features & FEAT_TOP_LEVEL_AWAIT) != 0;
    lower_tree(a, &tree, &bind, options, out);
    out->is_script = !tree.is_module && !out->adds_import;
    if (out->unchanged && options->keep_modules) keep_tree(a, &tree, out);
    if (out->adds_import && !tree.is_module) return check_as_module(a, source, options, &tree, &out->diag);
    return OK;
}
