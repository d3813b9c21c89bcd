// lower_sites.c - where in the file something may change: the walk passes over everything else.
//
// Most statements of most files stay as they are. One pass over the nodes, in the order they lie in memory, marks
// where those begin that lower_visit may do something about; a node is walked into only if such a place lies in
// its range. In doubt a place is marked: a walk without edits costs only time.
// Cost: about a nanosecond a node, and one bit for every SITE_BYTES bytes of source.
#include "base/num.h"
#include "js/esm.h"

#define SITE_BYTES 8u

// How a kind is to be judged; those not named are never changed themselves.
typedef enum Judge { NEVER, ALWAYS, ASK } Judge;
typedef struct Judges { uint8_t of[N_COUNT]; } Judges;
static const Judges all_judges = {{
    [N_IDENT] = ASK, [N_MEMBER] = ASK, [N_CALL] = ASK, [N_VAR] = ASK, [N_FOR_OF] = ASK, [N_PARAM] = ASK,
    [N_FUNCTION_DECL] = ASK, [N_FUNCTION_EXPR] = ASK, [N_TS_ENUM] = ALWAYS, [N_TS_ENUM_MEMBER] = ALWAYS,
    [N_CLASS_DECL] = ALWAYS, [N_CLASS_EXPR] = ALWAYS, [N_AWAIT] = ALWAYS, [N_YIELD] = ALWAYS,
    [N_IMPORT_CALL] = ALWAYS, [N_IMPORT_META] = ALWAYS, [N_IMPORT] = ALWAYS, [N_EXPORT_NAMED] = ALWAYS,
    [N_EXPORT_STAR] = ALWAYS, [N_EXPORT_DECL] = ALWAYS, [N_EXPORT_DEFAULT] = ALWAYS, [N_TS_EXPORT_ASSIGN] = ALWAYS,
    [N_TS_EXPORT_AS_NAMESPACE] = ALWAYS, [N_JSX_ELEMENT] = ALWAYS, [N_JSX_FRAGMENT] = ALWAYS,
    [N_TS_NAMESPACE] = ALWAYS, [N_TS_IMPORT_EQUALS] = ALWAYS, [N_TS_AS] = ALWAYS, [N_TS_SATISFIES] = ALWAYS,
    [N_TS_INSTANTIATION] = ALWAYS, [N_TS_NON_NULL] = ALWAYS, [N_TS_ASSERTION] = ALWAYS, [N_TS_ANNOTATION] = ALWAYS,
    [N_TS_TYPE_PARAMS] = ALWAYS, [N_TS_TYPE_ARGS] = ALWAYS, [N_TS_IMPLEMENTS] = ALWAYS, [N_TS_MODIFIER] = ALWAYS,
    [N_TS_INTERFACE] = ALWAYS, [N_TS_TYPE_ALIAS] = ALWAYS, [N_TS_INDEX_SIGNATURE] = ALWAYS,
}};

// ---- names ------------------------------------------------------------------------------------------------
static bool in_object(const Lower *l, const JsSymbol *s)
{
    JsScopeKind kind = js_scope(l->b, s->scope)->kind;
    return kind == SCOPE_NAMESPACE || kind == SCOPE_ENUM;
}

// May other blocks of a namespace or enum mean it by its name?
static bool is_shared(const Lower *l, const JsSymbol *s)
{
    return in_object(l, s) && ((s->flags & SF_EXPORTED) || s->kind == SYM_NAMESPACE || s->kind == SYM_ENUM_MEMBER);
}

typedef struct Counts { uint8_t *items; uint32_t count; } Counts;  // per atom: symbols that are shared, at most 2

static bool changes(const Lower *l, JsSymbolId id, const Counts *shared)
{
    const JsSymbol *s = js_symbol(l->b, id);
    if (id == l->free_arguments) return true;
    if (s->kind == SYM_IMPORT && ((s->flags & SF_ASSIGNED) || l->opt.early.len)) return true;
    if (!l->ts) return false;
    bool variable = s->kind != SYM_FUNCTION && s->kind != SYM_CLASS;
    return (variable && in_object(l, s)) || ITEM(*shared, s->name) > (is_shared(l, s) ? 1 : 0);
}

// `export declare let v` in a namespace binds nothing, but means N.v in all its blocks.
static void share_declared(Lower *l, Counts *shared)
{
    for (JsNodeId id = 1; id < l->t->nodes.count; id++) {
        const JsNode *n = lower_node(l, id);
        if (n->kind != N_EXPORT_DECL) continue;
        const JsNode *decl = lower_node(l, n->unary.arg);
        if (decl->kind != N_VAR || !(decl->flags & NF_DECLARE)) continue;
        EsmLeaves leaves = {};
        esm_leaves(l, n->unary.arg, &leaves);
        for (uint32_t i = 0; i < leaves.count; i++)
            ITEM(*shared, lower_node(l, ITEM(leaves, i))->ident.name) = 2;
    }
}

