// xml.c - see xml.h: the document, its elements and their content.
//
// Elements and entities stand on stacks of the parser, so nesting costs no C stack. A first pass over the text
// refuses characters that XML has not and turns line ends into "\n"; the second one reads.
#include "base/diag.h"
#include "base/num.h"
#include "base/utf.h"
#include "base/xml_parser.h"

// --- nodes ----------------------------------------------------------------------------------------

static Xml *new_node(XmlParser *p, XmlType type)
{
    Xml *node = ARENA_NEW(p->a, Xml);
    node->type = type;
    return node;
}

// Markup outside the root element is not part of the tree.
static void add_child(XmlParser *p, Xml *node)
{
    if (!p->open.count) return;
    Xml **last = &ITEM(p->last, p->last.count - 1);
    if (*last) (*last)->next = node;
    else ITEM(p->open, p->open.count - 1)->first = node;
    *last = node;
}

static void end_text(XmlParser *p)
{
    if (!p->text.len) return;
    Xml *node = new_node(p, XML_TEXT);
    node->text = arena_str(p->a, buf_str(&p->text));
    add_child(p, node);
    buf_clear(&p->text);
}

// --- comments and instructions --------------------------------------------------------------------

Xml *xml_comment(XmlParser *p)
{
    size_t start = p->in.pos, end = str_find_from(p->in.text, STR("--"), start);
    Xml *node = new_node(p, XML_COMMENT);
    if (end == STR_NONE) {
        xml_fail(p, "Unterminated comment");
        return node;
    }
    node->text = str_sub(p->in.text, start, end);
    p->in.pos = end + 2;
    if (xml_ended(p)) xml_fail(p, "Unterminated comment");
    else if (!xml_eat(p, STR(">"))) xml_fail(p, "'--' is not allowed inside a comment");
    return node;
}

Xml *xml_instruction(XmlParser *p)
{
    Xml *node = new_node(p, XML_INSTRUCTION);
    node->name = xml_name(p, "Expected a processing instruction target after '<?'");
    if (str_eq_nocase(node->name, STR("xml")))
        xml_fail(p, "'<?xml' is reserved for the XML declaration, which is only allowed at the very start of the "
                    "document");
    if (p->code || xml_eat(p, STR("?>"))) return node;
    if (!xml_skip_space(p)) xml_expected(p, "Expected whitespace or '?>' after the processing instruction target");
    size_t start = p->in.pos, end = str_find_from(p->in.text, STR("?>"), start);
    if (end == STR_NONE) {
        xml_fail(p, "Unterminated processing instruction");
        return node;
    }
    node->text = str_sub(p->in.text, start, end);
    p->in.pos = end + 2;
    return node;
}

// --- start tags -----------------------------------------------------------------------------------

// Few attributes are compared one by one, many through a map.
typedef struct Seen {
    const Xml *element;
    Map names;
} Seen;

static void Seen_cleanup(Seen *s) { Map_cleanup(&s->names); }

static bool is_new_name(Seen *s, Str name)
{
    enum { FEW = 12 };
    uint32_t count = s->element->attributes.count;
    bool added = true;
    if (count < FEW) {
        for (uint32_t i = 0; i < count; i++)
            if (str_eq(ITEM(s->element->attributes, i).name, name)) return false;
        return true;
    }
    for (uint32_t i = s->names.count; i < count; i++)
        (void)map_put(&s->names, ITEM(s->element->attributes, i).name, NULL);
    (void)map_put(&s->names, name, &added);
    return added;
}

static void add_attribute(XmlParser *p, Xml *element, XmlAttribute attribute)
{
    struct { XmlAttribute *items; uint32_t count, cap; } list = {
        (XmlAttribute *)(uintptr_t)element->attributes.items, element->attributes.count, element->attributes.cap};
    ARENA_PUSH(p->a, &list, attribute);
    element->attributes.items = list.items;
    element->attributes.count = list.count;
    element->attributes.cap = list.cap;
}

static void parse_attribute(XmlParser *p, Xml *element, Seen *seen)
{
    Str name = xml_name(p, "Expected an attribute name, '>' or '/>' in the start tag");
    xml_skip_space(p);
    if (!p->code && !xml_eat(p, STR("="))) xml_expected(p, "Expected '=' after the attribute name");
    xml_skip_space(p);
    if (!p->code && xml_peek(p) != '"' && xml_peek(p) != '\'') xml_expected(p, "Expected a quoted attribute value");
    if (!p->code && !is_new_name(seen, name)) xml_fail(p, "Duplicate attribute '%.*s'", STR_FMT(name));
    if (p->code) return;
    add_attribute(p, element, (XmlAttribute){name, xml_attribute_value(p, xml_is_tokens(p, element->name, name))});
}

