// PostCSS with Autoprefixer for old browsers, source maps, a syntax error.
import postcss from 'postcss'; import autoprefixer from 'autoprefixer';
const r=await postcss([autoprefixer({overrideBrowserslist:['ie 10','safari 8','chrome 30']})]).process('a{display:flex;user-select:none;transition:transform 1s;background:linear-gradient(to right,red,blue)} @media (min-resolution:2dppx){::placeholder{color:red}} .g{display:grid;grid-template-columns:1fr 2fr}',{from:'a.css',map:{inline:false}});
console.log(r.css, r.map.toString().length, r.warnings().map(String));
try { postcss.parse('a{ b: c') } catch(e){ console.log(e.name,e.message,e.showSourceCode(false)) }
