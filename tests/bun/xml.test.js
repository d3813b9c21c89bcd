import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { XML } = Bun;

describe("XML.parse, compact", () => {
    test("elements, attributes and text", () => {
        const text = `<order id="A1"><item sku="x">Tea</item><item sku="y">Mug</item><paid/></order>`;
        expect(XML.parse(text)).toEqual({
            order: { "@id": "A1", item: [{ "@sku": "x", "#text": "Tea" }, { "@sku": "y", "#text": "Mug" }], paid: "" },
        });
        expect(JSON.stringify(XML.parse("<a>x<b/>y<c>q</c><b>1</b> </a>"))).toBe('{"a":{"#text":"xy","b":["","1"],"c":"q"}}');
    });
    test("layout goes, text stays as it is", () => {
        expect(XML.parse("<a>\n  <b> 1 </b>\n  <c/>\n</a>")).toEqual({ a: { b: " 1 ", c: "" } });
        expect(XML.parse("<a> </a>")).toEqual({ a: " " });
        expect(XML.parse("<a><b/> <!--c-->x</a>")).toEqual({ a: { b: "", "#text": " x" } });
        expect(XML.parse("<a>\r\n&#13;<![CDATA[<&]]>&amp;</a>")).toEqual({ a: "\n\r<&&" });
    });
    test("names of Object.prototype are keys like others", () => {
        expect(Object.keys(XML.parse("<a><__proto__>1</__proto__></a>").a)).toEqual(["__proto__"]);
    });
});

test("XML.parse, tree", () => {
    expect(XML.parse("<p a='1'>Hello <b>world</b>!<!-- bye --><?x  y z ?><?q?></p>", { compact: false })).toEqual({
        name: "p", attributes: { a: "1" },
        children: ["Hello ", { name: "b", attributes: {}, children: ["world"] }, "!", { comment: " bye " },
            { target: "x", data: "y z " }, { target: "q", data: "" }],
    });
    expect(() => XML.parse("<a/>", 1)).toThrow(TypeError);
    expect(() => XML.parse("<a/>", { compact: 1 })).toThrow(TypeError);
});

describe("the internal subset", () => {
    const withSubset = (subset, body) => XML.parse(`<!DOCTYPE a [${subset}]>${body}`).a;
    test("entities", () => {
        expect(withSubset("<!ENTITY x 'y&#38;#60;'>", "<a>&x;</a>")).toBe("y<");
        expect(withSubset("<!ENTITY x '<b>1</b>'>", "<a>&x;</a>")).toEqual({ b: "1" });
        expect(withSubset("<!ENTITY % p '<!ENTITY x \"1\">'> %p;", "<a>&x;</a>")).toBe("1");
    });
    test("attribute defaults", () => {
        expect(withSubset("<!ATTLIST a b NMTOKENS ' d  e ' c CDATA #FIXED ' f '>", "<a b=' x  y '/>"))
            .toEqual({ "@b": "x y", "@c": " f " });
    });
    test("nothing outside the document is read", () => {
        expect(XML.parse("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>").a).toBe("&x;");
        expect(withSubset("<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<a>&x;</a>")).toBe("&x;");
    });
    test("expansions are bounded", () => {
        let bomb = "<!ENTITY e0 'lol'>";
        for (let i = 1; i < 12; i++) bomb += `<!ENTITY e${i} '${`&e${i - 1};`.repeat(10)}'>`;
        expect(() => withSubset(bomb, "<a>&e11;</a>")).toThrow("amplification limit");
        expect(() => withSubset(bomb, "<a b='&e11;'/>")).toThrow("amplification limit");
        expect(() => withSubset("<!ENTITY x '&y;'><!ENTITY y '&x;'>", "<a>&x;</a>")).toThrow("refers to itself");
    });
});

