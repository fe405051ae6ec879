const Sequencer = require("@jest/test-sequencer").default;

/**
 * Engine tests first, the longest of all ahead: with an empty cache Jest goes by the size of files, and would run the
 * simulation's, which are two lines each and take minutes, when the other core has nothing left to do.
 */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};

function rank({ path }) {
  if (/simulation.*\.engine\./.test(path)) return 0;
  return path.includes(".engine.") ? 1 : 2;
}
