// diag.c - line and column of an offset, and the code frame under an error message.
#include "base/diag.h"

#include <stdio.h>

#include "base/utf.h"

#define FRAME_WIDTH 100      // columns of source shown
#define FRAME_BEFORE 2       // lines of context

LineCol diag_locate(Str source, size_t offset)
{
    size_t start = 0;
    uint32_t line = 1;
    if (offset > source.len) offset = source.len;
    for (size_t i = 0; i < offset;) {
        size_t len = utf8_newline(source, i);
        i += len ? len : 1;
        if (!len || i > offset) continue;
        line++;
        start = i;
    }
    uint32_t column = utf8_to_utf16_len(str_sub(source, start, offset)) + 1;
    return (LineCol){line, column, str_sub(source, start, utf8_find_newline(source, start))};
}

// Offset of the first byte of 1-based `line`; source.len when there are fewer.
static size_t line_start(Str s, uint32_t line)
{
    size_t pos = 0;
    for (uint32_t n = 1; n < line && pos < s.len; n++) {
        pos = utf8_find_newline(s, pos);
        pos += utf8_newline(s, pos);
    }
    return pos;
}

// Byte offset inside `text` of the 1-based UTF-16 `column`.
static size_t column_offset(Str text, uint32_t column)
{
    size_t pos = 0;
    for (uint32_t c = 1; c < column && pos < text.len;) {
        Rune r = utf8_decode(text, pos);
        c += r.value >= 0x10000 ? 2 : 1;
        pos += r.len;
    }
    return pos;
}

static void put_gutter(Buf *out, uint32_t line, int width, bool color)
{
    buf_put_fmt(out, color ? "\x1b[2m%*u |\x1b[0m " : "%*u | ", width, line);
}

// Start of the window of `text` that is shown, so that `at` is inside it.
static size_t window_start(Str text, size_t at)
{
    if (text.len <= FRAME_WIDTH || at < FRAME_WIDTH * 3 / 4) return 0;
    size_t from = at - FRAME_WIDTH / 2;
    while (from > 0 && ((uint8_t)str_peek(text, from) & 0xC0) == 0x80) from--;
    return from;
}

static Str window(Str text, size_t from)
{
    size_t to = from + FRAME_WIDTH;
    while (to < text.len && ((uint8_t)str_peek(text, to) & 0xC0) == 0x80) to++;
    return str_sub(text, from, to);
}

void diag_frame(Buf *out, Str source, uint32_t line, uint32_t column, bool color)
{
    if (line == 0) return;
    size_t start = line_start(source, line);
    Str text = str_sub(source, start, utf8_find_newline(source, start));
    size_t at = column_offset(text, column);
    size_t from = window_start(text, at);
    int width = snprintf(NULL, 0, "%u", line);
    uint32_t first = line > FRAME_BEFORE ? line - FRAME_BEFORE : 1;
    for (uint32_t n = first; n <= line; n++) {
        size_t s = line_start(source, n);
        put_gutter(out, n, width, color);
        buf_put(out, window(str_sub(source, s, utf8_find_newline(source, s)), n == line ? from : 0));
        buf_put_char(out, '\n');
    }
    size_t pad = (size_t)width + 3 + utf8_to_utf16_len(str_sub(text, from, at));
    for (size_t i = 0; i < pad; i++) buf_put_char(out, ' ');
    buf_put(out, color ? STR("\x1b[31m^\x1b[0m\n") : STR("^\n"));
}
