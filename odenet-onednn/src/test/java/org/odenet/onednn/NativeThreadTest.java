package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativeThreadTest {

    @Test
    void primitivesRunOnTheCallingThreadAlone() {
        Nd4j.getExecutioner();
        NativeOps nd4j = NativeOpsHolder.getInstance().getDeviceNativeOps();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            int threads = CompletableFuture.supplyAsync(
                            () -> {
                                nd4j.setOmpNumThreads(ThreadCount.configured() + 1);
                                NativeThread.current();
                                return nd4j.ompGetMaxThreads();
                            },
                            thread)
                    .join();
            assertThat(threads).isOne();
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void scratchGrowsAndIsReused() {
        NativeThread thread = NativeThread.current();
        long large = thread.scratch(50_000_000);
        assertThat(thread.scratch(10)).isEqualTo(large);
        assertThat(thread.scratch(50_000_000)).isEqualTo(large);
        assertThat(large % 64).isZero();
    }

    @Test
    void oneOpenMpLibraryServesNd4jAndOnednn() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        assumeThat(maps).exists();
        NativeThread.current();
        assertThat(Files.readAllLines(maps).stream()
                        .filter(line -> line.contains("gomp"))
                        .map(line -> line.substring(line.indexOf('/')))
                        .distinct())
                .hasSize(1);
    }
}
