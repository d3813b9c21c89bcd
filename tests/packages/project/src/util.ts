export function add<T extends number>(a: T, b: T): number { return a + b }
