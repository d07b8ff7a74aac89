package org.odenet.examples.experiments;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;

/** Run folders of networks that are small and were not trained, and files to try them on. */
public final class TinyRun {

    public static final int FILTERS = 8;

    private TinyRun() {}

    public static OdeNetConfig config() {
        return OdeNetConfig.mnist().withFilters(FILTERS);
    }

    /** A run of an ODE-only network. */
    public static Path odeOnly(Path folder, long seed) {
        try (ImageClassifier net = OdeNets.odeOnly(config().withSeed(seed))) {
            net.save(folder);
        }
        return folder;
    }

    public static Path resNet(Path folder) {
        try (ImageClassifier net = OdeNets.resNet(config())) {
            net.save(folder);
        }
        return folder;
    }

    /** The images that the commands use when there is no folder of them. */
    public static ImageDataSet digits(int images) {
        return DataSets.builtInMnist().test().take(images);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of a table's column, of the rows that contain a text. */
    static double[] column(Path csv, String name, String rowsWith) {
        List<String> lines = lines(csv);
        int column = List.of(lines.get(0).split(",")).indexOf(name);
        return lines.stream()
                .skip(1)
                .filter(line -> line.contains(rowsWith))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
                .toArray();
    }

    /** A folder of MNIST with the first built-in digits. */
    public static Path mnistFolder(Path folder, int images) throws IOException {
        ImageDataSet digits = digits(images);
        byte[] pixels = new byte[images * digits.imageBytes()];
        IntStream.range(0, images).forEach(i -> digits.copyImage(i, pixels, i * digits.imageBytes()));
        byte[] labels = new byte[images];
        IntStream.range(0, images).forEach(i -> labels[i] = (byte) digits.label(i));
        Files.createDirectories(folder);
        for (String part : List.of("train", "t10k")) {
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), idx(pixels, images, 28, 28));
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), idx(labels, images));
        }
        return folder;
    }

    private static byte[] idx(byte[] content, int... sizes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x800 + sizes.length);
        for (int size : sizes) {
            out.writeInt(size);
        }
        out.write(content);
        return bytes.toByteArray();
    }
}
