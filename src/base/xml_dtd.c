// xml_dtd.c - the document type declaration: checked in full; entities and attribute defaults are kept.
//
// Content models and notations are only checked: nothing here validates.
#include "base/utf.h"
#include "base/xml_parser.h"

// --- external identifiers -------------------------------------------------------------------------

static bool is_public_char(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return c && strchr(" \n\r-'()+,./:=?;!*#@$_%", c);
}

static bool at_quote(const XmlParser *p) { return xml_peek(p) == '"' || xml_peek(p) == '\''; }

static void parse_public_literal(XmlParser *p)
{
    if (!at_quote(p)) {
        xml_expected(p, "Expected a quoted public identifier after PUBLIC");
        return;
    }
    Str id = xml_literal(p);
    for (size_t i = 0; i < id.len && !p->code; i++)
        if (!is_public_char(str_at(id, i))) {
            Str bad = str_sub(id, i, i + utf8_decode(id, i).len);
            xml_fail(p, "Invalid character in a public identifier: '%.*s'", STR_FMT(bad));
        }
}

// `word` (SYSTEM or PUBLIC) and what it takes; false if neither stands here.
static bool parse_external_id(XmlParser *p, bool notation)
{
    if (xml_eat(p, STR("SYSTEM"))) {
        bool space = xml_skip_space(p);
        if (!at_quote(p)) xml_expected(p, "Expected a quoted system identifier after SYSTEM");
        else if (!space) xml_require_space(p);
        else (void)xml_literal(p);
        return true;
    }
    if (!xml_eat(p, STR("PUBLIC"))) return false;
    if (!xml_skip_space(p) && at_quote(p)) xml_require_space(p);
    if (!p->code) parse_public_literal(p);
    bool space = xml_skip_space(p);
    if (p->code || (notation && !at_quote(p))) return true;
    if (!at_quote(p)) xml_expected(p, "Expected a quoted system identifier after the public identifier");
    else if (!space) xml_require_space(p);
    else (void)xml_literal(p);
    return true;
}

// Where the space is missing because nothing follows, what is missing is what should follow.
static void separate(XmlParser *p)
{
    if (!xml_skip_space(p) && xml_peek(p) != '>') xml_require_space(p);
}

static void expect_end(XmlParser *p, const char *expected)
{
    xml_skip_space(p);
    if (!p->code && !xml_eat(p, STR(">"))) xml_expected(p, expected);
}

// --- entities -------------------------------------------------------------------------------------

static void put_entity_value_char(XmlParser *p, Buf *out)
{
    char c = xml_peek(p);
    if (c == '%') {
        xml_fail(p, "Parameter entity references are not allowed inside markup declarations in the internal subset");
    } else if (xml_at(p, STR("&#"))) {
        buf_put_rune(out, xml_char_reference(p));
    } else if (c == '&') {
        size_t start = p->in.pos;
        (void)xml_entity_name(p);  // stays as it is until the entity is used
        buf_put(out, str_sub(p->in.text, start, p->in.pos));
    } else {
        buf_put_char(out, c);
        p->in.pos++;
    }
}

static Str parse_entity_value(XmlParser *p)
{
    AUTO(Buf) out = {};
    char quote = xml_peek(p);
    p->in.pos++;
    while (!p->code && xml_peek(p) != quote) {
        if (xml_ended(p)) xml_fail(p, "Unterminated entity value");
        else put_entity_value_char(p, &out);
    }
    p->in.pos++;
    return arena_str(p->a, buf_str(&out));
}

static void parse_notation_name(XmlParser *p, XmlEntity *entity, bool parameter)
{
    bool space = xml_skip_space(p);
    if (!xml_at(p, STR("NDATA"))) return;
    if (parameter) xml_fail(p, "Parameter entities cannot have NDATA");
    else if (!space) xml_require_space(p);
    if (!xml_eat(p, STR("NDATA"))) return;
    if (!xml_skip_space(p) && xml_at_name(p)) xml_require_space(p);
    (void)xml_name(p, "Expected a notation name after NDATA");
    entity->unparsed = true;
}

