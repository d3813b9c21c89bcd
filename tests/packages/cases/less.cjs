// Less: mixins with guards, media queries, detached rule sets, an error with its place.
const less=require('less');
less.render('@c:#369;.m(@a){width:@a*2}.a{color:darken(@c,10%);&:hover{.m(3px)}@media(min-width:1px){x:y}} .g when (iscolor(@c)){c:d} @plugin-nope: 1; @detached:{a:b}; .z{@detached();} .e(@i) when (@i>0){.w@{i}{width:~"@{i}px"} .e(@i - 1)} .e(5);',{sourceMap:{}}).then(r=>{console.log(r.css)}).catch(e=>console.log(e.message,e));
less.render('.a{b:@nope}').catch(e=>console.log(e.message,e.type,e.line,e.column));
