import { expect, test } from "bun:test";

test("decorators: order of evaluation, application and initialization; private elements", () => {
    const log = [];
    const dec=(n)=>(v,c)=>{log.push(`${n}:${c.kind}:${String(c.name)}:${c.static}:${c.private}`);c.addInitializer?.(function(){log.push('init '+n+' '+(this===undefined?'u':typeof this))}); if(c.kind==='field')return x=>(log.push('fi '+n),x+1); if(c.kind==='method')return function(...a){return v.call(this,...a)+'!'}; if(c.kind==='accessor')return {init(x){log.push('ai '+n);return x*2}, get(){return v.get.call(this)+100}};if(c.kind==='getter')return function(){return v.call(this)+'G'};if(c.kind==='setter')return function(x){v.call(this,x+'S')} };
    const e=(x)=>(log.push('eval '+x),dec(x));
    @e('c1') @e('c2')
    class A {
      @e('m1')
      @e('m2') foo(x){return 'foo'+x}
      @e('s1') static bar(){return 'bar'}
      @e('f1') @e('f2') x = 1;
      @e('f3') static y = 10
      @e('p1') #p(a){return 'p'+a}
      callp(){return this.#p(3)}
      @e('a1') accessor acc = 4;
      @e('a2') accessor #acc = 5
      pacc(){this.#acc=7;return this.#acc}
      @e('g1') get g(){return 'g'}
      @e('st1') set s(v){this._s=v}
      @e('k') [(log.push('key'),'comp')](){return 'comp'}
      @e('kf') [(log.push('key2'),'cf')] = 3
      @e('sp') static #sp(){return 'sp'}
      static callsp(){return A.#sp()}
      @e('pf') #pf = 2
      getpf(){return this.#pf}
      @e('nof') nof
      @e('pg') get #pg(){return 'pg'}
      @e('ps') set #ps(v){this.psv=v}
      both(){this.#ps='q';return this.#pg+this.psv}
      static { log.push('static block '+(A===undefined)+' '+A.y) }
    }
    const a=new A;
    log.push(a.foo(1),A.bar(),a.x,A.y,a.callp(),a.acc,a.pacc(),a.g,(a.s=1,a._s),a.comp(),a.cf,A.callsp(),a.getpf(),a.nof,a.both(),A.name,a.foo.name);
    const B = @e('ex') class B { @e('exm') m(){return 1} };
    log.push(new B().m());
    @((C,ctx)=>class extends C{z=9}) class R { static self(){return R} }
    log.push(new R().z);
    class M { @e('only') m(){return 'om'} static x = 5 }
    log.push(new M().m(), M.x, M.name);
    expect(log.map(String)).toEqual(["eval c1","eval c2","eval m1","eval m2","eval s1","eval f1","eval f2","eval f3","eval p1","eval a1","eval a2","eval g1","eval st1","eval k","key","eval kf","key2","eval sp","eval pf","eval nof","eval pg","eval ps","s1:method:bar:true:false","sp:method:#sp:true:true","m2:method:foo:false:false","m1:method:foo:false:false","p1:method:#p:false:true","a1:accessor:acc:false:false","a2:accessor:#acc:false:true","g1:getter:g:false:false","st1:setter:s:false:false","k:method:comp:false:false","pg:getter:#pg:false:true","ps:setter:#ps:false:true","f3:field:y:true:false","f2:field:x:false:false","f1:field:x:false:false","kf:field:cf:false:false","pf:field:#pf:false:true","nof:field:nof:false:false","c2:class:A:undefined:undefined","c1:class:A:undefined:undefined","init s1 function","init sp function","fi f3","init f3 function","static block false 11","init c2 function","init c1 function","init m2 object","init m1 object","init p1 object","init g1 object","init st1 object","init k object","init pg object","init ps object","fi f1","fi f2","init f2 object","init f1 object","ai a1","init a1 object","ai a2","init a2 object","fi kf","init kf object","fi pf","init pf object","fi nof","init nof object","foo1!!","bar!","3","11","p3!","108","107","gG","1S","comp!","4","sp!","3","NaN","pgGqS","A","","eval ex","eval exm","exm:method:m:false:false","ex:class:B:undefined:undefined","init ex function","init exm object","1!","9","eval only","only:method:m:false:false","init only object","om!","5","M"]);
});
