package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnuc.telemetry.redact.Redactor;

/**
 * What a run is, known before it starts.
 *
 * @param runId unique among the runs of a machine; names the run in reports and in later runs that reuse its stages
 * @param command the command line as typed
 * @param version of the program
 * @param environment machine and software facts worth a line in the report, in the order given
 */
public record RunInfo(String runId, String command, String version, Map<String, String> environment) {
    public RunInfo {
        Checks.text(runId, "run_id");
        Checks.present(command, "command");
        Checks.present(version, "version");
        environment = Checks.ordered(environment, "environment");
    }

    /** The same run without the arguments of its command and without what is sensitive in its environment. */
    RunInfo redacted(Redactor redactor) {
        Map<String, String> facts = new LinkedHashMap<>();
        environment.forEach((name, value) -> facts.put(name, redactor.text(value)));
        return new RunInfo(runId, redactor.command(command), version, facts);
    }
}
