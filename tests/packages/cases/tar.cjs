// tar packs and unpacks with zlib's synchronous interface, streams and fs; names and sizes come back.
const fs = require("fs"), os = require("os"), path = require("path"), tar = require("tar");
(async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tar-"));
  for (let i = 0; i < 50; i++) {
    fs.mkdirSync(path.join(dir, `g/${i % 5}`), { recursive: true });
    fs.writeFileSync(path.join(dir, `g/${i % 5}/f${i}.txt`), "x".repeat(i * 1000));
  }
  await tar.c({ cwd: dir, gzip: true, file: path.join(dir, "t.tgz"), portable: true, mtime: new Date(0) }, ["g"]);
  fs.mkdirSync(path.join(dir, "x"));
  await tar.x({ file: path.join(dir, "t.tgz"), cwd: path.join(dir, "x") });
  const names = [];
  await tar.t({ file: path.join(dir, "t.tgz"), onReadEntry: (e) => names.push(`${e.path} ${e.size}`) });
  console.log(names.sort().join("\n"));
  console.log(fs.readdirSync(path.join(dir, "x/g/1")).sort(), fs.readFileSync(path.join(dir, "x/g/1/f41.txt"), "utf8").length);
  fs.rmSync(dir, { recursive: true });
})();
