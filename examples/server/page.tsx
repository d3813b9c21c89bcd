// JSX without React: the pragma names this file's own functions, so the example needs no package.
/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

export type Html = { html: string };
type Child = string | number | boolean | null | undefined | Html | Child[];

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function render(child: Child): string {
  if (child === null || child === undefined || typeof child === "boolean") return "";
  if (Array.isArray(child)) return child.map(render).join("");
  return typeof child === "object" ? child.html : escape(String(child));
}

export function h(tag: string | ((props: any) => Html), props: Record<string, unknown> | null, ...children: Child[]): Html {
  if (typeof tag === "function") return tag({ ...props, children });
  const attributes = Object.entries(props ?? {}).map(([name, value]) => ` ${name}="${escape(String(value))}"`);
  return { html: `<${tag}${attributes.join("")}>${render(children)}</${tag}>` };
}

export const Fragment = ({ children }: { children: Child[] }): Html => ({ html: render(children) });

export interface Note {
  readonly id: number;
  text: string;
}

export function Page({ title, notes }: { title: string; notes: Note[] }): Html {
  return (
    <html>
      <head><title>{title}</title></head>
      <body>
        <h1>{title}</h1>
        {notes.length === 0 ? <p>No notes yet.</p> : (
          <ul>
            {notes.map((note) => <li id={`note-${note.id}`}>{note.text}</li>)}
          </ul>
        )}
      </body>
    </html>
  );
}
