package org.odenet.models;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/**
 * The loss of a classifier, the mean over the batch of {@code -log softmax(logits)[label]}, with its cotangent. Small
 * enough for plain Java; in double precision whatever the network's.
 *
 * @param loss the mean loss
 * @param correct how many samples have their largest logit at the label
 * @param probabilities the softmax of each sample, {@code [batch][classes]}
 * @param labels the class of each sample
 */
public record SoftmaxCrossEntropy(double loss, int correct, double[][] probabilities, int[] labels) {

    /**
     * Evaluates the loss.
     *
     * @param logits the network's output, {@code [batch, classes]}
     * @param labels the class of each sample
     * @return the loss and what its cotangent needs
     * @throws IllegalArgumentException if there are not as many labels as samples, or one is out of range
     */
    public static SoftmaxCrossEntropy of(INDArray logits, int[] labels) {
        double[][] rows = Tensors.rows(logits);
        if (rows.length != labels.length) {
            throw new IllegalArgumentException(
                    "there are " + labels.length + " labels for " + rows.length + " samples; give one for each");
        }
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < rows.length; i++) {
            requireClass(i, labels[i], rows[i].length);
            int largest = largest(rows[i]);
            correct += largest == labels[i] ? 1 : 0;
            loss += softmax(rows[i], rows[i][largest], labels[i]);
        }
        return new SoftmaxCrossEntropy(loss / rows.length, correct, rows, labels.clone());
    }

    private static void requireClass(int sample, int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label " + label + " of sample " + sample
                    + " is out of range; there are " + classes + " classes, 0 to " + (classes - 1));
        }
    }

    /**
     * The class that a network chooses.
     *
     * @param values logits or probabilities of one sample
     * @return the position of the largest, the first of several
     */
    public static int largest(double[] values) {
        int best = 0;
        for (int j = 1; j < values.length; j++) {
            best = values[j] > values[best] ? j : best;
        }
        return best;
    }

    /** Turns logits into probabilities, in place, and gives the loss of the label. */
    private static double softmax(double[] row, double max, int label) {
        double ofLabel = row[label] - max;
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            row[j] = Math.exp(row[j] - max);
            sum += row[j];
        }
        for (int j = 0; j < row.length; j++) {
            row[j] /= sum;
        }
        return Math.log(sum) - ofLabel;
    }

    /**
     * The probabilities alone, where there are no labels.
     *
     * @param logits a network's output, {@code [batch, classes]}
     * @return the softmax of each sample, {@code [batch][classes]}
     */
    public static double[][] probabilities(INDArray logits) {
        double[][] rows = Tensors.rows(logits);
        for (double[] row : rows) {
            softmax(row, row[largest(row)], 0);
        }
        return rows;
    }

    /**
     * The loss's gradient by the logits, {@code (softmax - one-hot) / batch}.
     *
     * @param like a tensor of the wanted type
     * @return a new tensor {@code [batch, classes]}, to be closed by the caller
     */
    public INDArray cotangent(INDArray like) {
        double[][] gradient = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            gradient[i] = probabilities[i].clone();
            gradient[i][labels[i]] -= 1;
            for (int j = 0; j < gradient[i].length; j++) {
                gradient[i][j] /= labels.length;
            }
        }
        try (INDArray exact = Nd4j.create(gradient)) {
            return exact.castTo(like.dataType()).dup('c');
        }
    }
}
