package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Identifies a run before it starts.
 *
 * @param runId unique among the runs of a machine; later runs that reuse stages refer to it
 * @param command the command line as typed
 * @param version version of the program
 * @param environment facts about machine and software that the report should list, in this order
 */
@PublicApi
public record RunInfo(String runId, String command, String version, Map<String, String> environment) {
    public RunInfo {
        Checks.text(runId, "run_id");
        Checks.present(command, "command");
        Checks.present(version, "version");
        environment = Checks.ordered(environment, "environment");
    }

    /** Identifies a run by an id, without a command, a version or facts about its environment. */
    public static RunInfo of(String runId) {
        return new RunInfo(runId, "", "", Map.of());
    }

    /** Returns a copy with another {@link #command()}. */
    public RunInfo command(String typed) {
        return new RunInfo(runId, typed, version, environment);
    }

    /** Returns a copy with another {@link #version()}. */
    public RunInfo version(String program) {
        return new RunInfo(runId, command, program, environment);
    }

    /** Returns a copy with another {@link #environment()}. */
    public RunInfo environment(Map<String, String> facts) {
        return new RunInfo(runId, command, version, facts);
    }

    /** Returns a copy without the arguments of the command and without sensitive text in the environment. */
    RunInfo redacted(Redactor redactor) {
        Map<String, String> facts = new LinkedHashMap<>();
        environment.forEach((name, value) -> facts.put(name, redactor.text(value)));
        return new RunInfo(runId, redactor.command(command), version, facts);
    }
}