test("bytes are decoded as XML says", () => {
    expect(XML.parse(Buffer.from("<a>\u00e9</a>")).a).toBe("\u00e9");
    expect(XML.parse(new Blob(["<a>1</a>"])).a).toBe("1");
    expect(XML.parse(Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?><a>\x80\xe9</a>", "latin1")).a).toBe("\x80\xe9");
    expect(XML.parse(Buffer.from("\ufeff<a>\u00e9</a>", "utf16le")).a).toBe("\u00e9");
    expect(() => XML.parse(Buffer.from([60, 97, 62, 0xe9, 60, 47, 97, 62]))).toThrow("Invalid UTF-8");
    expect(() => XML.parse(Buffer.from("<?xml version='1.0' encoding='Shift_JIS'?><a/>"))).toThrow("Unsupported encoding");
});

test("errors", () => {
    expect(() => XML.parse("<a><b></a>")).toThrow("XML Parse error: Expected closing tag </b> but found </a>");
    for (const bad of ["", "x", "<a", "<a/><b/>", "<a b/>", "<a b='1' b='2'/>", "<a>&x;</a>", "<a>\0</a>", "<a>\ud800</a>",
        "<a>]]></a>", "<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>", " <?xml version='1.0'?><a/>"]) {
        expect(() => XML.parse(bad)).toThrow(SyntaxError);
    }
    expect(() => XML.parse("<a>".repeat(1e5) + "</a>".repeat(1e5))).toThrow(RangeError);
    expect(() => XML.parse(null)).toThrow(TypeError);
});

describe("XML.stringify", () => {
    test("both shapes", () => {
        expect(XML.stringify({ order: { "@id": "A1", item: ["Tea", { "@n": 1, "#text": "Mug" }], paid: null, no: undefined } }))
            .toBe('<order id="A1"><item>Tea</item><item n="1">Mug</item><paid/></order>');
        expect(XML.stringify({ name: "p", attributes: { class: "x" },
            children: ["Hi ", { name: "b", children: ["!"] }, { comment: "c" }, { target: "t", data: "d" }, null] }))
            .toBe('<p class="x">Hi <b>!</b><!--c--><?t d?></p>');
    });
    test("escapes", () => {
        expect(XML.stringify({ a: { "@b": "<&>\"'\n\t\r", "#text": "<&>\"'\n\t\r" } }))
            .toBe("<a b=\"&lt;&amp;&gt;&quot;'&#xA;&#x9;&#xD;\">&lt;&amp;&gt;\"'\n\t&#xD;</a>");
    });
    test("indentation adds no line to an element with text", () => {
        expect(XML.stringify({ a: { "@x": 1, b: [1, { c: null }], d: { "#text": "t", e: { f: 1 } } } }, null, 2))
            .toBe('<a x="1">\n  <b>1</b>\n  <b>\n    <c/>\n  </b>\n  <d>t<e>\n    <f>1</f>\n  </e></d>\n</a>');
    });
    test("what it takes back is what it gave", () => {
        const text = "<a x='&quot;&#10;'>t&lt;<b> </b><!-- c --><b y=''>1</b><?p q?>\r&#13;</a>";
        for (const compact of [true, false]) {
            const value = XML.parse(text, { compact });
            expect(XML.parse(XML.stringify(value), { compact })).toEqual(value);
        }
    });
    test("refuses what XML cannot say", () => {
        const circle = { a: {} };
        circle.a.b = circle;
        for (const bad of [null, 1, [], {}, { a: 1, b: 2 }, { a: [1] }, { a: { b: [[1]] } }, { "a b": 1 }, { a: "\0" }, circle,
            { a: "\ud800" }, { name: "p", children: [{ comment: "a--b" }] }, { name: "p", children: [{ target: "xml" }] }]) {
            expect(() => XML.stringify(bad)).toThrow();
        }
        expect(XML.stringify(undefined)).toBeUndefined();
        expect(() => XML.stringify({ a: 1 }, () => 1)).toThrow();
    });
});

test("import of XML files", async () => {
    const dir = mkdtempSync(join(tmpdir(), "xml-"));
    try {
        writeFileSync(join(dir, "a.xml"), "<config env='x'><n>1</n></config>");
        writeFileSync(join(dir, "b.rss"), Buffer.from("<?xml version='1.0' encoding='latin1'?><a>\xe9</a>", "latin1"));
        const { default: document, config } = await import(join(dir, "a.xml"));
        expect(document).toEqual({ config: { "@env": "x", n: "1" } });
        expect(config).toBe(document.config);
        const feed = await import(join(dir, "b.rss"), { with: { type: "xml" } });
        expect(feed.default.a).toBe("\u00e9");
    } finally {
        rmSync(dir, { recursive: true });
    }
});
