import { holdsOnTheEngine } from "./engine/holdsOnTheEngine";

holdsOnTheEngine([0, 1, 2, 3]);
