package org.virnuc.models.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.files.Digests;
import org.virnuc.models.DeviceException;
import org.virnuc.models.engine.GpuLibtorch;
import org.virnuc.models.hub.PackageIndex;
import org.virnuc.models.hub.PullListener;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaDriver.Presence;
import org.virnuc.models.nvidia.NvidiaGpu;

/** Wheels become a libtorch: from a folder and from an index on this machine, in one go and in several. */
class GpuSetupTest {
    private static final String TORCH = "torch-2.7.1-cp312-cp312-manylinux_2_28_x86_64.whl";
    private static final String CUBLAS = "nvidia_cublas_cu12-12.6.4.1-py3-none-manylinux2014_x86_64.whl";

    private final Path cache;
    private final Path folder;
    private final List<Wheel> wheels;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = new ArrayList<>();
    private final PullListener listener = new PullListener() {
        @Override
        public void progress(String file, long done, long total) {}

        @Override
        public void note(String text) {
            notes.add(text);
        }
    };
    private boolean html;
    private HttpServer server;

    GpuSetupTest(@TempDir Path temporary) throws IOException {
        cache = temporary.resolve("cache");
        folder = Files.createDirectories(temporary.resolve("wheels"));
        byte[] library = new byte[200_000];
        new Random(1).nextBytes(library);
        wheels = List.of(
                wheel(
                        TORCH,
                        Map.of(
                                "torch/lib/" + System.mapLibraryName("torch_cuda"),
                                library,
                                "torch/lib/libtorch_python.so",
                                library,
                                "torch/version.py",
                                bytes("__version__ = '2.7.1+cu126'"),
                                "torch/__init__.py",
                                bytes("import this"),
                                "../outside.so",
                                bytes("outside"),
                                "torch-2.7.1.dist-info/licenses/LICENSE",
                                bytes("licence"))),
                wheel(CUBLAS, Map.of("nvidia/cublas/lib/libcublas.so.12", bytes("cublas"))));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFolderOfWheelsBecomesALibtorch() throws InterruptedException, IOException {
        GpuSetup setup = GpuSetup.of(cache, wheels);
        assertThat(GpuLibtorch.in(cache).folder()).isEmpty();
        assertThat(setup.left(false).wheels()).isEqualTo(2);
        setup.run(PackageIndex.of(folder.toString(), listener), listener);
        Path home = GpuLibtorch.in(cache).home();
        assertThat(GpuLibtorch.in(cache).folder()).contains(home.resolve("torch/lib"));
        assertThat(home.resolve("nvidia/cublas/lib/libcublas.so.12")).hasContent("cublas");
        assertThat(home.resolve("torch/lib/libtorch_python.so")).doesNotExist();
        assertThat(home.resolve("torch/__init__.py")).doesNotExist();
        assertThat(home.resolve("torch-2.7.1.dist-info/licenses/LICENSE")).hasContent("licence");
        assertThat(home.resolveSibling("outside.so")).doesNotExist();
        assertThat(setup.left(false))
                .extracting(GpuSetup.Left::wheels, GpuSetup.Left::diskBytes)
                .containsExactly(0, 0L);

        GpuLibtorch.in(cache).check();
        Files.writeString(home.resolve("nvidia/cublas/lib/libcublas.so.12"), "cublaS");
        assertThatThrownBy(() -> GpuLibtorch.in(cache).check())
                .as("another library of the same size")
                .isInstanceOf(DeviceException.class)
                .hasMessage(home.resolve("nvidia/cublas/lib/libcublas.so.12")
                        + " is missing or not as it was set up; run virnuc setup-gpu again");
        assertThat(setup.left(false).wheels())
                .as("wheels of which a library is damaged")
                .isEqualTo(1);
        setup.run(PackageIndex.of(folder.toString(), listener), listener);
        assertThat(home.resolve("nvidia/cublas/lib/libcublas.so.12")).hasContent("cublas");
        GpuLibtorch.in(cache).check();
    }

    @Test
    void anIndexIsReadInBothOfItsForms() throws InterruptedException {
        GpuSetup setup = GpuSetup.of(cache, wheels);
        GpuSetup.Left left = setup.left(true);
        assertThat(left.bytes())
                .isEqualTo(wheels.get(0).file().size() + wheels.get(1).file().size());
        assertThat(left.diskBytes())
                .isEqualTo(wheels.get(0).unpackedBytes()
                        + wheels.get(1).unpackedBytes()
                        + wheels.get(0).file().size());
        setup.run(PackageIndex.of(address() + "/simple/", listener), listener);
        assertThat(GpuLibtorch.in(cache).folder()).isPresent();
        assertThat(requests).contains("/simple/torch/", "/simple/nvidia-cublas-cu12/", "/files/" + TORCH);
        assertThat(cache.resolve("gpu/downloads")).doesNotExist();

        html = true;
        Path other = cache.resolveSibling("other");
        GpuSetup.of(other, wheels).run(PackageIndex.of(address() + "/simple", listener), listener);
        assertThat(GpuLibtorch.in(other).folder()).isPresent();
    }

    @Test
    void aBrokenSetupGoesOnWhereItStopped() throws InterruptedException, IOException {
        GpuSetup setup = GpuSetup.of(cache, wheels);
        Path second = folder.resolve(CUBLAS);
        byte[] sound = Files.readAllBytes(second);
        Files.write(second, Arrays.copyOf(bytes("another"), sound.length));
        assertThatThrownBy(() -> setup.run(PackageIndex.of(address() + "/simple", listener), listener))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("libtorch with CUDA is not set up yet: " + CUBLAS + " from " + address()
                        + "/files/" + CUBLAS + " is damaged or not the file meant: its SHA-256 is ");
        assertThat(GpuLibtorch.in(cache).folder())
                .as("before everything is there")
                .isEmpty();
        Files.write(second, sound);
        requests.clear();
        Path partial = cache.resolve("gpu/downloads/" + CUBLAS + ".virnuc.incomplete");
        Files.write(partial, Arrays.copyOf(sound, sound.length / 2));
        setup.run(PackageIndex.of(address() + "/simple", listener), listener);
        assertThat(requests).containsExactly("/simple/nvidia-cublas-cu12/", "/files/" + CUBLAS);
        assertThat(notes).contains(CUBLAS + ": going on at byte " + sound.length / 2);
        assertThat(GpuLibtorch.in(cache).folder()).isPresent();
    }

    @Test
    void whatAPlaceLacksIsSaid() throws IOException {
        Files.delete(folder.resolve(CUBLAS));
        GpuSetup setup = GpuSetup.of(cache, wheels);
        assertThatThrownBy(() -> setup.run(PackageIndex.of(folder.toString(), listener), listener))
                .hasMessage("libtorch with CUDA is not set up yet: " + folder + " has no " + CUBLAS
                        + "; expected that file, as pip download gets it");
        assertThatThrownBy(() -> setup.run(PackageIndex.of(address() + "/simple", listener), listener))
                .hasMessage("libtorch with CUDA is not set up yet: " + address()
                        + "/simple/nvidia-cublas-cu12/ does not list " + CUBLAS
                        + "; give the address of an index that has it");
        assertThatThrownBy(() -> PackageIndex.of("nowhere", listener))
                .hasMessageContaining("neither a folder nor the address");
        assertThatThrownBy(() -> PackageIndex.of("https://me:secret@host/simple", listener))
                .hasMessageContaining("has a password in it")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDiskThatIsTooSmallIsSaidBeforeAnythingIsFetched() {
        List<Wheel> vast = List.of(new Wheel(wheels.get(0).file(), Long.MAX_VALUE / 4));
        assertThatThrownBy(
                        () -> GpuSetup.of(cache, vast).run(PackageIndex.of(address() + "/simple", listener), listener))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("the libraries need ")
                .hasMessageContaining(" MiB are free at ");
        assertThat(requests).isEmpty();
    }

    @Test
    void theListIsThatOfPyTorch() {
        List<Wheel> all = Wheel.all();
        assertThat(all).hasSize(15).allSatisfy(wheel -> {
            assertThat(wheel.file().sha256()).matches("[0-9a-f]{64}");
            assertThat(wheel.file().name()).endsWith("x86_64.whl");
        });
        assertThat(all.get(0).file())
                .isEqualTo(new PackageIndex.Wanted(
                        TORCH, 821_025_792L, "c33360cfc2edd976c2633b3b66c769bdcbbf0e0b6550606d188431c81e7dd1fc"));
        assertThat(all.stream().mapToLong(wheel -> wheel.file().size()).sum()).isEqualTo(2_828_992_250L);
        assertThat(all.stream().mapToLong(Wheel::unpackedBytes).sum()).isEqualTo(4_558_964_203L);
    }

    @Test
    void machinesThatCouldNotUseItAreTold() {
        NvidiaDriver none = new NvidiaDriver(Presence.NONE, "", "", List.of(), Optional.of("the driver is missing"));
        assertThat(GpuSetup.refusal(none)).isPresent();
        if (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")) {
            assertThat(GpuSetup.refusal(none)).contains("the driver is missing");
            assertThat(GpuSetup.refusal(driver(9, 0))).isEmpty();
            assertThat(GpuSetup.refusal(driver(12, 0)))
                    .contains("cuda:0 (Fast) has compute capability 12.0, and the libraries serve 5.0 to 9.0; set"
                            + " PYTORCH_LIBRARY_PATH to the lib folder of a libtorch 2.7.1 for CUDA 12.8");
        }
    }

    private static NvidiaDriver driver(int major, int minor) {
        NvidiaGpu gpu = new NvidiaGpu(0, "Fast", "0000:01:00.0", 1L << 34, major, minor);
        return new NvidiaDriver(Presence.WORKS, "570", "12.8", List.of(gpu), Optional.empty());
    }

    private Wheel wheel(String name, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long kept = 0;
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                kept += entry.getValue().length;
            }
        }
        byte[] bytes = content.toByteArray();
        Files.write(folder.resolve(name), bytes);
        return new Wheel(new PackageIndex.Wanted(name, bytes.length, Digests.ofBytes(bytes)), kept);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** An index of the folder, as JSON or as HTML with relative links, and its files with ranges. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        byte[] body;
        int status = 200;
        if (path.startsWith("/simple/")) {
            body = bytes(page(path.split("/", -1)[2]));
        } else {
            body = Files.readAllBytes(folder.resolve(path.substring("/files/".length())));
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range != null) {
                int from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
                body = Arrays.copyOfRange(body, from, body.length);
                status = 206;
            }
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private String page(String project) throws IOException {
        StringBuilder links = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.replace('_', '-').startsWith(project + "-")) {
                    links.append(
                            html
                                    ? "<a class=\"x\" href=\"../../files/" + name + "#sha256=abc\" >" + name
                                            + "</a><br/>\n"
                                    : (links.isEmpty() ? "" : ",") + "{\"filename\":\"" + name + "\",\"url\":\""
                                            + address() + "/files/" + name + "\"}");
                }
            }
        }
        return html ? "<!DOCTYPE html><html>" + links + "</html>" : "{\"files\":[" + links + "]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
