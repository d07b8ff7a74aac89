package org.odenet.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.models.data.DataSets.Unpacked;

class DataSetsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeIdxFiles() {
        for (String part : List.of("train", "t10k")) {
            TestFiles.write(folder, part + "-images-idx3-ubyte", TestFiles.idxImages(2, 28, 28));
            TestFiles.write(folder, part + "-labels-idx1-ubyte", TestFiles.idxLabels(9, 0));
        }
    }

    @Test
    void mnistAndFashionMnistDifferInTheirClasses() {
        ImageDataSet digits = DataSets.mnist(folder).test();
        assertThat(digits).hasToString("MNIST test: 2 images [1, 28, 28], 10 classes");
        assertThat(digits.classNames().get(digits.label(0))).isEqualTo("9");
        ImageDataSet garments = DataSets.fashionMnist(folder).train();
        assertThat(garments).hasToString("Fashion-MNIST train: 2 images [1, 28, 28], 10 classes");
        assertThat(garments.classNames().get(garments.label(0))).isEqualTo("Ankle boot");
    }

    @Test
    void anArchiveIsFetchedUnpackedAndRemovedOnce() {
        byte[] content = TestFiles.counting(50, 3);
        byte[] archive = new TestTar().file("x/one.bin", content).gzip();
        Unpacked unpacked = new Unpacked(List.of("one.bin"), 50);
        Download download = new Download(new Download.Limits(1, Duration.ZERO, Duration.ofSeconds(20)));
        try (LocalMirror mirror = new LocalMirror().with("a.tar.gz", archive)) {
            List<URI> bases = List.of(mirror.base());
            RemoteFile file = RemoteFile.below(bases, "a.tar.gz", archive.length, DownloadTest.md5(archive));
            for (int i = 0; i < 2; i++) {
                DataSets.fetchArchive(download, file, unpacked, folder, DownloadProgress.none());
                assertThat(folder.resolve("cifar-10-batches-bin/one.bin")).hasBinaryContent(content);
                assertThat(folder.resolve("a.tar.gz")).doesNotExist();
            }
            assertThat(mirror.requests()).hasSize(1);
        }
    }
}
