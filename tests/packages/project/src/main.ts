import { add } from "./util.js";
const total: number = add(1, 2);
export { total };
