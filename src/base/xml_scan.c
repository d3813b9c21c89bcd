// xml_scan.c - the bottom of the XML reader: errors, names, literals, references, and the stack of entities.
#include "base/num.h"
#include "base/utf.h"
#include "base/xml_parser.h"

// --- errors ---------------------------------------------------------------------------------------

void xml_fail(XmlParser *p, const char *format, ...)
{
    if (p->code) return;
    va_list args;
    va_start(args, format);
    p->what = arena_vfmt(p->a, format, args);
    va_end(args);
    p->code = ERR_BAD_SYNTAX;
    p->bad_at = p->outer.count ? ITEM(p->outer, 0).pos : p->in.pos;
    p->in.pos = p->in.text.len;
}

static bool is_name_rune(uint32_t c, bool first);

// A name, a number, or markup as far as its name, so that a message shows what the reader would call one thing.
static Str token_here(const XmlParser *p)
{
    Str rest = str_from(p->in.text, p->in.pos);
    size_t len = 0;
    if (str_starts(rest, STR("/>"))) return STR("/>");
    if (str_starts(rest, STR("</")) || str_starts(rest, STR("<!"))) len = 2;
    else if (str_peek(rest, 0) == '<' || str_peek(rest, 0) == '#') len = 1;
    for (Rune r = utf8_decode(rest, len); r.len && is_name_rune(r.value, false) && len < 64; r = utf8_decode(rest, len))
        len += r.len;
    return str_sub(rest, 0, len ? len : utf8_decode(rest, 0).len);
}

static Str found_here(const XmlParser *p)
{
    if (xml_ended(p) && p->in.entity) return arena_fmt(p->a, "the end of entity '%.*s'", STR_FMT(p->in.entity->name));
    if (xml_ended(p)) return STR("end of input");
    switch (xml_peek(p)) {
    case ' ': return STR("space");
    case '\t': return STR("tab");
    case '\n': return STR("newline");
    default: break;
    }
    Str token = token_here(p);
    uint32_t rune = utf8_decode(token, 0).value;
    if (rune < 0x80 || is_name_rune(rune, false)) return arena_fmt(p->a, "'%.*s'", STR_FMT(token));
    return arena_fmt(p->a, "'%.*s' (U+%04X)", STR_FMT(token), rune);
}

void xml_expected(XmlParser *p, const char *expected)
{
    Str found = found_here(p);
    xml_fail(p, "%s but found %.*s", expected, STR_FMT(found));
}

void xml_unexpected(XmlParser *p)
{
    Str found = found_here(p);
    xml_fail(p, "Unexpected %.*s after the root element", STR_FMT(found));
}

void xml_bad_markup(XmlParser *p)
{
    xml_fail(p, "'<!' must begin a comment, '<![CDATA[', or a DOCTYPE, ELEMENT, ATTLIST, ENTITY or NOTATION "
                "declaration");
}

// --- blanks and names -----------------------------------------------------------------------------

bool xml_eat(XmlParser *p, Str word)
{
    if (p->code || !xml_at(p, word)) return false;
    p->in.pos += word.len;
    return true;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool xml_skip_space(XmlParser *p)
{
    size_t start = p->in.pos;
    while (!xml_ended(p) && is_space(xml_peek(p))) p->in.pos++;
    return p->in.pos > start;
}

void xml_require_space(XmlParser *p)
{
    if (xml_skip_space(p)) return;
    char c = xml_peek(p);
    Str found = c == '"' || c == '\'' ? STR("a quoted string") : found_here(p);
    xml_fail(p, "Whitespace is required before %.*s", STR_FMT(found));
}

// Productions 4 and 4a.
static bool is_name_rune(uint32_t c, bool first)
{
    static const struct { uint32_t low, high; } starts[] = {
        {'a', 'z'}, {'A', 'Z'}, {'_', '_'}, {':', ':'}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D},
        {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF},
        {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
    };
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (c >= ELEM(starts, i).low && c <= ELEM(starts, i).high) return true;
    if (first) return false;
    return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 0xB7 || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x203F && c <= 0x2040);
}

static size_t name_end(Str text, size_t pos, bool token)
{
    bool first = !token;
    for (Rune r = utf8_decode(text, pos); r.len && is_name_rune(r.value, first); r = utf8_decode(text, pos)) {
        pos += r.len;
        first = false;
    }
    return pos;
}

bool xml_is_name(Str text) { return text.len && name_end(text, 0, false) == text.len; }
bool xml_name_at(const XmlParser *p, size_t pos) { return name_end(p->in.text, pos, false) > pos; }

static Str take_name(XmlParser *p, bool token, const char *expected)
{
    size_t start = p->in.pos, end = name_end(p->in.text, start, token);
    if (p->code) return STR("");
    if (end == start) {
        xml_expected(p, expected);
        return STR("");
    }
    p->in.pos = end;
    return str_sub(p->in.text, start, end);
}

Str xml_name(XmlParser *p, const char *expected) { return take_name(p, false, expected); }
Str xml_name_token(XmlParser *p, const char *expected) { return take_name(p, true, expected); }

Str xml_literal(XmlParser *p)
{
    char quote = xml_peek(p);
    size_t start = p->in.pos + 1, len = str_find_char(str_from(p->in.text, start), quote);
    if (len == STR_NONE) {
        xml_fail(p, "Unterminated quoted string");
        return STR("");
    }
    p->in.pos = start + len + 1;
    return str_sub(p->in.text, start, start + len);
}

// --- references -----------------------------------------------------------------------------------

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

