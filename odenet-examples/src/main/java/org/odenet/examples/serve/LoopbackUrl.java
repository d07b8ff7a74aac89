package org.odenet.examples.serve;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The address of a server on this machine: a load test must not be turned against others. */
record LoopbackUrl(URI uri) {

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, or leads to another machine
     */
    static LoopbackUrl parse(String text) {
        URI uri = uri(text);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the address of a server; give one such as http://127.0.0.1:8080/");
        }
        if (!isLoopback(uri.getHost())) {
            throw new IllegalArgumentException(
                    "'" + uri.getHost() + "' is not this machine; the load test asks servers at"
                            + " loopback addresses alone, such as 127.0.0.1");
        }
        return new LoopbackUrl(uri.resolve("/"));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: " + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
