import React, { Suspense, useId, useState } from "react";
import { renderToReadableStream, renderToStaticMarkup, renderToString } from "react-dom/server";
function Item({ name, children }: { name: string; children?: React.ReactNode }) {
  const [n] = useState(2);
  const id = useId();
  return <li id={id} className="item" data-n={n} style={{ color: "red", marginTop: 4 }}>{name}&nbsp;{children}</li>;
}
const app = <><h1>A &amp; B</h1><ul>{["x", "y"].map((n) => <Item key={n} name={n}>{n === "x" && <b>!</b>}</Item>)}</ul></>;
console.log(renderToString(app));
console.log(renderToStaticMarkup(app));
const Late = React.lazy(async () => ({ default: () => <p>late</p> }));
const stream = await renderToReadableStream(<Suspense fallback={<i>wait</i>}><Late /></Suspense>);
await stream.allReady;
console.log(await new Response(stream).text());
