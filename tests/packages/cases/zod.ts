import { z } from "zod";
const User = z.object({ name: z.string().min(2), age: z.number().int().positive(), tags: z.array(z.string()).default([]) });
type User = z.infer<typeof User>;
const ok: User = User.parse({ name: "Ann", age: 3 });
console.log(ok);
const bad = User.safeParse({ name: "A", age: -1.5 });
console.log(bad.success, bad.error?.issues);
console.log(z.prettifyError(bad.error!));
console.log(z.toJSONSchema(User));
