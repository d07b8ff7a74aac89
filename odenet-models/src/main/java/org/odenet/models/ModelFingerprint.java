package org.odenet.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells networks apart whose features must not be compared. Networks of the same architecture, normalisation and weights
 * have the same fingerprint, on every machine, before and after saving, in float as in double; the solver, its tolerances
 * and the gradient method do not count, for features of the same hidden state can be compared.
 */
public final class ModelFingerprint {

    private ModelFingerprint() {}

    /**
     * The fingerprint of a network.
     *
     * @param classifier the network
     * @return architecture, width of the features and a SHA-256, such as {@code res-ode-64-9f86d0…}
     */
    public static String of(ImageClassifier classifier) {
        MessageDigest digest = sha256();
        String architecture = classifier.architecture().label();
        addText(digest, architecture);
        addText(digest, classifier.config().normalization().toString());
        for (Map.Entry<String, INDArray> weight :
                Weights.of(classifier.parameters()).entrySet()) {
            addText(digest, weight.getKey() + Arrays.toString(weight.getValue().shape()));
            addValues(digest, weight.getValue());
        }
        return architecture + "-" + classifier.config().filters() + "-"
                + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Ended by a zero, so that no two lists of texts give the same bytes. */
    private static void addText(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** As doubles, which hold floats exactly. */
    private static void addValues(MessageDigest digest, INDArray weight) {
        try (INDArray ordered = weight.dup('c')) {
            double[] values = ordered.data().asDouble();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(values);
            digest.update(bytes);
        }
    }
}
