# The command-line compiler on a project on disk.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp -r project/. "$dir"
$RUNTIME node_modules/typescript/bin/tsc -p "$dir" || echo "exit $?"
cat "$dir/out/main.js" "$dir/out/util.js" "$dir/out/util.d.ts"
