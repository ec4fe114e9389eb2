package org.virnuc.models.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unpickler's stack, with its marks and its memo. Access to missing values is refused; values below a mark are out
 * of reach.
 */
final class PickleStack {

    private static final int FIRST_MEMO = 64;

    private final PickleInput input;
    private final List<PickleValue> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private @Nullable PickleValue[] memo = new @Nullable PickleValue[FIRST_MEMO];
    private int memoized;

    PickleStack(PickleInput input) {
        this.input = input;
    }

    int size() {
        return values.size();
    }

    void push(PickleValue value) {
        values.add(value);
    }

    PickleValue peek() {
        if (values.size() <= floor()) {
            throw input.damaged("takes a value from an empty stack");
        }
        return values.get(values.size() - 1);
    }

    PickleValue pop() {
        PickleValue top = peek();
        values.remove(values.size() - 1);
        return top;
    }

    /** Removes and returns the topmost {@code count} values, the deepest first. */
    List<PickleValue> pop(int count) {
        if (values.size() - count < floor()) {
            throw input.damaged("takes " + count + " values from a stack that has fewer");
        }
        return cut(values.size() - count);
    }

    void mark() {
        marks.add(values.size());
    }

    boolean hasMarks() {
        return !marks.isEmpty();
    }

    /** Removes the last mark and returns the values above it. */
    List<PickleValue> popToMark() {
        if (marks.isEmpty()) {
            throw input.damaged("looks for a mark that was never set");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    /** Stores the top value in the memo under the next number. */
    void memoize() {
        memoize(memoized);
    }

    void memoize(long index) {
        if (index >= PickleBounds.MAX_MEMO) {
            throw input.damaged("memo number " + index + "; at most " + PickleBounds.MAX_MEMO + " are kept");
        }
        int slot = (int) index;
        if (slot >= memo.length) {
            @Nullable PickleValue[] larger = new @Nullable PickleValue[Math.max(slot + 1, memo.length * 2)];
            System.arraycopy(memo, 0, larger, 0, memo.length);
            memo = larger;
        }
        memoized += memo[slot] == null ? 1 : 0;
        memo[slot] = peek();
    }

    PickleValue recall(long index) {
        PickleValue value = index < memo.length ? memo[(int) index] : null;
        if (value == null) {
            throw input.damaged("memo number " + index + " was never set");
        }
        return value;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private List<PickleValue> cut(int from) {
        List<PickleValue> tail = values.subList(from, values.size());
        List<PickleValue> taken = new ArrayList<>(tail);
        tail.clear();
        return taken;
    }
}
