// Sass: modules, mixins, loops, a custom importer, an error; the compiler is one large Dart program in JavaScript.
import * as sass from 'sass';
const r=sass.compileString(`@use "sass:math"; @use "sass:color"; $c: #336699; @mixin m($a: 1){ width: math.div(100%, $a); } .a { color: color.adjust($c,$lightness:10%); &:hover{ @include m(3);} @for $i from 1 through 3 { .b-#{$i} { margin: $i * 2px; } } @each $k,$v in (a:1,b:2){ .#{$k}{ z-index:$v } } }`,{sourceMap:true});
console.log(r.css, JSON.stringify(r.sourceMap).length);
try { sass.compileString('.a { color: $nope }') } catch(e){ console.log(e.message) }
const r2=await sass.compileStringAsync('@import "foo";.x{@extend .a}',{silenceDeprecations:['import'],importers:[{canonicalize:u=>new URL('foo:'+u),load:()=>({contents:'.a{b:c}',syntax:'scss'})}]});
console.log(r2.css);
