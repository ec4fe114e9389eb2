package org.virnuc.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders for a user's files, as the environment names them. Java's {@code user.home} comes from the password database: it disregards
 * {@code HOME}, and is {@code ?} for a user without an entry, as in containers.
 *
 * @param environment variables of the process
 * @param systemHome Java's {@code user.home}
 */
public record UserFolders(Map<String, String> environment, String systemHome) {
    public UserFolders {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static UserFolders system() {
        return of(System.getenv());
    }

    /** Those that these variables name. */
    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(environment, System.getProperty("user.home", ""));
    }

    /** {@code HOME}, else the home that the system knows if it is there; empty where there is neither. */
    public Optional<Path> home() {
        return absolute(environment.getOrDefault("HOME", ""))
                .or(() -> absolute(systemHome).filter(Files::isDirectory));
    }

    /** {@code XDG_CACHE_HOME}, else {@code ~/.cache}; empty without a home. */
    public Optional<Path> cache() {
        return named("XDG_CACHE_HOME", ".cache");
    }

    /** {@code XDG_CONFIG_HOME}, else {@code ~/.config}; empty without a home. */
    public Optional<Path> config() {
        return named("XDG_CONFIG_HOME", ".config");
    }

    /** {@code XDG_DATA_HOME}, else {@code ~/.local/share}; empty without a home. */
    public Optional<Path> data() {
        return named("XDG_DATA_HOME", ".local/share");
    }

    private Optional<Path> named(String variable, String below) {
        return absolute(environment.getOrDefault(variable, "")).or(() -> home().map(home -> home.resolve(below)));
    }

    /** Relative folders are passed over, as the specification of these variables asks. */
    private static Optional<Path> absolute(String folder) {
        return Optional.of(folder).filter(text -> !text.isEmpty()).map(Path::of).filter(Path::isAbsolute);
    }
}
