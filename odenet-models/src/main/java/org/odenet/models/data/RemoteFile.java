package org.odenet.models.data;

import java.net.URI;
import java.util.List;

/**
 * A file on public mirrors, with what is published about it.
 *
 * @param mirrors the addresses of the file, in the order in which to try them
 * @param name the name under which to keep it
 * @param bytes its length
 * @param md5 its MD5 checksum, in lower-case hexadecimal
 */
public record RemoteFile(List<URI> mirrors, String name, long bytes, String md5) {
    /**
     * Checks the values.
     *
     * @param mirrors the addresses of the file, in the order in which to try them
     * @param name the name under which to keep it
     * @param bytes its length
     * @param md5 its MD5 checksum, in lower-case hexadecimal
     * @throws IllegalArgumentException if there is no mirror, the name is not a plain file name, the length is not
     *     positive, or the checksum is not an MD5 checksum
     */
    public RemoteFile {
        mirrors = List.copyOf(mirrors);
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("file '%s' has no mirror; give at least one".formatted(name));
        }
        if (!name.matches("\\w[\\w.-]*")) {
            throw new IllegalArgumentException("'%s' is not a plain file name".formatted(name));
        }
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "file '%s': the length must be positive, but is %d".formatted(name, bytes));
        }
        if (!md5.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(
                    "file '%s': the MD5 checksum must be 32 lower-case hexadecimal digits, but is '%s'"
                            .formatted(name, md5));
        }
    }

    /**
     * The same file, below several base addresses.
     *
     * @param bases the addresses of the folders, each with a slash at its end
     * @param name the name of the file in every folder
     * @param bytes its length
     * @param md5 its MD5 checksum
     * @return the file
     */
    static RemoteFile below(List<URI> bases, String name, long bytes, String md5) {
        return new RemoteFile(bases.stream().map(base -> base.resolve(name)).toList(), name, bytes, md5);
    }
}