static void apply_defaults(XmlParser *p, Xml *element, Seen *seen)
{
    const uint64_t *place = p->defaults.count ? map_find(&p->defaults, element->name) : NULL;
    const XmlDefaults *defaults = place ? (const XmlDefaults *)(uintptr_t)*place : NULL;
    for (uint32_t i = 0; defaults && i < defaults->count && !p->code; i++) {
        XmlAttribute attribute = ITEM(*defaults, i);
        xml_count_expansion(p, attribute.value.len);
        if (is_new_name(seen, attribute.name)) add_attribute(p, element, attribute);
    }
}

// True for "<a/>".
static bool parse_attributes(XmlParser *p, Xml *element)
{
    AUTO(Seen) seen = {.element = element};
    while (!p->code) {
        bool space = xml_skip_space(p), empty = xml_eat(p, STR("/>"));
        if (empty || xml_eat(p, STR(">"))) {
            apply_defaults(p, element, &seen);
            return empty;
        }
        if (xml_eat(p, STR("/"))) xml_expected(p, "Expected '>' after '/'");
        else if (!space && xml_at_name(p)) xml_require_space(p);
        else parse_attribute(p, element, &seen);
    }
    return false;
}

static void fail_too_deep(XmlParser *p)
{
    xml_fail(p, "Elements are nested too deeply");
    p->code = ERR_TOO_DEEP;
}

static void close_element(XmlParser *p)
{
    p->open.count--;
    p->last.count--;
}

static void parse_start_tag(XmlParser *p)
{
    Xml *element = new_node(p, XML_ELEMENT);
    element->name = xml_name(p, "Expected an element name after '<'");
    bool empty = parse_attributes(p, element);
    if (p->code) return;
    add_child(p, element);
    if (!p->root) p->root = element;
    if (p->open.count >= XML_MAX_DEPTH) fail_too_deep(p);
    ARENA_PUSH(p->a, &p->open, element);
    ARENA_PUSH(p->a, &p->last, NULL);
    if (empty) close_element(p);
}

// --- content --------------------------------------------------------------------------------------

static void fail_entity_border(XmlParser *p)
{
    Str name = ITEM(p->open, p->open.count - 1)->name;
    xml_fail(p, "Element '%.*s' must start and end within the same entity", STR_FMT(name));
}

static void parse_end_tag(XmlParser *p)
{
    Str open = ITEM(p->open, p->open.count - 1)->name;
    Str name = xml_name(p, "Expected an element name after '</'");
    if (p->code) return;
    if (p->open.count == p->in.depth) fail_entity_border(p);
    else if (!str_eq(open, name))
        xml_fail(p, "Expected closing tag </%.*s> but found </%.*s>", STR_FMT(open), STR_FMT(name));
    xml_skip_space(p);
    if (!p->code && !xml_eat(p, STR(">"))) xml_expected(p, "Expected '>' to end the closing tag");
    if (!p->code) close_element(p);
}

static void parse_cdata(XmlParser *p)
{
    size_t end = str_find_from(p->in.text, STR("]]>"), p->in.pos);
    if (end == STR_NONE) {
        xml_fail(p, "Unterminated CDATA section");
        return;
    }
    buf_put(&p->text, str_sub(p->in.text, p->in.pos, end));
    p->in.pos = end + 3;
}

static void parse_run(XmlParser *p)
{
    size_t start = p->in.pos, end = start;
    for (char c; end < p->in.text.len && (c = str_at(p->in.text, end)) != '<' && c != '&'; end++)
        if (c == ']' && str_starts(str_from(p->in.text, end), STR("]]>"))) {
            p->in.pos = end;
            xml_fail(p, "']]>' is only allowed as the end of a CDATA section");
            return;
        }
    buf_put(&p->text, str_sub(p->in.text, start, end));
    p->in.pos = end;
}

