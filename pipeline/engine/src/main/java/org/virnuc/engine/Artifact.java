package org.virnuc.engine;

import java.util.function.BiFunction;
import org.virnuc.files.Digests;

/**
 * A value together with the digest of the content behind it: the output of one stage and the input of another.
 *
 * @param digest equal digests mean equal content; part of the fingerprint of every stage that reads the value
 */
public record Artifact<T>(T value, String digest) {

    /** Combines two artifacts into the input of one stage. */
    public <U, R> Artifact<R> with(Artifact<U> other, BiFunction<T, U, R> join) {
        return new Artifact<>(join.apply(value, other.value), Digests.ofText(digest + " " + other.digest));
    }
}
