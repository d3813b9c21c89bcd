// SQLite as WebAssembly: a thousand inserts, queries, a function written in JavaScript.
import init from 'sql.js';
const SQL=await init(); const db=new SQL.Database();
db.run('create table t(a int,b text)'); for(let i=0;i<1000;i++) db.run('insert into t values(?,?)',[i,'x'+i]);
console.log(JSON.stringify(db.exec('select count(*),sum(a),max(b) from t where a%3=0')));
try{db.run('selec')}catch(e){console.log(e.message)}
db.create_function('dbl',x=>x*2); console.log(JSON.stringify(db.exec('select dbl(21)'))); console.log(db.export().length);
