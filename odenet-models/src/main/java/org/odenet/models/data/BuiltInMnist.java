package org.odenet.models.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The subset of MNIST within the jar; see {@code mnist-subset/ORIGIN.txt} beside the files. */
final class BuiltInMnist {
    private static final String NAME = "MNIST subset";

    private BuiltInMnist() {}

    /** A file of the subset with its checksum. */
    private enum Part {
        TRAIN_IMAGES("train-images-idx3-ubyte.gz", "5a0ce091498a791e8dfab1d23619a3898d358bb7bed362a42eb3e7e1334b2fb3"),
        TRAIN_LABELS("train-labels-idx1-ubyte.gz", "2de196cf666bcb2da165ab56c5fec06745e49126e789ab19066007ac4a0f9d72"),
        TEST_IMAGES("t10k-images-idx3-ubyte.gz", "486b642bbe79be8ddab57486c6c5073e424c3b679044936def73448ea0512738"),
        TEST_LABELS("t10k-labels-idx1-ubyte.gz", "fc66024be228c4bfb6f6c7636c1406702811344cfd9ec42b6db9b650f2677a88");

        private final String file;
        private final String sha256;

        Part(String file, String sha256) {
            this.file = file;
            this.sha256 = sha256;
        }
    }

    static TrainTest read() {
        return new TrainTest(
                read(Part.TRAIN_IMAGES, Part.TRAIN_LABELS, NAME + " train"),
                read(Part.TEST_IMAGES, Part.TEST_LABELS, NAME + " test"));
    }

    private static ImageDataSet read(Part images, Part labels, String name) {
        return IdxReader.assemble(read(images, 3), read(labels, 1), name, DataSets.DIGITS);
    }

    private static IdxFile read(Part part, int dimensions) {
        String resource = "mnist-subset/" + part.file;
        try (InputStream in = BuiltInMnist.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new DataSetException("the built-in %s is missing in the jar; use an unchanged odenet-models jar"
                        .formatted(resource));
            }
            return read("built-in " + resource, in.readAllBytes(), part.sha256, dimensions);
        } catch (IOException e) {
            throw new DataSetException(
                    "the built-in %s could not be read: %s; check the jar".formatted(resource, e), e);
        }
    }

    static IdxFile read(String place, byte[] packed, String sha256, int dimensions) throws IOException {
        String found = Checksum.of(Checksum.SHA_256, new ByteArrayInputStream(packed));
        if (!found.equals(sha256)) {
            throw new DataSetException(
                    "%s is damaged: its SHA-256 checksum is %s, not %s; use an unchanged odenet-models jar"
                            .formatted(place, found, sha256));
        }
        return IdxFile.read(place, packed.length, () -> new ByteArrayInputStream(packed), dimensions);
    }
}
