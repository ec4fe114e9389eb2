package org.virnuc.telemetry.progress;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of the terminal in columns, also after it was resized. The program {@code stty}, which every Unix has, says
 * it: JLine 3.30 took three to six times as long to do so, measured, and is half a megabyte of jars with a native library.
 */
final class TerminalWidth implements IntSupplier {
    /** The width where nothing says another one. */
    static final int USUAL = 80;

    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,5})\\s*");
    private static final int MILLISECONDS = 1_000;

    private final Supplier<OptionalInt> source;
    private volatile int columns;
    private volatile boolean outdated = true;

    TerminalWidth(Supplier<OptionalInt> source, Map<String, String> environment) {
        this.source = source;
        this.columns = parse("0 " + environment.getOrDefault("COLUMNS", "")).orElse(USUAL);
    }

    /** The terminal of this process. Its width is {@link #USUAL}, or what COLUMNS says, until it is first measured. */
    static TerminalWidth ofProcess() {
        TerminalWidth width = new TerminalWidth(TerminalWidth::stty, System.getenv());
        onResize(width::outdate);
        return width;
    }

    @Override
    public int getAsInt() {
        return columns;
    }

    /** Has the width measured again by the next {@link #measure}. */
    void outdate() {
        outdated = true;
    }

    /** Measures the width if it is new or the terminal was resized. May take a few milliseconds. */
    void measure() {
        if (outdated) {
            outdated = false;
            source.get().ifPresent(found -> columns = found);
        }
    }

    /** Reads the output of {@code stty size}, rows and columns. A terminal that does not know its size says 0. */
    static OptionalInt parse(String size) {
        Matcher numbers = SIZE.matcher(size);
        int found = numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
        return found > 0 ? OptionalInt.of(found) : OptionalInt.empty();
    }

    private static OptionalInt stty() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(MILLISECONDS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noTerminal) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /**
     * Runs {@code action} whenever the terminal is resized, where the JVM tells. Its signals have no public interface, so
     * they are found by name.
     */
    private static void onResize(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler resized = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object proxy =
                    Proxy.newProxyInstance(TerminalWidth.class.getClassLoader(), new Class<?>[] {handler}, resized);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), proxy);
        } catch (ReflectiveOperationException noSignals) {
            // such as on Windows; the width stays what it was at first
        }
    }
}
