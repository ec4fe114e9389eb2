package org.virnuc.models.hub;

import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.models.store.ModelStore;

/** A process that pulls a model as {@code virnuc models pull} does: notes on standard output, then the name. */
final class PullProcess {
    private PullProcess() {}

    /** Takes the folder of VirNuc's cache and the model; the hub is that of the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        PullListener notes = new PullListener() {
            @Override
            public void progress(String file, long done, long total) {}

            @Override
            public void note(String text) {
                System.out.println(text);
            }
        };
        String pulled = new ModelStore(Path.of(arguments[0]))
                .catalog()
                .pull(arguments[1], Optional.empty(), Optional.empty(), Optional.empty(), notes);
        System.out.println("pulled " + pulled);
    }
}
