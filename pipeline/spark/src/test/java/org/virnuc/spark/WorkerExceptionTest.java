package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.UsageException;
import org.virnuc.files.VirNucException.Kind;

class WorkerExceptionTest {
    private static final String WHERE = "executor 2 on worker-7";
    private static final String MASTER = "spark://head:7077";

    @Test
    void whatAnExecutorReportsKeepsItsKindAndNamesShardAndExecutor() throws Exception {
        WorkerException reported = WorkerException.of(new UsageException("another version"), 12, WHERE);
        assertThat(reported.kind()).isEqualTo(Kind.USAGE);
        assertThat(reported).hasMessage("shard 12, executor 2 on worker-7: another version");
        WorkerException arrived = (WorkerException) sent(reported);
        assertThat(arrived.kind()).isEqualTo(Kind.USAGE);
        assertThat(WorkerException.of(new Exception("Job aborted due to stage failure", arrived), MASTER))
                .isSameAs(arrived);
    }

    @Test
    void otherFailuresAreThoseOfAMachine() {
        WorkerException full = WorkerException.of(new IOException("No space left on device"), 1, WHERE);
        assertThat(full.kind()).isEqualTo(Kind.DEVICE);
        assertThat(full).hasMessage("shard 1, executor 2 on worker-7: No space left on device; its log says more");
    }

    @Test
    void whatSparkSaysBecomesOneLine() {
        WorkerException lost = WorkerException.of(
                new Exception("Job aborted due to stage failure: Task 3 in stage 0.0"
                        + " failed 4 times, most recent failure: Lost task 3.3 in stage 0.0 (TID 9) (host executor 1):"
                        + " ExecutorLostFailure (executor 1 exited)\nDriver stacktrace:\n\tat a.B.c(B.java:1)"),
                MASTER);
        assertThat(lost.kind()).isEqualTo(Kind.DEVICE);
        assertThat(lost)
                .hasMessage("Spark has given up: Job aborted due to stage failure: Task 3 in stage 0.0 failed 4 times,"
                        + " most recent failure: Lost task 3.3 in stage 0.0 (TID 9) (host executor 1):"
                        + " ExecutorLostFailure (executor 1 exited); the logs of the executors say more, and the same"
                        + " command goes on");
        assertThat(SparkText.line("\norg.apache.spark.SparkException: Driver: gone\n"))
                .isEqualTo("Driver: gone");
    }

    @Test
    void anApplicationThatHasEndedIsOneLine() {
        WorkerException alone = WorkerException.of(new IllegalStateException("SparkContext has been shutdown"), MASTER);
        assertThat(alone.kind()).isEqualTo(Kind.DEVICE);
        assertThat(alone)
                .hasMessage(
                        "Spark has ended the job, as it does where no master answers at spark://head:7077; what it has"
                                + " printed says why, and the same command goes on");
        WorkerException unstarted = WorkerException.ofStart(new Exception("Could not parse Master URL: 'x'"));
        assertThat(unstarted.kind()).isEqualTo(Kind.DEVICE);
        assertThat(unstarted).hasMessage("Spark cannot start: Could not parse Master URL: 'x'");
    }

    private static Object sent(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
