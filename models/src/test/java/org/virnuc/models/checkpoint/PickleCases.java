package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.PickleAssembler.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Collects pickles and the words in which they must be refused. */
final class PickleCases {

    private final List<Case> cases = new ArrayList<>();

    List<Case> list() {
        return cases;
    }

    /** A pickle in a sound file whose storage {@code 0} has 16 bytes. */
    void add(String name, String expected, byte[] pickle) {
        cases.add(new Case(name, () -> ZipAssembler.torch(pickle, new byte[16]).bytes(), expected));
    }

    /** A dict with the wrong kind of key. */
    void key(String kind, Consumer<PickleAssembler> key) {
        add(kind + " as a key", kind + " as its key", value(p -> {
            p.op(PickleOpcode.EMPTY_DICT);
            key.accept(p);
            p.op(PickleOpcode.NONE).op(PickleOpcode.SETITEM);
        }));
    }

    /** A tensor over a storage of four values. */
    void tensor(String name, String expected, long offset, long[] shape, long[] stride) {
        add(name, expected, value(p -> p.tensor(4, offset, shape, stride)));
    }
}
