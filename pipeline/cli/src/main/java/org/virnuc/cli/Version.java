package org.virnuc.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** The version of the program and the commit that it was built from, read from its jar. */
final class Version implements IVersionProvider {
    /** What the build writes into the manifest: the commit, with {@code -dirty} where files differed from it. */
    static final String COMMIT = "Implementation-Build";

    /** In place of the version, if the classes do not come from a jar. */
    static final String DEVELOPMENT = "development";

    /** The version, or {@code development} if the classes do not come from a jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? DEVELOPMENT : version;
    }

    /** The version and, where it is known, the commit. */
    static String withCommit() {
        return commit().map(commit -> text() + " (commit " + commit + ")").orElseGet(Version::text);
    }

    private static Optional<String> commit() {
        CodeSource source = Version.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            File file = new File(source.getLocation().toURI());
            return file.isFile() ? commit(file) : Optional.empty();
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return Optional.empty(); // a jar that says no more than its version
        }
    }

    /** The commit that a jar names; none where its build knew none. */
    static Optional<String> commit(File jar) throws IOException {
        try (JarFile opened = new JarFile(jar)) {
            Manifest manifest = opened.getManifest();
            String commit =
                    manifest == null ? null : manifest.getMainAttributes().getValue(COMMIT);
            return Optional.ofNullable(commit).map(String::strip).filter(text -> text.matches("[0-9a-f]+(-dirty)?"));
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"virnuc " + withCommit()};
    }
}
