package org.virnuc.models.checkpoint;

import org.virnuc.models.checkpoint.PickleValue.Bool;
import org.virnuc.models.checkpoint.PickleValue.Int;
import org.virnuc.models.checkpoint.PickleValue.None;
import org.virnuc.models.checkpoint.PickleValue.Real;
import org.virnuc.models.checkpoint.PickleValue.Text;

/**
 * Converts keys of dicts to text. A string, number, bool or None can be a key. Tuples cannot: no checkpoint needs them,
 * and hashing nested tuples can take unbounded time. Text keeps lookups fast even if hashes were made to collide,
 * because {@code HashMap} then falls back on the order of {@code String}.
 */
final class PickleKeys {

    private PickleKeys() {}

    static String text(PickleValue key, PickleInput input) {
        if (key instanceof Text text) {
            return text.value();
        }
        if (key instanceof Int number) {
            return Long.toString(number.value());
        }
        if (key instanceof Real number) {
            return Double.toString(number.value());
        }
        if (key instanceof Bool bool) {
            return bool.value() ? "True" : "False";
        }
        if (key == None.NONE) {
            return "None";
        }
        throw input.damaged("a dict with " + key.kind() + " as its key; str, int, float, bool and None can be keys");
    }
}