static void parse_markup(XmlParser *p)
{
    if (xml_eat(p, STR("<![CDATA["))) {
        parse_cdata(p);
        return;
    }
    end_text(p);
    if (xml_eat(p, STR("</"))) parse_end_tag(p);
    else if (xml_eat(p, STR("<!--"))) add_child(p, xml_comment(p));
    else if (xml_eat(p, STR("<?"))) add_child(p, xml_instruction(p));
    else if (xml_at(p, STR("<!"))) xml_fail(p, "Expected a comment or CDATA section after '<!'");
    else if (xml_eat(p, STR("<"))) parse_start_tag(p);
}

static void end_source(XmlParser *p)
{
    Str name = ITEM(p->open, p->open.count - 1)->name;
    if (!p->in.entity) xml_fail(p, "Missing closing tag for element '%.*s'", STR_FMT(name));
    else if (p->open.count > p->in.depth) fail_entity_border(p);
    else xml_leave_entity(p);
}

static void parse_content(XmlParser *p)
{
    while (!p->code && p->open.count) {
        if (xml_ended(p)) end_source(p);
        else if (xml_peek(p) == '<') parse_markup(p);
        else if (xml_peek(p) == '&') xml_reference(p, &p->text, false);
        else parse_run(p);
        if (p->text.bad) xml_fail(p, "The text is too long");
    }
}

