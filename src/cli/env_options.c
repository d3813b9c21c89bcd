// env_options.c - see env_options.h.
#include "cli/env_options.h"

#include <stdio.h>

#include "base/buf.h"

typedef struct Words {
    Str *items;
    uint32_t count, cap;
} Words;

// The word at *pos, which moves behind it; false if its quotes are not closed.
static bool take_word(Str text, size_t *pos, Buf *word)
{
    bool quoted = false;
    for (; *pos < text.len && (quoted || str_at(text, *pos) != ' '); (*pos)++) {
        char c = str_at(text, *pos);
        if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (quoted && c == '\\' && ++*pos < text.len) c = str_at(text, *pos);
        buf_put_char(word, c);
    }
    return !quoted;
}

bool env_option_words(Arena *a, const char *variable, Str text, ArgList *out)
{
    Words words = {};
    for (size_t pos = str_skip(text, 0, ' '); pos < text.len; pos = str_skip(text, pos, ' ')) {
        AUTO(Buf) word = {};
        if (!take_word(text, &pos, &word)) {
            fprintf(stderr, "cob: a quote in %s is not closed\n", variable);
            return false;
        }
        ARENA_PUSH(a, &words, arena_str(a, buf_str(&word)));
    }
    *out = (ArgList){words.items, words.count};
    return true;
}
