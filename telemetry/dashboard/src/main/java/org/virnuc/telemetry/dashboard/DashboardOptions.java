package org.virnuc.telemetry.dashboard;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.RunQuery;

/** What a {@link Dashboard} shows, and where. */
public final class DashboardOptions {
    private final InetAddress host;
    private final int port;
    private final @Nullable Path history;
    private final List<Path> directories;
    private final @Nullable String run;
    private final Function<RunQuery, String> command;

    private DashboardOptions(Builder builder) {
        host = builder.host;
        port = builder.port;
        history = builder.history;
        directories = List.copyOf(builder.directories);
        run = builder.run;
        command = builder.command;
    }

    /** Starts with loopback, any free port, and nothing to show. */
    public static Builder builder() {
        return new Builder();
    }

    InetAddress host() {
        return host;
    }

    int port() {
        return port;
    }

    @Nullable Path history() {
        return history;
    }

    List<Path> directories() {
        return directories;
    }

    @Nullable String run() {
        return run;
    }

    Function<RunQuery, String> command() {
        return command;
    }

    /** Builds options value by value. */
    public static final class Builder {
        private InetAddress host = InetAddress.getLoopbackAddress();
        private int port;
        private @Nullable Path history;
        private List<Path> directories = List.of();
        private @Nullable String run;
        private Function<RunQuery, String> command = query -> "";

        private Builder() {}

        /** Sets the address to listen at. Others than loopback can be reached from other machines. */
        public Builder host(InetAddress address) {
            host = address;
            return this;
        }

        /** Sets the port; 0 is any free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Sets the history to show. It is only read, and need not exist yet. */
        public Builder history(@Nullable Path file) {
            history = file;
            return this;
        }

        /** Sets run directories to show, or folders of them. */
        public Builder directories(List<Path> paths) {
            directories = paths;
            return this;
        }

        /** Sets the run to show first; null for the newest. */
        public Builder run(@Nullable String id) {
            run = id;
            return this;
        }

        /** Sets how a search is written as a command, which pages offer for copying. */
        public Builder command(Function<RunQuery, String> writer) {
            command = writer;
            return this;
        }

        public DashboardOptions build() {
            return new DashboardOptions(this);
        }
    }
}