// --- the document ---------------------------------------------------------------------------------

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_encoding_name(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = str_at(name, i);
        if (is_letter(c)) continue;
        if (!i || !((c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-')) return false;
    }
    return name.len > 0;
}

// "1." and digits: section 2.8 of the fifth edition.
static bool is_version(Str value)
{
    size_t i = 2;
    while (i < value.len && str_at(value, i) >= '0' && str_at(value, i) <= '9') i++;
    return str_starts(value, STR("1.")) && value.len > 2 && i == value.len;
}

static void check_declared(XmlParser *p, int which, Str value)
{
    bool yes = str_eq(value, STR("yes"));
    if (which == 0 && !is_version(value))
        xml_fail(p, "Unsupported XML version '%.*s' (this is an XML 1.0 parser)", STR_FMT(value));
    if (which == 1 && !is_encoding_name(value))
        xml_fail(p, "Invalid encoding name '%.*s' in the XML declaration", STR_FMT(value));
    if (which != 2) return;
    if (!yes && !str_eq(value, STR("no")))
        xml_fail(p, "Invalid value '%.*s' for standalone in the XML declaration (expected yes or no)", STR_FMT(value));
    p->standalone = yes;
}

static int declared_name(XmlParser *p)
{
    static const char *const names[] = {"version", "encoding", "standalone"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (xml_eat(p, str_c(ELEM(names, i)))) return (int)i;
    return -1;
}

// One of version, encoding and standalone; `done` is the number of those that may not come any more.
static int parse_declared(XmlParser *p, int done)
{
    static const char *const names[] = {"version", "encoding", "standalone"};
    size_t start = p->in.pos;
    int which = declared_name(p);
    if (which < 0) {
        xml_expected(p, done ? "Expected encoding, standalone or '?>' in the XML declaration"
                             : "Expected version=\"1.0\" in the XML declaration");
        return 0;
    }
    p->in.pos = which < done || (which && !done) ? start : p->in.pos;
    if (which && !done) xml_fail(p, "The XML declaration must start with version=\"1.0\"");
    if (which < done)
        xml_fail(p, "Misplaced '%s' in the XML declaration (the order is version, encoding, standalone)",
                 ELEM(names, (size_t)which));
    xml_skip_space(p);
    if (!p->code && !xml_eat(p, STR("="))) xml_expected(p, "Expected '=' in the XML declaration");
    xml_skip_space(p);
    if (!p->code && xml_peek(p) != '"' && xml_peek(p) != '\'')
        xml_expected(p, "Expected a quoted value in the XML declaration");
    if (!p->code) check_declared(p, which, xml_literal(p));
    return which + 1;
}

// Cursor behind "<?xml".
static void parse_xml_declaration(XmlParser *p)
{
    int done = 0;
    while (!p->code) {
        bool space = xml_skip_space(p);
        if (xml_eat(p, STR("?>"))) {
            if (!done) xml_fail(p, "The XML declaration must specify the version");
            return;
        }
        if (done && xml_ended(p)) xml_fail(p, "Unterminated XML declaration: expected '?>'");
        else if (done && !xml_at_name(p)) xml_expected(p, "Expected '?>' to end the XML declaration");
        else if (!space && !xml_ended(p)) xml_require_space(p);
        if (!p->code) done = parse_declared(p, done);
    }
}

static void fail_outside(XmlParser *p)
{
    if (xml_at(p, STR("<![CDATA["))) xml_fail(p, "CDATA sections are only allowed inside elements");
    else if (p->root && xml_peek(p) == '<' && xml_name_at(p, p->in.pos + 1))
        xml_fail(p, "Only one root element is allowed");
    else if (p->root) xml_unexpected(p);
    else if (xml_at(p, STR("<!"))) xml_bad_markup(p);
    else xml_expected(p, "Expected the root element");
}

static void parse_outside(XmlParser *p)
{
    if (xml_eat(p, STR("<!--"))) {
        (void)xml_comment(p);
    } else if (xml_eat(p, STR("<?"))) {
        (void)xml_instruction(p);
    } else if (!p->root && xml_eat(p, STR("<!DOCTYPE"))) {
        xml_doctype(p);
    } else if (p->root || xml_peek(p) != '<' || xml_at(p, STR("<!")) || xml_at(p, STR("</"))) {
        fail_outside(p);
    } else {
        p->in.pos++;
        parse_start_tag(p);
        parse_content(p);
    }
}

static void parse_document(XmlParser *p)
{
    (void)xml_eat(p, STR("\xEF\xBB\xBF"));
    char behind = str_peek(p->in.text, p->in.pos + 5);
    bool declared = xml_at(p, STR("<?xml")) && strchr(" \t\n?", behind);  // also the end
    if (declared) {
        p->in.pos += 5;
        parse_xml_declaration(p);
    }
    for (xml_skip_space(p); !p->code && !xml_ended(p); xml_skip_space(p)) parse_outside(p);
    if (!p->code && !p->root) xml_fail(p, "XML document must have a root element");
}

// --- the first pass -------------------------------------------------------------------------------

static void fail_character(XmlParser *p, size_t at)
{
    uint32_t c = utf8_decode(p->in.text, at).value;
    p->in.pos = at;
    if (c < 0x20) xml_fail(p, "Invalid character in XML: control character 0x%02X", c);
    else xml_fail(p, "Invalid character in XML: U+%04X", c);
}

// U+FFFE and U+FFFF, which UTF-8 allows.
static bool is_noncharacter(Str text, size_t at)
{
    return str_peek(text, at + 1) == '\xBF' && (str_peek(text, at + 2) == '\xBE' || str_peek(text, at + 2) == '\xBF');
}

// True if there is a carriage return.
static bool check_characters(XmlParser *p)
{
    Str text = p->in.text;
    bool returns = false;
    size_t valid = utf8_valid_prefix(text);
    for (size_t i = 0; i < valid && !p->code; i++) {
        uint8_t c = (uint8_t)str_at(text, i);
        if (c == '\r') returns = true;
        else if ((c < 0x20 && c != '\t' && c != '\n') || (c == 0xEF && is_noncharacter(text, i))) fail_character(p, i);
    }
    if (!p->code && valid < text.len) {
        p->in.pos = valid;
        xml_fail(p, "The text is not valid UTF-8");
    }
    return returns;
}

static Str normalize_lines(Arena *a, Str text)
{
    AUTO(Buf) out = {.max = text.len + 1};
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        if (c == '\r' && str_peek(text, i + 1) == '\n') continue;
        buf_put_char(&out, c == '\r' ? '\n' : c);
    }
    return arena_str(a, buf_str(&out));
}

static Err error_of(const XmlParser *p, Str text)
{
    LineCol at = diag_locate(text, p->bad_at);
    ErrInfo *info = ARENA_NEW(p->a, ErrInfo);
    info->detail = p->what;
    info->line = at.line;
    info->column = at.column;
    return (Err){.code = p->code, .info = info};
}

static void XmlParser_cleanup(XmlParser *p)
{
    Buf_cleanup(&p->text);
    Map_cleanup(&p->entities);
    Map_cleanup(&p->parameters);
    Map_cleanup(&p->defaults);
    Map_cleanup(&p->types);
}

Err xml_parse(Arena *a, Str text, const Xml **out)
{
    if (text.len > UINT32_MAX) return err(ERR_TOO_BIG);
    AUTO(XmlParser) p = {.a = a, .in.text = text, .document_len = text.len};
    if (check_characters(&p)) p.in.text = text = normalize_lines(a, text);
    if (!p.code) parse_document(&p);
    if (p.code) return error_of(&p, text);
    *out = p.root;
    return OK;
}