static void parse_entity_definition(XmlParser *p, XmlEntity *entity, bool parameter)
{
    bool space = xml_skip_space(p);
    if (!space && (at_quote(p) || xml_at(p, STR("SYSTEM")) || xml_at(p, STR("PUBLIC")))) {
        xml_require_space(p);
    } else if (at_quote(p)) {
        entity->value = parse_entity_value(p);
    } else if (parse_external_id(p, false)) {
        entity->external = true;
        parse_notation_name(p, entity, parameter);
    } else {
        xml_expected(p, "Expected a quoted entity value, SYSTEM or PUBLIC");
    }
}

static void parse_entity_declaration(XmlParser *p)
{
    bool space = xml_skip_space(p), parameter = xml_eat(p, STR("%"));
    if (parameter && !xml_skip_space(p) && !xml_ended(p))
        xml_fail(p, "Whitespace is required between '%%' and the name in a parameter entity declaration");
    if (!space && xml_at_name(p)) xml_require_space(p);
    XmlEntity *entity = ARENA_NEW(p->a, XmlEntity);
    entity->name = xml_name(p, "Expected an entity name or '%' after '<!ENTITY'");
    if (!p->code) parse_entity_definition(p, entity, parameter);
    expect_end(p, "Expected '>' to end the entity declaration");
    if (p->code || p->ignores) return;
    bool added;
    uint64_t *place = map_put(parameter ? &p->parameters : &p->entities, entity->name, &added);
    if (added) *place = (uint64_t)(uintptr_t)entity;  // the first declaration counts
}

// --- attributes -----------------------------------------------------------------------------------

static void parse_enumeration(XmlParser *p)
{
    p->in.pos++;
    do {
        xml_skip_space(p);
        (void)xml_name_token(p, "Expected a name token in the enumeration");
        xml_skip_space(p);
    } while (xml_eat(p, STR("|")));
    if (!p->code && !xml_eat(p, STR(")"))) xml_expected(p, "Expected '|' or ')' in the enumeration");
}

