package org.odenet.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fetches files from public mirrors. A file grows as {@code <name>.part} in its folder, is continued where an earlier
 * download stopped, and gets its name only when its checksum holds. A mirror that fails is followed by the next; a mirror
 * that broke off is tried again.
 */
public final class Download {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private final Limits limits;
    private final HttpClient client;

    /**
     * How patient a download is.
     *
     * @param rounds how often to try every mirror
     * @param pause the time between two rounds
     * @param stall the longest silence of a mirror
     */
    record Limits(int rounds, Duration pause, Duration stall) {
        static final Limits DEFAULTS = new Limits(3, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /** A downloader with the usual patience: every mirror three times, 30 seconds without a byte. */
    public Download() {
        this(Limits.DEFAULTS);
    }

    Download(Limits limits) {
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    /**
     * Puts files into a folder, which is made where it is missing. Files that are there with the right checksum stay.
     *
     * @param files the files
     * @param folder where to put them
     * @param progress is told the bytes that are there, over all files
     * @throws DataSetException if a file could not be had from any mirror; the message names each mirror with its fault
     */
    public void fetch(List<RemoteFile> files, Path folder, DownloadProgress progress) {
        long total = files.stream().mapToLong(RemoteFile::bytes).sum();
        long before = 0;
        for (RemoteFile file : files) {
            long done = before;
            fetch(file, folder, bytes -> progress.update(done + bytes, total));
            before += file.bytes();
        }
    }

    private void fetch(RemoteFile file, Path folder, ByteCount count) {
        Path target = folder.resolve(file.name());
        try {
            Files.createDirectories(folder);
            if (!isIntact(target, file)) {
                fetchPart(file, target, count);
            }
            count.update(file.bytes());
        } catch (IOException e) {
            throw new DataSetException("%s could not be written: %s; check the folder".formatted(target, e), e);
        }
    }

    private void fetchPart(RemoteFile file, Path target, ByteCount count) throws IOException {
        Path part = AtomicMove.partOf(target);
        // A download may have ended between its last byte and the move.
        if (!isIntact(part, file)) {
            tryMirrors(file, part, count);
        }
        AtomicMove.intoPlace(part, target);
    }

    private void tryMirrors(RemoteFile file, Path part, ByteCount count) {
        Set<String> faults = new LinkedHashSet<>();
        Set<URI> mirrors = new LinkedHashSet<>(file.mirrors());
        for (int round = 0; round < limits.rounds() && !mirrors.isEmpty(); round++) {
            pauseBefore(round);
            for (URI mirror : List.copyOf(mirrors)) {
                try {
                    new Transfer(client, limits.stall(), mirror, file, part, count).run();
                    return;
                } catch (MirrorException e) {
                    // This mirror has nothing better to give.
                    mirrors.remove(mirror);
                    faults.add("%s: %s".formatted(mirror, e.getMessage()));
                } catch (IOException e) {
                    faults.add("%s: %s".formatted(mirror, e));
                }
            }
        }
        throw new DataSetException(
                "%s could not be downloaded; check the connection and run again, or put the file into %s by hand:%n  %s"
                        .formatted(
                                file.name(),
                                part.toAbsolutePath().getParent(),
                                String.join("%n  ".formatted(), faults)));
    }

    private void pauseBefore(int round) {
        if (round > 0) {
            sleep(limits.pause());
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException("the download was interrupted; run it again to continue", e);
        }
    }

    private static boolean isIntact(Path path, RemoteFile file) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == file.bytes()
                && md5(path).equals(file.md5());
    }

    static String md5(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Checksum.of(Checksum.MD5, in);
        }
    }

    /** Is told the bytes of one file. */
    interface ByteCount {
        void update(long bytes);
    }

    /** A fault of a mirror that another attempt would meet again. */
    static final class MirrorException extends IOException {
        private static final long serialVersionUID = 1L;

        MirrorException(String message) {
            super(message);
        }
    }
}
