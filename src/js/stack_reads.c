// stack_reads.c - see stack_reads.h.
#include "js/stack_reads.h"

static size_t skip_space(Str s, size_t at)
{
    for (char c = str_peek(s, at); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = str_peek(s, at)) at++;
    return at;
}

bool stack_reads_text(Str source, uint32_t end)
{
    static const char *const lists[] = {"push", "pop", "length", "shift", "unshift"};
    size_t at = skip_space(source, end);
    if (str_peek(source, at) == '?' && str_peek(source, at + 1) == '.') at++;
    if (str_peek(source, at) == '[') return false;
    if (str_peek(source, at) != '.') return true;
    Str rest = str_from(source, skip_space(source, at + 1));
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (str_starts(rest, str_c(ELEM(lists, i)))) return false;
    return str_peek(rest, 0) != '[';
}

static void start_chain(StackReads *r, const Skim *s, Str word)
{
    bool is_new = r->chain && r->end - r->start == 3 && str_eq(str_sub(s->src, r->start, r->end), STR("new"));
    r->chain = !str_eq(word, STR("super"));
    r->after_new = is_new;
    r->start = s->start;
    r->end = s->end;
}

static void end_read(StackReads *r, Arena *a, const Skim *s)
{
    Str object = str_sub(s->src, r->start, r->end);
    if (r->after_new || str_eq(object, STR("this")) || !stack_reads_text(s->src, s->end)) return;
    StackRead read = {r->start, r->end};
    ARENA_PUSH(a, &r->found, read);
}

void stack_reads_scan(StackReads *r, Arena *a, const Skim *s)
{
    if (s->kind == SKIM_WORD) {
        Str word = skim_text(s);
        if (str_starts(word, STR("$m"))) r->taken = true;
        if (!s->after_dot) {
            start_chain(r, s, word);
            return;
        }
        if (r->chain && str_eq(word, STR("stack"))) end_read(r, a, s);
        r->end = s->end;
        return;
    }
    bool is_dot = s->kind == SKIM_PUNCT && s->punct == '.' && s->end - s->start == 1;
    bool is_last_link = s->kind == SKIM_PUNCT && s->punct == '?' && str_starts(str_from(s->src, s->start), STR("?.stack"));
    if (!is_dot && !is_last_link) r->chain = false;
}
