#include "base/xml.h"

#include "base/buf.h"
#include "base/test.h"

static const Xml *parsed(Arena *a, Str text)
{
    const Xml *v = NULL;
    CHECK(!xml_parse(a, text, &v).code);
    return v;
}

static bool fails_with(Str text, Str what)
{
    AUTO(Arena) a = {};
    const Xml *v = NULL;
    Err e = xml_parse(&a, text, &v);
    return e.code == ERR_BAD_SYNTAX && !v && str_eq(e.info->detail, what);
}

TEST(xml_reads_elements_attributes_and_content)
{
    AUTO(Arena) a = {};
    const Xml *root = parsed(&a, STR("<?xml version='1.0'?>\n<!-- c --><a x=\"1\r\n2\" y='&lt;&#x41;'>t<b/>\r\n"
                                     "<![CDATA[<&]]>u<!--d--><?p  q ?></a>\n"));
    CHECK(str_eq(root->name, STR("a")) && root->attributes.count == 2);
    CHECK(str_eq(ITEM(root->attributes, 0).value, STR("1 2")));
    CHECK(str_eq(ITEM(root->attributes, 1).value, STR("<A")));
    const Xml *child = root->first;
    CHECK(child->type == XML_TEXT && str_eq(child->text, STR("t")));
    child = child->next;
    CHECK(child->type == XML_ELEMENT && str_eq(child->name, STR("b")) && !child->first);
    child = child->next;
    CHECK(child->type == XML_TEXT && str_eq(child->text, STR("\n<&u")));
    child = child->next;
    CHECK(child->type == XML_COMMENT && str_eq(child->text, STR("d")));
    child = child->next;
    CHECK(child->type == XML_INSTRUCTION && str_eq(child->name, STR("p")) && str_eq(child->text, STR("q ")));
    CHECK(!child->next);
}

TEST(xml_applies_the_internal_subset)
{
    AUTO(Arena) a = {};
    const Xml *root = parsed(&a, STR("<!DOCTYPE a [<!ENTITY x '<b>&y;</b>'><!ENTITY y 'z&#38;amp;'>\n"
                                     "<!ENTITY % p '<!ATTLIST a d NMTOKENS \" 1  2 \">'> %p;\n"
                                     "<!ELEMENT a (b?, (c | d)+)*> <!NOTATION n PUBLIC 'n'>]><a>&x;</a>"));
    CHECK(str_eq(ITEM(root->attributes, 0).name, STR("d")) && str_eq(ITEM(root->attributes, 0).value, STR("1 2")));
    CHECK(str_eq(root->first->name, STR("b")) && str_eq(root->first->first->text, STR("z&")));
}

TEST(xml_keeps_references_that_unread_declarations_may_explain)
{
    AUTO(Arena) a = {};
    CHECK(str_eq(parsed(&a, STR("<!DOCTYPE a SYSTEM 'x'><a>&x;</a>"))->first->text, STR("&x;")));
    CHECK(fails_with(STR("<!DOCTYPE a []><a>&x;</a>"), STR("Entity 'x' is not declared")));
    CHECK(fails_with(STR("<!DOCTYPE a [<!ENTITY x SYSTEM 'y'>]><a b='&x;'/>"),
                     STR("Attribute values cannot reference external entity 'x'")));
}

TEST(xml_says_what_is_wrong)
{
    CHECK(fails_with(STR(""), STR("XML document must have a root element")));
    CHECK(fails_with(STR("<a><b></a>"), STR("Expected closing tag </b> but found </a>")));
    CHECK(fails_with(STR("<a b='1' b='2'/>"), STR("Duplicate attribute 'b'")));
    CHECK(fails_with(STR("<a>]]></a>"), STR("']]>' is only allowed as the end of a CDATA section")));
    CHECK(fails_with(STR("<a>\x01</a>"), STR("Invalid character in XML: control character 0x01")));
    CHECK(fails_with(STR("<a>\xEF\xBF\xBE</a>"), STR("Invalid character in XML: U+FFFE")));
    CHECK(fails_with(STR("<!DOCTYPE a [<!ENTITY x '<b>'>]><a>&x;</b></a>"),
                     STR("Element 'b' must start and end within the same entity")));
    AUTO(Arena) a = {};
    const Xml *v = NULL;
    Err e = xml_parse(&a, STR("<a>\n  <b c></b>\n</a>"), &v);
    CHECK(e.info->line == 2 && e.info->column == 7);
}

TEST(xml_bounds_depth_and_expansion)
{
    AUTO(Arena) a = {};
    AUTO(Buf) b = {};
    const Xml *v = NULL;
    for (int i = 0; i <= XML_MAX_DEPTH; i++) buf_put(&b, STR("<a>"));
    CHECK(xml_parse(&a, buf_str(&b), &v).code == ERR_TOO_DEEP);
    buf_clear(&b);
    buf_put(&b, STR("<!DOCTYPE a [<!ENTITY e0 ''>"));
    for (int i = 1; i < 60; i++) buf_put_fmt(&b, "<!ENTITY e%d '&e%d;&e%d;'>", i, i - 1, i - 1);
    buf_put(&b, STR("]><a>&e59;</a>"));
    CHECK(fails_with(buf_str(&b), STR("Entity expansion exceeds the amplification limit")));
    buf_clear(&b);
    buf_put(&b, STR("<!DOCTYPE a [<!ENTITY e0 ''>"));
    for (int i = 1; i < 300; i++) buf_put_fmt(&b, "<!ENTITY e%d '&e%d;'>", i, i - 1);
    buf_put(&b, STR("]><a b='&e299;'/>"));
    CHECK(fails_with(buf_str(&b), STR("Entity references are nested too deeply")));
    CHECK(fails_with(STR("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]><a>&x;</a>"),
                     STR("Entity 'x' refers to itself")));
}
