package org.virnuc.models.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.models.DeviceException;

/**
 * The libtorch that this process loads: the user's own, the one that VirNuc has set up for GPUs, or the one for CPUs that
 * comes with it. DJL is told what is in a folder, because by itself it would take every folder for one of its own making.
 *
 * @param folder where its libraries are; empty for the one that comes with VirNuc
 * @param cuda whether it is loaded for GPUs
 */
record Libtorch(Optional<Path> folder, boolean cuda) {
    static final String OWN = "PYTORCH_LIBRARY_PATH";
    private static final String VERSION = "PYTORCH_VERSION";
    private static final String FLAVOR = "PYTORCH_FLAVOR";

    /** The kind of GPU library that the JNI library in DJL's jar was built with; any libtorch for CUDA 12 serves it. */
    private static final String CUDA_FLAVOR = "cu128";

    /** The version that the JNI library was built with. */
    static final String SERVED = "2.7.1";

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])(\\d+\\.\\d+\\.\\d+)(?![\\d.])");

    /**
     * The libtorch for CPUs or for GPUs.
     *
     * @throws DeviceException if the user's own is not there, or of a version that cannot be used
     */
    static Libtorch of(Map<String, String> environment, Path cacheDir, boolean gpu) {
        String own = environment.getOrDefault(OWN, "");
        if (!own.isBlank()) {
            Path folder = libraries(own);
            requireServed(folder, environment);
            return new Libtorch(Optional.of(folder), gpu && hasCuda(folder));
        }
        return gpu ? new Libtorch(GpuLibtorch.in(cacheDir).folder(), true) : new Libtorch(Optional.empty(), false);
    }

    /**
     * Checks the files of the libtorch that VirNuc has set up, before any of them is loaded. The user's own is not checked.
     *
     * @throws DeviceException naming a file that is not as it was
     */
    void check(Path cacheDir) {
        GpuLibtorch own = GpuLibtorch.in(cacheDir);
        if (folder.isPresent() && folder.equals(own.folder())) {
            own.check();
        }
    }

    /** Whether a libtorch with CUDA is there for GPUs. */
    static boolean servesGpus(Map<String, String> environment, Path cacheDir) {
        Libtorch libtorch = of(environment, cacheDir, true);
        return libtorch.cuda && libtorch.folder.isPresent();
    }

    /** The folder among those of a path that has libtorch. */
    private static Path libraries(String path) {
        String library = System.mapLibraryName("torch");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Path::of)
                .map(place -> place.endsWith(library) && place.getParent() != null ? place.getParent() : place)
                .filter(folder -> Files.isRegularFile(folder.resolve(library)))
                .findFirst()
                .orElseThrow(() -> new DeviceException(OWN + " is " + path + ", where there is no " + library
                        + "; set it to the lib folder of an installed libtorch, or unset it"));
    }

    private static boolean hasCuda(Path folder) {
        return Files.isRegularFile(folder.resolve(System.mapLibraryName("torch_cuda")));
    }

    /** The user may say that another version serves, too; nobody else knows. */
    private static void requireServed(Path folder, Map<String, String> environment) {
        Optional<String> version = version(folder);
        if (!environment.containsKey(VERSION)
                && version.isPresent()
                && !version.get().equals(SERVED)) {
            throw new DeviceException("the libtorch in " + folder + " is version " + version.get()
                    + ", and this VirNuc needs " + SERVED + "; set " + OWN + " to one of that version, or unset it");
        }
    }

    /** The version that a folder says it has, in the forms of PyTorch's wheels and archives. */
    private static Optional<String> version(Path libraries) {
        Path home = libraries.toAbsolutePath().getParent();
        for (String name : new String[] {"build-version", "version.py"}) {
            Path file = home == null ? Path.of(name) : home.resolve(name);
            if (Files.isReadable(file)) {
                try {
                    Matcher number = NUMBER.matcher(Files.readString(file));
                    return number.find() ? Optional.of(number.group(1)) : Optional.empty();
                } catch (IOException e) {
                    return Optional.empty(); // what cannot be read cannot be held against it
                }
            }
        }
        return Optional.empty();
    }

    /** The properties by which DJL learns of it; what the user has set stays. */
    Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings = new LinkedHashMap<>();
        folder.ifPresent(found -> {
            settings.put(OWN, found.toAbsolutePath().toString());
            settings.put(VERSION, SERVED);
            settings.put(FLAVOR, cuda ? CUDA_FLAVOR : "cpu");
        });
        settings.keySet().removeAll(environment.keySet());
        return settings;
    }

    /** Where it comes from, for people. */
    String description() {
        return folder.map(found -> found + (cuda ? ", for GPUs" : ", for CPUs"))
                .orElse("the one that comes with VirNuc, for CPUs");
    }
}
