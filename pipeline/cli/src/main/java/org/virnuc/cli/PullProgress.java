package org.virnuc.cli;

import java.io.PrintStream;
import org.virnuc.models.hub.PullListener;

/** Reports the progress of a download on standard error, with one line for every tenth of a file. */
final class PullProgress implements PullListener {
    private static final int STEPS = 10;
    /** Size in bytes below which only the end of a download is reported. */
    private static final long SMALL = 1 << 20;

    private final PrintStream err;
    private String file = "";
    private long step;

    PullProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void progress(String name, long done, long total) {
        long now = total > 0 ? done * STEPS / total : done / (100 * SMALL);
        boolean another = !name.equals(file);
        if (another || now > step) {
            boolean end = total > 0 && done == total;
            if (end || (!another && total >= SMALL) || (total == 0 && now > 0)) {
                err.println(line(name, done, total));
            }
            file = name;
            step = now;
        }
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    private static String line(String name, long done, long total) {
        String come = name + ": " + ModelsCommand.size(done);
        return total > 0 ? come + " of " + ModelsCommand.size(total) + " (" + 100 * done / total + " %)" : come;
    }
}
