package org.virnuc.engine;

import java.util.function.BiFunction;
import org.virnuc.files.Digests;

/**
 * A value that a stage has made or will read, with the digest of the content behind it.
 *
 * @param digest equal digests mean equal content; part of the fingerprint of every stage that reads it
 */
public record Artifact<T>(T value, String digest) {

    /** Two artifacts as the input of one stage. */
    public <U, R> Artifact<R> with(Artifact<U> other, BiFunction<T, U, R> join) {
        return new Artifact<>(join.apply(value, other.value), Digests.ofText(digest + " " + other.digest));
    }
}
