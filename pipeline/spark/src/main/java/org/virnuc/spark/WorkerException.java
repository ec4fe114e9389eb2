package org.virnuc.spark;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;
import org.virnuc.files.VirNucException;

/** A shard that executors could not compute. The message names the shard and the executor that tried last. */
final class WorkerException extends VirNucException {
    private static final long serialVersionUID = 1L;

    private static final int MOST_CAUSES = 50;

    /** What Spark says of a job whose application was ended for another reason, which it only prints. */
    private static final String ENDED = "SparkContext ";

    private WorkerException(Kind kind, String message) {
        super(kind, message);
    }

    /** What went wrong in an executor. Nothing else of the exception travels, because the driver may not know its class. */
    static WorkerException of(Exception e, int shard, String executor) {
        boolean ours = e instanceof VirNucException;
        Kind kind = e instanceof VirNucException known ? known.kind() : Kind.DEVICE;
        String message = ours ? String.valueOf(e.getMessage()) : Reason.of(e) + "; its log says more";
        return new WorkerException(kind, "shard " + shard + ", " + executor + ": " + message);
    }

    /** Why Spark could not start, such as a master of another form. */
    static WorkerException ofStart(Exception e) {
        return new WorkerException(
                Kind.DEVICE, "Spark cannot start: " + SparkText.line(String.valueOf(e.getMessage())));
    }

    /**
     * Why a job has failed: what an executor has reported, or else what Spark says, which speaks of tasks.
     *
     * @param master where the job ran
     */
    static WorkerException of(Exception failedJob, String master) {
        return cause(failedJob).orElseGet(() -> {
            String said = SparkText.line(String.valueOf(failedJob.getMessage()));
            String why = said.contains(ENDED)
                    ? "Spark has ended the job, as it does where no master answers at " + master
                            + "; what it has printed says why"
                    : "Spark has given up: " + said + "; the logs of the executors say more";
            return new WorkerException(Kind.DEVICE, why + ", and the same command goes on");
        });
    }

    private static Optional<WorkerException> cause(Throwable e) {
        @Nullable Throwable inner = e;
        for (int depth = 0; inner != null && depth < MOST_CAUSES; depth++) {
            if (inner instanceof WorkerException reported) {
                return Optional.of(reported);
            }
            inner = inner.getCause();
        }
        return Optional.empty();
    }
}
