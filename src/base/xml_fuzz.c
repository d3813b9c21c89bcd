// Property: any bytes give a tree or an error with a place, in bounded time; names in the tree are names, adjacent
// text is one node, and a tree written without a DTD is read again as itself.
#include "base/xml.h"

#include "base/data_mutate.h"

static void check_node(const Xml *v)
{
    CHECK(v->type <= XML_INSTRUCTION);
    if (v->type == XML_ELEMENT || v->type == XML_INSTRUCTION) CHECK(xml_is_name(v->name));
    if (v->type == XML_TEXT) CHECK(v->text.len && !(v->next && v->next->type == XML_TEXT));
    for (uint32_t i = 0; i < v->attributes.count; i++) CHECK(xml_is_name(ITEM(v->attributes, i).name));
}

static void check_tree(const Xml *v, uint32_t depth)
{
    CHECK(depth <= XML_MAX_DEPTH);
    check_node(v);
    for (const Xml *child = v->first; child; child = child->next) check_tree(child, depth + 1);
}

// White space as references: as itself it would be normalized.
static void put_text(Buf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        bool plain = c != '&' && c != '<' && c != '>' && c != '"' && c != '\t' && c != '\n' && c != '\r';
        if (plain) buf_put_char(out, c);
        else buf_put_fmt(out, "&#%d;", c);
    }
}

static void put_node(Buf *out, const Xml *v);

static void put_element(Buf *out, const Xml *v)
{
    buf_put_fmt(out, "<%.*s", STR_FMT(v->name));
    for (uint32_t i = 0; i < v->attributes.count; i++) {
        buf_put_fmt(out, " %.*s=\"", STR_FMT(ITEM(v->attributes, i).name));
        put_text(out, ITEM(v->attributes, i).value);
        buf_put_char(out, '"');
    }
    buf_put_char(out, '>');
    for (const Xml *child = v->first; child; child = child->next) put_node(out, child);
    buf_put_fmt(out, "</%.*s>", STR_FMT(v->name));
}

static void put_node(Buf *out, const Xml *v)
{
    switch (v->type) {
    case XML_ELEMENT: put_element(out, v); return;
    case XML_TEXT: put_text(out, v->text); return;
    case XML_COMMENT: buf_put_fmt(out, "<!--%.*s-->", STR_FMT(v->text)); return;
    case XML_INSTRUCTION: buf_put_fmt(out, "<?%.*s %.*s?>", STR_FMT(v->name), STR_FMT(v->text)); return;
    }
}

static void check_round_trip(Arena *a, const Xml *v)
{
    AUTO(Buf) once = {};
    AUTO(Buf) twice = {};
    const Xml *again = NULL;
    put_node(&once, v);
    CHECK(!xml_parse(a, buf_str(&once), &again).code);
    put_node(&twice, again);
    CHECK(str_eq(buf_str(&once), buf_str(&twice)));
}

FUZZ_AS(xml, &xml_fuzz_text)
{
    AUTO(Arena) a = {};
    const Xml *v = NULL;
    Err e = xml_parse(&a, str_of(input), &v);
    if (e.code) {
        CHECK(e.info && e.info->line > 0 && e.info->detail.len);
        return;
    }
    check_tree(v, 1);
    check_round_trip(&a, v);
}
