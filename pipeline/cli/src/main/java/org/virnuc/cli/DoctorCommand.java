package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;
import org.virnuc.models.engine.EngineCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code virnuc doctor}: checks what is available on this machine and what is missing. */
@Command(
        name = "doctor",
        description = "Shows what VirNuc finds on this machine: Java, devices, libtorch, cache; says what is missing.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc doctor",
            "  PYTORCH_LIBRARY_PATH=/opt/libtorch/lib virnuc doctor",
            "  VIRNUC_CACHE=/scratch/virnuc virnuc doctor",
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 22;
    private static final long MEBI = 1 << 20;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> found = machine();
        Path cache = CacheFolder.path();
        found.put("cache", cache(cache));
        found.putAll(EngineCheck.run(cache));
        found.forEach((name, value) -> out.println(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value));
        out.flush();
        String problem = found.get("problem");
        if (problem != null) {
            throw new DeviceException(problem);
        }
        return ExitCode.DONE.number();
    }

    private static Map<String, String> machine() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put("virnuc", Version.withCommit());
        found.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.home") + ")");
        found.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        found.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        found.put("heap", Runtime.getRuntime().maxMemory() / MEBI + " MiB at most");
        return found;
    }

    private static String cache(Path folder) {
        try {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace() / MEBI;
            return folder + (Files.isWritable(folder) ? ", " + free + " MiB free" : ", not writable; set VIRNUC_CACHE");
        } catch (IOException e) {
            return folder + " cannot be made (" + Reason.of(e) + "); set VIRNUC_CACHE to a folder you can write to";
        }
    }
}
