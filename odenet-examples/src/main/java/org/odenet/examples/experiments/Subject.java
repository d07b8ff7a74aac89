package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.ImageDataSet;

/**
 * A trained network and the images that it is tried on.
 *
 * @param run the network
 * @param images the images
 * @param fingerprint is another for other weights, other images, another solver or other kernels
 */
record Subject(RunFolder run, ImageDataSet images, String fingerprint) {

    /** What tells subjects apart in a file of results. */
    static final List<String> COLUMNS = List.of("run", "model", "data", "images", "fingerprint");

    private static final int FINGERPRINT_BYTES = 8;

    static Subject of(RunFolder run, ImageDataSet images) {
        return new Subject(run, images, fingerprint(run, images));
    }

    List<String> values() {
        String model = run.classifier().architecture().label();
        return List.of(run.name(), model, images.name(), String.valueOf(images.size()), fingerprint);
    }

    private static String fingerprint(RunFolder run, ImageDataSet images) {
        OdeNetConfig config = run.classifier().config();
        MessageDigest digest = sha256();
        try {
            digest.update(Files.readAllBytes(run.path().resolve("weights.safetensors")));
        } catch (IOException e) {
            throw new UncheckedIOException(run.path() + ": the weights cannot be read: " + e, e);
        }
        String settings = run.classifier().architecture() + " " + config.solver() + " " + config.normalization() + " "
                + KernelProviders.select().name();
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        addImages(digest, images);
        return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    }

    private static void addImages(MessageDigest digest, ImageDataSet images) {
        byte[] pixels = new byte[images.imageBytes()];
        for (int i = 0; i < images.size(); i++) {
            images.copyImage(i, pixels, 0);
            digest.update(pixels);
            digest.update((byte) images.label(i));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
