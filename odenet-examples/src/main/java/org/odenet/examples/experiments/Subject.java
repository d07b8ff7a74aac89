package org.odenet.examples.experiments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ModelFingerprint;
import org.odenet.models.data.ImageDataSet;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.sample.PerSampleSolver;

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
        MessageDigest digest = sha256();
        String made = ModelFingerprint.of(run.classifier()) + " "
                + describe(run.classifier().config().solver()) + " "
                + KernelProviders.select().name();
        digest.update(made.getBytes(StandardCharsets.UTF_8));
        addImages(digest, images);
        return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    }

    /** With all of its settings; as a text it tells its tolerances alone. */
    private static String describe(OdeSolver solver) {
        if (solver instanceof AdaptiveSolver adaptive) {
            return solver + " " + adaptive.control();
        }
        return solver instanceof PerSampleSolver perSample ? solver + " " + perSample.control() : solver.toString();
    }

    private static void addImages(MessageDigest digest, ImageDataSet images) {
        byte[] pixels = new byte[images.imageBytes()];
        for (int i = 0; i < images.size(); i++) {
            images.copyImage(i, pixels, 0);
            digest.update(pixels);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(images.label(i)).flip());
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
