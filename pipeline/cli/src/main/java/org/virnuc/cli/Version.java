package org.virnuc.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the program, read from its jar. */
final class Version implements IVersionProvider {

    /** The version, or {@code development} if the classes do not come from a jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"virnuc " + text()};
    }
}
