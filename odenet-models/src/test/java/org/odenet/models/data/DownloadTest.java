package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.models.data.Download.Limits;

class DownloadTest {
    private static final String NAME = "file.bin";
    private static final byte[] CONTENT = new byte[300_000];
    private static final String MD5;

    static {
        new Random(1).nextBytes(CONTENT);
        MD5 = md5(CONTENT);
    }

    private static final Download PATIENT = new Download(new Limits(3, Duration.ofMillis(1), Duration.ofSeconds(20)));

    @TempDir
    private Path folder;

    private final LocalMirror first = new LocalMirror();
    private final LocalMirror second = new LocalMirror();

    @AfterEach
    void closeMirrors() {
        first.close();
        second.close();
    }

    static String md5(byte[] content) {
        try {
            return Checksum.of(Checksum.MD5, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RemoteFile file(LocalMirror... mirrors) {
        List<URI> bases = Arrays.stream(mirrors).map(LocalMirror::base).toList();
        return RemoteFile.below(bases, NAME, CONTENT.length, MD5);
    }

    private void fetch(LocalMirror... mirrors) {
        PATIENT.fetch(List.of(file(mirrors)), folder, DownloadProgress.none());
    }

    private Path target() {
        return folder.resolve(NAME);
    }

    private Path part() {
        return folder.resolve(NAME + ".part");
    }

    private void assertFetched() throws IOException {
        assertThat(Files.readAllBytes(target())).isEqualTo(CONTENT);
        assertThat(part()).doesNotExist();
    }

    @Test
    void fetchesIntoAFolderThatItMakes() throws IOException {
        first.with(NAME, CONTENT);
        Path deep = folder.resolve("a/b");
        PATIENT.fetch(List.of(file(first)), deep, DownloadProgress.none());
        assertThat(Files.readAllBytes(deep.resolve(NAME))).isEqualTo(CONTENT);
        assertThat(first.requests()).containsExactly(NAME);
    }

    @Test
    void tellsTheProgressOverAllFiles() {
        first.with(NAME, CONTENT).with("small", new byte[] {1, 2, 3});
        RemoteFile small = RemoteFile.below(List.of(first.base()), "small", 3, md5(new byte[] {1, 2, 3}));
        List<Long> done = new ArrayList<>();
        PATIENT.fetch(List.of(file(first), small), folder, (bytes, total) -> {
            assertThat(total).isEqualTo(CONTENT.length + 3);
            done.add(bytes);
        });
        assertThat(done).isSorted().contains((long) CONTENT.length).endsWith(CONTENT.length + 3L);
    }

    @Test
    void leavesAnIntactFileAloneAndReplacesAnother() throws IOException {
        Files.write(target(), CONTENT);
        fetch(first);
        assertThat(first.requests()).isEmpty();
        Files.write(target(), new byte[CONTENT.length]);
        fetch(first.with(NAME, CONTENT));
        assertFetched();
    }

    @Test
    void continuesWhereAnEarlierDownloadStopped() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 1000));
        fetch(first.with(NAME, CONTENT));
        assertFetched();
        assertThat(first.requests()).containsExactly(NAME + " bytes=1000-");
    }

