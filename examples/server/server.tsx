// A small notes service: HTML with JSX, a JSON API with route parameters, streaming, errors.
//
//   ./dev run examples/server/server.tsx        then open the address it prints
/** @jsxRuntime classic */
/** @jsx h */
import { h, Page, type Note } from "./page.tsx";

enum Status {
  Ok = 200,
  Created = 201,
  NotFound = 404,
}

class Notes {
  readonly #notes = new Map<number, Note>();
  constructor(private nextId = 1) {}
  add(text: string): Note {
    const note: Note = { id: this.nextId++, text };
    this.#notes.set(note.id, note);
    return note;
  }
  get = (id: number): Note | undefined => this.#notes.get(id);
  all = (): Note[] => [...this.#notes.values()];
}

const notes = new Notes();
const missing = () => Response.json({ error: "no such note" }, { status: Status.NotFound });

const server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  routes: {
    "/": () => new Response("<!doctype html>" + (<Page title="Notes" notes={notes.all()} />).html, {
      headers: { "content-type": "text/html; charset=utf-8" },
    }),
    "/health": new Response("ok"),
    "/api/notes": {
      GET: () => Response.json(notes.all()),
      POST: async (request) => {
        const { text } = (await request.json()) as { text: string };
        return Response.json(notes.add(text), { status: Status.Created });
      },
    },
    "/api/notes/:id": (request) => {
      const note = notes.get(Number(request.params.id));
      return note ? Response.json(note) : missing();
    },
    "/count": () =>
      new Response(
        new ReadableStream<string>({
          async start(controller) {
            for (let i = 1; i <= 3; i++) {
              controller.enqueue(`${i}\n`);
              await Bun.sleep(1);
            }
            controller.close();
          },
        }),
      ),
    "/fail": () => {
      throw new Error("on purpose");
    },
  },
  fetch: (request) => new Response(`Nothing at ${new URL(request.url).pathname}`, { status: Status.NotFound }),
  error: (error) => new Response(`Sorry: ${error.message}`, { status: 500 }),
});

console.log(`Listening on ${server.url}`);
process.on("SIGTERM", async () => {
  await server.stop();
  console.log("stopped");
});
