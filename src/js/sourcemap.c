// sourcemap.c - see sourcemap.h.
#include "js/sourcemap.h"

void SourceMap_cleanup(SourceMap *m)
{
    Buf_cleanup(&m->mappings);
}

// Base64 VLQ: sign in the lowest bit, five bits a digit, least significant first.
static void put_vlq(Buf *out, int64_t value)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint64_t rest = value < 0 ? (uint64_t)-value << 1 | 1 : (uint64_t)value << 1;
    do {
        uint64_t digit = rest & 31;
        rest >>= 5;
        buf_put_char(out, ELEM(digits, digit | (rest ? 32 : 0)));
    } while (rest);
}

void source_map_add(SourceMap *m, uint32_t out_line, uint32_t out_column, uint32_t line, uint32_t column)
{
    for (; m->out_line < out_line; m->out_line++) {
        buf_put_char(&m->mappings, ';');
        m->out_column = 0;
        m->any_on_line = false;
    }
    if (m->any_on_line && out_column == m->out_column && line == m->line && column == m->column) return;
    if (m->any_on_line) buf_put_char(&m->mappings, ',');
    put_vlq(&m->mappings, (int64_t)out_column - m->out_column);
    put_vlq(&m->mappings, 0);
    put_vlq(&m->mappings, (int64_t)line - m->line);
    put_vlq(&m->mappings, (int64_t)column - m->column);
    m->out_column = out_column;
    m->line = line;
    m->column = column;
    m->any_on_line = true;
}

static void put_json_string(Buf *out, Str s)
{
    buf_put_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        uint8_t byte = (uint8_t)str_at(s, i);
        if (byte == '"' || byte == '\\') buf_put_fmt(out, "\\%c", byte);
        else if (byte == '\n') buf_put(out, STR("\\n"));
        else if (byte < 32) buf_put_fmt(out, "\\u%04x", byte);
        else buf_put_char(out, (char)byte);
    }
    buf_put_char(out, '"');
}

void source_map_json(const SourceMap *m, Str source_name, Str content, Buf *out)
{
    buf_put(out, STR("{\"version\":3,\"sources\":["));
    put_json_string(out, source_name);
    if (content.len) {
        buf_put(out, STR("],\"sourcesContent\":["));
        put_json_string(out, content);
    }
    buf_put(out, STR("],\"names\":[],\"mappings\":\""));
    buf_put(out, buf_str(&m->mappings));
    buf_put(out, STR("\"}"));
}
