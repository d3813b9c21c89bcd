// Cases of the differential tests: JavaScript expressions, one a line, in four groups. node_snapshot.js runs
// them on Node.js and stores what it says; node_output.test.js expects the same of us, byte for byte.
// `E(stack, properties)` makes an error with a fixed stack, so that no case depends on file positions.
"use strict";

exports.inspect = String.raw`
{}
[]
{a:1}
{a:1,b:'x',c:[1,2,3]}
[1,[2,[3,[4,[5]]]]]
{a:{b:{c:{d:1}}}}
new Map([[1,2],['a',{b:1}]])
new Set([1,'a',{b:1}])
new Map()
new Set()
new Map([[{a:{b:{c:1}}},new Set([[1,[2,[3]]]])]])
new WeakMap()
new WeakSet()
Promise.resolve(4)
(()=>{const p=Promise.reject(3);p.catch(()=>{});return p})()
new Promise(()=>{})
new Date(0)
new Date(NaN)
Object.assign(new Date(0),{a:1})
/a/g
Object.assign(/a/,{a:1})
new (class R extends RegExp{})('x')
-0
[-0]
0.1
1e21
10n
-5n
NaN
true
null
undefined
Symbol('x')
Symbol()
Symbol.iterator
'it\'s'
"a'b\"c"
'${"`"}\'"${"$"}{x}'
'a\nb'
['a\nb']
'\x00\x1f\x7f\x9f\\'
'\ud800'
'aé中文😀'
'x'.repeat(200)
{a:'a\n'.repeat(10)}
['x'.repeat(30),'y'.repeat(30),'z'.repeat(30)]
{'a-b':1,'a b':2,"it's":3,$x:4,_y:5,'é':6,0:7,'-1':8}
{['__proto__']:1}
{[Symbol('k')]:1,[Symbol.for('q')]:{a:1}}
Object.defineProperty({},'h',{value:1})
()=>{}
function foo(){}
async function af(){}
function* gf(){}
async function* agf(){}
class A{}
class extends Object{}
(()=>{class F{};return class G extends F{static x=1}})()
Object.assign(()=>{}, {a:1,b:{c:1}})
Object.assign(function named(){}, {a:1})
(function(){return arguments})()
(function(){return arguments})(1,2)
new (class Foo{})
new (class Foo{a=1;#p=2})
new (class Foo extends Map{})([[1,2]])
new (class Foo extends Set{})([1])
new (class Foo extends Array{})(3)
new (class Foo{get [Symbol.toStringTag](){return 'bar'}})
new (class Foo{get [Symbol.toStringTag](){return 'X.Foo'}})
Object.create(null)
Object.assign(Object.create(null),{a:1})
Object.create({})
Object.create(Object.create(null))
Object.setPrototypeOf([1],null)
Object.setPrototypeOf(new Map([[1,2]]),null)
Object.setPrototypeOf(new Set([1]),null)
Object.setPrototypeOf(()=>{},null)
Object.setPrototypeOf(/a/,null)
Object.setPrototypeOf(new Date(0),null)
Object.setPrototypeOf(new Uint8Array(2),null)
Object.setPrototypeOf(function f(){},Object.prototype)
Object.setPrototypeOf([1],Object.prototype)
Object.setPrototypeOf(new Date(0),Object.prototype)
Object.create({constructor:function(){}})
[undefined,null,,1]
[,,1,,]
new Array(3)
Object.assign([1],{a:2,'-1':3})
Object.assign(new Array(5),{2:1,foo:2})
new Array(101).fill(0)
new Array(200).fill(0)
Array.from({length:30},(_, k)=>'item'+k)
Array.from({length:120},(_, k)=>k*k)
Array.from({length:27},(_, k)=>({a:k}))
Array.from({length:10},(_, k)=>'x'.repeat(k))
[1.5,-2,3,4,5,6,7,8.25]
[1n,2n,3n,4n,5n,6n,7n]
['a','b',1,2,3,4,5,6,7]
['中文','a'.repeat(5),'b','c','d','e','f','g']
[undefined,null,undefined,null,1,2,3]
new Set(Array.from({length:102},(_, k)=>k))
new Map(Array.from({length:3},(_, k)=>[k,{a:k}]))
new Uint8Array(3)
new Uint8Array(102)
new Float64Array([1.5,-0,NaN])
new BigInt64Array([1n,-2n])
new ArrayBuffer(3)
new SharedArrayBuffer(1)
new DataView(new ArrayBuffer(2))
Buffer.from('abc')
new Number(3)
new String('abc')
Object.assign(new String('ab'),{x:1})
new Boolean(false)
Object(Symbol('s'))
Object(3n)
new (class N extends Number{})(5)
(function*(){})()
[1,2][Symbol.iterator]()
'a'[Symbol.iterator]()
JSON
Math
Reflect
Array.prototype
Function.prototype
Object.prototype
Map.prototype
Promise.prototype
Symbol.prototype
String.prototype
new Intl.NumberFormat()
new WeakRef({})
new Proxy({a:1},{})
new Proxy([1],{})
new Proxy(function f(){},{})
new Proxy(class A{},{})
new Proxy(new Proxy({},{}),{})
new Proxy(new Map([[1,2]]),{})
new Proxy(new (class Foo{a=1}),{})
{p:new Proxy({a:1},{})}
(()=>{const r=Proxy.revocable({},{});r.revoke();return r.proxy})()
(()=>{const c={};c.c=c;c.d={c};return c})()
(()=>{const a=[];a.push(a,{a});return a})()
(()=>{const m=new Map();m.set('m',m);return m})()
(()=>{const a={},b={a};a.b=b;return [a,b]})()
{get a(){return 1},set a(v){},get b(){return 2},set c(v){}}
{[util.inspect.custom](){return 'custom'}}
{[util.inspect.custom](){return {a:1}}}
{x:{[util.inspect.custom](d,o){return o.stylize('s','string')+d}}}
{x:{y:{[util.inspect.custom](d,o){return 'a\nb'}}}}
new Proxy({[util.inspect.custom](){return 'cust'}},{})
E('Error: msg\n    at a (/x/y.js:1:2)\n    at b (/x/z.js:3:4)')
E('foo')
E(undefined)
E('Error: m\n    at a',{name:'Bar'})
E('RangeError: a\nb\n    at q',{foo:1})
{x:{e:E('Error: deep\n    at q',{code:'X'})}}
[E('Error: in list\n    at q')]
E('Error: c\n    at a',{cause:{a:1}})
E('Error: c\n    at a',{cause:E('TypeError: i\n    at b')})
(()=>{const e=new AggregateError([1,E('Error: 1\n    at b')],'agg');e.stack='AggregateError: agg\n    at a';return e})()
(()=>{class MyE extends Error{};const e=new MyE('q');e.stack='Error: q\n    at a.js:1:1';return e})()
(()=>{class MyError extends Error{};const e=new MyError('q');e.stack='Error: q\n    at a.js:1:1';return e})()
Object.setPrototypeOf(E('Error: np\n    at a'),null)
(()=>{const e=E('Error: circ\n    at a');e.self=e;e.cause=e;return e})()
{a:1,b:{c:[1,2,{d:3}]},e:'x'.repeat(60)}
{m:new Map,s:new Set,d:new Date(0),r:/a/,f(){},e:[],o:{},z:new (class Q{}),w:new (class Z{a=1})}
{async a(){},*b(){},get c(){return 1},async *d(){},e:()=>{},f:function(){},g:class Foo{}}
`.trim().split("\n");

// Each inspect case is shown plainly and with each of these.
exports.options = String.raw`
{depth:0}
{depth:null}
{colors:true}
{showHidden:true}
{compact:false}
{compact:true}
{compact:1}
{breakLength:40}
{sorted:true}
{getters:true}
{maxArrayLength:2}
{maxStringLength:4}
{showProxy:true}
{numericSeparator:true}
`.trim().split("\n");

exports.format = String.raw`
['a%s b','x',{a:1}]
['%s',null,undefined]
['%s',Symbol('a')]
['%s',-0]
['%s',10n]
['%s',{toString(){return 'ts'}}]
['%s',new (class Y{toString(){return 'yy'}})]
['%s',class X{}]
['%s',()=>1]
['%s',[1,[2,[3]]]]
['%s',{a:{b:{c:1}}}]
['%s',new Date(0)]
['%s',Object.create(null)]
['%d','42.5']
['%d',{}]
['%d',10n]
['%d',Symbol('x')]
['%i','42.5']
['%i',10n]
['%f','42.5x']
['%f',Symbol('x')]
['%j',{a:1}]
['%j',(()=>{const a={};a.a=a;return a})()]
['%j',undefined]
['%o',[1]]
['%o',function foo(){}]
['%O',{a:{b:{c:{d:{}}}}}]
['%c styled','color:red']
['%%',1]
['%%']
['%']
['%s%','a']
['100%','b']
['%x',1]
['%s']
['%s %s','only']
['a','%s',1]
['%s',1,2,'x',{a:1}]
[1,'a',"b'c",['x']]
[{a:1},'x']
[null]
[undefined,null]
['a\nb',{x:'a\nb'}]
['%s:%s:%s','a',{b:1},[1]]
['%O%o',1,2]
['%-','x']
['%s','it\'s']
[E('Error: f\n    at a')]
['%s',E('Error: f\n    at a')]
`.trim().split("\n");

exports.assert = String.raw`
assert.strictEqual(1,2)
assert.strictEqual('a'.repeat(10),'b'.repeat(10))
assert.strictEqual('a\nb\nc','a\nb\nd')
assert.strictEqual('x y z a','x y z b')
assert.strictEqual(NaN,0)
assert.strictEqual(-0,0)
assert.strictEqual({a:1},{a:1})
assert.strictEqual([1],[1])
assert.strictEqual([1],{a:1})
assert.strictEqual(1,2,'custom')
assert.strictEqual(1,2,new RangeError('cust'))
assert.strictEqual(1)
assert.strictEqual('a'.repeat(600),'b')
assert.strictEqual(undefined,null)
assert.strictEqual('foo',1)
assert.strictEqual(1n,1)
assert.strictEqual(()=>{},()=>{})
assert.strictEqual(Symbol('a'),Symbol('a'))
assert.deepStrictEqual({a:1,b:{c:2}},{a:1,b:{c:3}})
assert.deepStrictEqual([1,2,3],[1,2,4])
assert.deepStrictEqual([1,2,[3]],[1,2,3])
assert.deepStrictEqual(new Map([[1,2]]),new Map([[1,3]]))
assert.deepStrictEqual(new Set([1,2]),new Set([1,3]))
assert.deepStrictEqual(Array.from({length:60},(_, i)=>i),Array.from({length:60},(_, i)=>i===30?0:i))
assert.deepStrictEqual({},Object.create(null))
assert.deepStrictEqual(-0,0)
assert.deepStrictEqual(new Date(0),new Date(1))
assert.deepStrictEqual({a:1,b:2,c:3,d:4,e:5,f:6,g:7},{a:1,b:2,c:3,d:4,e:5,f:6,g:8})
assert.deepStrictEqual([1,2,3,4,5,6,7,8,9,10,11,12,13,14,15],[2,2,3,4,5,6,7,8,9,10,11,12,13,14,0])
assert.deepStrictEqual({a:'x'},{a:'x',b:1})
assert.deepStrictEqual('abc',['abc'])
assert.deepStrictEqual(/a/g,/a/i)
assert.deepStrictEqual(new Uint8Array([1]),new Uint8Array([2]))
assert.deepStrictEqual([1],[1],'m')
assert.deepStrictEqual({a:1},{a:'1'},'with message')
assert.deepStrictEqual(new Error('a'),new Error('b'))
assert.deepStrictEqual([,1],[undefined,1])
assert.deepStrictEqual({a:NaN},{a:NaN})
assert.deepEqual({a:1},{a:2})
assert.deepEqual([1,[2]],[1,[3]])
assert.deepEqual({a:1},{a:'1'})
assert.deepEqual(new Set([1,{a:1}]),new Set([{a:1},'1']))
assert.deepEqual(new Map([[{a:1},1]]),new Map([[{a:1},1]]))
assert.deepEqual([1,2],new Set([1,2]))
assert.notDeepEqual({a:1},{a:1})
assert.notDeepStrictEqual({a:1},{a:1})
assert.notStrictEqual(1,1)
assert.notStrictEqual('a long string here','a long string here')
assert.equal(1,2)
assert.equal('a\nb','c\nd')
assert.equal({a:1},{a:1})
assert.equal(NaN,NaN)
assert.notEqual(1,1)
assert.partialDeepStrictEqual({a:1},{a:2})
assert.partialDeepStrictEqual({a:1,b:2},{a:1})
assert.partialDeepStrictEqual([1,2,3],[1,3])
assert.partialDeepStrictEqual([1,2,3],[3,1])
assert.partialDeepStrictEqual(new Set([1,2]),new Set([2]))
assert.partialDeepStrictEqual(new Map([[1,{a:1,b:2}]]),new Map([[1,{a:1}]]))
assert.ok(null,'msg')
assert()
assert.ok()
assert.fail()
assert.fail('x')
assert.fail(new TypeError('q'))
assert.match('abc',/x/)
assert.match(1,/x/)
assert.match('abc',/x/,'why')
assert.doesNotMatch('abc',/a/)
assert.throws(()=>{})
assert.throws(()=>{},Error)
assert.throws(()=>{},Error,'m')
assert.throws(()=>{},'text')
assert.throws(()=>{throw new Error('x')},/y/)
assert.throws(()=>{throw new Error('x')},{message:'y'})
assert.throws(()=>{throw new Error('x')},{message:/y/,name:'Error'})
assert.throws(()=>{throw new Error('x')},TypeError)
assert.throws(()=>{throw new Error('x')},()=>false)
assert.throws(()=>{throw new Error('x')},'x')
assert.throws('x')
assert.throws(()=>{},{})
assert.throws(()=>{throw 1},{a:1})
assert.doesNotThrow(()=>{throw new Error('x')},'mm')
assert.ifError(null)
assert.ifError(0)
assert.ifError('s')
new assert.AssertionError()
(()=>{throw new assert.AssertionError({actual:1,expected:2,operator:'foo'})})()
(()=>{throw new assert.AssertionError({message:'x',actual:1,expected:2,operator:'strictEqual'})})()
`.trim().split("\n");

exports.other = String.raw`
util.inspect(util.types.isProxy(new Proxy({},{})))
JSON.stringify(util.styleText(['red','bold'],'a',{validateStream:false}))
JSON.stringify(util.styleText('red','a'+util.styleText('blue','b',{validateStream:false})+'c',{validateStream:false}))
JSON.stringify(util.styleText('#ff8800','a',{validateStream:false}))
util.styleText('x','a')
util.stripVTControlCharacters('\x1b[31ma\x1b[39m\x1b]8;;http://x\x07y')
util.getSystemErrorName(-2)
util.getSystemErrorName(1)
util.getSystemErrorMessage(-13)
util.inspect(util.parseEnv('A=1\nB="x y"\nC=\'q\'\nexport D=2 # c\n#e\nE="a\\nb"\nF=${"`"}a\nb${"`"}\nG= sp \nH\nI=a#b\nJ="a#b"#c\n K=1\nL=\nM==x'))
util.inspect(util.parseArgs({args:['-f','--bar','b','p'],options:{foo:{type:'boolean',short:'f'},bar:{type:'string'}},allowPositionals:true,tokens:true}))
util.inspect(util.parseArgs({args:['-abc','--no-d','--e=1','--e','2','--','-x'],options:{a:{type:'boolean',short:'a'},b:{type:'boolean',short:'b'},c:{type:'boolean',short:'c'},d:{type:'boolean'},e:{type:'string',multiple:true}},allowPositionals:true,allowNegative:true,tokens:true}))
util.parseArgs({args:['--x'],options:{}})
util.parseArgs({args:['--x'],options:{x:{type:'string'}}})
util.parseArgs({args:['--x=1'],options:{x:{type:'boolean'}}})
util.parseArgs({args:['--x','-1'],options:{x:{type:'string'}}})
util.parseArgs({args:['p'],options:{}})
util.parseArgs({options:{x:{type:'z'}}})
util.inspect(util.parseArgs({args:['-xval','-y'],options:{x:{type:'string',short:'x'},y:{type:'boolean',short:'y',default:false},z:{type:'string',default:'d'}},tokens:true}))
String(new util.MIMEType('Text/HTML;a="b c";d=e;a=2'))
new util.MIMEType('x')
new util.MIMEType('text/(')
util.inspect([...new util.MIMEType('text/plain;charset=utf-8;q="x\\"y"').params])
util.inspect(util.diff('abc','abd'))
util.inspect(util.diff(['a','b','c'],['b','x','c']))
util.promisify(1)
util.inherits(function(){},{})
util.inspect(util.promisify(function foo(a,b){}).name)
path.matchesGlob('/a/b/c.js','/a/**/*.js')
path.matchesGlob('a/b.ts','a/*.{js,ts}')
path.matchesGlob('a/b/c','a/*')
path.matchesGlob('.hidden','*')
path.join(1)
path.basename('a/b.c','.c')
path.format({dir:'/a',name:'b',ext:'c'})
util.inspect(path.parse('/a/b.c.d'))
path.win32.normalize('C:/a/../b//c')
path.relative('/a/b/c','/a/d')
util.inspect(new events.EventEmitter())
new events.EventEmitter().emit('error',{a:1})
new events.EventEmitter().on('x')
new events.EventEmitter().setMaxListeners(-1)
events.setMaxListeners(1,{})
util.inspect(new events.EventEmitter().once('a',()=>{}).rawListeners('a'))
new string_decoder.StringDecoder('x')
(()=>{const d=new string_decoder.StringDecoder('utf8');return d.write(Buffer.from([0xe2,0x82]))+d.write(Buffer.from([0xac]))+d.end(Buffer.from([0xe2]))})()
(()=>{const d=new string_decoder.StringDecoder('base64');return [1,2,3,4,5].map(b=>d.write(Buffer.from([b]))).join('|')+'|'+d.end()})()
(()=>{const d=new string_decoder.StringDecoder('utf16le');return d.write(Buffer.from([0x3d,0xd8,0x4d]))+'|'+d.write(Buffer.from([0xdc]))+d.end()})()
`.trim().split("\n");

const util = require("util");
const assert = require("assert");
const path = require("path");
const events = require("events");
const string_decoder = require("string_decoder");

function E(stack, properties) {
    const error = new Error("msg");
    error.stack = stack;
    return Object.assign(error, properties);
}

function evaluate(source) {
    const run = new Function("util", "assert", "path", "events", "string_decoder", "E", `return (${source});`);
    return run(util, assert, path, events, string_decoder, E);
}

// What a case prints, or the error it throws.
function attempt(fn) {
    try {
        return String(fn());
    } catch (err) {
        return `${err.name} ${err.code} ${err.generatedMessage} ${err.operator}: ${err.message}`;
    }
}

/** @returns {Record<string, string>} */
exports.results = function results() {
    const out = {};
    for (const source of exports.inspect) {
        out[`inspect ${source}`] = attempt(() => util.inspect(evaluate(source)));
        for (const option of exports.options) {
            out[`inspect ${option} ${source}`] = attempt(() => util.inspect(evaluate(source), evaluate(option)));
        }
    }
    for (const source of exports.format) out[`format ${source}`] = attempt(() => util.format(...evaluate(source)));
    for (const source of exports.assert) out[`assert ${source}`] = attempt(() => evaluate(source));
    for (const source of exports.other) out[`other ${source}`] = attempt(() => evaluate(source));
    return out;
};
