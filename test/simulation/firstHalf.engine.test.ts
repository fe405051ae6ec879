import { holdsOnTheEngine } from "./engine/holdsOnTheEngine";

holdsOnTheEngine([0, 2, 4, 6]);
