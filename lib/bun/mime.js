// mime.js - content types by file name extension, as Bun.file().type and Bun.serve report them.
const { Map } = globalThis;

// type: extensions
const TABLE = `
text/html;charset=utf-8: html htm shtml
text/css;charset=utf-8: css
text/javascript;charset=utf-8: js mjs cjs jsx ts tsx mts cts
application/json;charset=utf-8: json map jsonc
text/plain;charset=utf-8: txt text log conf ini list
text/markdown;charset=utf-8: md markdown
text/csv;charset=utf-8: csv
text/calendar;charset=utf-8: ics ifb
text/xml;charset=utf-8: xml
text/x-c;charset=utf-8: c cc cpp cxx h hh
text/x-java-source;charset=utf-8: java
text/vtt;charset=utf-8: vtt
text/yaml;charset=utf-8: yaml yml
application/toml: toml
application/ld+json: jsonld
application/manifest+json: webmanifest
application/xhtml+xml: xhtml
application/rss+xml: rss
application/atom+xml: atom
application/wasm: wasm
application/pdf: pdf
application/rtf: rtf
application/zip: zip
application/gzip: gz
application/x-tar: tar
application/x-bzip: bz
application/x-bzip2: bz2
application/x-7z-compressed: 7z
application/vnd.rar: rar
application/zstd: zst
application/x-sh: sh
application/x-httpd-php: php
application/java-archive: jar
application/msword: doc
application/vnd.openxmlformats-officedocument.wordprocessingml.document: docx
application/vnd.ms-excel: xls
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: xlsx
application/vnd.ms-powerpoint: ppt
application/vnd.openxmlformats-officedocument.presentationml.presentation: pptx
application/vnd.oasis.opendocument.text: odt
application/vnd.oasis.opendocument.spreadsheet: ods
application/vnd.oasis.opendocument.presentation: odp
application/epub+zip: epub
application/vnd.ms-fontobject: eot
application/ogg: ogx
application/x-shockwave-flash: swf
font/woff: woff
font/woff2: woff2
font/ttf: ttf
font/otf: otf
image/png: png
image/jpeg: jpg jpeg
image/gif: gif
image/webp: webp
image/avif: avif
image/apng: apng
image/svg+xml: svg svgz
image/bmp: bmp
image/tiff: tif tiff
image/vnd.microsoft.icon: ico
image/heic: heic
image/jxl: jxl
audio/mpeg: mp3
audio/ogg: oga ogg opus
audio/wav: wav
audio/aac: aac
audio/flac: flac
audio/midi: mid midi
audio/mp4: m4a
audio/webm: weba
video/mp4: mp4 m4v
video/mpeg: mpeg mpg
video/ogg: ogv
video/webm: webm
video/quicktime: mov
video/x-msvideo: avi
video/x-matroska: mkv
video/mp2t: m2ts
video/3gpp: 3gp
`;

let byExtension;
function load() {
  byExtension = new Map();
  for (const line of TABLE.split("\n")) {
    const colon = line.lastIndexOf(": ");
    if (colon === -1) continue;
    for (const extension of line.slice(colon + 2).split(" ")) byExtension.set(extension, line.slice(0, colon));
  }
}

/** @param {string} path @returns {string} "application/octet-stream" if nothing is known */
function typeOfPath(path) {
  if (byExtension === undefined) load();
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return (dot === -1 ? undefined : byExtension.get(name.slice(dot + 1).toLowerCase())) ?? "application/octet-stream";
}

exports.typeOfPath = typeOfPath;