// Which symbols may have to be written otherwise: see lower_qualify.
static void find_changing(Lower *l)
{
    Counts shared = {ARENA_ARRAY(l->a, uint8_t, l->t->atoms.count), l->t->atoms.count};
    l->changing.count = l->b->symbols.count;
    l->changing.items = ARENA_ARRAY(l->a, bool, l->changing.count);
    for (JsSymbolId id = 1; id < l->changing.count; id++) {
        const JsSymbol *s = js_symbol(l->b, id);
        if (is_shared(l, s) && ITEM(shared, s->name) < 2) ITEM(shared, s->name)++;
    }
    if (l->ts) share_declared(l, &shared);
    for (JsSymbolId id = 1; id < l->changing.count; id++) ITEM(l->changing, id) = changes(l, id, &shared);
}

// ---- marks ------------------------------------------------------------------------------------------------
static void mark(Lower *l, uint32_t offset)
{
    ITEM(l->sites, offset / SITE_BYTES / 64) |= (uint64_t)1 << offset / SITE_BYTES % 64;
}

static JsAtom find_atom(const JsTree *t, Str name)
{
    for (JsAtom i = 0; i < t->atoms.count; i++) {
        if (str_eq(ITEM(t->atoms, i), name)) return i;
    }
    return UINT32_MAX;
}

static bool is_called(const Lower *l, JsNodeId callee)
{
    const JsNode *n = lower_node(l, callee);
    return n->kind == N_SUPER || (n->kind == N_IDENT && n->ident.name == ATOM_EVAL);
}

static bool is_site(const Lower *l, JsNodeId id, const JsNode *n, JsAtom stack)
{
    switch ((JsKind)n->kind) {
    case N_IDENT: return !(n->flags & NF_IN_TYPE) && ITEM(l->changing, js_symbol_of(l->b, id));
    case N_MEMBER: return lower_node(l, n->member.name)->ident.name == stack;
    case N_CALL: return is_called(l, n->call.callee);
    case N_VAR: return (n->flags & NF_DECLARE) || n->op == VAR_USING || n->op == VAR_AWAIT_USING;
    case N_FOR_OF: return n->flags & NF_AWAIT;
    case N_PARAM: return n->flags & (NF_THIS | NF_MODIFIERS);
    case N_FUNCTION_DECL: case N_FUNCTION_EXPR: return !n->function.body || (n->flags & NF_DECLARE);
    default: return true;
    }
}

// `enum E { "a" = 1, b = a }`: the name a means the member, which is no symbol.
static bool has_hidden_name(Lower *l, const JsNode *n)
{
    if (n->kind != N_TS_ENUM_MEMBER || js_kind(l->t, n->ts_enum_member.key) == N_NAME) return false;
    return lower_is_identifier(lower_key_text(l, n->ts_enum_member.key));
}

void lower_find_sites(Lower *l)
{
    l->sites.count = u32_of(l->t->source.len / SITE_BYTES / 64 + 1);
    l->sites.items = ARENA_ARRAY(l->a, uint64_t, l->sites.count);
    if (l->names_change) find_changing(l);
    JsAtom stack = l->opt.stack_reads ? find_atom(l->t, STR("stack")) : UINT32_MAX;
    Judges judges = all_judges;
    if (!l->names_change) judges.of[N_IDENT] = NEVER;
    if (stack == UINT32_MAX) judges.of[N_MEMBER] = NEVER;
    for (JsNodeId id = 1; id < l->t->nodes.count; id++) {
        const JsNode *n = lower_node(l, id);
        uint8_t judge = ELEM(judges.of, n->kind);
        if (judge == NEVER || (judge == ASK && !is_site(l, id, n, stack))) continue;
        mark(l, n->start);
        if (has_hidden_name(l, n)) l->sparse = false;
    }
}

// ---- questions ----------------------------------------------------------------------------------------------
// The first marked cell from `cell` on; questions come in the order of the source, so most have the last answer.
static uint32_t next_site(Lower *l, uint32_t cell)
{
    if (cell >= l->quiet_from && cell <= l->quiet_to) return l->quiet_to;
    uint32_t word = cell / 64;
    uint64_t bits = ITEM(l->sites, word) >> cell % 64 << cell % 64;
    while (!bits && word + 1 < l->sites.count) {
        word++;
        bits = ITEM(l->sites, word);
    }
    l->quiet_from = cell;
    l->quiet_to = bits ? word * 64 + (uint32_t)__builtin_ctzll(bits) : UINT32_MAX;
    return l->quiet_to;
}

bool lower_is_quiet(Lower *l, JsNodeId id)
{
    const JsNode *n = lower_node(l, id);
    return n->end <= n->start || next_site(l, n->start / SITE_BYTES) > (n->end - 1) / SITE_BYTES;
}
