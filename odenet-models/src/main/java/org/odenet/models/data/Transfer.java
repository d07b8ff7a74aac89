package org.odenet.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * One attempt to get one file from one mirror into its part file.
 *
 * @param client the HTTP client
 * @param stall the longest silence of the mirror
 * @param mirror the address of the file
 * @param file what is known about the file
 * @param part the file under construction, which may hold the start of the file
 * @param count is told the bytes that are there
 */
record Transfer(HttpClient client, Duration stall, URI mirror, RemoteFile file, Path part, Download.ByteCount count) {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int CLIENT_ERRORS = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int BUFFER = 1 << 16;

    /** Completes the part file, or leaves what has come for the next attempt. */
    void run() throws IOException {
        long present = present();
        HttpResponse<InputStream> response = request(present);
        try (InputStream body = response.body()) {
            long start = startOf(response, present);
            receive(body, start);
            verify(start);
        }
    }

    private long present() throws IOException {
        long present = Files.exists(part) ? Files.size(part) : 0;
        if (present < file.bytes()) {
            return present;
        }
        // As long as the file, yet not the file: the caller has compared the checksums.
        Files.delete(part);
        return 0;
    }

    private HttpResponse<InputStream> request(long present) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(mirror).timeout(stall);
        if (present > 0) {
            // By concatenation: a format would have the digits of the machine's language.
            request.header("Range", "bytes=" + present + "-");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException(
                    "the download of %s was interrupted; run it again to continue".formatted(mirror), e);
        }
    }

    /** The place in the file at which the body starts. */
    private long startOf(HttpResponse<?> response, long present) throws IOException {
        int status = response.statusCode();
        if (status == OK) {
            return 0;
        }
        if (status == PARTIAL_CONTENT) {
            checkRange(response, present);
            return present;
        }
        if (status == RANGE_NOT_SATISFIABLE) {
            Files.deleteIfExists(part);
            throw new IOException(
                    "HTTP status 416 for the bytes from %d; the part file was removed".formatted(present));
        }
        boolean lasting = status >= CLIENT_ERRORS
                && status < SERVER_ERRORS
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
        String message = "HTTP status " + status;
        throw lasting ? new Download.MirrorException(message) : new IOException(message);
    }

    private void checkRange(HttpResponse<?> response, long present) throws IOException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        if (!range.startsWith("bytes " + present + "-")) {
            throw new Download.MirrorException(
                    "asked for the bytes from %d, but the range of the answer is '%s'".formatted(present, range));
        }
    }

    private void receive(InputStream body, long start) throws IOException {
        StandardOpenOption mode = start > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (StallGuard guard = new StallGuard(body, stall);
                OutputStream out =
                        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            try {
                copy(body, out, start, guard);
            } catch (IOException e) {
                guard.check();
                throw e;
            }
            guard.check();
        }
    }

    private void copy(InputStream body, OutputStream out, long start, StallGuard guard) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = start;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            done += read;
            if (done > file.bytes()) {
                throw new Download.MirrorException("sends more than the %d bytes of the file".formatted(file.bytes()));
            }
            out.write(buffer, 0, read);
            guard.progressed();
            count.update(done);
        }
    }

    private void verify(long start) throws IOException {
        long length = Files.size(part);
        if (length < file.bytes()) {
            throw new IOException("broke off after %d of %d bytes".formatted(length, file.bytes()));
        }
        String md5 = Download.md5(part);
        if (!md5.equals(file.md5())) {
            Files.delete(part);
            String message =
                    "the MD5 checksum is %s, not %s; the part file %s was removed".formatted(md5, file.md5(), part);
            // The wrong bytes may be those that were there before.
            throw start > 0 ? new IOException(message) : new Download.MirrorException(message);
        }
    }

    /** Closes a body that gives nothing for too long: reading it has no time limit of its own. */
    private static final class StallGuard implements AutoCloseable {
        private final InputStream body;
        private final Duration limit;
        private final Thread thread;
        private volatile long lastProgress = System.nanoTime();
        private volatile boolean stalled;

        StallGuard(InputStream body, Duration limit) {
            this.body = body;
            this.limit = limit;
            this.thread = new Thread(this::watch, "download stall guard");
            thread.setDaemon(true);
            thread.start();
        }

        void progressed() {
            lastProgress = System.nanoTime();
        }

        private void watch() {
            try {
                long left = limit.toNanos();
                while (left > 0) {
                    Thread.sleep(Duration.ofNanos(left).toMillis() + 1);
                    left = limit.toNanos() - (System.nanoTime() - lastProgress);
                }
                stalled = true;
                body.close();
            } catch (InterruptedException | IOException e) {
                // The transfer has ended, or ends with the closed body.
                Thread.currentThread().interrupt();
            }
        }

        void check() throws IOException {
            if (stalled) {
                throw new InterruptedIOException("no byte for %d ms".formatted(limit.toMillis()));
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
