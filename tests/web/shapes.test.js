// What Web IDL says of classes: enumerable members of the prototype, lengths without optional arguments, brands.
import { expect, test } from "bun:test";

const getters = (Class) => Object.keys(Class.prototype).filter((name) => Object.getOwnPropertyDescriptor(Class.prototype, name).get);

test("the streams of the Encoding standard have getters, not properties", () => {
  expect(getters(TextDecoderStream).sort()).toEqual(["encoding", "fatal", "ignoreBOM", "readable", "writable"]);
  expect(getters(TextEncoderStream).sort()).toEqual(["encoding", "readable", "writable"]);
  const stream = new TextDecoderStream("latin1", { fatal: true });
  expect([stream.encoding, stream.fatal, stream.ignoreBOM, Object.keys(stream)]).toEqual(["windows-1252", true, false, []]);
  expect(stream.readable).toBe(stream.readable);
  for (const name of getters(TextDecoderStream)) expect(() => TextDecoderStream.prototype[name]).toThrow(TypeError);
});

test("optional arguments do not count", () => {
  const { append, set, forEach } = FormData.prototype;
  expect([append, set, forEach, Headers.prototype.forEach, Headers, FormData, Response].map((f) => f.length)).toEqual([2, 2, 1, 1, 0, 0, 0]);
  const { clearMarks, clearMeasures, getEntriesByName } = performance;
  expect([clearMarks, clearMeasures, getEntriesByName].map((f) => f.length)).toEqual([0, 0, 1]);
});

test("members show", () => {
  expect(Object.keys(Response.prototype)).toContain("textStream");
  expect(Object.keys(MessagePort.prototype)).toContain("unref");
});
