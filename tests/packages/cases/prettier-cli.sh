dir=$(mktemp -d)
bin=$PWD/node_modules/prettier/bin/prettier.cjs
printf 'let a={b:1,c:[1,2,3]}' > "$dir/x.js"
cd "$dir"
$RUNTIME "$bin" --stdin-filepath x.js < x.js
$RUNTIME "$bin" --check x.js 2>&1
$RUNTIME "$bin" --write x.js | sed 's/[0-9]*ms.*/MS/'
cat x.js
rm -rf "$dir"
