package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Identifies a run before it starts.
 *
 * @param runId unique among the runs of a machine; later runs that reuse stages refer to it
 * @param command the command line as typed
 * @param version version of the program
 * @param environment facts about machine and software that the report should list, in this order
 */
public record RunInfo(String runId, String command, String version, Map<String, String> environment) {
    public RunInfo {
        Checks.text(runId, "run_id");
        Checks.present(command, "command");
        Checks.present(version, "version");
        environment = Checks.ordered(environment, "environment");
    }

    /** Returns a copy without the arguments of the command and without sensitive text in the environment. */
    RunInfo redacted(Redactor redactor) {
        Map<String, String> facts = new LinkedHashMap<>();
        environment.forEach((name, value) -> facts.put(name, redactor.text(value)));
        return new RunInfo(runId, redactor.command(command), version, facts);
    }
}