// True unless the type is CDATA.
static bool parse_attribute_type(XmlParser *p)
{
    // Longer words first: IDREF begins with ID.
    static const char *const words[] = {"IDREFS", "IDREF", "ID", "ENTITIES", "ENTITY", "NMTOKENS", "NMTOKEN"};
    if (xml_eat(p, STR("CDATA"))) return false;
    if (xml_eat(p, STR("NOTATION"))) {
        if (!xml_skip_space(p) && xml_peek(p) == '(') xml_fail(p, "Whitespace is required after NOTATION");
        if (xml_peek(p) != '(') xml_expected(p, "Expected '(' after NOTATION");
    }
    if (!p->code && xml_peek(p) == '(') {
        parse_enumeration(p);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (xml_eat(p, str_c(ELEM(words, i)))) return true;
    xml_expected(p, "Expected an attribute type (CDATA, ID, IDREF, IDREFS, ENTITY, ENTITIES, NMTOKEN, NMTOKENS, "
                    "NOTATION or an enumeration)");
    return true;
}

static Str type_key(Str element, Str attribute, Buf *out)
{
    buf_put(out, element);
    buf_put_char(out, ' ');
    buf_put(out, attribute);
    return buf_str(out);
}

bool xml_is_tokens(XmlParser *p, Str element, Str attribute)
{
    AUTO(Buf) key = {};
    const uint64_t *place = p->types.count ? map_find(&p->types, type_key(element, attribute, &key)) : NULL;
    return place && *place;
}

static void add_default(XmlParser *p, Str element, XmlAttribute attribute)
{
    bool added;
    uint64_t *place = map_put(&p->defaults, element, &added);
    if (added) *place = (uint64_t)(uintptr_t)ARENA_NEW(p->a, XmlDefaults);
    XmlDefaults *defaults = (XmlDefaults *)(uintptr_t)*place;
    ARENA_PUSH(p->a, defaults, attribute);
}

static void parse_attribute_default(XmlParser *p, Str element, Str attribute, bool tokens)
{
    if (xml_eat(p, STR("#REQUIRED")) || xml_eat(p, STR("#IMPLIED"))) return;
    bool fixed = xml_eat(p, STR("#FIXED"));
    if (fixed) separate(p);
    if (!at_quote(p)) {
        xml_expected(p, fixed ? "Expected a quoted default value after #FIXED"
                              : "Expected #REQUIRED, #IMPLIED, #FIXED or a quoted default value");
    }
    Str value = xml_attribute_value(p, tokens);
    if (!p->code && attribute.len) add_default(p, element, (XmlAttribute){attribute, value});
}

static void parse_attribute(XmlParser *p, Str element)
{
    AUTO(Buf) key = {};
    Str name = xml_name(p, "Expected an attribute name or '>' in the attribute list declaration");
    separate(p);
    if (p->code) return;
    bool tokens = parse_attribute_type(p), added = false;
    separate(p);
    if (p->code) return;
    if (!p->ignores) {
        Str typed = arena_str(p->a, type_key(element, name, &key));
        uint64_t *place = map_put(&p->types, typed, &added);
        if (added) *place = tokens;
    }
    parse_attribute_default(p, element, added ? name : STR(""), tokens);  // the first declaration counts
}

static void parse_attribute_list(XmlParser *p)
{
    if (!xml_skip_space(p) && xml_at_name(p)) xml_require_space(p);
    Str element = xml_name(p, "Expected an element name after '<!ATTLIST'");
    while (!p->code) {
        bool space = xml_skip_space(p);
        if (xml_eat(p, STR(">"))) break;
        if (!space && xml_at_name(p)) xml_require_space(p);
        parse_attribute(p, element);
    }
}

// --- content models -------------------------------------------------------------------------------

static bool at_occurrence(const XmlParser *p)
{
    return xml_peek(p) == '?' || xml_peek(p) == '*' || xml_peek(p) == '+';
}

static void fail_occurrence(XmlParser *p)
{
    xml_fail(p, "An occurrence indicator must directly follow the name or ')' it applies to");
}

static void skip_occurrence(XmlParser *p)
{
    if (at_occurrence(p)) p->in.pos++;
}

// Cursor behind "(#PCDATA".
static void parse_mixed(XmlParser *p)
{
    bool names = false;
    for (xml_skip_space(p); xml_eat(p, STR("|")); xml_skip_space(p)) {
        names = true;
        xml_skip_space(p);
        (void)xml_name(p, "Expected an element name in the content model");
    }
    if (p->code) return;
    if (!xml_eat(p, STR(")"))) xml_expected(p, "Expected ')' or '|' in the content model");
    else if (names && !xml_eat(p, STR("*"))) xml_fail(p, "A mixed content model with element names must end with ')*'");
    else if (xml_peek(p) == '?' || xml_peek(p) == '+') xml_fail(p, "A mixed content model may only be followed by '*'");
    else (void)xml_eat(p, STR("*"));
}

// What stands before a separator or ')': a name, or the opening of groups and then a name.
static void parse_particle(XmlParser *p, Buf *groups)
{
    for (xml_skip_space(p); xml_eat(p, STR("(")); xml_skip_space(p)) buf_put_char(groups, ' ');
    if (xml_at(p, STR("#PCDATA"))) xml_fail(p, "#PCDATA must come first in a content model, as (#PCDATA|a|b)*");
    (void)xml_name(p, "Expected an element name or '(' in the content model");
    skip_occurrence(p);
}

// Behind a particle; true if another one follows.
static bool parse_separator(XmlParser *p, Buf *groups)
{
    bool space = xml_skip_space(p);
    char c = xml_peek(p);
    uint8_t *separator = &AT(*groups, groups->len - 1);
    if (xml_eat(p, STR(")"))) {
        groups->len--;
        skip_occurrence(p);
        return false;
    }
    if (space && at_occurrence(p)) {
        fail_occurrence(p);
    } else if (c != '|' && c != ',') {
        xml_expected(p, "Expected ')', '|' or ',' in the content model");
    } else if (*separator != ' ' && *separator != (uint8_t)c) {
        xml_fail(p, "A content model group cannot mix ',' and '|'");
    } else {
        *separator = (uint8_t)c;
        p->in.pos++;
        return true;
    }
    return false;
}

// Cursor behind "(". One byte of `groups` for each group that is open: its separator.
static void parse_children(XmlParser *p)
{
    AUTO(Buf) groups = {};
    bool more = true;
    buf_put_char(&groups, ' ');
    while (!p->code && groups.len) {
        if (more) parse_particle(p, &groups);
        if (!p->code) more = parse_separator(p, &groups);
    }
}

static void parse_element_declaration(XmlParser *p)
{
    if (!xml_skip_space(p) && xml_at_name(p)) xml_require_space(p);
    (void)xml_name(p, "Expected an element name after '<!ELEMENT'");
    bool space = xml_skip_space(p);
    if (!space && xml_peek(p) == '(') xml_require_space(p);
    if (xml_eat(p, STR("("))) {
        xml_skip_space(p);
        if (xml_eat(p, STR("#PCDATA"))) parse_mixed(p);
        else parse_children(p);
        if (xml_skip_space(p) && at_occurrence(p)) fail_occurrence(p);
    } else if (!xml_eat(p, STR("EMPTY")) && !xml_eat(p, STR("ANY"))) {
        xml_expected(p, "Expected EMPTY, ANY or '(' in the element declaration");
    }
    expect_end(p, "Expected '>' to end the element declaration");
}

static void parse_notation(XmlParser *p)
{
    if (!xml_skip_space(p) && xml_at_name(p)) xml_require_space(p);
    (void)xml_name(p, "Expected a notation name after '<!NOTATION'");
    separate(p);
    if (!p->code && !parse_external_id(p, true)) xml_expected(p, "Expected SYSTEM or PUBLIC in the notation declaration");
    expect_end(p, "Expected '>' to end the notation declaration");
}

// --- the internal subset --------------------------------------------------------------------------

static void parse_parameter_reference(XmlParser *p)
{
    Str name = xml_entity_name(p);
    const uint64_t *place = map_find(&p->parameters, name);
    XmlEntity *entity = place ? (XmlEntity *)(uintptr_t)*place : NULL;
    if (p->code) return;
    if (!entity && p->standalone) xml_fail(p, "Parameter entity '%.*s' is not declared", STR_FMT(name));
    p->has_unread = true;
    if (entity && !entity->external) xml_enter_entity(p, entity);
    else if (!p->standalone) p->ignores = true;
}

static void parse_declaration(XmlParser *p)
{
    uint32_t level = p->outer.count;
    if (xml_eat(p, STR("<!--"))) (void)xml_comment(p);
    else if (xml_eat(p, STR("<?"))) (void)xml_instruction(p);
    else if (xml_eat(p, STR("<!ELEMENT"))) parse_element_declaration(p);
    else if (xml_eat(p, STR("<!ATTLIST"))) parse_attribute_list(p);
    else if (xml_eat(p, STR("<!ENTITY"))) parse_entity_declaration(p);
    else if (xml_eat(p, STR("<!NOTATION"))) parse_notation(p);
    else if (xml_at(p, STR("<!["))) xml_fail(p, "Conditional sections are only allowed in the external DTD subset");
    else if (xml_at(p, STR("<!"))) xml_bad_markup(p);
    else xml_expected(p, "Expected a markup declaration or ']' in the internal subset");
    CHECK(p->code || p->outer.count == level);
}

static void parse_subset(XmlParser *p)
{
    uint32_t level = p->outer.count;
    while (!p->code) {
        xml_skip_space(p);
        if (xml_ended(p) && p->outer.count > level) xml_leave_entity(p);
        else if (xml_ended(p)) xml_fail(p, "Unterminated internal subset: expected ']'");
        else if (p->outer.count == level && xml_eat(p, STR("]"))) return;
        else if (xml_peek(p) == '%' && xml_name_at(p, p->in.pos + 1)) parse_parameter_reference(p);
        else parse_declaration(p);
    }
}

void xml_doctype(XmlParser *p)
{
    if (p->has_doctype) xml_fail(p, "Only one document type declaration is allowed");
    p->has_doctype = true;
    if (!xml_skip_space(p) && xml_at_name(p)) xml_require_space(p);
    (void)xml_name(p, "Expected the document type name");
    bool space = xml_skip_space(p);
    if (!space && xml_at_name(p)) xml_require_space(p);
    if (!p->code && parse_external_id(p, false)) p->has_unread = true;
    xml_skip_space(p);
    if (xml_eat(p, STR("["))) {
        parse_subset(p);
        expect_end(p, "Expected '>' to close the document type declaration");
    } else {
        expect_end(p, "Expected SYSTEM, PUBLIC, '[' or '>' in the document type declaration");
    }
}
