import { holdsOnTheEngine } from "./engine/holdsOnTheEngine";

holdsOnTheEngine([1, 3, 5, 7]);