    @Test
    void movesAPartThatIsCompleteIntoPlace() throws IOException {
        Files.write(part(), CONTENT);
        fetch(first);
        assertFetched();
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void continuesAfterACutConnection() throws IOException {
        first.answering(NAME, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                LocalMirror.sendStart(exchange, CONTENT, 100_000);
                awaitPart();
            } else {
                LocalMirror.sendFrom(exchange, CONTENT, Integer.parseInt(range.replaceAll("\\D", "")));
            }
        });
        fetch(first);
        assertFetched();
        assertThat(first.requests()).hasSize(2);
        assertThat(first.requests().get(1)).startsWith(NAME + " bytes=").doesNotEndWith("=0-");
    }

    /** What was sent but not yet read when a connection breaks may be lost. */
    private void awaitPart() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end && (!Files.exists(part()) || Files.size(part()) == 0)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void startsAgainWhereTheMirrorIgnoresTheRange() throws IOException {
        Files.write(part(), new byte[1000]);
        fetch(first.answering(NAME, exchange -> LocalMirror.send(exchange, 200, CONTENT)));
        assertFetched();
        assertThat(first.requests()).containsExactly(NAME + " bytes=1000-");
    }

    @Test
    void refusesAnotherRangeThanItAskedFor() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 1000));
        first.answering(NAME, exchange -> LocalMirror.sendFrom(exchange, CONTENT, 500));
        assertThatThrownBy(() -> fetch(first))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll("from 1000", "'bytes 500-299999/300000'");
        assertThat(Files.size(part())).isEqualTo(1000);
    }

    @Test
    void startsAgainWhereTheRangeCannotBeSatisfied() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 1000));
        first.answering(NAME, exchange -> {
            if (exchange.getRequestHeaders().getFirst("Range") == null) {
                LocalMirror.send(exchange, 200, CONTENT);
            } else {
                exchange.sendResponseHeaders(416, -1);
            }
        });
        fetch(first);
        assertFetched();
    }

    @Test
    void goesToTheNextMirrorWhereOneHasNoSuchFile() throws IOException {
        fetch(first, second.with(NAME, CONTENT));
        assertFetched();
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void aWrongChecksumIsNamedAndThePartRemoved() {
        byte[] wrong = CONTENT.clone();
        wrong[7]++;
        first.with(NAME, wrong);
        assertThatThrownBy(() -> fetch(first))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(
                        NAME, first.base().toString(), md5(wrong), MD5, part().toString(), "removed", "run again");
        assertThat(folder).isEmptyDirectory();
        assertThat(first.requests()).hasSize(1);
    }

    @Test
    void aWrongStartFromAnEarlierDownloadIsThrownAwayAndTheFileFetchedAnew() throws IOException {
        Files.write(part(), new byte[1000]);
        fetch(first.with(NAME, CONTENT));
        assertFetched();
        assertThat(first.requests()).containsExactly(NAME + " bytes=1000-", NAME);
    }

    @Test
    void aMirrorThatSendsTooMuchIsLeft() throws IOException {
        first.with(NAME, new byte[CONTENT.length + 70_000]);
        fetch(first, second.with(NAME, CONTENT));
        assertFetched();
    }

    @Test
    void everyMirrorIsNamedWithItsFaultWhereNoneHelps() {
        first.answering(NAME, exchange -> exchange.sendResponseHeaders(503, -1));
        assertThatThrownBy(() -> fetch(first, second))
                .isInstanceOf(DataSetException.class)
                .hasMessageContainingAll(
                        first.base() + NAME + ": java.io.IOException: HTTP status 503",
                        second.base() + NAME + ": HTTP status 404",
                        folder.toString(),
                        "by hand");
        // A full server may recover, a missing file does not appear.
        assertThat(first.requests()).hasSize(3);
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void aSilentMirrorIsLeftAfterAWhile() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        first.answering(NAME, exchange -> {
            LocalMirror.sendStart(exchange, CONTENT, 1000);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Download hasty = new Download(new Limits(1, Duration.ofMillis(1), Duration.ofSeconds(1)));
        try {
            assertThatThrownBy(() -> hasty.fetch(List.of(file(first)), folder, DownloadProgress.none()))
                    .isInstanceOf(DataSetException.class)
                    .hasMessageContaining("no byte for 1000 ms");
            assertThat(Files.readAllBytes(part())).isEqualTo(Arrays.copyOf(CONTENT, 1000));
            fetch(second.with(NAME, CONTENT));
            assertFetched();
            assertThat(second.requests()).containsExactly(NAME + " bytes=1000-");
        } finally {
            end.countDown();
        }
    }

    @Test
    void followsARedirect() throws IOException {
        second.with(NAME, CONTENT);
        first.answering(NAME, exchange -> {
            exchange.getResponseHeaders().set("Location", second.base() + NAME);
            exchange.sendResponseHeaders(302, -1);
        });
        fetch(first);
        assertFetched();
    }

    @Test
    void refusesADescriptionThatCannotBeRight() {
        List<URI> bases = List.of(first.base());
        assertThatThrownBy(() -> RemoteFile.below(bases, "../x", 1, MD5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../x'");
        assertThatThrownBy(() -> RemoteFile.below(bases, "x", 0, MD5)).hasMessageContainingAll("'x'", "is 0");
        assertThatThrownBy(() -> RemoteFile.below(bases, "x", 1, "abc")).hasMessageContainingAll("'x'", "'abc'");
        assertThatThrownBy(() -> RemoteFile.below(List.of(), "x", 1, MD5)).hasMessageContaining("no mirror");
    }
}