static bool is_xml_char(uint32_t c)
{
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

uint32_t xml_char_reference(XmlParser *p)
{
    size_t start = p->in.pos;
    p->in.pos += 2;
    uint32_t base = xml_eat(p, STR("x")) ? 16 : 10, value = 0;
    size_t digits = p->in.pos;
    for (; (uint32_t)digit_of(xml_peek(p)) < base; p->in.pos++) {
        value = value * base + (uint32_t)digit_of(xml_peek(p));
        if (value > 0x10FFFF) value = 0x110000;  // stays too large, cannot wrap
    }
    if (p->in.pos == digits || xml_peek(p) != ';') {
        xml_expected(p, "Invalid character reference: expected a number followed by ';'");
        return 0;
    }
    p->in.pos++;
    Str written = str_sub(p->in.text, start, p->in.pos);
    if (!is_xml_char(value)) xml_fail(p, "Character reference '%.*s' is not a valid XML character", STR_FMT(written));
    return value;
}

Str xml_entity_name(XmlParser *p)
{
    bool parameter = xml_peek(p) == '%';
    p->in.pos++;
    Str name = xml_name(p, "Expected an entity name after '&'");
    if (p->code || xml_eat(p, STR(";"))) return name;
    if (parameter) xml_fail(p, "Expected ';' to end the parameter entity reference '%.*s'", STR_FMT(name));
    else xml_expected(p, "Expected ';' after the entity name");
    return STR("");
}

// Every expansion counts for more than its text, so that entities that expand to nothing are bounded, too.
void xml_count_expansion(XmlParser *p, size_t len)
{
    size_t limit = p->document_len > XML_MAX_EXPANSION / 16 ? p->document_len * 16 : XML_MAX_EXPANSION;
    p->expanded += len + 16;
    if (p->expanded > limit) xml_fail(p, "Entity expansion exceeds the amplification limit");
}

void xml_enter_entity(XmlParser *p, XmlEntity *entity)
{
    if (entity->open) xml_fail(p, "Entity '%.*s' refers to itself", STR_FMT(entity->name));
    if (p->outer.count >= XML_MAX_ENTITY_DEPTH) xml_fail(p, "Entity references are nested too deeply");
    xml_count_expansion(p, entity->value.len);
    if (p->code) return;
    ARENA_PUSH(p->a, &p->outer, p->in);
    entity->open = true;
    p->in = (XmlSource){.text = entity->value, .entity = entity, .depth = p->open.count};
}

void xml_leave_entity(XmlParser *p)
{
    p->in.entity->open = false;
    p->in = ITEM(p->outer, p->outer.count - 1);
    p->outer.count--;
}

static bool put_predefined(Str name, Buf *out)
{
    static const struct { const char *name; char c; } predefined[] = {
        {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''},
    };
    for (size_t i = 0; i < COUNT_OF(predefined); i++) {
        if (!str_eq(name, str_c(ELEM(predefined, i).name))) continue;
        buf_put_char(out, ELEM(predefined, i).c);
        return true;
    }
    return false;
}

// An entity that is not declared, or not here, stays as written if something unread may declare it.
static void keep_reference(Str name, Buf *out)
{
    buf_put_char(out, '&');
    buf_put(out, name);
    buf_put_char(out, ';');
}

void xml_reference(XmlParser *p, Buf *out, bool in_attribute)
{
    if (xml_at(p, STR("&#"))) {
        buf_put_rune(out, xml_char_reference(p));
        return;
    }
    Str name = xml_entity_name(p);
    if (p->code || put_predefined(name, out)) return;
    const uint64_t *place = map_find(&p->entities, name);
    XmlEntity *entity = place ? (XmlEntity *)(uintptr_t)*place : NULL;
    if (!entity && (p->standalone || !p->has_unread)) xml_fail(p, "Entity '%.*s' is not declared", STR_FMT(name));
    else if (!entity) keep_reference(name, out);
    else if (entity->unparsed) xml_fail(p, "Unparsed entity '%.*s' cannot be referenced", STR_FMT(name));
    else if (!entity->external) xml_enter_entity(p, entity);
    else if (!in_attribute) keep_reference(name, out);
    else xml_fail(p, "Attribute values cannot reference external entity '%.*s'", STR_FMT(name));
}

// --- attribute values -----------------------------------------------------------------------------

static Str collapse_blanks(XmlParser *p, Str value)
{
    AUTO(Buf) out = {};
    for (size_t i = 0; i < value.len; i++) {
        bool drop = str_at(value, i) == ' ' && (!out.len || i + 1 == value.len || str_at(value, i + 1) == ' ');
        if (!drop) buf_put_char(&out, str_at(value, i));
    }
    return arena_str(p->a, buf_str(&out));
}

static void put_value_char(XmlParser *p, Buf *out)
{
    char c = xml_peek(p);
    if (c == '<') {
        xml_fail(p, "'<' is not allowed in attribute values");
    } else if (c == '&') {
        xml_reference(p, out, true);
    } else {
        buf_put_char(out, is_space(c) ? ' ' : c);
        p->in.pos++;
    }
}

// The quote that ends the value stands in the text that it began in, not in an entity.
Str xml_attribute_value(XmlParser *p, bool tokens)
{
    AUTO(Buf) out = {};
    char quote = xml_peek(p);
    uint32_t level = p->outer.count;
    if (quote != '"' && quote != '\'') return STR("");
    p->in.pos++;
    while (!p->code) {
        if (xml_ended(p) && p->outer.count > level) {
            xml_leave_entity(p);
        } else if (xml_ended(p)) {
            xml_fail(p, "Unterminated attribute value");
        } else if (xml_peek(p) == quote && p->outer.count == level) {
            p->in.pos++;
            break;
        } else {
            put_value_char(p, &out);
        }
    }
    return tokens ? collapse_blanks(p, buf_str(&out)) : arena_str(p->a, buf_str(&out));
}
