package org.odenet.examples.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which hosts a request may be addressed to. A page of a stranger can make its own name point to this machine and then read
 * what this server answers (DNS rebinding); a numeric address, localhost and the name that the server was given cannot be
 * pointed elsewhere by others.
 */
final class Hosts {

    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final String own;

    Hosts(String own) {
        this.own = own.toLowerCase(Locale.ROOT);
    }

    /** Whether a host, with or without a port, is this server's. */
    boolean isOwn(String hostAndPort) {
        if (hostAndPort == null) {
            return false;
        }
        String host = hostAndPort.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
        return host.equals("localhost")
                || host.equals(own)
                || NUMERIC.matcher(host).matches();
    }

    /** Whether a page of this origin, as a browser tells it, may ask: one from this server itself. */
    static boolean isSameOrigin(String origin, String hostAndPort) {
        if (origin == null) {
            return true;
        }
        try {
            return hostAndPort.equalsIgnoreCase(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
