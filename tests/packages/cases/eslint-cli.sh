dir=$(mktemp -d)
cat > "$dir/eslint.config.js" <<'X'
module.exports = [{ rules: { "no-unused-vars": "error", semi: ["warn", "always"] } }];
X
printf 'const unused = 1\nconsole.log("x")\n' > "$dir/a.js"
bin=$PWD/node_modules/eslint/bin/eslint.js
(cd "$dir" && $RUNTIME "$bin" a.js) | sed "s|$dir|DIR|"
rm -rf "$dir"
