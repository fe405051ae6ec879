import { holdsOnTheEngine } from "./engine/holdsOnTheEngine";

holdsOnTheEngine([4, 5, 6, 7]);
