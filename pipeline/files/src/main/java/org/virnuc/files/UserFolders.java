package org.virnuc.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders for a user's files, according to the environment. Java's {@code user.home} comes from the password
 * database: it ignores {@code HOME} and is {@code ?} for a user without an entry, which is common in containers.
 *
 * @param environment environment variables of the process
 * @param systemHome Java's {@code user.home}
 */
public record UserFolders(Map<String, String> environment, String systemHome) {
    public UserFolders {
        environment = Map.copyOf(environment);
    }

    /** Returns the folders of this process. */
    public static UserFolders system() {
        return of(System.getenv());
    }

    /** Returns the folders that these variables define. */
    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(environment, System.getProperty("user.home", ""));
    }

    /** {@code HOME}, or the system's home folder if that exists. Empty if there is neither. */
    public Optional<Path> home() {
        return absolute(environment.getOrDefault("HOME", ""))
                .or(() -> absolute(systemHome).filter(Files::isDirectory));
    }

    /** {@code XDG_CACHE_HOME}, or {@code ~/.cache}. Empty without a home folder. */
    public Optional<Path> cache() {
        return named("XDG_CACHE_HOME", ".cache");
    }

    /** {@code XDG_CONFIG_HOME}, or {@code ~/.config}. Empty without a home folder. */
    public Optional<Path> config() {
        return named("XDG_CONFIG_HOME", ".config");
    }

    /** {@code XDG_DATA_HOME}, or {@code ~/.local/share}. Empty without a home folder. */
    public Optional<Path> data() {
        return named("XDG_DATA_HOME", ".local/share");
    }

    private Optional<Path> named(String variable, String below) {
        return absolute(environment.getOrDefault(variable, "")).or(() -> home().map(home -> home.resolve(below)));
    }

    /** Ignores relative folders, as the specification of these variables requires. */
    private static Optional<Path> absolute(String folder) {
        return Optional.of(folder).filter(text -> !text.isEmpty()).map(Path::of).filter(Path::isAbsolute);
    }
}
